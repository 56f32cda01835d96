//! The waiting list, exchanging a slot, the part that is given, and the office that books.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::{CourseVersionId, ReviewSessionId, SlotId},
    role::Role,
};

use crate::world::{Person, World, at_once, worlds};

/// A session of three slots, all of them booked, by three lecturers.
struct Full {
    office: Person,
    panel: Vec<Person>,
    session: ReviewSessionId,
    slots: Vec<SlotId>,
    /// Who has a slot: the lecturer and the booking's address.
    booked: Vec<(Person, String)>,
}

fn nothing() -> Values {
    Values::default()
}

fn reason() -> Values {
    Values::default().with(Field::Reason, "临时出差，无法到场")
}

async fn book(lecturer: &Person, course: CourseVersionId, slot: SlotId) -> String {
    let values = Values::default().with(Field::Slot, slot.to_string());
    let held = lecturer.post(&format!("/course/{course}/booking"), &values).await;
    assert_eq!(held.status, 303, "{}", held.body);
    let confirmed = lecturer.post(&format!("{}/confirm", held.location), &nothing()).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    held.location
}

async fn full(world: &World) -> Full {
    let office = world.office().await;
    let panel = world.panel().await;
    let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
    let mut booked = Vec::new();
    for (n, slot) in slots.iter().enumerate() {
        let lecturer = world.lecturer(&format!("讲师{n}")).await;
        let course = world.cleared_course(&lecturer, &office).await;
        let booking = book(&lecturer, course, *slot).await;
        booked.push((lecturer, booking));
    }
    Full { office, panel, session, slots, booked }
}

impl Full {
    /// Somebody who waits: the lecturer, the course, the entry's address.
    async fn wait(&self, world: &World, name: &str) -> (Person, CourseVersionId, String) {
        let lecturer = world.lecturer(name).await;
        let course = world.cleared_course(&lecturer, &self.office).await;
        let entry = self.enter(&lecturer, course).await;
        (lecturer, course, entry)
    }

    async fn enter(&self, lecturer: &Person, course: CourseVersionId) -> String {
        let path = format!("/course/{course}/booking");
        assert!(lecturer.get(&path).await.body.contains("排队候补"), "the page offers to wait");
        let values = Values::default().with(Field::Session, self.session.to_string());
        let entered = lecturer.post(&format!("{path}/waiting"), &values).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let again = lecturer.post(&format!("{path}/waiting"), &values).await;
        assert_eq!(again.location, entered.location, "entered once");
        entered.location
    }

    async fn cancel(&self, n: usize) {
        let (lecturer, booking) = &self.booked[n];
        let done = lecturer.post(&format!("{booking}/cancel"), &reason()).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }

    async fn slots(&self, world: &World) -> Vec<&'static str> {
        let mut conn = world.db.store.read().await.unwrap();
        let slots = conn.list_slots(&[self.session]).await.unwrap();
        slots.iter().map(|slot| slot.state.as_str()).collect()
    }
}

/// Whether an entry says that a slot is kept for it.
async fn is_offered((lecturer, _, entry): &(Person, CourseVersionId, String)) -> bool {
    let page = lecturer.get(entry).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body.contains("接受这一时段")
}

#[tokio::test]
async fn what_becomes_free_is_offered_in_the_order_of_entry() {
    for world in worlds().await {
        let full = full(&world).await;
        let first = full.wait(&world, "赵一").await;
        let second = full.wait(&world, "孙二").await;
        assert!(first.0.get(&first.2).await.body.contains("第 1 位"));
        assert!(second.0.get(&second.2).await.body.contains("第 2 位"));
        let plan = full.office.get(&format!("/review_session/{}", full.session)).await.body;
        assert!(plan.find("赵一") < plan.find("孙二"), "the office sees the order");
        full.cancel(0).await;
        assert!(is_offered(&first).await && !is_offered(&second).await, "{}", world.db.name);
        assert_eq!(full.slots(&world).await, ["held", "booked", "booked"]);
        assert!(first.0.get("/desk").await.body.contains("有时段等您确认"));
        assert!(first.0.get("/inbox").await.body.contains("有时段空出"));
        // Kept for one, it is nobody else's.
        let other = world.lecturer("周三").await;
        let course = world.cleared_course(&other, &full.office).await;
        let values = Values::default().with(Field::Slot, full.slots[0].to_string());
        let taken = other.post(&format!("/course/{course}/booking"), &values).await;
        assert_eq!(taken.status, 409, "{}", taken.body);
        let stranger = second.0.post(&format!("{}/accept", first.2), &nothing()).await;
        assert_eq!(stranger.status, 404);
        // It does not suit: the place is kept, and the next is asked.
        let declined = first.0.post(&format!("{}/decline", first.2), &nothing()).await;
        assert_eq!(declined.status, 303, "{}", declined.body);
        assert!(first.0.get(&first.2).await.body.contains("第 1 位"));
        assert!(is_offered(&second).await);
        let accepted = second.0.post(&format!("{}/accept", second.2), &nothing()).await;
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        let again = second.0.post(&format!("{}/accept", second.2), &nothing()).await;
        assert_eq!(again.location, accepted.location, "accepted once");
        assert!(second.0.get(&accepted.location).await.body.contains("已确认"));
        // Another slot does suit the first.
        full.cancel(1).await;
        assert!(is_offered(&first).await);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_offer_lapses_after_a_day_and_goes_on() {
    for world in worlds().await {
        let full = full(&world).await;
        let first = full.wait(&world, "赵一").await;
        let second = full.wait(&world, "孙二").await;
        full.cancel(0).await;
        world.wait(TimeDelta::hours(24));
        let late = first.0.post(&format!("{}/accept", first.2), &nothing()).await;
        assert_eq!(late.status, 409, "{}", late.body);
        world.actions.release_lapsed_holds(world.now()).await.unwrap();
        assert!(!is_offered(&first).await && is_offered(&second).await, "{}", world.db.name);
        assert!(first.0.get("/inbox").await.body.contains("候补时段已转给下一位"));
        // It may be entered again, at the end.
        assert_eq!(full.enter(&first.0, first.1).await.len(), first.2.len());
        world.wait(TimeDelta::hours(24));
        world.actions.release_lapsed_holds(world.now()).await.unwrap();
        // The last one leaves: what nobody wants is free.
        let last = first.0.get("/desk").await.body;
        let at = last.find("/waiting/").expect("an entry on the desk");
        let path: String = last[at..].chars().take_while(|c| *c != '"').collect();
        let left = first.0.post(&format!("{path}/withdraw"), &nothing()).await;
        assert_eq!(left.status, 303, "{}", left.body);
        assert_eq!(full.slots(&world).await, ["free", "booked", "booked"], "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn after_booking_has_closed_offers_go_on_and_the_rest_is_withdrawn() {
    for world in worlds().await {
        let full = full(&world).await;
        let first = full.wait(&world, "赵一").await;
        let closed: chrono::DateTime<chrono::Utc> = "2026-12-07T16:00:00Z".parse().unwrap();
        world.wait(closed - world.now());
        assert_eq!(world.actions.close_due_sessions(world.now()).await.unwrap(), 1);
        full.cancel(0).await;
        assert!(is_offered(&first).await, "{}", world.db.name);
        let accepted = first.0.post(&format!("{}/accept", first.2), &nothing()).await;
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        full.cancel(1).await;
        assert_eq!(full.slots(&world).await, ["booked", "withdrawn", "booked"]);
        let calendar = world.actions.calendar(&world.call(&full.panel[0], Role::Panelist)).await;
        assert_eq!(calendar.unwrap().rows.len(), 2, "the panel is free where nobody speaks");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_course_that_waits_beside_a_booking_exchanges_it() {
    for world in worlds().await {
        let full = full(&world).await;
        let (_, others) = world.session(&full.office, &full.panel, "2026-12-17", "09:00").await;
        let (lecturer, course, entry) = full.wait(&world, "赵一").await;
        let first = book(&lecturer, course, others[0]).await;
        assert!(lecturer.get(&entry).await.body.contains("第 1 位"), "it waits beside a booking");
        full.cancel(2).await;
        assert!(lecturer.get(&entry).await.body.contains("您原来的预约"));
        let accepted = lecturer.post(&format!("{entry}/accept"), &nothing()).await;
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        assert!(lecturer.get(&first).await.body.contains("已改期"), "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let before = conn.find_slot(others[0]).await.unwrap().unwrap();
        assert_eq!(before.state.as_str(), "free");
        drop(conn);
        let told = full.panel[0].get("/inbox").await.body;
        assert!(told.contains("改约时段"), "one message says from when to when");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_slot_is_exchanged_in_one_step() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let booking = book(&lecturer, course, slots[0]).await;
        let path = format!("{booking}/reschedule");
        assert_eq!(lecturer.get(&path).await.status, 200);
        let empty = lecturer.post(&path, &nothing()).await;
        assert_eq!(empty.status, 422, "a slot and a reason are needed");
        let to = reason().with(Field::Slot, slots[2].to_string());
        let moved = lecturer.post(&path, &to).await;
        assert_eq!(moved.status, 303, "{}", moved.body);
        assert_ne!(moved.location, booking);
        let again = lecturer.post(&path, &to).await;
        assert_eq!(again.location, moved.location, "{}: exchanged once", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let state = |slot: &store::SlotRow| slot.state.as_str();
        let session = conn.find_slot(slots[0]).await.unwrap().unwrap().session_id;
        let states: Vec<_> = conn.list_slots(&[session]).await.unwrap().iter().map(state).collect();
        assert_eq!(states, ["free", "free", "booked"]);
        drop(conn);
        let messages =
            world.actions.inbox(&world.call(&panel[1], Role::Panelist), None).await.unwrap().rows;
        assert_eq!(messages.len(), 3, "called, booked, moved");
        // The slot that another one has is refused, and the first stays.
        let other = world.lecturer("孙悦").await;
        let others = world.cleared_course(&other, &office).await;
        let theirs = book(&other, others, slots[0]).await;
        let to = reason().with(Field::Slot, slots[2].to_string());
        let taken = other.post(&format!("{theirs}/reschedule"), &to).await;
        assert_eq!(taken.status, 409, "{}", taken.body);
        assert!(taken.body.contains("临时出差"), "what was typed is there");
        assert!(other.get(&theirs).await.body.contains("已确认"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn the_part_that_is_given_of_a_longer_course_is_named() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let call = world.call(&lecturer, Role::Lecturer);
        let course = world.cleared_course_of(&lecturer, &office, "90").await;
        let booking = world.actions.hold_slot(&call, course, slots[0]).await.unwrap();
        let path = format!("/booking/{booking}/confirm");
        let unnamed = lecturer.post(&path, &nothing()).await;
        assert_eq!(unnamed.status, 422, "{}", unnamed.body);
        assert!(unnamed.body.contains("这次试讲的部分"));
        let part = Values::default().with(Field::Part, "前半部分：潮汐的成因");
        assert_eq!(lecturer.post(&path, &part).await.status, 303);
        for page in [format!("/booking/{booking}"), format!("/course/{course}")] {
            assert_eq!(lecturer.get(&page).await.status, 200);
        }
        assert!(lecturer.get(&format!("/booking/{booking}")).await.body.contains("潮汐的成因"));
        let plan = office.get(&format!("/review_session/{session}")).await.body;
        assert!(plan.contains("潮汐的成因"), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn the_office_books_for_a_lecturer_and_both_names_are_there() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let path = format!("/review_session/{session}/slot/{}", slots[1]);
        assert!(office.get(&path).await.body.contains("钱进"));
        assert_eq!(lecturer.get(&path).await.status, 403);
        assert_eq!(office.post(&path, &nothing()).await.status, 422);
        let values = Values::default().with(Field::Course, course.to_string());
        let booked = office.post(&path, &values).await;
        assert_eq!(booked.status, 303, "{}", booked.body);
        assert_eq!(office.post(&path, &values).await.status, 303, "sent twice it is booked once");
        let call = world.call(&lecturer, Role::Lecturer);
        let inbox = lecturer.get("/inbox").await.body;
        assert!(inbox.contains("周明远") && inbox.contains("已为您预约"), "{}", world.db.name);
        let own = world.actions.picker(&call, course).await.unwrap().booking.unwrap();
        let page = lecturer.get(&format!("/booking/{}", own.id)).await.body;
        assert!(page.contains("代为预约") && page.contains("周明远"));
        let cancelled = lecturer.post(&format!("/booking/{}/cancel", own.id), &reason()).await;
        assert_eq!(cancelled.status, 303, "the lecturer can call it off");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_session_that_is_called_off_ends_its_waiting_list() {
    for world in worlds().await {
        let full = full(&world).await;
        let (lecturer, _, entry) = full.wait(&world, "赵一").await;
        full.cancel(0).await;
        let path = format!("/review_session/{}/call_off", full.session);
        let one = reason().with(Field::Slot, full.slots[0].to_string());
        assert_eq!(full.office.post(&path, &one).await.status, 303);
        let page = lecturer.get(&entry).await.body;
        assert!(page.contains("第 1 位"), "{}: a slot taken out keeps the place", world.db.name);
        full.cancel(1).await;
        let off = full.office.post(&path, &reason()).await;
        assert_eq!(off.status, 303, "{}", off.body);
        assert!(lecturer.get(&entry).await.body.contains("已结束"));
        assert!(lecturer.get("/inbox").await.body.contains("已取消"));
        assert_eq!(full.slots(&world).await, ["withdrawn"; 3]);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_offer_is_accepted_or_lapses_and_never_both() {
    for world in worlds().await {
        let full = full(&world).await;
        let first = full.wait(&world, "赵一").await;
        full.cancel(0).await;
        let accept = format!("{}/accept", first.2);
        let decline = format!("{}/decline", first.2);
        let mut requests = Vec::new();
        for n in 0..20 {
            let path = if n % 2 == 0 { &accept } else { &decline };
            requests.push((first.0.clone(), path.clone(), nothing()));
        }
        let answers = at_once(requests).await;
        assert!(answers.iter().all(|answer| answer.status < 500), "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let bookings = conn.list_bookings_in(full.session).await.unwrap();
        let n = bookings.iter().filter(|booking| booking.lecturer_id == first.0.id).count();
        drop(conn);
        let slot = full.slots(&world).await[0];
        assert!((n, slot) == (1, "booked") || (n, slot) == (0, "free"), "{n} {slot}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_offer_that_is_answered_as_it_lapses_has_one_outcome() {
    for world in worlds().await {
        let full = full(&world).await;
        let first = full.wait(&world, "赵一").await;
        let second = full.wait(&world, "孙二").await;
        full.cancel(0).await;
        world.wait(TimeDelta::hours(24) - TimeDelta::milliseconds(1));
        let accept = format!("{}/accept", first.2);
        let requests = (0..10).map(|_| (first.0.clone(), accept.clone(), nothing())).collect();
        let later = world.now() + TimeDelta::milliseconds(1);
        let (answers, lapsed) =
            tokio::join!(at_once(requests), world.actions.release_lapsed_holds(later));
        lapsed.unwrap();
        assert!(answers.iter().all(|answer| answer.status < 500), "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let bookings = conn.list_bookings_in(full.session).await.unwrap();
        drop(conn);
        let has_it = bookings.iter().any(|booking| booking.lecturer_id == first.0.id);
        let slot = full.slots(&world).await[0];
        assert_eq!(has_it, !is_offered(&second).await, "{}: {slot}", world.db.name);
        assert_eq!(slot, if has_it { "booked" } else { "held" });
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecture_that_is_given_up_gives_its_slot_to_who_waits() {
    for world in worlds().await {
        let full = full(&world).await;
        let first = full.wait(&world, "赵一").await;
        let (lecturer, booking) = &full.booked[0];
        let mut conn = world.db.store.read().await.unwrap();
        let version = conn.list_bookings_of(lecturer.id).await.unwrap()[0].version_id;
        drop(conn);
        let path = format!("/course/{version}/refinement");
        let page = lecturer.get(&path).await.body;
        assert!(page.contains(&format!("{path}/give_up")), "{page}");
        let silent = lecturer.post(&format!("{path}/give_up"), &nothing()).await;
        assert_eq!(silent.status, 422, "{}", silent.body);
        assert_eq!(full.slots(&world).await, ["booked"; 3], "{}", world.db.name);
        for _ in 0..2 {
            let given_up = lecturer.post(&format!("{path}/give_up"), &reason()).await;
            assert_eq!(given_up.status, 303, "{}", given_up.body);
        }
        assert!(is_offered(&first).await, "{}", world.db.name);
        assert!(lecturer.get(booking).await.body.contains("已取消"), "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let course = conn.find_version(version).await.unwrap().unwrap();
        drop(conn);
        assert_eq!(course.state.as_str(), "retired", "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
