//! Who sees how far, list by list: the whole city, a county, a unit, nobody.

use domain::{
    course::CourseVersionState,
    credit_hour::VerificationStep,
    hour_claim::ClaimState,
    id::{OrganisationId, PersonId, RegionId},
    lecture_request::RequestState,
    region::RegionLevel,
    role::{Reach, Scope},
    training_event::TrainingPlan,
};
use store::{
    ClaimFilter, ClaimRoute, NewOrganisation, NewPerson, NewRegion, PeopleSearch, RequestSearch, Tx,
};
use test_database::databases;

use crate::{
    hour_claim::{a_proof, draft},
    lecture::{new, times, wish},
    some::{a_version, now, today},
    training_event::plan,
};

/// A city with two counties, an association with a school below it in the first, and another
/// school; somebody who lives in the first county.
struct World {
    city: RegionId,
    county: RegionId,
    other_county: RegionId,
    association: OrganisationId,
    school: OrganisationId,
    other_school: OrganisationId,
    person: PersonId,
}

async fn a_region(
    tx: &mut Tx,
    code: &str,
    level: RegionLevel,
    parent_id: Option<RegionId>,
) -> RegionId {
    let region = NewRegion {
        code,
        name_zh: "某地",
        name_en: "Somewhere",
        level,
        parent_id,
        sort_order: 1,
        valid_from: today(),
    };
    tx.add_region(&region).await.unwrap()
}

async fn a_unit(tx: &mut Tx, name: &str, parent_id: Option<OrganisationId>) -> OrganisationId {
    let unit = NewOrganisation { name, match_key: name, parent_id, ..NewOrganisation::default() };
    tx.add_organisation(&unit).await.unwrap()
}

async fn world(tx: &mut Tx) -> World {
    let city = a_region(tx, "330400", RegionLevel::City, None).await;
    let county = a_region(tx, "330402", RegionLevel::County, Some(city)).await;
    let other_county = a_region(tx, "330411", RegionLevel::County, Some(city)).await;
    let association = a_unit(tx, "学会", None).await;
    let school = a_unit(tx, "小学", Some(association)).await;
    let other_school = a_unit(tx, "中学", None).await;
    let person = NewPerson { name: "张三", region_id: Some(county), ..NewPerson::default() };
    let person = tx.add_person(&person).await.unwrap();
    World { city, county, other_county, association, school, other_school, person }
}

/// A claim and a request in the county, and trainings of the city, of the county and of the school.
async fn fill(tx: &mut Tx, world: &World) {
    let proof = a_proof(tx, world.person, "a", "aa").await;
    let claim = tx.add_claim(world.person, &draft(proof), now()).await.unwrap();
    let step = VerificationStep::County;
    let route = ClaimRoute { unit_id: world.school, region_id: Some(world.county), step };
    tx.submit_claim(claim, &route, now()).await.unwrap();
    let version = a_version(tx, world.person, "潮汐", CourseVersionState::Listed).await;
    let (request, times) = (wish(world.county), times());
    tx.add_lecture_request(&new(&request, &times, version, "link")).await.unwrap();
    for (title, scope) in [
        ("city", Scope::Region(world.city)),
        ("county", Scope::Region(world.county)),
        ("school", Scope::Organisation(world.school)),
    ] {
        let plan = TrainingPlan { title: title.into(), ..plan() };
        tx.add_training(&plan, scope, world.person, now()).await.unwrap();
    }
}

/// What somebody sees of it: the claim, the request, the person, and the titles of trainings.
type Seen<Titles> = (bool, bool, bool, Titles);

async fn seen(tx: &mut Tx, world: &World, reach: &Reach) -> Seen<Vec<String>> {
    let filter = ClaimFilter { states: vec![ClaimState::Submitted], ..ClaimFilter::default() };
    let claims = tx.list_claims(reach, &filter, None, 9).await.unwrap().len();
    assert_eq!(tx.count_claims(reach, &filter).await.unwrap() == 1, claims == 1, "{reach:?}");
    let (county, school) = (Some(world.county), Some(world.school));
    assert_eq!(tx.is_within(reach, county, school).await.unwrap(), claims == 1, "{reach:?}");
    let state = RequestState::CountyReview;
    let search = RequestSearch { words: "", region: None, reach };
    let requests = tx.list_lecture_requests(state, &search, None, 9).await.unwrap().len();
    let counted = tx.count_lecture_requests(state, &search).await.unwrap();
    assert_eq!(counted == 1, requests == 1, "{reach:?}");
    assert_eq!(tx.is_within(reach, county, None).await.unwrap(), requests == 1, "{reach:?}");
    let people =
        tx.list_people_found(&PeopleSearch::named("zs", reach), None, 9).await.unwrap().len();
    let trainings = tx.list_trainings(reach, today()).await.unwrap();
    let mut titles: Vec<String> = trainings.into_iter().map(|training| training.title).collect();
    titles.sort();
    (claims == 1, requests == 1, people == 1, titles)
}

#[tokio::test]
async fn every_list_ends_where_its_reader_does() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let w = world(&mut tx).await;
        fill(&mut tx, &w).await;
        let within = |regions: &[RegionId], units: &[OrganisationId]| Reach::Within {
            regions: regions.to_vec(),
            organisations: units.to_vec(),
        };
        let cases: [(Reach, Seen<&[&str]>); 11] = [
            (Reach::Everything, (true, true, true, &["city", "county", "school"])),
            (within(&[w.city], &[]), (true, true, true, &["city"])),
            (within(&[w.county], &[]), (true, true, true, &["county"])),
            (within(&[w.other_county], &[]), (false, false, false, &[])),
            (within(&[], &[w.association]), (true, false, false, &[])),
            (within(&[], &[w.school]), (true, false, false, &["school"])),
            (within(&[], &[w.other_school]), (false, false, false, &[])),
            (within(&[w.other_county], &[w.school]), (true, false, false, &["school"])),
            (within(&[w.county], &[w.other_school]), (true, true, true, &["county"])),
            (within(&[], &[]), (false, false, false, &[])),
            (Reach::Nothing, (false, false, false, &[])),
        ];
        for (reach, (claim, request, person, trainings)) in cases {
            let trainings = trainings.iter().map(|title| (*title).to_owned()).collect();
            let expected = (claim, request, person, trainings);
            assert_eq!(seen(&mut tx, &w, &reach).await, expected, "{reach:?} on {}", db.name);
            let is_everything = reach == Reach::Everything;
            assert_eq!(tx.is_within(&reach, None, None).await.unwrap(), is_everything);
        }
        drop(tx);
        db.remove().await;
    }
}
