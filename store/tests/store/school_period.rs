//! The school calendar, by region.

use chrono::Days;
use domain::{
    region::RegionLevel,
    school_period::{NewPeriod, Period, PeriodKind},
};
use store::{NewRegion, StoreError};
use test_database::databases;

use crate::some::today;

#[tokio::test]
async fn a_region_has_its_own_periods_and_those_above_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let city = NewRegion {
            code: "330400",
            name_zh: "某市",
            name_en: "Some City",
            level: RegionLevel::City,
            parent_id: None,
            sort_order: 1,
            valid_from: today(),
        };
        let city_id = tx.add_region(&city).await.unwrap();
        let county = NewRegion {
            code: "330402",
            name_zh: "某区",
            level: RegionLevel::County,
            parent_id: Some(city_id),
            ..city
        };
        let county_id = tx.add_region(&county).await.unwrap();
        let of = |region, kind, first: u64, last: u64| NewPeriod {
            region,
            period: Period {
                kind,
                first: today() + Days::new(first),
                last: today() + Days::new(last),
            },
            title: "第一学期".to_owned(),
        };
        let term = of(city_id, PeriodKind::Term, 0, 100);
        let id = tx.add_school_period(&term).await.unwrap();
        let exams = of(county_id, PeriodKind::Exams, 90, 95);
        tx.add_school_period(&exams).await.unwrap();
        let around = tx.list_school_periods_around(county_id, today()).await.unwrap();
        assert_eq!(around, [(1, term.period), (0, exams.period)], "{}", db.name);
        let of_city = tx.list_school_periods_around(city_id, today()).await.unwrap();
        assert_eq!(of_city, [(0, term.period)], "{}: not what is below", db.name);
        let late = today() + Days::new(96);
        assert_eq!(tx.list_school_periods_around(county_id, late).await.unwrap().len(), 1);
        assert_eq!(tx.list_school_periods(today()).await.unwrap().len(), 2);
        assert_eq!(tx.list_school_periods(late).await.unwrap().len(), 1);
        let row = tx.find_school_period(id).await.unwrap().unwrap();
        assert_eq!((row.period(), row.revision), (term.period, 1));
        assert_eq!((row.region_zh.as_str(), row.title.as_str()), ("某市", "第一学期"));
        let longer = of(city_id, PeriodKind::Term, 0, 120);
        assert!(!tx.change_school_period((id, 2), &longer).await.unwrap());
        assert!(tx.change_school_period((id, 1), &longer).await.unwrap());
        let row = tx.find_school_period(id).await.unwrap().unwrap();
        assert_eq!((row.period(), row.revision), (longer.period, 2));
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_school_period(&term).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.remove_school_period(id).await.unwrap());
        assert!(!tx.remove_school_period(id).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
