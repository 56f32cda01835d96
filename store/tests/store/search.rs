//! The keys by which people are found.

use domain::role::Reach;
use store::{
    NewOrganisation, PeopleSearch,
    bench::{Cell, add_rows},
};
use test_database::databases;

use crate::some::a_person;

#[tokio::test]
async fn keys_of_an_older_program_are_made_anew() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "吕静姝").await;
        a_person(&mut tx, "覃望").await;
        let old = vec!["lyujingshuofold".into(), Cell::Int(person.0)];
        add_rows(&mut tx, "search_key", "suffix, person_id", &[old]).await.unwrap();
        let unit = NewOrganisation {
            name: "嘉兴市⾼级示范中学",
            match_key: "⾼级示范中学",
            ..NewOrganisation::default()
        };
        tx.add_organisation(&unit).await.unwrap();
        assert!(tx.is_search_old().await.unwrap(), "{}", db.name);
        assert_eq!(tx.renew_search().await.unwrap(), 2, "{}", db.name);
        assert!(tx.is_search_old().await.unwrap(), "whether there are more is not known");
        assert_eq!(tx.renew_search().await.unwrap(), 0, "{}", db.name);
        assert!(!tx.is_search_old().await.unwrap(), "{}", db.name);
        assert_eq!(tx.renew_search().await.unwrap(), 0, "{}", db.name);
        let unit = tx.find_organisation_by_key("高级示范中学").await.unwrap();
        assert!(unit.is_some(), "a unit is compared by a key of today on {}", db.name);
        for (query, n) in
            [("lyujingshuofold", 0), ("lvjs", 0), ("lyujing", 1), ("tan", 1), ("q", 1)]
        {
            let found = tx
                .list_people_found(&PeopleSearch::named(query, &Reach::Everything), None, 9)
                .await
                .unwrap();
            assert_eq!(found.len(), n, "{query} on {}", db.name);
        }
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
