//! The meeting of a final: one nominee at a time on every screen, judges in conflict outside.

use actions::Files;
use domain::{
    form::{Field, Values},
    id::NominationId,
    nomination::NominationState,
    role::Role,
};
use store::NewUpload;
use test_database::databases;

use crate::{
    award_final::in_final,
    award_scene::{Cast, relations},
    world::{Person, World, commit, worlds},
};

fn at(cast: &Cast, rest: &str) -> String {
    format!("/award/{}/{rest}", cast.cycle)
}

async fn revision(world: &World, cast: &Cast) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    let meeting = conn.find_final_meeting(cast.cycle).await.unwrap();
    meeting.map_or(0, |meeting| meeting.revision).to_string()
}

async fn turn(world: &World, cast: &Cast, office: &Person, place: i64) -> u16 {
    let values = Values::default()
        .with(Field::Turn, place.to_string())
        .with(Field::Revision, revision(world, cast).await);
    office.post(&at(cast, "meeting/turn"), &values).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn one_nominee_at_a_time_stands_on_every_screen_and_who_is_in_conflict_waits_outside() {
    for world in worlds().await {
        let cast = in_final(&world, "sheets").await;
        // Who is in the final, by the ids of the nominations.
        let mut conn = world.db.store.read().await.unwrap();
        let mut finalists = conn.list_nominations(cast.cycle).await.unwrap();
        drop(conn);
        finalists.retain(|one| one.state == domain::nomination::NominationState::Shortlisted);
        assert!(finalists.len() >= 3, "{}", world.db.name);
        let of = finalists[1].id;
        let judging = at(&cast, "judging");
        let near = relations(&cast, &[of]);
        assert_eq!(cast.judges[0].post(&judging, &near).await.status, 303);
        let room = at(&cast, "room");
        let before = cast.judges[0].get(&room).await;
        assert!(before.status == 200 && before.body.contains("还没有开始"));
        assert_eq!(cast.supervisor.get(&room).await.status, 403);
        assert_eq!(cast.judges[0].get(&at(&cast, "meeting")).await.status, 403);
        let page = cast.office.get(&at(&cast, "meeting")).await.body;
        assert!(page.contains("评委共离席1次") && page.contains("开始终评会"), "{page}");
        assert_eq!(turn(&world, &cast, &cast.office, 1).await, 409, "not opened");
        let open = Values::default().with(Field::Revision, "0");
        assert_eq!(cast.office.post(&at(&cast, "meeting/open"), &open).await.status, 303);
        assert!(cast.judges[0].get("/inbox").await.body.contains("终评会开始"));
        assert!(cast.judges[1].get(&room).await.body.contains("还没有轮到任何人"));
        let mut conn = world.db.store.read().await.unwrap();
        let turns = conn.list_final_turns(cast.cycle).await.unwrap();
        drop(conn);
        assert_eq!(turns.len(), finalists.len());
        for it in &turns {
            assert_eq!(turn(&world, &cast, &cast.office, it.place).await, 303);
            for (n, judge) in cast.judges.iter().enumerate() {
                let shown = judge.get(&room).await.body;
                let is_outside = n == 0 && it.nomination_id == of;
                assert_eq!(shown.contains("请离席等候"), is_outside, "{}", world.db.name);
                for one in &finalists {
                    let is_here = one.id == it.nomination_id && !is_outside;
                    assert_eq!(shown.contains(&one.name), is_here, "one at a time");
                }
                let sheet = format!("/score_sheet/{}", it.nomination_id);
                assert_eq!(shown.contains(&sheet), !is_outside);
            }
        }
        assert_eq!(turn(&world, &cast, &cast.office, 99).await, 422, "nobody is there");
        let stale = Values::default().with(Field::Turn, "1").with(Field::Revision, "1");
        assert_eq!(cast.office.post(&at(&cast, "meeting/turn"), &stale).await.status, 409);
        // Back to the first, then the end, and on again.
        assert_eq!(turn(&world, &cast, &cast.office, 1).await, 303);
        let close = Values::default().with(Field::Revision, revision(&world, &cast).await);
        assert_eq!(cast.office.post(&at(&cast, "meeting/close"), &close).await.status, 303);
        assert_eq!(
            cast.office.post(&at(&cast, "meeting/close"), &close).await.status,
            303,
            "twice"
        );
        assert!(cast.judges[1].get(&room).await.body.contains("已经结束"));
        let open = Values::default().with(Field::Revision, revision(&world, &cast).await);
        assert_eq!(cast.office.post(&at(&cast, "meeting/open"), &open).await.status, 303);
        assert_eq!(turn(&world, &cast, &cast.office, 2).await, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_that_votes_meets_as_well_and_writes_no_sheets() {
    for world in worlds().await {
        let cast = in_final(&world, "vote").await;
        let open = Values::default().with(Field::Revision, "0");
        assert_eq!(cast.office.post(&at(&cast, "meeting/open"), &open).await.status, 303);
        assert_eq!(turn(&world, &cast, &cast.office, 1).await, 303);
        let shown = cast.judges[3].get(&at(&cast, "room")).await;
        assert!(shown.status == 200 && !shown.body.contains("/score_sheet/"), "{}", world.db.name);
        assert!(shown.body.contains("金丝雀事迹"), "the file is at hand");
        world.remove().await;
    }
}

/// A paper that the unit has added to a nomination.
async fn a_paper(files: &Files, world: &World, cast: &Cast, of: NominationId) -> String {
    let paper = demo::paper("证书");
    let size = i64::try_from(paper.len()).unwrap();
    let sha256 = files.put(paper).await.unwrap();
    let mut tx = world.db.store.begin().await.unwrap();
    let upload = NewUpload {
        token: "certificate",
        owner_id: cast.office.id,
        sha256: &sha256,
        size,
        media_type: "application/pdf",
        file_name: "证书.pdf",
        created_at: world.now(),
    };
    let upload = tx.add_upload(&upload).await.unwrap();
    tx.add_attachment(of, upload).await.unwrap();
    commit(tx).await;
    let mut conn = world.db.store.read().await.unwrap();
    let file = conn.list_attachments(of).await.unwrap().remove(0).id;
    format!("/nomination/{of}/attachment/{file}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_that_votes_opens_files_declares_late_and_is_filled_up() {
    for db in databases().await {
        let files = Files::memory();
        let world = World::keeping(db, files.clone());
        let cast = in_final(&world, "vote").await;
        let open = Values::default().with(Field::Revision, "0");
        assert_eq!(cast.office.post(&at(&cast, "meeting/open"), &open).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let turns = conn.list_final_turns(cast.cycle).await.unwrap();
        drop(conn);
        let (first, second) = (turns[0].nomination_id, turns[1].nomination_id);
        let file = a_paper(&files, &world, &cast, first).await;
        assert_eq!(cast.judges[0].get(&file).await.status, 404, "not spoken of yet");
        assert_eq!(turn(&world, &cast, &cast.office, 1).await, 303);
        let room = cast.judges[0].get(&at(&cast, "room")).await.body;
        assert!(room.contains(&file) && room.contains(&at(&cast, "judging")), "{room}");
        let opened = cast.judges[0].get(&file).await;
        assert_eq!(opened.status, 200, "{}: {}", world.db.name, opened.body);

        // A relation that a judge remembers late closes the file, and leads outside.
        for judge in &cast.judges[..3] {
            let near = relations(&cast, &[first]);
            assert_eq!(judge.post(&at(&cast, "judging"), &near).await.status, 303);
            assert!(judge.get(&at(&cast, "room")).await.body.contains("请离席等候"));
            assert_eq!(judge.get(&file).await.status, 404, "{}", world.db.name);
        }
        assert_eq!(turn(&world, &cast, &cast.office, 2).await, 303);
        assert_eq!(cast.judges[5].get(&file).await.status, 404, "another is spoken of");

        // Four of seven are left for the first: a substitute is drawn, who declares and comes in.
        let newcomer = world.person("候补评委", &[Role::Judge], "候补单位", "institute", 1).await;
        let page = cast.office.get(&at(&cast, "substitute")).await;
        assert!(page.status == 200 && page.body.contains("候补评委"), "{}", page.body);
        let show = cast.office.get(&format!("/award/{}", cast.cycle)).await.body;
        assert!(show.contains(&at(&cast, "substitute")), "the way there");
        let revision = crate::award_scene::revision(&world, &cast).await;
        let draw = Values::default()
            .with(Field::Reason, "三名评委需要回避")
            .with(Field::Revision, revision);
        let drawn = cast.office.post(&at(&cast, "substitute"), &draw).await;
        assert_eq!(drawn.status, 303, "{}", drawn.body);
        assert!(newcomer.get("/inbox").await.body.contains("终评投票"), "{}", world.db.name);
        assert!(newcomer.get("/desk").await.body.contains(&at(&cast, "judging")));
        assert!(newcomer.get(&at(&cast, "room")).await.body.contains("请离席等候"));
        assert_eq!(newcomer.post(&at(&cast, "judging"), &relations(&cast, &[])).await.status, 303);
        assert!(!newcomer.get("/desk").await.body.contains(&at(&cast, "judging")));
        assert!(!newcomer.get(&at(&cast, "room")).await.body.contains("请离席等候"));
        assert_eq!(newcomer.get(&format!("/score_sheet/{second}")).await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The form that undoes what a judge has declared about a nominee.
fn undo(of: NominationId) -> Values {
    Values::default()
        .with(Field::UndoneRelation, of.to_string())
        .with(Field::UndoReason, "同名不同人，申报有误")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistaken_declaration_is_undone_while_the_panel_votes_and_who_was_voted_on_stays() {
    for world in worlds().await {
        let cast = in_final(&world, "vote").await;
        let open = Values::default().with(Field::Revision, "0");
        assert_eq!(cast.office.post(&at(&cast, "meeting/open"), &open).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let turns = conn.list_final_turns(cast.cycle).await.unwrap();
        let meeting = conn.list_judges(cast.cycle).await.unwrap();
        drop(conn);
        let (first, second) = (turns[0].nomination_id, turns[1].nomination_id);
        let judge = &cast.judges[0];
        let seat = meeting.iter().find(|one| one.person_id == judge.id).unwrap().seat_no;
        let near = relations(&cast, &[first, second]);
        assert_eq!(judge.post(&at(&cast, "judging"), &near).await.status, 303);
        let page = at(&cast, &format!("evaluation/{seat}"));
        let show = cast.office.get(&format!("/award/{}", cast.cycle)).await.body;
        assert!(show.contains(&at(&cast, "evaluation")), "{}: the way there", world.db.name);
        assert_eq!(cast.office.get(&at(&cast, "evaluation")).await.status, 200);
        let shown = cast.office.get(&page).await.body;
        assert!(shown.contains(&turns[0].name) && !shown.contains("opened_sheet"), "{shown}");
        // Without a reason nothing is undone.
        let mut silent = undo(first);
        silent.set(Field::UndoReason, "");
        assert_eq!(cast.office.post(&format!("{page}/undo"), &silent).await.status, 422);
        assert_eq!(cast.office.post(&format!("{page}/undo"), &undo(first)).await.status, 303);
        let told = cast.supervisor.get("/inbox").await.body;
        assert!(told.contains("申报有误"), "{}: the supervisor is told: {told}", world.db.name);
        // The judge declares anew, and takes part when the nominee is spoken of.
        assert_eq!(turn(&world, &cast, &cast.office, 1).await, 303);
        assert!(judge.get(&at(&cast, "room")).await.body.contains("请离席等候"));
        let again = relations(&cast, &[second]);
        assert_eq!(judge.post(&at(&cast, "judging"), &again).await.status, 303);
        assert!(!judge.get(&at(&cast, "room")).await.body.contains("请离席等候"));
        // Of the second, whom the panel has voted on without the judge, it stays.
        assert_eq!(turn(&world, &cast, &cast.office, 2).await, 303);
        assert_eq!(turn(&world, &cast, &cast.office, 1).await, 303);
        let late = cast.office.post(&format!("{page}/undo"), &undo(second)).await;
        assert_eq!(late.status, 422, "{}", world.db.name);
        assert!(late.body.contains("会议已完成对此人的表决"), "{}", late.body);
        assert_eq!(turn(&world, &cast, &cast.office, 2).await, 303, "it is voted on again");
        assert_eq!(cast.office.post(&format!("{page}/undo"), &undo(second)).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_final_with_sheets_a_mistaken_declaration_is_undone_as_well() {
    for world in worlds().await {
        let cast = in_final(&world, "sheets").await;
        let mut conn = world.db.store.read().await.unwrap();
        let rows = conn.list_nominations(cast.cycle).await.unwrap();
        let judges = conn.list_judges(cast.cycle).await.unwrap();
        drop(conn);
        let on = |row: &&store::NominationRow| row.state == NominationState::Shortlisted;
        let first = rows.iter().find(on).unwrap().id;
        let judge = &cast.judges[0];
        let seat = judges.iter().find(|one| one.person_id == judge.id).unwrap().seat_no;
        let near = relations(&cast, &[first]);
        assert_eq!(judge.post(&at(&cast, "judging"), &near).await.status, 303);
        let sheet = format!("/score_sheet/{first}");
        assert_eq!(judge.get(&sheet).await.status, 404, "{}", world.db.name);
        let page = at(&cast, &format!("evaluation/{seat}"));
        assert_eq!(cast.office.post(&format!("{page}/undo"), &undo(first)).await.status, 303);
        assert_eq!(judge.get(&sheet).await.status, 403, "to be declared anew");
        assert_eq!(judge.post(&at(&cast, "judging"), &relations(&cast, &[])).await.status, 303);
        assert_eq!(judge.get(&sheet).await.status, 200, "{}", world.db.name);
        world.remove().await;
    }
}
