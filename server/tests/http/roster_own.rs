//! Registers of hours are verified by importing them: nobody imports the own hours, nor those of
//! the own unit (`TRN-08`).

use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::world::{Person, World, worlds};

const REGISTER: &str = "姓名,工作单位,培训名称,开始日期,学时\n\
    周明远,市科协,科学实验研修,2026-11-08,6\n\
    陈同事,市科协,科学实验研修,2026-11-08,6\n\
    李老师,菱歌示范小学,科学实验研修,2026-11-08,6\n";

/// Previews the register and carries it out: the preview.
async fn imported(office: &Person) -> String {
    let kind =
        Values::default().with(Field::Kind, "training-hours").with(Field::AsOf, "2026-11-20");
    let file = Some(("file", "hours.csv", REGISTER.as_bytes()));
    let shown = office.upload("/roster", &kind, file).await;
    assert_eq!(shown.status, 303, "{}", shown.body);
    let preview = office.get(&shown.location).await.body;
    let done = office.post(&shown.location, &Values::default()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    preview
}

/// Who of the register has hours.
async fn credited(world: &World) -> Vec<String> {
    let mut conn = world.db.store.read().await.unwrap();
    let mut credited = Vec::new();
    for person in conn.list_people_named(&["周明远", "李老师", "陈同事"]).await.unwrap() {
        let days = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        if !conn.list_credit_hours(person.id, days.0, days.1).await.unwrap().is_empty() {
            credited.push(person.name);
        }
    }
    credited.sort();
    credited
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_own_person_and_unit_are_found_and_left_for_somebody_else() {
    for world in worlds().await {
        let office = world.office().await;
        let preview = imported(&office).await;
        assert!(preview.contains("经办人本人的学时"), "{}: {preview}", world.db.name);
        assert!(preview.contains("经办人本单位人员的学时"), "{}", world.db.name);
        assert_eq!(credited(&world).await, ["李老师"], "{}", world.db.name);

        let roles = [Role::CityOffice];
        let other = world.person("马外聘", &roles, "别的单位", "institute", 1).await;
        let preview = imported(&other).await;
        assert!(!preview.contains("经办人本"), "{}: {preview}", world.db.name);
        assert_eq!(credited(&world).await.len(), 3, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
