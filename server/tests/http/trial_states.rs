//! Whoever does whatever in whatever order: session, slot, booking, version and round stay together as
//! domain §3.2 and §3.3 have them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    booking::BookingState,
    commitment::CommitmentSource,
    course::{CourseVersionState, CycleState},
    form::{Field, Revision, Values},
    id::{BookingId, CourseVersionId, ReviewSessionId, SlotId},
    late_conflict::stays_listed,
    review_session::{ReviewSessionState, SlotState},
    role::Role,
    rulebook::Rule,
    trial_lecture::TrialState,
    waiting_list::WaitingState,
};
use store::Conn;

use crate::{
    trial_scene::{FAIR, GOOD, POOR, sheet},
    world::{Person, World, worlds},
};

/// So many stories, of so many events each.
const STORIES: u64 = 8;
const EVENTS: usize = 130;

/// The numbers in `event` of what leads from a booking to a verdict, and on to the next round.
const SENSIBLE: [usize; 21] =
    [24, 26, 28, 29, 1, 30, 31, 6, 8, 10, 12, 14, 17, 19, 20, 21, 23, 25, 32, 34, 35];
/// Those of everything.
const ANYTHING: [usize; 37] = [
    0, 1, 3, 4, 5, 6, 8, 10, 12, 14, 15, 16, 17, 19, 20, 21, 22, 22, 23, 23, 24, 25, 26, 26, 27,
    27, 28, 29, 29, 30, 30, 31, 32, 33, 34, 35, 36,
];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }
}

/// What is said of a change, where a listed course is changed.
fn major() -> Values {
    Values::default()
        .with(Field::ChangeKind, "major")
        .with(Field::AllSlides, "40")
        .with(Field::ChangedSlides, "30")
        .with(Field::ChangeNote, "换了主题和大部分幻灯片")
}

struct Story<'a> {
    world: &'a World,
    office: Person,
    lecturer: Person,
    panel: Vec<Person>,
    /// Somebody else who wants a slot, with a course that never comes before a panel.
    other: Person,
    others: CourseVersionId,
    course: CourseVersionId,
    sessions: Vec<ReviewSessionId>,
    slots: Vec<SlotId>,
    dice: Dice,
    step: usize,
}

impl Story<'_> {
    /// The newest version of the course, and the newest booking of it that was agreed.
    async fn newest(&self) -> (CourseVersionId, Option<BookingId>) {
        let mut conn = self.world.db.store.read().await.unwrap();
        let course = conn.find_version(self.course).await.unwrap().unwrap().course_id;
        let versions = conn.list_versions_of_course(course).await.unwrap();
        let version = versions.last().unwrap().id;
        let mut bookings = Vec::new();
        for session in &self.sessions {
            bookings.extend(conn.list_bookings_at(*session).await.unwrap());
        }
        (version, bookings.iter().map(|booking| booking.id).max())
    }

    #[expect(clippy::too_many_lines, reason = "a piece for each event")]
    /// One event by somebody; what is not possible now is refused, and changes nothing.
    async fn event(&mut self) -> Result<&'static str, actions::ActionError> {
        let actions = &self.world.actions.clone();
        let office = self.world.call(&self.office, Role::CityOffice);
        let lecturer = self.world.call(&self.lecturer, Role::Lecturer);
        let (version, booking) = self.newest().await;
        let id = booking.unwrap_or_default();
        let newest = Revision::NEWEST;
        let reason = Values::default().with(Field::Reason, "另有安排，不能照原样进行");
        // Mostly the next sensible step, and every third time anything.
        let which = if self.dice.roll(3) == 0 {
            ANYTHING[self.dice.roll(ANYTHING.len())]
        } else {
            self.step += 1;
            SENSIBLE[self.step % SENSIBLE.len()]
        };
        let slot = self.slots[self.dice.roll(self.slots.len())];
        let session = self.sessions[self.dice.roll(self.sessions.len())];
        Ok(match which {
            0 => {
                self.world.wait(TimeDelta::hours(i64::try_from(self.dice.roll(60)).unwrap()));
                actions.close_due_sessions(self.world.now()).await?;
                "wait"
            }
            1 => {
                let held = actions.hold_slot(&lecturer, version, slot).await?;
                actions.confirm_booking(&lecturer, held, &Values::default()).await?;
                "book"
            }
            3 => actions.cancel_booking(&lecturer, id, &reason).await.map(|()| "cancel")?,
            4 => {
                actions.withdraw_slot(&office, session, slot, &reason).await.map(|()| "withdraw")?
            }
            5 => {
                actions.cancel_session(&office, session, &reason, newest).await?;
                "call off"
            }
            6 => {
                // The session of the newest booking, on its day.
                let mut conn = self.world.db.store.read().await.unwrap();
                let booked = conn.find_booking(id).await.unwrap();
                let session = booked.ok_or(actions::ActionError::WrongState)?.session_id;
                let day = conn.find_session_plan(session).await.unwrap().unwrap().starts_at;
                drop(conn);
                if self.world.now() < day {
                    self.world.wait(day - self.world.now());
                    actions.close_due_sessions(self.world.now()).await?;
                }
                actions.begin_sitting(&office, session, newest).await.map(|()| "begin")?
            }
            8 => {
                let none = if self.dice.roll(8) == 0 { "joint_work" } else { "none" };
                let values = Values::default().with(Field::Relation, none);
                for person in self.panel.clone() {
                    let call = self.world.call(&person, Role::Panelist);
                    actions.declare_panel_relation(&call, id, &values).await?;
                }
                "declare"
            }
            10 => {
                let n = if self.dice.roll(5) == 0 { 4 } else { self.panel.len() };
                let there = self.panel.iter().take(n).fold(Values::default(), |mut all, one| {
                    all.push(Field::Present, one.id.to_string());
                    all
                });
                actions.set_presence(&office, id, &there).await.map(|()| "presence")?
            }
            12 => actions.start_lecture(&office, id).await.map(|()| "start")?,
            14 => actions.end_lecture(&office, id).await.map(|()| "end")?,
            15 => actions.miss_lecture(&office, id).await.map(|()| "miss")?,
            16 => actions.undo_lecture(&office, id).await.map(|()| "undo")?,
            17 => {
                let scores = [GOOD, FAIR, FAIR, POOR][self.dice.roll(4)];
                for person in self.panel.clone() {
                    let call = self.world.call(&person, Role::Panelist);
                    actions.submit_review_sheet(&call, id, &sheet(scores), newest).await?;
                }
                "sheets"
            }
            19 => actions.close_scoring(&office, id, newest).await.map(|()| "close")?,
            20 => {
                let values = Values::default()
                    .with(
                        Field::Verdict,
                        ["approve", "revise", "revise", "reject"][self.dice.roll(4)],
                    )
                    .with(Field::Changes, "注明数据来源")
                    .with(Field::Reason, "评课组讨论后认为应当如此");
                actions.propose_verdict(&office, id, &values, newest).await.map(|()| "propose")?
            }
            21 => actions
                .confirm_verdict(&office, id, &Values::default(), newest)
                .await
                .map(|()| "confirm")?,
            22 => actions.send_verdict_back(&office, id, &reason, newest).await.map(|()| "back")?,
            23 => {
                let next = actions.open_next_version(&lecturer, version).await?;
                let answer = Values::default().with(Field::Reply.at(1), "已改");
                let _ = actions.answer_changes(&lecturer, next, &answer).await;
                actions.submit_course(&lecturer, next, &major(), newest).await?;
                "revise"
            }
            24 => {
                actions.clear_course(&office, version, &Values::default(), newest).await?;
                "clear"
            }
            25 => match self.dice.roll(5) {
                0 => actions
                    .give_up_version(&lecturer, version, &reason, newest)
                    .await
                    .map(|()| "give up")?,
                _ => actions.list_course(&office, version, newest).await.map(|()| "list")?,
            },
            26 => {
                // Somebody else has the one slot that the session has left.
                let other = self.world.call(&self.other, Role::Lecturer);
                let mut conn = self.world.db.store.read().await.unwrap();
                let mut free = conn.list_slots(&[session]).await.unwrap();
                drop(conn);
                free.retain(|slot| slot.state == SlotState::Free);
                let first = free.pop().ok_or(actions::ActionError::WrongState)?;
                let held = actions.hold_slot(&other, self.others, first.id).await?;
                actions.confirm_booking(&other, held, &Values::default()).await?;
                for slot in free {
                    actions.withdraw_slot(&office, session, slot.id, &reason).await?;
                }
                let values = Values::default().with(Field::Session, session.to_string());
                actions.wait_for_slot(&lecturer, version, &values).await.map(|_| "wait for")?
            }
            27 => {
                // Somebody else takes a slot, so that there is something to wait for.
                let other = self.world.call(&self.other, Role::Lecturer);
                let held = actions.hold_slot(&other, self.others, slot).await?;
                actions.confirm_booking(&other, held, &Values::default()).await?;
                "other books"
            }
            28 => {
                let other = self.world.call(&self.other, Role::Lecturer);
                let own = actions.picker(&other, self.others).await?.booking;
                let own = own.ok_or(actions::ActionError::WrongState)?.id;
                actions.cancel_booking(&other, own, &reason).await.map(|()| "other cancels")?
            }
            29 => {
                let mut conn = self.world.db.store.read().await.unwrap();
                let entries = conn.list_waiting_of(self.lecturer.id).await.unwrap();
                drop(conn);
                let at = self.dice.roll(entries.len());
                let entry = entries.get(at).ok_or(actions::ActionError::WrongState)?.id;
                match self.dice.roll(4) {
                    0 => actions.decline_offer(&lecturer, entry).await.map(|()| "decline")?,
                    1 => actions.withdraw_waiting(&lecturer, entry).await.map(|()| "leave")?,
                    _ => actions
                        .accept_offer(&lecturer, entry, &Values::default())
                        .await
                        .map(|_| "accept")?,
                }
            }
            30 => {
                let to = reason.with(Field::Slot, slot.to_string());
                actions.reschedule_booking(&lecturer, id, &to).await.map(|_| "exchange")?
            }
            31 => {
                let mut conn = self.world.db.store.read().await.unwrap();
                let plan = conn.find_session_plan(session).await.unwrap().unwrap();
                drop(conn);
                let day = actions::local_date(plan.starts_at) + chrono::Days::new(1);
                let at = actions::local_time(plan.starts_at).format("%H:%M").to_string();
                let to = reason.with(Field::HeldOn, day.to_string()).with(Field::StartsAt, at);
                actions.move_session(&office, session, &to, newest).await.map(|()| "move")?
            }
            32 => {
                let step = ["suspend", "relist", "extend", "relist"][self.dice.roll(4)];
                let values = reason.with(Field::Decision, step);
                actions.change_listing(&office, version, &values, newest).await.map(|()| step)?
            }
            33 => {
                let person = self.panel[self.dice.roll(self.panel.len())].clone();
                let answer = ["accepted", "declined"][self.dice.roll(2)];
                let values = reason.with(Field::Decision, answer);
                let call = self.world.call(&person, Role::Panelist);
                actions.answer_panel(&call, session, &values).await.map(|()| answer)?
            }
            34 => {
                let person = self.panel[self.dice.roll(self.panel.len())].id.to_string();
                let values = Values::default()
                    .with(Field::ConflictPanelist, person)
                    .with(Field::ConflictKind, "joint_work")
                    .with(Field::ConflictReason, "评审后得知二人合著过书");
                actions.record_late_conflict(&office, id, &values).await.map(|()| "known late")?
            }
            35 => {
                let meanwhile = ["stays", "suspended"][self.dice.roll(2)];
                let values = Values::default()
                    .with(Field::RepeatReason, "一位专家应当回避，请重新评审")
                    .with(Field::Meanwhile, meanwhile);
                actions.order_repeat(&office, id, &values, newest).await.map(|()| "repeat")?
            }
            36 => {
                let values =
                    Values::default().with(Field::RepeatReason, "原结论不受影响，照旧有效");
                actions.call_off_repeat(&office, version, &values).await.map(|()| "no repeat")?
            }
            _ => "nothing",
        })
    }
}

/// What must hold of everything at every moment.
async fn check(story: &Story<'_>, what: &str) {
    use CourseVersionState::{
        Approved, AwaitingSlot, Booked, InReview, Listed, NeedsRevision, Rejected, Retired,
        Superseded, Suspended,
    };
    let conn = &mut story.world.db.store.read().await.unwrap();
    let course = conn.find_version(story.course).await.unwrap().unwrap().course_id;
    let versions = conn.list_versions_of_course(course).await.unwrap();
    let mut by_version: BTreeMap<CourseVersionId, Vec<BookingState>> = BTreeMap::new();
    for session in &story.sessions {
        check_session(conn, *session, &mut by_version, what).await;
    }
    let trials = conn.list_trials_of(course).await.unwrap();
    let mut open_cycles = std::collections::BTreeSet::new();
    let mut n_listed = 0;
    for version in &versions {
        let bookings = by_version.remove(&version.id).unwrap_or_default();
        let n_of = |state| bookings.iter().filter(|it| **it == state).count();
        // What is judged once more while it is listed stays where it is.
        let repeat = conn.find_open_repeat(version.id).await.unwrap();
        let stays = repeat.as_ref().is_some_and(|it| stays_listed(it.version_state));
        let is_booked = version.state == CourseVersionState::Booked;
        let n_booked = n_of(BookingState::Confirmed);
        assert!(
            n_booked == usize::from(is_booked) || stays && n_booked <= 1,
            "{what}: {version:?} {n_booked}"
        );
        let is_judged = |it: &&store::TrialRow| {
            it.version_id == version.id && it.state != TrialState::Confirmed
        };
        let is_in_review = version.state == CourseVersionState::InReview;
        let n_judged = trials.iter().filter(is_judged).count();
        assert!(
            n_judged == usize::from(is_in_review) || stays && n_judged + n_booked <= 1,
            "{what}: {version:?} {n_judged}"
        );
        n_listed += usize::from(version.state == CourseVersionState::Listed);
        let Some(round) = conn.find_round(version.id).await.unwrap() else { continue };
        assert!(round.round_no <= Rule::CourseRounds.default_value(), "{what}: {round:?}");
        match version.state {
            AwaitingSlot | Booked | InReview | NeedsRevision => {
                assert_eq!(round.state, CycleState::Open, "{what}: {version:?}");
                open_cycles.insert(round.cycle_id);
            }
            Approved | Listed | Suspended => assert_eq!(round.state, CycleState::Passed, "{what}"),
            Rejected => assert_eq!(round.state, CycleState::Failed, "{what}"),
            Superseded | Retired => {}
            other => panic!("{what}: a round of a version that is {}", other.as_str()),
        }
    }
    assert!(open_cycles.len() <= 1 && n_listed <= 1, "{what}: {versions:?}");
}

async fn check_session(
    conn: &mut Conn,
    id: ReviewSessionId,
    by_version: &mut BTreeMap<CourseVersionId, Vec<BookingState>>,
    what: &str,
) {
    let session = conn.find_session_plan(id).await.unwrap().unwrap();
    let bookings = conn.list_bookings_at(id).await.unwrap();
    for slot in conn.list_slots(&[id]).await.unwrap() {
        let taken = bookings.iter().filter(|booking| booking.slot_id == slot.id).count();
        match slot.state {
            SlotState::Free | SlotState::Withdrawn | SlotState::Held => {
                assert_eq!(taken, 0, "{what}: {slot:?}");
            }
            SlotState::Booked => assert_eq!(taken, 1, "{what}: {slot:?}"),
        }
    }
    check_waiting(conn, id, what).await;
    let trials = conn.list_trials_in(id).await.unwrap();
    for trial in &trials {
        let booking = bookings.iter().find(|booking| booking.id == trial.booking_id).unwrap();
        assert_eq!(booking.state, BookingState::Attended, "{what}: {trial:?}");
        assert_eq!(trial.verdict.is_some(), trial.state == TrialState::Confirmed, "{what}");
    }
    let attended = bookings.iter().filter(|it| it.state == BookingState::Attended).count();
    assert_eq!(attended, trials.len(), "{what}: {bookings:?}");
    if !session.state.has_begun() {
        assert!(trials.is_empty(), "{what}: {session:?}");
    }
    if session.state == ReviewSessionState::Completed {
        assert!(trials.iter().all(|it| it.state == TrialState::Confirmed), "{what}");
        assert!(bookings.iter().all(|it| it.state != BookingState::Confirmed), "{what}");
    }
    for booking in bookings {
        by_version.entry(booking.version_id).or_default().push(booking.state);
    }
}

/// A slot is held by one hold or one offer, nobody waits for a session that has begun, and whoever
/// has a slot is taken for as long as it is.
async fn check_waiting(conn: &mut Conn, id: ReviewSessionId, what: &str) {
    let session = conn.find_session_plan(id).await.unwrap().unwrap();
    let bookings = conn.list_bookings_in(id).await.unwrap();
    let waiting = conn.list_waiting_in(id).await.unwrap();
    for slot in conn.list_slots(&[id]).await.unwrap() {
        let holds = bookings
            .iter()
            .filter(|it| it.slot_id == slot.id && it.state == BookingState::Held)
            .count();
        let offers = waiting
            .iter()
            .filter(|it| it.slot_id == Some(slot.id) && it.state == WaitingState::Offered)
            .count();
        let is_held = usize::from(slot.state == SlotState::Held);
        assert_eq!(holds + offers, is_held, "{what}: {slot:?} {waiting:?}");
    }
    let is_over = session.state.has_begun() || session.state == ReviewSessionState::Cancelled;
    assert!(!is_over || waiting.is_empty(), "{what}: {session:?} {waiting:?}");
    for booking in bookings {
        let person = conn.find_person(booking.lecturer_id).await.unwrap().unwrap();
        let (from, until) = (booking.starts_at, booking.ends_at);
        let taken = conn.list_commitments(person.party_id, from, until).await.unwrap();
        let is_own = |one: &&store::CommitmentRow| {
            one.source == CommitmentSource::Booking && one.source_id == i64::from(booking.id)
        };
        let own = taken.iter().find(is_own);
        let times = own.map(|one| (one.starts_at, one.ends_at));
        assert_eq!(times, Some((from, until)), "{what}: {booking:?} {taken:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_order_of_events_leads_where_the_rules_do_not() {
    for world in worlds().await {
        let mut done = BTreeMap::<&str, usize>::new();
        for seed in 0..STORIES {
            let office = world.office().await;
            let panel = world.panel().await;
            let lecturer = world.lecturer(&format!("讲师{seed}")).await;
            let course = world.cleared_course(&lecturer, &office).await;
            let other = world.lecturer(&format!("另一位{seed}")).await;
            let others = world.cleared_course(&other, &office).await;
            let today = actions::local_date(world.now());
            let (mut sessions, mut slots) = (Vec::new(), Vec::new());
            for n in 0..7_u64 {
                let day = today + chrono::Days::new(12 + 14 * n);
                // An hour of its own for each story: the form of a plan is known by day and hour.
                let hour = format!("{:02}:00", 8 + seed);
                let at = world.session(&office, &panel, &day.to_string(), &hour).await;
                sessions.push(at.0);
                slots.extend(at.1);
            }
            let (dice, step) = (Dice(seed + 7), 0);
            let mut story = Story {
                world: &world,
                office,
                lecturer,
                panel,
                other,
                others,
                course,
                sessions,
                slots,
                dice,
                step,
            };
            for n in 0..EVENTS {
                let what = match story.event().await {
                    Ok(what) => {
                        *done.entry(what).or_default() += 1;
                        what
                    }
                    Err(actions::ActionError::Internal(why)) => panic!("{seed}/{n}: {why}"),
                    Err(actions::ActionError::Store(why)) => panic!("{seed}/{n}: {why}"),
                    Err(_) => "refused",
                };
                check(&story, &format!("{} {seed}/{n} {what}", world.db.name)).await;
            }
        }
        // The stories are no walk on the spot.
        for what in [
            "book",
            "begin",
            "start",
            "end",
            "sheets",
            "close",
            "propose",
            "confirm",
            "exchange",
            "wait for",
            "accept",
            "move",
            "suspend",
            "declined",
            "known late",
            "repeat",
        ] {
            assert!(done.contains_key(what), "{}: never {what} in {done:?}", world.db.name);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}
