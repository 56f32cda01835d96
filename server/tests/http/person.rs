//! Offices add and correct people, counties those of their region, officers those of their unit.

use domain::{
    form::{Field, Values},
    id::PersonId,
    role::{Grant, Role, Scope},
};

use crate::world::{Answer, Person, World, commit, start, worlds};

fn said(name: &str) -> Values {
    Values::default().with(Field::PersonName, name).with(Field::Once, format!("person-{name}"))
}

/// Whoever a person of this role is within the unit of another.
async fn officer_at(world: &World, colleague: &Person, name: &str) -> Person {
    let officer = world.person(name, &[], "别处", "other", 3).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let unit = tx.find_person(colleague.id).await.unwrap().unwrap().workplace_id.unwrap();
    let (role, scope) = (Role::UnitOfficer, Scope::Organisation(unit));
    let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
    tx.add_grant(officer.id, &grant).await.unwrap();
    commit(tx).await;
    officer
}

/// The revision that the form of an address carries.
pub(crate) fn revision(answer: &Answer) -> String {
    let (_, rest) = answer.body.split_once("name=\"revision\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_adds_a_person_once_and_is_asked_about_whoever_is_alike() {
    for world in worlds().await {
        let office = world.office().await;
        let form = office.get("/person/new").await;
        assert_eq!(form.status, 200, "{}", form.body);
        let empty = office.post("/person/new", &Values::default()).await;
        assert_eq!(empty.status, 422);
        let first = said("张　三")
            .with(Field::PersonPhone, "138-0000-0001")
            .with(Field::Workplace, "海盐县示范中学")
            .with(Field::BornIn, "1957-03");
        let made = office.post("/person/new", &first).await.made();
        // The same form again leads to the same person.
        assert_eq!(office.post("/person/new", &first).await.made(), made);
        let page = office.get(&format!("/person/{made}")).await.body;
        for text in ["张三", "海盐县示范中学", "138****0001"] {
            assert!(page.contains(text), "{text} in {page}");
        }
        // By the name, and by the phone alone.
        for (name, phone) in [("张三", ""), ("李四", "13800000001")] {
            let again = said(name).with(Field::PersonPhone, phone).with(Field::Post, "高级教师");
            let asked = office.post("/person/new", &again).await;
            assert_eq!(asked.status, 422, "{}", world.db.name);
            assert!(asked.body.contains(&format!("/person/{made}\"")), "{}", asked.body);
            assert!(asked.body.contains("高级教师") && asked.body.contains("is_another"));
            let another = office.post("/person/new", &again.with(Field::IsAnother, "yes")).await;
            assert_ne!(another.made(), made, "{}", world.db.name);
        }
        let found = office.get("/person?q=zs").await.body;
        assert_eq!(found.matches("张三").count(), 2, "{found}");
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_corrected_as_it_was_shown_and_whoever_it_is_about_is_told() {
    for world in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        let at = format!("/person/{}/change", lecturer.id);
        let shown = revision(&office.get(&at).await);
        let with = |name: &str, revision: &str| {
            Values::default()
                .with(Field::PersonName, name)
                .with(Field::Post, "研究员")
                .with(Field::InnerNote, "返聘")
                .with(Field::Revision, revision)
        };
        let changed = office.post(&at, &with("钱进一", &shown)).await;
        assert_eq!(changed.status, 303, "{}: {}", world.db.name, changed.body);
        let stale = office.post(&at, &with("钱进二", &shown)).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        assert!(stale.body.contains("钱进二"), "what was typed stays");
        let found = office.get("/person?q=qjy").await.body;
        assert!(found.contains("钱进一"), "found by the new name: {found}");
        assert!(lecturer.get("/inbox").await.body.contains("您的资料有更正"), "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_has_several_subject_fields_typed_and_by_a_roster() {
    for world in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        let own = format!("/person/{}", lecturer.id);
        let at = format!("{own}/change");
        let typed = |further: &[&str], shown: &Answer| {
            let further = further.iter().map(|id| (*id).to_owned());
            said("钱进")
                .with(Field::Post, "研究员")
                .with(Field::SubjectField, "2")
                .with_each(Field::FurtherFields, further)
                .with(Field::Revision, revision(shown))
        };
        let shown = office.get(&at).await;
        let refused = office.post(&at, &typed(&["3", "999"], &shown)).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("further_fields-problem"), "{}", refused.body);
        assert!(is_ticked(&refused.body, "3"), "what was ticked stays: {}", refused.body);
        let changed = office.post(&at, &typed(&["3", "1"], &shown)).await;
        assert_eq!(changed.status, 303, "{}", changed.body);
        let all = "物理、天文与航天、化学";
        assert!(office.get(&own).await.body.contains(all), "{}", world.db.name);
        let shown = office.get(&at).await;
        assert!(is_ticked(&shown.body, "3") && is_ticked(&shown.body, "1"), "{}", shown.body);
        assert!(!is_ticked(&shown.body, "2"), "the main one is chosen above: {}", shown.body);
        let mine = lecturer.get("/my_information").await.body;
        assert!(["物理", "化学", "天文与航天"].iter().all(|it| mine.contains(it)), "{mine}");
        // The chain names the field, and keeps none of its words.
        let only = typed(&["3"], &shown);
        assert_eq!(office.post(&at, &only).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let unit = conn.find_person(lecturer.id).await.unwrap().unwrap().workplace.unwrap();
        drop(conn);
        // A list that says the same changes nothing; another one says all that holds then.
        let list = |fields: &str| format!("姓名,工作单位,专业领域,手机号\n钱进,{unit},{fields},\n");
        let kind = Values::default().with(Field::Kind, "lecturers");
        let send = async |fields: &str| {
            let text = list(fields);
            office.upload("/roster", &kind, Some(("file", "a.csv", text.as_bytes()))).await
        };
        let preview = office.get(&send("物理、化学").await.location).await.body;
        assert!(!preview.contains("物理、化学、"), "{preview}");
        let planned = send("化学；火箭").await;
        let preview = office.get(&planned.location).await.body;
        assert!(preview.contains("物理、化学") && preview.contains("化学、火箭"), "{preview}");
        let done = office.post(&planned.location, &Values::default()).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(office.get(&own).await.body.contains("化学、火箭"), "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

/// Whether a further field is ticked in a form.
fn is_ticked(page: &str, id: &str) -> bool {
    page.split("name=\"further_fields\"").skip(1).any(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        tag.contains(&format!("value=\"{id}\"")) && tag.contains("checked")
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_workplace_ends_the_one_before_and_a_mistake_is_taken_back() {
    for world in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        let at = format!("/person/{}/workplace", lecturer.id);
        let new = |unit: &str, from: &str, until: &str| {
            Values::default()
                .with(Field::Workplace, unit)
                .with(Field::StartsOn, from)
                .with(Field::LastDay, until)
                .with(Field::Once, format!("workplace-{unit}"))
        };
        let today = start().date_naive().to_string();
        let wrong = office.post(&at, &new("示范中学", "2030-01-01", "")).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        for (unit, from, until) in [("示范中学", &today, ""), ("老单位", &today, &today)] {
            let added = office.post(&at, &new(unit, from, until)).await;
            assert_eq!(added.status, 303, "{}: {}", world.db.name, added.body);
        }
        let page = office.get(&at).await.body;
        assert_eq!(page.matches("class=\"card\"").count(), 3, "{page}");
        // One is present: that is the one that can be ended.
        let ends: Vec<&str> = links(&page, "/end\"");
        assert_eq!(ends.len(), 1, "{page}");
        let id = ends[0].rsplit('/').next().unwrap().parse::<i64>().unwrap();
        let early = Values::default().with(Field::LeftOn.at(id), "2020-01-01");
        let refused = office.post(&format!("{at}/{id}/end"), &early).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let last = Values::default().with(Field::LeftOn.at(id), &today);
        assert_eq!(office.post(&format!("{at}/{id}/end"), &last).await.status, 303);
        let twice = office.post(&format!("{at}/{id}/end"), &last).await;
        assert_eq!(twice.status, 409, "{}: {}", world.db.name, twice.body);
        let short = Values::default().with(Field::Reason.at(id), "错");
        let refused = office.post(&format!("{at}/{id}/remove"), &short).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let reason = Values::default().with(Field::Reason.at(id), "登记在别人名下了");
        assert_eq!(office.post(&format!("{at}/{id}/remove"), &reason).await.status, 303);
        let page = office.get(&at).await.body;
        assert!(!page.contains("示范中学<") && page.contains("老单位"), "{page}");
        world.verify_lines().await;
        world.remove().await;
    }
}

/// The addresses of a page that end in a text.
fn links<'a>(page: &'a str, end: &str) -> Vec<&'a str> {
    page.split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once(end).filter(|(link, _)| !link.contains('"')))
        .map(|(link, _)| link)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_keeps_the_people_of_the_unit_and_a_county_those_of_its_region() {
    for world in worlds().await {
        let (office, teacher) = (world.office().await, world.lecturer("钱进").await);
        let stranger = world.lecturer("孙远").await;
        let officer = officer_at(&world, &teacher, "单老师").await;
        let own = format!("/person/{}", teacher.id);
        let other = format!("/person/{}", stranger.id);
        for rest in ["", "/change", "/workplace"] {
            assert_eq!(officer.get(&format!("{own}{rest}")).await.status, 200, "{rest}");
            assert_eq!(officer.get(&format!("{other}{rest}")).await.status, 404, "{rest}");
        }
        let list = officer.get("/person").await.body;
        assert!(list.contains("钱进") && !list.contains("孙远"), "{list}");
        // The officer names one of the own units; of whom else is alike only the number is told.
        let form = officer.get("/person/new").await.body;
        let (_, units) = form.split_once("id=\"unit\"").unwrap();
        let (units, _) = units.split_once("</select>").unwrap();
        assert_eq!(units.matches("<option").count(), 2, "{units}");
        let unit = units.split("value=\"").nth(2).unwrap().split('"').next().unwrap();
        let new = said("赵一").with(Field::Unit, unit);
        let made = officer.post("/person/new", &new).await.made();
        assert!(officer.get("/person").await.body.contains("赵一"), "{}", world.db.name);
        let alike = officer.post("/person/new", &said("孙远").with(Field::Unit, unit)).await;
        assert_eq!(alike.status, 422);
        assert!(!alike.body.contains(&other), "{}", alike.body);
        let foreign = said("赵二").with(Field::Unit, "1");
        assert_eq!(officer.post("/person/new", &foreign).await.status, 422, "{}", world.db.name);
        // Whoever has left is no longer kept.
        let at = format!("/person/{made}/workplace");
        let page = officer.get(&at).await.body;
        assert!(!page.contains("name=\"workplace\""), "officers write no new ones down: {page}");
        let id = links(&page, "/end\"")[0].rsplit('/').next().unwrap().parse::<i64>().unwrap();
        let today = start().date_naive().to_string();
        let ending = Values::default().with(Field::LeftOn.at(id), today);
        let left = officer.post(&format!("{at}/{id}/end"), &ending).await;
        assert_eq!((left.status, left.location.as_str()), (303, "/person"), "{}", left.body);
        assert_eq!(officer.get(&format!("/person/{made}")).await.status, 404);
        assert_eq!(office.get(&format!("/person/{made}")).await.status, 200);

        let county = world.person("秦县", &[Role::CountyOffice], "县科协", "other", 3).await;
        let form = county.get("/person/new").await.body;
        let (_, counties) = form.split_once("id=\"county\"").unwrap();
        let region = counties.split("value=\"").nth(2).unwrap().split('"').next().unwrap();
        let nowhere = county.post("/person/new", &said("吴一")).await;
        assert_eq!(nowhere.status, 422, "a county's person is of the county");
        let elsewhere = said("吴一").with(Field::County, "999999");
        assert_eq!(county.post("/person/new", &elsewhere).await.status, 422);
        let here = said("吴一").with(Field::County, region);
        let made = PersonId(county.post("/person/new", &here).await.made());
        assert_eq!(county.get(&format!("/person/{made}/change")).await.status, 200);
        assert_eq!(county.get(&format!("{other}/change")).await.status, 404);
        let page = county.get(&format!("/person/{made}/change")).await.body;
        assert!(!page.contains("inner_note"), "the city's remark is the city's");
        world.verify_lines().await;
        world.remove().await;
    }
}
