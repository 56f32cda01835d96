//! The panel answers, seats are given to others, and a session is moved.

use domain::{
    form::{Field, Values},
    id::{ReviewSessionId, SlotId},
    role::Role,
};

use crate::world::{Person, World, worlds};

struct Scene {
    office: Person,
    panel: Vec<Person>,
    session: ReviewSessionId,
    slots: Vec<SlotId>,
}

impl Scene {
    async fn new(world: &World) -> Self {
        let office = world.office().await;
        let panel = world.panel().await;
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        Self { office, panel, session, slots }
    }

    fn at(&self, rest: &str) -> String {
        format!("/review_session/{}{rest}", self.session)
    }

    /// A lecturer who has booked a slot: the lecturer, and the booking's address.
    async fn booked(&self, world: &World, name: &str, slot: usize) -> (Person, String) {
        let lecturer = world.lecturer(name).await;
        let course = world.cleared_course(&lecturer, &self.office).await;
        let call = world.call(&lecturer, Role::Lecturer);
        let booking = world.actions.hold_slot(&call, course, self.slots[slot]).await.unwrap();
        world.actions.confirm_booking(&call, booking, &Values::default()).await.unwrap();
        (lecturer, format!("/booking/{booking}"))
    }
}

fn answer(text: &str) -> Values {
    Values::default().with(Field::Decision, text).with(Field::Reason, "那天要带队外出考察")
}

fn seat(seat_no: i64, person: &Person) -> Values {
    Values::default()
        .with(Field::Seat, seat_no.to_string())
        .with(Field::NewPanelist, person.id.to_string())
        .with(Field::Reason, "原专家不能到会")
}

async fn busy(world: &World, person: &Person) -> usize {
    world.actions.calendar(&world.call(person, Role::Panelist)).await.unwrap().rows.len()
}

#[tokio::test]
async fn a_panelist_who_cannot_come_is_free_and_somebody_else_has_the_seat() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let first = &scene.panel[1];
        assert!(first.get("/desk").await.body.contains("请于"), "an answer is awaited");
        let silent = Values::default().with(Field::Decision, "declined");
        let refused = first.post(&scene.at("/answer"), &silent).await;
        assert_eq!(refused.status, 422, "who cannot come says why: {}", refused.body);
        assert_eq!(first.post(&scene.at("/answer"), &answer("declined")).await.status, 303);
        assert_eq!(busy(&world, first).await, 0, "{}", world.db.name);
        assert!(scene.office.get("/inbox").await.body.contains("不能参加"));
        assert!(scene.office.get("/desk").await.body.contains("补齐评委"));
        let page = scene.office.get(&scene.at("")).await.body;
        assert!(page.contains("那天要带队外出考察"));
        let stranger = world.person("路人", &[Role::Panelist], "别处", "institute", 9).await;
        assert_eq!(stranger.post(&scene.at("/answer"), &answer("accepted")).await.status, 404);
        assert_eq!(scene.office.get(&scene.at("/panel")).await.status, 200);
        assert_eq!(first.get(&scene.at("/panel")).await.status, 403);
        let twice = scene.office.post(&scene.at("/panel"), &seat(2, &scene.panel[2])).await;
        assert_eq!(twice.status, 422, "{}", twice.body);
        let given = scene.office.post(&scene.at("/panel"), &seat(2, &stranger)).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let again = scene.office.post(&scene.at("/panel"), &seat(2, &stranger)).await;
        assert_eq!(again.status, 303, "sent twice it is given once");
        assert_eq!(busy(&world, &stranger).await, 3, "{}", world.db.name);
        assert!(first.get("/inbox").await.body.contains("不再需要您参加"));
        assert_eq!(first.get(&scene.at("")).await.status, 404, "it is nobody's of theirs any more");
        assert_eq!(stranger.post(&scene.at("/answer"), &answer("accepted")).await.status, 303);
        assert!(!scene.office.get("/desk").await.body.contains("补齐评委"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn who_had_declined_comes_after_all_where_the_time_is_free() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let one = &scene.panel[3];
        one.post(&scene.at("/answer"), &answer("declined")).await;
        assert_eq!(one.post(&scene.at("/answer"), &answer("accepted")).await.status, 303);
        assert_eq!(busy(&world, one).await, 3, "{}", world.db.name);
        one.post(&scene.at("/answer"), &answer("declined")).await;
        // The same hours are taken elsewhere meanwhile.
        let mut others = Vec::new();
        for n in 0..4 {
            let name = format!("另一位{n}");
            let (of, kind) = (format!("别处{n}"), if n == 0 { "school" } else { "institute" });
            others.push(world.person(&name, &[Role::Panelist], &of, kind, n + 2).await);
        }
        others.push(one.clone());
        world.session(&scene.office, &others, "2026-12-10", "09:30").await;
        let taken = one.post(&scene.at("/answer"), &answer("accepted")).await;
        assert_eq!(taken.status, 409, "{}", taken.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_seat_is_given_to_nobody_with_whom_a_booked_lecturer_could_not_be_judged() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (lecturer, _) = scene.booked(&world, "钱进", 0).await;
        let near = world.person("同事", &[Role::Panelist], "别处", "institute", 9).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let row = tx.find_person(lecturer.id).await.unwrap().unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(near.id, row.workplace_id.unwrap(), today).await.unwrap();
        crate::world::commit(tx).await;
        let refused = scene.office.post(&scene.at("/panel"), &seat(2, &near)).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("不符合规定"), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_session_that_moves_takes_everybody_along_and_asks_anew() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (lecturer, booking) = scene.booked(&world, "钱进", 1).await;
        for one in &scene.panel {
            assert_eq!(one.post(&scene.at("/answer"), &answer("accepted")).await.status, 303);
        }
        let path = scene.at("/move");
        assert_eq!(scene.office.get(&path).await.status, 200);
        let to = |day: &str, time: &str| {
            Values::default()
                .with(Field::HeldOn, day)
                .with(Field::StartsAt, time)
                .with(Field::Reason, "会场当天停电检修")
        };
        let past = scene.office.post(&path, &to("2026-11-01", "09:00")).await;
        assert_eq!(past.status, 422, "{}", past.body);
        let before =
            world.actions.inbox(&world.call(&lecturer, Role::Lecturer), None).await.unwrap().rows;
        let moved = scene.office.post(&path, &to("2026-12-11", "14:00")).await;
        assert_eq!(moved.status, 303, "{}", moved.body);
        let again = scene.office.post(&path, &to("2026-12-11", "14:00")).await;
        assert_eq!(again.status, 303, "it is there already: {}", again.body);
        let after =
            world.actions.inbox(&world.call(&lecturer, Role::Lecturer), None).await.unwrap().rows;
        assert_eq!(after.len(), before.len() + 1, "{}: one message", world.db.name);
        let page = lecturer.get(&booking).await.body;
        assert!(page.contains("本场改期") && page.contains("15:10"), "{page}");
        assert!(lecturer.get("/desk").await.body.contains("确认新时间"));
        assert!(scene.panel[0].get("/desk").await.body.contains("请于"), "asked anew");
        assert_eq!(busy(&world, &scene.panel[0]).await, 3);
        assert_eq!(
            lecturer.post(&format!("{booking}/reconfirm"), &Values::default()).await.status,
            303
        );
        assert!(!lecturer.get(&booking).await.body.contains("本场改期"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_session_moves_to_no_time_at_which_somebody_is_taken() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, booking) = scene.booked(&world, "钱进", 0).await;
        world.session(&scene.office, &scene.panel, "2026-12-17", "09:00").await;
        let to = Values::default()
            .with(Field::HeldOn, "2026-12-17")
            .with(Field::StartsAt, "10:00")
            .with(Field::Reason, "会场当天停电检修");
        let refused = scene.office.post(&scene.at("/move"), &to).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert!(refused.body.contains("会场当天停电检修"), "what was typed is there");
        let mut conn = world.db.store.read().await.unwrap();
        let session = conn.find_session_plan(scene.session).await.unwrap().unwrap();
        assert_eq!(session.starts_at.to_rfc3339(), "2026-12-10T01:00:00+00:00");
        let id = booking.rsplit('/').next().unwrap().parse().unwrap();
        assert!(conn.find_booking(id).await.unwrap().unwrap().moved_from.is_none());
        drop(conn);
        assert_eq!(busy(&world, &scene.panel[0]).await, 6, "{}: nothing happened", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_that_moves_while_slots_are_taken_takes_them_along() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let mut requests = Vec::new();
        for n in 0..9 {
            let lecturer = world.lecturer(&format!("讲师{n}")).await;
            let course = world.cleared_course(&lecturer, &scene.office).await;
            let slot = Values::default().with(Field::Slot, scene.slots[n % 3].to_string());
            requests.push((lecturer, format!("/course/{course}/booking"), slot));
        }
        let to = Values::default()
            .with(Field::HeldOn, "2026-12-11")
            .with(Field::StartsAt, "14:00")
            .with(Field::Reason, "会场当天停电检修");
        requests.insert(4, (scene.office.clone(), scene.at("/move"), to));
        let answers = crate::world::at_once(requests).await;
        for answer in &answers {
            assert!(answer.status < 500, "{}: {}", world.db.name, answer.body);
        }
        let mut conn = world.db.store.read().await.unwrap();
        let session = conn.find_session_plan(scene.session).await.unwrap().unwrap();
        assert_eq!(session.starts_at.to_rfc3339(), "2026-12-11T06:00:00+00:00");
        for booking in conn.list_bookings_in(scene.session).await.unwrap() {
            let person = conn.find_person(booking.lecturer_id).await.unwrap().unwrap();
            let (from, until) = (booking.starts_at, booking.ends_at);
            let taken = conn.list_commitments(person.party_id, from, until).await.unwrap();
            let times: Vec<_> = taken.iter().map(|one| (one.starts_at, one.ends_at)).collect();
            assert_eq!(times, [(from, until)], "{}: {booking:?}", world.db.name);
        }
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn whom_a_session_was_moved_for_cancels_and_exchanges_freely() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (lecturer, booking) = scene.booked(&world, "钱进", 0).await;
        let to = Values::default()
            .with(Field::HeldOn, "2026-12-11")
            .with(Field::StartsAt, "14:00")
            .with(Field::Reason, "会场当天停电检修");
        assert_eq!(scene.office.post(&scene.at("/move"), &to).await.status, 303);
        let late: chrono::DateTime<chrono::Utc> = "2026-12-11T02:00:00Z".parse().unwrap();
        world.wait(late - world.now());
        let reason = Values::default().with(Field::Reason, "新的时间有课");
        let done = lecturer.post(&format!("{booking}/cancel"), &reason).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = lecturer.get(&booking).await.body;
        assert!(page.contains("已取消") && !page.contains("临时取消"), "{}: {page}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn who_had_declined_and_comes_after_a_move_is_taken() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let one = &scene.panel[2];
        assert_eq!(one.post(&scene.at("/answer"), &answer("declined")).await.status, 303);
        let to = Values::default()
            .with(Field::HeldOn, "2026-12-11")
            .with(Field::StartsAt, "14:00")
            .with(Field::Reason, "会场当天停电检修");
        assert_eq!(scene.office.post(&scene.at("/move"), &to).await.status, 303);
        assert_eq!(busy(&world, one).await, 0, "{}", world.db.name);
        assert_eq!(one.post(&scene.at("/answer"), &answer("accepted")).await.status, 303);
        assert_eq!(busy(&world, one).await, 3, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn who_organises_hears_that_too_few_may_judge_and_who_could_take_a_seat() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (lecturer, booking) = scene.booked(&world, "钱进", 0).await;
        let id = booking.rsplit('/').next().unwrap();
        let colleague =
            world.person("同事", &[Role::Panelist], "钱进的示范大学", "university", 8).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let place = tx.list_stays(&[lecturer.id]).await.unwrap()[0].organisation_id;
        let today = actions::local_date(world.now());
        tx.set_workplace(colleague.id, place, today).await.unwrap();
        crate::world::commit(tx).await;
        let free = world.person("郑老师", &[Role::Panelist], "别的单位", "institute", 9).await;
        assert!(!scene.office.get(&scene.at("")).await.body.contains("只有"), "five may judge");
        let kin = Values::default().with(Field::Relation, "close_relative");
        let declared = scene.panel[3].post(&format!("/trial_lecture/{id}/relation"), &kin).await;
        assert_eq!(declared.status, 303, "{}: {}", world.db.name, declared.body);
        let told = scene.office.get("/inbox").await.body;
        assert!(told.contains("的评课专家不足") && told.contains("只有 4 位"), "{told}");
        let page = scene.office.get(&scene.at("")).await.body;
        assert!(page.contains("专家只有 4 位"), "{page}");
        let choices = scene.office.get(&scene.at("/panel")).await.body;
        let at = |words: &str| choices.find(words).unwrap_or_else(|| panic!("{words}: {choices}"));
        assert!(at("郑老师") < at("同事"), "who may judge comes first");
        assert!(choices.contains("同事 · 钱进的示范大学（"), "{choices}");
        // Nothing was changed in silence; the organiser gives the seat to somebody else.
        let given = scene.office.post(&scene.at("/panel"), &seat(4, &free)).await;
        assert_eq!(given.status, 303, "{}: {}", world.db.name, given.body);
        assert!(!scene.office.get(&scene.at("")).await.body.contains("专家只有"), "five again");
        world.verify_chain().await;
        world.remove().await;
    }
}
