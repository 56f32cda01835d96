//! Dates of an award's stages, moved later in public, and titles that a decision maker allows.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
    role::Role,
};

use crate::{
    award_scene::{cast_of, head, judges},
    review_paper::{pdf_text, typesetter},
    world::{Person, World, worlds},
};

/// The same head with an organiser and an end for each stage.
pub(crate) fn dated() -> Values {
    head()
        .with(Field::Organiser, "嘉兴市科学技术协会")
        .with(Field::NominationDays, "15")
        .with(Field::EligibilityDays, "5")
        .with(Field::EvaluationDays, "10")
        .with(Field::ProposalDays, "5")
}

async fn revision(world: &World, cycle: AwardCycleId) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_cycle(cycle).await.unwrap().unwrap().revision.to_string()
}

async fn digest(world: &World, cycle: AwardCycleId) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_cycle(cycle).await.unwrap().unwrap().rules_digest.unwrap()
}

async fn step(office: &Person, cycle: AwardCycleId, step: &str) -> crate::world::Answer {
    let values = Values::default().with(Field::Step, step);
    office.post(&format!("/award/{cycle}/step"), &values).await
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_are_announced_hold_and_are_moved_later_in_public() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let unit =
            world.person("推荐人", &[Role::CountyOffice], "某区科协", "county_association", 1);
        let unit = unit.await;
        let cast =
            cast_of(&world, &dated(), (Field::Seats, "2"), judges(&world).await, &["announce"])
                .await;
        let (cycle, visitor) = (cast.cycle, world.visitor());
        let notice = format!("/notice/{cycle}");
        let page = visitor.get(&notice).await.body;
        for text in [
            "嘉兴市科学技术协会2026年度科普工作评优",
            "2026年12月14日",
            "2026年12月21日",
            "15个工作日",
            &format!("{notice}/announcement.pdf"),
        ] {
            assert!(page.contains(text), "{}: {text} is not in {page}", world.db.name);
        }
        let early = step(&cast.office, cycle, "close_nominations").await;
        assert_eq!(early.status, 422, "units were told another day");
        assert!(early.body.contains("12月14日"), "{}", early.body);
        let before = digest(&world, cycle).await;

        let path = format!("/award/{cycle}/stage");
        assert!(cast.office.get(&format!("/award/{cycle}")).await.body.contains(&path));
        assert_eq!(cast.decider.get(&path).await.status, 403);
        let moved = |until: &str, reason: &str| {
            Values::default()
                .with(Field::AwardStage, "nomination")
                .with(Field::StageUntil, until)
                .with(Field::Reason, reason)
        };
        let back = cast.office.post(&path, &moved("2026-12-11", "推荐单位要求缩短")).await;
        assert!(back.status == 422 && back.body.contains("href=\"#stage_until\""), "{}", back.body);
        assert!(back.body.contains("推荐单位要求缩短"), "nothing typed is lost");
        let now = revision(&world, cycle).await;
        let later = moved("2026-12-18", "多个县区请求延期").with(Field::Revision, now);
        assert_eq!(cast.office.post(&path, &later).await.status, 303);
        assert_eq!(cast.office.post(&path, &later).await.status, 422, "it is that day already");
        let page = visitor.get(&notice).await.body;
        for text in ["日程变更", "多个县区请求延期", "2026年12月18日", "2026年12月25日"]
        {
            assert!(page.contains(text), "{}: {text} is not in {page}", world.db.name);
        }
        assert_eq!(digest(&world, cycle).await, before, "the rules stay as they were frozen");
        assert!(unit.get("/inbox").await.body.contains("评优日程有调整"));
        assert!(cast.judges[0].get("/inbox").await.body.contains("评优日程有调整"));
        let paper = pdf_text(&visitor, &format!("{notice}/announcement.pdf")).await;
        for text in [
            "关于开展嘉兴市科学技术协会2026年度科普工作评优的通知",
            "推荐15个工作日2026年12月18日",
            "多个县区请求延期",
            "育人成效",
            "不增加名额",
            "单位推荐数量不限",
            "处级及以上干部不参评",
            before.as_str(),
        ] {
            assert!(paper.contains(text), "{text} is not in {paper}");
        }
        world.wait(TimeDelta::days(26));
        assert_eq!(step(&cast.office, cycle, "close_nominations").await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_maker_allows_a_title_by_name_and_with_a_reason() {
    for world in worlds().await {
        let office = world.office().await;
        let decider =
            world.person("党组书记", &[Role::DecisionMaker], "党组", "city_association", 1).await;
        let cycle: AwardCycleId = office.post("/award/new", &head()).await.made().into();
        let licensed = "2026年度科普工作表彰";
        let edit = format!("/award/{cycle}/edit");
        let mut typed = head();
        typed.set(Field::AwardTitle, licensed);
        let refused = office.post(&edit, &typed).await;
        assert!(refused.status == 422 && refused.body.contains("批准文号"), "{}", refused.body);
        let path = format!("/award/{cycle}/title");
        assert!(decider.get("/award").await.body.contains(&path), "{}", world.db.name);
        assert_eq!(office.get(&path).await.status, 403);
        let leave = |reason: &str| {
            Values::default().with(Field::AllowedTitle, licensed).with(Field::LeaveReason, reason)
        };
        let short = decider.post(&path, &leave("沿用多年")).await;
        assert!(short.status == 422 && short.body.contains(licensed), "{}", short.body);
        let reason = "系统内沿用多年的名称，已请示主管部门并获同意使用";
        let now = revision(&world, cycle).await;
        let allowed = decider.post(&path, &leave(reason).with(Field::Revision, now)).await;
        assert_eq!(allowed.status, 303, "{}", allowed.body);
        let page = office.get(&format!("/award/{cycle}")).await.body;
        assert!(page.contains(licensed) && page.contains(reason), "{page}");
        let now = revision(&world, cycle).await;
        let kept = office.post(&edit, &typed.clone().with(Field::Revision, now)).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        typed.set(Field::AwardTitle, "2026年度科普奖励");
        assert_eq!(office.post(&edit, &typed).await.status, 422, "this one was not allowed");
        world.verify_chain().await;
        world.remove().await;
    }
}
