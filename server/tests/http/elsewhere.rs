//! Forms to which no page of the demonstration leads, each sent twice at the same instant from a
//! scene of its own: it leaves what one leaves.

use domain::form::{Field, Values};

use crate::{
    award_scene::{
        Cast, answer, cast, confirm_all, declare, proposal, revision, score_all, scores, take,
    },
    booking::held,
    found_form::FoundForm,
    hour_claim::scene,
    hour_claim_end::accepted_in_part,
    lecture::{Scene, report, until},
    merging::unit,
    twice::{Offer, Pair, attempt, is_accepted},
    world::{Person, World, complete_course, start, worlds},
};

/// Sends a form once in one copy of a world, and twice at the same instant in another.
async fn check(world: World, person: &Person, path: &str, values: Values) {
    let (name, waited) = (world.db.name, world.now() - start());
    let base = world.freeze().await;
    let pair = Pair::of(&base).await;
    base.remove().await;
    for world in [&pair.once, &pair.twice] {
        world.wait(waited);
    }
    let form = FoundForm {
        page: "/desk".to_owned(),
        action: path.to_owned(),
        is_multipart: false,
        fields: Vec::new(),
    };
    let offer = Offer { who: name, person: person.clone(), form };
    let once = attempt(&offer.person.at(&pair.once), &offer.form, &values).await.unwrap();
    assert!(is_accepted(&once), "{name}, {path}: {} {}", once.status, once.body);
    pair.send_twice(&offer, &values).await.unwrap();
    pair.remove().await;
}

#[tokio::test]
async fn a_hold_is_confirmed_or_extended_once() {
    for step in ["confirm", "extend"] {
        for world in worlds().await {
            let (lecturer, _, booking, _) = held(&world).await;
            check(world, &lecturer, &format!("{booking}/{step}"), Values::default()).await;
        }
    }
}

#[tokio::test]
async fn a_course_is_handed_in_once() {
    for world in worlds().await {
        let lecturer = world.lecturer("钱进").await;
        let paper = demo::paper("slides");
        let pdf = ("slides", "a.pdf", &paper[..]);
        let values = complete_course().with(Field::Once, "course");
        let course = lecturer.upload("/course/new", &values, Some(pdf)).await.made();
        let shown = Values::default().with(Field::Revision, "1");
        check(world, &lecturer, &format!("/course/{course}/submit"), shown).await;
    }
}

#[tokio::test]
async fn a_closed_claim_is_opened_once() {
    for world in worlds().await {
        let s = scene(&world).await;
        let (page, _) = accepted_in_part(&s).await;
        world.wait(chrono::TimeDelta::days(39));
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 1);
        let why = Values::default().with(Field::Reason, "主办方更正了签到表，应为两天");
        check(world, &s.city, &format!("{page}/reopen"), why).await;
    }
}

#[tokio::test]
async fn a_host_changes_calls_off_and_reports_once() {
    for world in worlds().await {
        let s = Scene::new(&world).await;
        let mut wish = s.wish(1, "2026-12-10", "14:00");
        let (link, id) = s.ask(&world, &wish).await;
        assert_eq!(s.decide(&world, &s.county, id, "send_back").await.status, 303);
        wish.set(Field::Revision, s.revision(&world, id).await.to_string());
        wish.set(Field::Audience, "200");
        let host = world.visitor();
        check(world, &host, &format!("{link}/edit"), wish).await;
    }
    for world in worlds().await {
        let s = Scene::new(&world).await;
        let (link, _) = s.ask(&world, &s.wish(1, "2026-12-10", "14:00")).await;
        let why = Values::default().with(Field::Reason, "学校临时停课一周");
        let host = world.visitor();
        check(world, &host, &format!("{link}/cancel"), why).await;
    }
    for world in worlds().await {
        let s = Scene::new(&world).await;
        let (link, id) = s.ask(&world, &s.wish(1, "2026-12-10", "14:00")).await;
        let accept = format!("/dispatch/{}/accept", s.dispatched(&world, id).await);
        assert_eq!(s.lecturer.post(&accept, &Values::default()).await.status, 303);
        until(&world, "2026-12-10T08:00:00Z");
        let figures = report(s.delivery(&world, id).await.revision, "176");
        let host = world.visitor();
        check(world, &host, &format!("{link}/report"), figures).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_handed_in_once() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        declare(&cast, judge).await;
        let sheet = scores("45", "40", 0);
        check(world, judge, &format!("/score_sheet/{}", cast.nominees[0]), sheet).await;
    }
}

/// A cycle in which everybody is scored: where its two best are proposed, and how.
pub(crate) async fn scored(world: &World) -> (Cast, String, Values) {
    let cast = cast(world).await;
    confirm_all(&cast).await;
    score_all(&cast).await;
    let (path, chosen) = (format!("/award/{}/proposal", cast.cycle), proposal(&cast.nominees[..2]));
    (cast, path, chosen)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_made_and_decided_once() {
    for world in worlds().await {
        let (cast, path, chosen) = scored(&world).await;
        check(world, &cast.office, &path, chosen).await;
    }
    for world in worlds().await {
        let (cast, path, chosen) = scored(&world).await;
        let proposed = cast.office.post(&path, &chosen).await;
        assert_eq!(proposed.status, 303);
        let yes = answer(&world, &cast, "confirm").await;
        let confirmed = cast.decider.post(&format!("/award/{}/confirm", cast.cycle), &yes).await;
        assert_eq!(confirmed.status, 303);
        take(&cast.office, cast.cycle, "post").await;
        world.wait(chrono::TimeDelta::days(8));
        let document = Values::default()
            .with(Field::DocumentNo, "嘉科协〔2026〕9号")
            .with(Field::Revision, revision(&world, &cast).await);
        check(world, &cast.decider, &format!("/award/{}/decide", cast.cycle), document).await;
    }
}

#[tokio::test]
async fn two_records_are_merged_once_and_parted_once() {
    for world in worlds().await {
        let (office, kept) = (world.office().await, world.lecturer("钱进").await);
        let gone = world.lecturer("钱进").await;
        let pair = format!("/person/{}/merge/{}", kept.id, gone.id);
        check(world, &office, &pair, Values::default()).await;
    }
    for world in worlds().await {
        let (office, kept) = (world.office().await, world.lecturer("钱进").await);
        let gone = world.lecturer("钱进").await;
        let pair = format!("/person/{}/merge/{}", kept.id, gone.id);
        assert_eq!(office.post(&pair, &Values::default()).await.status, 303);
        let undo = format!("/person/{}/merging/1/undo", kept.id);
        check(world, &office, &undo, Values::default()).await;
    }
}

#[tokio::test]
async fn two_units_are_merged_once_and_parted_once() {
    for world in worlds().await {
        let (s, other) = (scene(&world).await, unit(&world, "菱歌示范学校").await);
        let pair = format!("/organisation/{}/merge/{other}", s.unit);
        check(world, &s.city, &pair, Values::default()).await;
    }
    for world in worlds().await {
        let (s, other) = (scene(&world).await, unit(&world, "菱歌示范学校").await);
        let pair = format!("/organisation/{}/merge/{other}", s.unit);
        assert_eq!(s.city.post(&pair, &Values::default()).await.status, 303);
        let undo = format!("/organisation/{}/merging/1/undo", s.unit);
        check(world, &s.city, &undo, Values::default()).await;
    }
}
