//! Every rule is set to a value that stands nowhere else, and is found where the page of rules says
//! that it holds: on pages, in messages and in refusals.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use demo::DEMO_ACCOUNTS;
use domain::{
    assessment_year::AssessmentYear,
    booking::BookingState,
    form::{Field, Values},
    id::{ComplaintId, CourseVersionId, DataRequestId, HourClaimId, LectureRequestId, SlotId},
    inbox::Message,
    role::Role,
    rulebook::{Keeps, Rule, RulePlace, RuleUnit, Rulebook},
};
use test_database::databases;
use words::Locale;

use crate::{
    account::{credentials, session_of},
    world::{PASSWORD, Person, World, commit},
};

const L: Locale = Locale::zh_CN;

/// Sentences of other pages than the one that says where the rule holds are not looked for here.
const LIST: &str = "<summary>本页适用的规则</summary>";

/// Who reads a page, and how its address is found: on which page it is linked.
fn reader(place: RulePlace) -> (&'static str, &'static str) {
    match place {
        RulePlace::Booking => ("lecturer", "/desk"),
        RulePlace::Courses => ("lecturer", ""),
        RulePlace::Records | RulePlace::ClaimForm => ("tutor", ""),
        RulePlace::Person => ("office", "/person?q=zhou"),
        RulePlace::RequestForm => ("", "/catalogue"),
        RulePlace::Privacy => ("", ""),
        _ => ("office", ""),
    }
}

struct Walk {
    world: World,
    people: BTreeMap<&'static str, Person>,
    addresses: BTreeMap<RulePlace, String>,
}

impl Walk {
    async fn of(world: World) -> Self {
        let mut people = BTreeMap::from([("", world.visitor())]);
        for account in DEMO_ACCOUNTS {
            let form = credentials(account.sign_in_name, PASSWORD);
            let signed_in = world.visitor().post("/sign_in", &form).await;
            let person = world.visitor().with_cookie(&session_of(&signed_in));
            people.insert(account.sign_in_name, person);
        }
        let mut walk = Self { world, people, addresses: BTreeMap::new() };
        for place in RulePlace::ALL {
            if let Some(page) = place.page() {
                let address = walk.address(*place, page).await;
                walk.addresses.insert(*place, address);
            }
        }
        walk
    }

    /// The address of a page; one of a thing is linked somewhere.
    async fn address(&self, place: RulePlace, page: &str) -> String {
        let (who, linked_on) = reader(place);
        if linked_on.is_empty() {
            return page.to_owned();
        }
        let body = self.people[who].get(linked_on).await.body;
        let (head, tail) = page.split_once("{id}").unwrap();
        let link = format!("href=\"{head}");
        let ids = |end: &str| {
            let links = body.split(&link).skip(1);
            let rests = links.filter_map(|rest| rest.split('"').next()?.strip_suffix(end));
            let is_id = |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit());
            rests.into_iter().find(is_id)
        };
        // The page itself, or the thing that it is about.
        let id = ids(tail).or_else(|| ids(""));
        format!("{head}{}{tail}", id.unwrap_or_else(|| panic!("no {page} on {linked_on}")))
    }

    async fn page(&self, place: RulePlace) -> String {
        let (who, _) = reader(place);
        let answer = self.people[who].get(&self.addresses[&place]).await;
        assert_eq!(answer.status, 200, "{place:?} as {who}: {}", answer.body);
        answer.body
    }

    async fn rules(&self) -> Rulebook {
        let today = self.world.now().date_naive();
        self.world.db.store.read().await.unwrap().rulebook(today).await.unwrap()
    }

    async fn rules_of_year(&self) -> Rulebook {
        let first = AssessmentYear::of(self.world.now().date_naive()).first();
        self.world.db.store.read().await.unwrap().rulebook(first).await.unwrap()
    }

    async fn set(&self, rule: Rule, value: i64) {
        // What a year or a session has begun with as well.
        self.world.set_rule(rule, value, "2025-12-01".parse().unwrap()).await;
    }
}

/// The sentence of a page, without the list of rules at its end.
fn sentences(page: &str) -> &str {
    page.split_once(LIST).map_or(page, |(before, _)| before)
}

/// A value within the bounds of a rule that is not its own and that none of these pages names.
fn elsewhere_none(rule: Rule, now: i64, pages: &[String]) -> i64 {
    let facts = rule.facts();
    let step = if facts.unit == RuleUnit::CreditHours { 50 } else { 1 };
    let mut all = (facts.least..=facts.most).step_by(step).filter(|value| *value != now);
    let phrase = |value| words::rulebook::amount(L, rule, value);
    let is_new = |value: &i64| {
        // Large numbers first: small ones stand on many pages.
        let text = phrase(*value);
        pages.iter().all(|page| !page.contains(&text))
    };
    let backwards: Vec<i64> = all.by_ref().collect();
    let found = backwards.iter().rev().copied().find(is_new);
    // Yes and no stand on many pages: the whole line is looked for then.
    found.or_else(|| backwards.last().copied()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_stands_on_every_page_where_it_says_that_it_holds() {
    for db in databases().await {
        let walk = Walk::of(World::demonstration(db).await).await;
        let mut faults = Vec::new();
        for rule in Rule::ALL.iter().copied() {
            let places: Vec<RulePlace> =
                rule.facts().places.iter().copied().filter(|it| it.page().is_some()).collect();
            assert!(!places.is_empty(), "{rule:?} stands on no page");
            let mut before = Vec::new();
            for place in &places {
                before.push(walk.page(*place).await);
            }
            let value = elsewhere_none(rule, walk.rules().await.get(rule), &before);
            walk.set(rule, value).await;
            let amount = words::rulebook::amount(L, rule, value);
            let whole = format!("{}：{amount}", words::rulebook::rule(L, rule));
            for (place, old) in places.iter().zip(&before) {
                let page = walk.page(*place).await;
                if old.contains(&whole) || !page.contains(&whole) {
                    faults.push(format!("{rule:?} is not on {place:?}: {whole}"));
                }
                // A sentence says it besides: its text is another one than before.
                let year = walk.rules_of_year().await;
                let today = walk.rules().await;
                let text = words::rulebook::here(L, *place, |it| {
                    let is_yearly = it.facts().keeps == Keeps::Year;
                    words::rulebook::of(L, if is_yearly { &year } else { &today }, it)
                });
                // Where the page is the table of its rules, one more line of it has the amount.
                let text = text.unwrap_or_else(|| amount.clone());
                let n = |page: &str| sentences(page).matches(&text).count();
                if n(&page) <= n(old) {
                    faults.push(format!("no sentence of {place:?} says {rule:?}: {text}"));
                }
            }
        }
        assert!(faults.is_empty(), "{}: {faults:#?}", walk.world.db.name);
        walk.world.verify_lines().await;
        walk.world.remove().await;
    }
}

/// Whether it is looked for in the inbox.
fn is_message(place: RulePlace) -> bool {
    message(place).is_some()
}

/// A message of each kind that names a rule.
fn message(place: RulePlace) -> Option<Message> {
    let (title, name) = ("潮汐".to_owned(), "陈砚秋".to_owned());
    Some(match place {
        RulePlace::CourseSubmitted => {
            Message::CourseSubmitted { version: CourseVersionId(1), title, lecturer: name }
        }
        RulePlace::LectureRequested => {
            Message::LectureRequested { request: LectureRequestId(1), title, host: name }
        }
        RulePlace::ClaimToCheck => {
            Message::ClaimToCheck { claim: HourClaimId(1), title, tutor: name }
        }
        RulePlace::DataAsked => Message::DataAsked {
            request: DataRequestId(1),
            name,
            kind: domain::data_request::DataRequestKind::Deletion,
        },
        RulePlace::ComplaintSent => Message::ComplaintSent {
            complaint: ComplaintId(1),
            kind: domain::complaint::ComplaintKind::Complaint,
            title: None,
        },
        _ => return None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_says_what_held_when_it_was_sent() {
    for db in databases().await {
        let world = World::new(db);
        let office = world.office().await;
        let today = world.now().date_naive();
        let mut n_messages = 0;
        for place in RulePlace::ALL.iter().copied() {
            let Some(message) = message(place) else { continue };
            let rule = place.rules().next().unwrap();
            let mut tx = world.db.store.begin().await.unwrap();
            let sent_at = world.now() - TimeDelta::days(1);
            tx.add_message(office.id, &message, sent_at).await.unwrap();
            crate::world::commit(tx).await;
            let value = 11;
            let (old, new) = (rule.default_value(), words::rulebook::amount(L, rule, value));
            let old = words::rulebook::amount(L, rule, old);
            let before = office.get("/inbox").await.body;
            assert!(before.contains(&old) && !before.contains(&new), "{rule:?}: {before}");
            world.set_rule(rule, value, today).await;
            assert!(!office.get("/inbox").await.body.contains(&new), "it was sent before");
            world.set_rule(rule, value, "2020-01-01".parse().unwrap()).await;
            let after = office.get("/inbox").await.body;
            assert!(after.contains(&new), "{}, {rule:?}: {after}", world.db.name);
            world.set_rule(rule, 12, "2020-01-02".parse().unwrap()).await;
            n_messages += 1;
        }
        let is_told = |it: &&RulePlace| words::rulebook::place(L, **it).starts_with("消息");
        let n_places = RulePlace::ALL.iter().filter(is_told).count();
        assert_eq!(n_messages, n_places, "a message is not looked for");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_the_number_that_it_is_about() {
    for db in databases().await {
        let world = World::new(db);
        let (office, panel) = (world.office().await, world.panel().await);
        let from: NaiveDate = "2020-01-01".parse().unwrap();
        for place in RulePlace::ALL.iter().copied().filter(|it| it.page().is_none()) {
            match place {
                RulePlace::PanelTooSmall => {
                    let later = "2020-01-03".parse().unwrap();
                    world.set_rule(Rule::PanelMinimum, 13, later).await;
                    let call = world.call(&office, Role::CityOffice);
                    let mut values = crate::world::session_plan("2026-12-17", "14:00");
                    for member in &panel {
                        values.push(Field::Panel, member.id.to_string());
                    }
                    let once = domain::form::Once::new("small");
                    let id = world.actions.plan_session(&call, &values, &once).await.unwrap();
                    let path = format!("/review_session/{id}");
                    let page = office.get(&path).await.body;
                    let revision = crate::walk::value_of(&page, "revision");
                    let publish = Values::default().with(Field::Revision, revision);
                    let refused = office.post(&format!("{path}/publish"), &publish).await;
                    assert_eq!(refused.status, 422, "{}", refused.body);
                    assert!(refused.body.contains("13"), "{}", refused.body);
                }
                RulePlace::SignInLocked => {
                    world.set_rule(Rule::LockAfterFailures, 3, from).await;
                    world.set_rule(Rule::LockMinutes, 43, from).await;
                    for _ in 0..3 {
                        let wrong = credentials("nobody", "wrong");
                        assert_eq!(world.visitor().post("/sign_in", &wrong).await.status, 422);
                    }
                    let wrong = credentials("nobody", "wrong");
                    let locked = world.visitor().post("/sign_in", &wrong).await;
                    assert_eq!(locked.status, 429, "after three, not five");
                    assert!(locked.body.contains("43 分钟"), "{}", locked.body);
                    assert_eq!(locked.retry_after, (43 * 60).to_string());
                }
                RulePlace::TooManyBookings => {
                    world.set_rule(Rule::MaxBookings, 1, from).await;
                    let (body, _) = second_booking(&world, &office, "2026-12-18").await;
                    assert!(body.contains("已达上限（1 个）"), "{body}");
                }
                // At the end, for weeks go by.
                RulePlace::BookingPaused => {}
                message if is_message(message) => {}
                other => panic!("nobody looks for {other:?}"),
            }
        }
        world.set_rule(Rule::NoShowLimit, 1, from).await;
        world.set_rule(Rule::NoShowPauseDays, 43, from).await;
        let body = paused_booking(&world, &office, "2026-12-21").await;
        assert!(body.contains("1 次") && body.contains("43 天"), "{body}");
        world.remove().await;
    }
}

/// Somebody with a slot that is confirmed, and with another course that has none.
struct Booked {
    lecturer: Person,
    panel: Vec<Person>,
    slots: Vec<SlotId>,
    booking: i64,
    other: CourseVersionId,
}

/// With a panel of five, whatever the minimum was set to before.
async fn booked(world: &World, office: &Person, day: &str, from: &str) -> Booked {
    world.set_rule(Rule::PanelMinimum, 5, from.parse().unwrap()).await;
    let panel = world.panel().await;
    let lecturer = world.lecturer("钱进").await;
    let (_, slots) = world.session(office, &panel, day, "09:00").await;
    let one = world.cleared_course(&lecturer, office).await;
    let other = world.cleared_course(&lecturer, office).await;
    let slot = Values::default().with(Field::Slot, slots[0].to_string());
    let held = lecturer.post(&format!("/course/{one}/booking"), &slot).await;
    assert_eq!(held.status, 303, "{}", held.body);
    let booking = held.location.split('?').next().unwrap();
    lecturer.post(&format!("{booking}/confirm"), &Values::default()).await;
    let booking = booking.rsplit('/').next().unwrap().parse().unwrap();
    Booked { lecturer, panel, slots, booking, other }
}

/// A lecturer who has missed a slot asks for one for another course.
async fn paused_booking(world: &World, office: &Person, day: &str) -> String {
    let Booked { lecturer, panel, booking, other, .. } =
        booked(world, office, day, "2020-01-03").await;
    let mut tx = world.db.store.begin().await.unwrap();
    let (from, to) = (BookingState::Confirmed, BookingState::NoShow);
    assert!(tx.move_booking(booking.into(), from, to).await.unwrap());
    commit(tx).await;
    // The slot goes by, and there is a session to come.
    world.wait(TimeDelta::days(28));
    let (_, slots) = world.session(office, &panel, "2027-01-11", "09:00").await;
    let next = Values::default().with(Field::Slot, slots[0].to_string());
    let refused = lecturer.post(&format!("/course/{other}/booking"), &next).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    refused.body
}

/// A lecturer who has a slot asks for one for another course.
async fn second_booking(world: &World, office: &Person, day: &str) -> (String, u16) {
    let Booked { lecturer, slots, other, .. } = booked(world, office, day, "2020-01-02").await;
    let slot = Values::default().with(Field::Slot, slots[1].to_string());
    let refused = lecturer.post(&format!("/course/{other}/booking"), &slot).await;
    (refused.body, refused.status)
}
