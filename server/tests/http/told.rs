//! The table of who hears of what: nothing in it is dead, it is shown whole, and what it says is so.

use std::{collections::BTreeSet, fs, path::Path};

use chrono::TimeDelta;
use demo::DEMO_ACCOUNTS;
use domain::{
    annual_assessment::AssessmentNews,
    appointment::AppointmentNews,
    form::{Field, Values},
    inbox::{Hearer, Message, MessageKind},
    lecturer_application::ApplicationNews,
    observation::ObservationNews,
    reminder::Reminder,
    role::{Grant, Role, Scope},
    rulebook::Rulebook,
    working_day::WorkCalendar,
};
use store::NewOrganisation;
use test_database::databases;
use words::Locale;

use crate::{
    aged::ask,
    calendar_feed::Scene,
    world::{Person, World, commit, worlds},
};

fn source(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, text);
        } else {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// How an action names a message.
fn name(kind: MessageKind) -> String {
    let reminder = Reminder::ALL.iter().find(|it| it.kind() == kind && **it != Reminder::Event);
    let term = AppointmentNews::ALL.iter().find(|it| it.kind() == kind);
    let observation = ObservationNews::ALL.iter().find(|it| it.kind() == kind);
    let assessment = AssessmentNews::ALL.iter().find(|it| it.kind() == kind);
    if let Some(it) = ApplicationNews::ALL.iter().find(|it| it.kind() == kind) {
        return format!("ApplicationNews::{it:?}");
    }
    if let Some(it) = assessment {
        return format!("AssessmentNews::{it:?}");
    }
    match (reminder, term, observation) {
        (Some(it), ..) => format!("Reminder::{it:?}"),
        (_, Some(it), _) => format!("AppointmentNews::{it:?}"),
        (.., Some(it)) => format!("ObservationNews::{it:?}"),
        _ => format!("Message::{kind:?}"),
    }
}

#[test]
fn every_message_of_the_table_is_sent_by_an_action() {
    let mut text = String::new();
    source(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../actions/src")), &mut text);
    let is_sent = |kind: &MessageKind| {
        let name = name(*kind);
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        text.split(&name).skip(1).any(ends)
    };
    let dead: Vec<_> = MessageKind::ALL.iter().filter(|kind| !is_sent(kind)).collect();
    assert!(dead.is_empty(), "nothing sends {dead:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_is_shown_whole_in_both_languages() {
    let world = crate::world::world().await;
    let one = world.lecturer("钱进").await;
    for l in [Locale::zh_CN, Locale::en] {
        let page = if l == Locale::en { "/told?lang=en" } else { "/told" };
        let body = one.get(page).await.body;
        for kind in MessageKind::ALL {
            let text = words::told::kind(l, *kind);
            assert!(l == Locale::en || body.contains(text), "{kind:?}: {text}");
            assert!(!text.is_empty());
        }
    }
    assert_eq!(world.visitor().get("/told").await.status, 303);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_message_has_words_and_leads_somewhere() {
    for db in databases().await {
        let world = World::demonstration(db).await;
        let mut conn = world.db.store.read().await.unwrap();
        let (calendar, rules) = (WorkCalendar::from_years([]), Rulebook::default());
        let mut kinds = BTreeSet::new();
        for account in DEMO_ACCOUNTS {
            let row = conn.find_account(account.sign_in_name).await.unwrap().unwrap();
            for row in conn.list_messages(row.person_id, None, 10_000).await.unwrap() {
                for l in [Locale::zh_CN, Locale::en] {
                    let (title, _, href) =
                        words::inbox::message(l, &row.message, &calendar, &rules);
                    assert!(!title.is_empty() && href.starts_with('/'), "{:?}", row.message);
                }
                kinds.insert(row.message.kind());
            }
        }
        assert!(kinds.len() > 40, "{}: {kinds:?}", world.db.name);
        drop(conn);
        world.remove().await;
    }
}

async fn told(person: &Person, words: &str) -> usize {
    person.get("/inbox").await.body.matches(words).count()
}

async fn remind(world: &World) -> usize {
    world.actions.remind_of_reviews(world.now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_agreed_is_told_three_days_ahead_once_and_anew_when_it_is_moved() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        assert_eq!(remind(&world).await, 0, "{}: it is far", world.db.name);
        world.wait(
            "2026-12-07T01:00:01Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() - world.now(),
        );
        let first = remind(&world).await;
        assert_eq!(told(&scene.lecturer, "日程将近：我的磨课").await, 1, "{}", world.db.name);
        for one in &scene.panel {
            assert_eq!(told(one, "日程将近").await, 1, "{}: one of all slots", world.db.name);
        }
        assert!(first >= 6);
        assert_eq!(remind(&world).await, 0, "{}: once", world.db.name);
        // The rule says when.
        world
            .set_rule(domain::rulebook::Rule::ReminderDays, 1, "2026-01-01".parse().unwrap())
            .await;
        let moved = Values::default()
            .with(Field::HeldOn, "2026-12-14")
            .with(Field::StartsAt, "14:00")
            .with(Field::VideoLink, "https://video.example.invalid/1")
            .with(Field::Reason, "会议室停电，改到下周一下午");
        let at = format!("/review_session/{}/move", scene.session);
        assert_eq!(scene.office.post(&at, &moved).await.status, 303);
        world.wait(TimeDelta::days(5));
        assert_eq!(told(&scene.lecturer, "日程将近").await, 1, "{}", world.db.name);
        remind(&world).await;
        assert_eq!(told(&scene.lecturer, "日程将近").await, 1, "{}: two days", world.db.name);
        world.wait(TimeDelta::hours(40));
        remind(&world).await;
        assert_eq!(told(&scene.lecturer, "日程将近").await, 2, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_opened_and_published_is_told_to_whom_it_is_for() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let waiting = world.lecturer("钱进").await;
        world.cleared_course(&waiting, &office).await;
        let idle = world.lecturer("赵静").await;
        world.session(&office, &panel, "2026-12-10", "09:00").await;
        assert_eq!(told(&waiting, "新的磨课场次可以预约").await, 1, "{}", world.db.name);
        assert_eq!(told(&idle, "新的磨课场次可以预约").await, 0, "{}", world.db.name);
        let tutor = world.person("孙老师", &[Role::Tutor], "示范小学", "school", 4).await;
        let mut new = crate::training_event::plan("a");
        new.set(Field::EventTitle, "观星入门");
        let planned = office.post("/training_event/new", &new).await;
        assert_eq!(planned.status, 303, "{}", planned.body);
        assert_eq!(told(&tutor, "培训开始报名").await, 0, "{}", world.db.name);
        let page = office.get(&planned.location).await.body;
        let revision = crate::walk::value_of(&page, "revision");
        let publish = Values::default().with(Field::Revision, revision);
        for _ in 0..2 {
            let done = office.post(&format!("{}/publish", planned.location), &publish).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        for (one, n) in [(&tutor, 1), (&idle, 1), (&panel[0], 0)] {
            assert_eq!(told(one, "培训开始报名：观星入门").await, n, "{}", world.db.name);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_sees_who_has_not_read_what_matters() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let far =
            world.person("县办", &[Role::CountyOffice], "县科协", "county_association", 5).await;
        assert_eq!(scene.lecturer.get("/unread").await.status, 403);
        let page = scene.office.get("/unread").await.body;
        assert!(page.contains("都已读过"), "{}: they have two days: {page}", world.db.name);
        world.wait(TimeDelta::days(3));
        let page = scene.office.get("/unread").await.body;
        assert!(page.contains("请参加评课") && page.contains("专家0"), "{page}");
        let of_kind = scene.office.get("/unread?message_kind=training_moved").await.body;
        assert!(of_kind.contains("都已读过"), "{of_kind}");
        let theirs = far.get("/unread").await.body;
        assert!(theirs.contains("都已读过"), "{}: not of its region", world.db.name);
        let inbox = scene.panel[0].get("/inbox").await.body;
        let (_, note) = inbox.split_once("action=\"/inbox/").unwrap();
        let notes: Vec<&str> = inbox.split("action=\"/inbox/").skip(1).collect();
        let one = notes.iter().map(|it| it.split('"').next().unwrap()).find(|it| *it != "read");
        let one = one.unwrap_or(note);
        let path = format!("/inbox/{one}");
        assert_eq!(scene.panel[1].post(&path, &Values::default()).await.status, 303);
        let page = scene.office.get("/unread").await.body;
        assert!(page.contains("专家0"), "{}: it is another's", world.db.name);
        for _ in 0..2 {
            assert_eq!(scene.panel[0].post(&path, &Values::default()).await.status, 303);
        }
        let page = scene.office.get("/unread").await.body;
        assert!(!page.contains("专家0") && page.contains("专家1"), "{page}");
        let mut tx = world.db.store.begin().await.unwrap();
        let many = Message::RecordsParted {};
        for n in 0..60 {
            let at = world.now() - TimeDelta::days(3) - TimeDelta::seconds(n);
            let title = format!("观星{n}");
            let event = domain::id::TrainingEventId(n);
            tx.add_message(far.id, &Message::TrainingCancelled { event, title }, at).await.unwrap();
            tx.add_message(far.id, &many, at).await.unwrap();
        }
        commit(tx).await;
        let page = scene.office.get("/unread?message_kind=training_cancelled").await.body;
        let next = page.split("href=\"").map(|it| it.split('"').next().unwrap());
        let mut next = next.filter(|href| href.contains("up_to="));
        let next = next.next().unwrap().replace("&amp;", "&");
        assert!(next.contains("message_kind=training_cancelled"), "{next}");
        let second = scene.office.get(&next).await.body;
        assert!(second.contains("观星0") && !second.contains("观星59"), "{second}");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_award_is_told_from_its_announcement_to_its_decision() {
    for world in worlds().await {
        let county = world.person("县办", &[Role::CountyOffice], "县科协", "other", 5).await;
        let officer = world.person("单位办", &[Role::UnitOfficer], "推荐单位", "school", 6).await;
        let idle = world.person("别的单位", &[Role::UnitOfficer], "别的单位", "school", 7).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let unit = NewOrganisation {
            name: "推荐协会",
            match_key: "推荐协会",
            is_nominating_unit: true,
            ..NewOrganisation::default()
        };
        let scope = Scope::Organisation(tx.add_organisation(&unit).await.unwrap());
        let starts_on = world.now().date_naive();
        let grant = Grant { role: Role::UnitOfficer, scope, starts_on, ends_on: None };
        tx.add_grant(officer.id, &grant).await.unwrap();
        commit(tx).await;
        let cast = crate::award_scene::cast(&world).await;
        for (one, n) in [(&county, 1), (&officer, 1), (&idle, 0), (&cast.judges[0], 1)] {
            assert_eq!(told(one, "评优启动").await, n, "{}", world.db.name);
        }
        let public = format!("/notice/{}", cast.cycle);
        assert!(officer.get("/inbox").await.body.contains(&format!("href=\"{public}\"")));
        let page = officer.get(&public).await.body;
        assert!(page.contains("育人成效") && page.contains("怎样评选"), "{page}");
        crate::award_scene::confirm_all(&cast).await;
        for judge in &cast.judges {
            assert_eq!(told(judge, "请评审").await, 1, "{}", world.db.name);
        }
        assert_eq!(told(&officer, "请评审").await, 0, "{}", world.db.name);
        world.remove().await;
    }
}

/// Whether whoever holds these roles may be such a hearer; whom a thing is about may be anybody.
fn may_be(hearer: Hearer, roles: &[Role]) -> bool {
    let offices = [Role::CityOffice, Role::CountyOffice, Role::SystemAdministrator];
    let wanted: &[Role] = match hearer {
        Hearer::Office => &[Role::CityOffice],
        Hearer::CountyOffice => &[Role::CountyOffice],
        Hearer::UnitOfficer | Hearer::NominatingUnit => &[Role::UnitOfficer],
        Hearer::DecisionMaker => &[Role::DecisionMaker],
        Hearer::Supervisor => &[Role::Supervisor],
        Hearer::AuditAdministrator => &[Role::AuditAdministrator],
        Hearer::Reviewer => &[Role::ContentReviewer],
        Hearer::Judge => &[Role::Judge],
        Hearer::Panel | Hearer::Chair => &[Role::Panelist],
        Hearer::Keeper | Hearer::DataKeeper => &offices,
        // A term may have ended by the message.
        Hearer::Lecturer => {
            return !roles.iter().all(|role| offices.contains(role)) || roles.is_empty();
        }
        Hearer::Person
        | Hearer::Organiser
        | Hearer::Waiting
        | Hearer::Nominee
        | Hearer::Observer
        | Hearer::Eligible
        | Hearer::Enrolled
        | Hearer::Planner
        | Hearer::Verifier => return true,
    };
    wanted.iter().any(|role| roles.contains(role))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_told_is_whom_the_table_names() {
    for db in databases().await {
        let world = World::demonstration(db).await;
        let told = ask(&world, "SELECT DISTINCT CAST(person_id AS TEXT) FROM message").await;
        let (mut strict, mut wrong) = (BTreeSet::new(), BTreeSet::new());
        let mut conn = world.db.store.read().await.unwrap();
        for person in told {
            let person = person.parse().unwrap();
            for row in conn.list_messages(person, None, 10_000).await.unwrap() {
                let kind = row.message.kind();
                let day = row.created_at.date_naive();
                let held = conn.list_held_grants(person, day).await.unwrap();
                let roles: Vec<Role> = held.iter().map(|held| held.grant.role).collect();
                let to = kind.told().to;
                if !to.iter().any(|hearer| may_be(*hearer, &roles)) {
                    wrong.insert(format!("{kind:?} reached {roles:?}"));
                }
                if to.iter().all(|hearer| !may_be(*hearer, &[])) {
                    strict.insert(kind);
                }
            }
        }
        assert!(wrong.is_empty(), "{}: {wrong:#?}", world.db.name);
        assert!(strict.len() > 12, "{}: {strict:?}", world.db.name);
        drop(conn);
        world.remove().await;
    }
}
