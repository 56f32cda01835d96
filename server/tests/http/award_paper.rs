//! The papers of an award say what its pages say, as PDF and as spreadsheets.

use domain::{
    access_log::{AccessKind, AccessThing},
    form::Field,
    id::{AccessLogId, NominationId},
    role::Role,
};
use store::AccessFilter;

use crate::{
    award_result::decide,
    award_scene::{
        CANARIES, Cast, answer, cast, cast_of, confirm_all, head, judges, proposal, relations,
        score_all, scores, take,
    },
    review_paper::{pdf_text, sheets, typesetter},
    world::{World, commit, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_record_has_sheets_ranks_recusals_and_a_line_for_each_judge() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let mut cast = cast(&world).await;
        // One more judge than is needed: the first steps aside of the last nominee.
        let more = world.person("评委5", &[Role::Judge], "评委单位5", "institute", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.add_judge(cast.cycle, more.id).await.unwrap();
        commit(tx).await;
        cast.judges.push(more);
        let path = &format!("/award/{}/record.xlsx", cast.cycle);
        confirm_all(&cast).await;
        assert_eq!(cast.office.get(path).await.status, 409, "nobody sees a rank before");
        for (at, judge) in cast.judges.iter().enumerate() {
            let judging = format!("/award/{}/judging", cast.cycle);
            let near = if at == 0 { &cast.nominees[4..] } else { &[] };
            assert_eq!(judge.post(&judging, &relations(&cast, near)).await.status, 303);
            for (n, id) in cast.nominees.iter().enumerate() {
                if at == 0 && n == 4 {
                    continue;
                }
                let points = format!("{}", 45 - n + at / 4);
                let sheet = scores(&points, "40", 0).with(Field::Comment, "评语只给本人");
                assert_eq!(judge.post(&format!("/score_sheet/{id}"), &sheet).await.status, 303);
            }
        }
        take(&cast.office, cast.cycle, "close_scoring").await;
        let early = sheets(&cast.supervisor, path).await;
        assert!(!format!("{early:?}").contains("审定：嘉科协"), "not decided yet");
        decide(&world, &cast).await;

        let found = sheets(&cast.office, path).await;
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["评审记录", "优秀科技辅导员：得分与名次", "优秀科技辅导员：评分表"]);
        let first = found[0].1.concat().join("|");
        for text in [
            "2026年度科普工作评优评审记录",
            "嘉科协〔2026〕9号",
            "1号评委0",
            "共2个名额",
            "评委0回避辅导员4（近亲属）",
            "没有收到异议。",
            "审定：嘉科协〔2026〕9号，党组书记",
            "1号评委（组长）评委0：",
            "6号评委评委5：",
            "监督员：",
        ] {
            assert!(first.contains(text), "{}: {text} is not in {first}", world.db.name);
        }
        let ranks = &found[1].1;
        let row = |name: &str| ranks.iter().find(|row| row.iter().any(|it| it == name)).unwrap();
        assert!(row("辅导员0").iter().any(|cell| cell.ends_with("（去掉）")), "{ranks:?}");
        assert!(row("辅导员0").iter().any(|cell| cell == "是"), "proposed");
        let rows = &found[2].1;
        assert_eq!(rows.iter().filter(|row| row.contains(&"辅导员0".to_owned())).count(), 6);
        assert_eq!(rows.iter().filter(|row| row.contains(&"辅导员4".to_owned())).count(), 5);

        let pdf = pdf_text(&cast.decider, &path.replace(".xlsx", ".pdf")).await;
        for text in ["评审记录", "一、优秀科技辅导员：得分与名次", "评委0回避辅导员4（近亲属）"]
        {
            assert!(pdf.contains(text), "{text} is not in {pdf}");
        }
        for secret in CANARIES.iter().chain(&["评语只给本人"]) {
            assert!(!pdf.contains(secret) && !format!("{found:?}").contains(secret), "{secret}");
        }
        let mut conn = world.db.store.read().await.unwrap();
        let newest = AccessLogId(i64::MAX);
        let lines = conn.list_access_log(&AccessFilter::default(), newest, 1).await.unwrap();
        drop(conn);
        assert_eq!((lines[0].kind, lines[0].thing), (AccessKind::Export, AccessThing::AwardPaper));
        let page = cast.office.get(&format!("/award/{}", cast.cycle)).await.body;
        assert!(page.contains(path) && page.contains(&path.replace(".xlsx", ".pdf")));
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_in_conflict_and_no_stranger_has_the_record() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        score_all(&cast).await;
        let path = format!("/award/{}/record.xlsx", cast.cycle);
        let near = world.person("同校干事", &[Role::CityOffice], "别处", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let school = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap().workplace_id;
        tx.set_workplace(near.id, school.unwrap(), world.now().date_naive()).await.unwrap();
        commit(tx).await;
        for (who, status) in
            [(&cast.office, 200), (&near, 403), (&cast.judges[0], 403), (&world.visitor(), 303)]
        {
            assert_eq!(who.get(&path).await.status, status, "{}", world.db.name);
        }
        world.remove().await;
    }
}

/// A cycle whose notice stands in an order, with three seats.
async fn cast_in_order(world: &World, order: &str) -> Cast {
    let head = head().with(Field::NoticeOrder, order);
    let judges = judges(world).await;
    let steps = ["announce", "close_nominations"];
    cast_of(world, &head, (Field::Seats, "3"), judges, &steps).await
}

async fn rename(world: &World, id: NominationId, name: &str) {
    let mut tx = world.db.store.begin().await.unwrap();
    let row = tx.find_nomination(id).await.unwrap().unwrap();
    let name = format!("{name}某某");
    let place = row.workplace;
    assert!(tx.correct_nominee((id, row.revision), &name, &place).await.unwrap());
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_stands_in_the_order_that_its_cycle_says_as_page_and_as_paper() {
    for (order, expected, sentence) in [
        ("region", ["丁", "李", "王"], "按推荐单位所在地区"),
        ("strokes", ["丁", "王", "李"], "按姓氏笔画"),
        ("rank", ["王", "李", "丁"], "按评审名次"),
    ] {
        for world in worlds().await {
            let world = world.setting_papers(typesetter());
            let cast = cast_in_order(&world, order).await;
            confirm_all(&cast).await;
            score_all(&cast).await;
            // In the order of ranks; that of the unit's names is another one.
            for (id, name) in cast.nominees.iter().zip(["王", "李", "丁"]) {
                rename(&world, *id, name).await;
            }
            let path = format!("/award/{}/proposal", cast.cycle);
            let three = proposal(&cast.nominees[..3]);
            let sent = cast.office.post(&path, &three).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
            let yes = answer(&world, &cast, "confirm").await;
            let path = format!("/award/{}/confirm", cast.cycle);
            assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
            let (notice, visitor) = (format!("/notice/{}", cast.cycle), world.visitor());
            let file = format!("{notice}/notice.pdf");
            assert_eq!(visitor.get(&file).await.status, 404, "not on notice yet");
            take(&cast.office, cast.cycle, "post").await;

            let page = visitor.get(&notice).await.body;
            assert!(page.contains(sentence) && page.contains(&file), "{order}: {page}");
            let paper = pdf_text(&visitor, &file).await;
            let table = paper.split("姓名").last().unwrap_or(&paper);
            for text in [&page, table] {
                let at =
                    expected.map(|name| text.find(&format!("{name}某某")).unwrap_or(usize::MAX));
                assert!(at[0] < at[1] && at[1] < at[2], "{order}: {at:?} in {text}");
            }
            for text in ["公示期：2026年11月24日至", "科普部0573-00000000", sentence, "实名"]
            {
                assert!(paper.contains(text), "{text} is not in {paper}");
            }
            for secret in CANARIES {
                assert!(!paper.contains(secret), "{secret}");
            }
            assert_eq!(pdf_text(&visitor, &file).await, paper, "the same paper again");
            world.remove().await;
        }
    }
}
