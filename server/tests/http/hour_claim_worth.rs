//! What the table gives for a claim (`TRN-03`), shown to whoever checks it.

use domain::form::{Field, Values};

use crate::{
    hour_claim::{PDF, Scene, claim, decision, scene, send},
    world::{World, worlds},
};

/// One day of ninety minutes, in front of others.
fn taught(once: &str, topic: &str) -> Values {
    let mut values = claim(once);
    values.set(Field::EventTitle, format!("骨干教师培训{once}"));
    values.set(Field::FirstDay, "2026-11-08");
    values.set(Field::HalfDays, "morning");
    values.set(Field::Hours, "4");
    values
        .with(Field::Participation, "taught")
        .with(Field::LessonMinutes, "90")
        .with(Field::Topic, topic)
}

/// Sends a claim with a paper of its own and has the unit confirm it: its address.
async fn confirmed(s: &Scene, values: &Values) -> String {
    let paper = demo::paper(values.get(Field::EventTitle));
    let id = send(&s.tutor, values, &paper).await.made();
    let page = format!("/hour_claim/{id}");
    let answer = s.officer.post(&format!("{page}/decide"), &decision("accept", 2, "", "")).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    page
}

async fn by_table(world: &World, s: &Scene, page: &str, hours: &str) -> String {
    let body = s.county.get(page).await.body;
    let fact = format!("按标准折算</dt><dd>{hours} 学时");
    assert!(body.contains(&fact), "{} {page}: {body}", world.db.name);
    body
}

#[tokio::test]
async fn whoever_checks_sees_what_the_table_gives_and_is_warned_of_more() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let page = s.officer.get(&format!("/hour_claim/{id}")).await.body;
        assert!(page.contains("按标准折算</dt><dd>12 学时"), "{}: {page}", world.db.name);
        assert!(!page.contains("多于按标准折算"));
        let mut more = claim("two");
        more.set(Field::EventTitle, "另一次研修");
        more.set(Field::Hours, "13.5");
        let id = send(&s.tutor, &more, &demo::paper("other")).await.made();
        let page = format!("/hour_claim/{id}");
        assert!(s.officer.get(&page).await.body.contains("多于按标准折算"), "{}", world.db.name);
        assert!(!s.tutor.get(&page).await.body.contains("多于按标准折算"), "not for the owner");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_topic_that_was_taught_and_accepted_before_counts_once() {
    for world in worlds().await {
        let s = scene(&world).await;
        let first = confirmed(&s, &taught("一", "AI 与课堂")).await;
        let body = by_table(&world, &s, &first, "4").await;
        assert!(!body.contains("不再加倍") && body.contains("90 分钟"), "{body}");
        // While nobody has accepted the first, the second is the first as well.
        let mut again = taught("二", "ai与课堂");
        again.set(Field::FirstDay, "2026-11-09");
        again.set(Field::LastDay, "2026-11-09");
        let second = confirmed(&s, &again).await;
        by_table(&world, &s, &second, "4").await;
        let accept = decision("accept", 3, "4", "");
        assert_eq!(s.county.post(&format!("{first}/decide"), &accept).await.status, 303);
        let body = by_table(&world, &s, &second, "2").await;
        assert!(body.contains("不再加倍") && body.contains("多于按标准折算"), "{body}");
        assert!(!s.tutor.get(&second).await.body.contains("不再加倍"), "told to who decides");
        let less = decision("accept", 3, "2", "同一课题不再加倍");
        assert_eq!(s.county.post(&format!("{second}/decide"), &less).await.status, 303);
        by_table(&world, &s, &first, "4").await;
        by_table(&world, &s, &second, "2").await;
        let mut other = taught("三", "天文望远镜");
        other.set(Field::FirstDay, "2026-11-10");
        other.set(Field::LastDay, "2026-11-10");
        let third = confirmed(&s, &other).await;
        assert!(!by_table(&world, &s, &third, "4").await.contains("不再加倍"));
        world.remove().await;
    }
}

#[tokio::test]
async fn an_on_line_course_has_the_hours_of_its_certificate_alone() {
    for world in worlds().await {
        let s = scene(&world).await;
        let mut online = claim("one").with(Field::Participation, "online");
        online.take(Field::HalfDays);
        online.set(Field::Hours, "10");
        let page = confirmed(&s, &online).await;
        let body = s.county.get(&page).await.body;
        assert!(body.contains("线上课程") && !body.contains("按标准折算"), "{body}");
        world.remove().await;
    }
}

#[tokio::test]
async fn what_a_way_of_taking_part_needs_is_asked_for_at_its_field() {
    for world in worlds().await {
        let s = scene(&world).await;
        let mut bare = taught("一", "");
        bare.set(Field::LessonMinutes, "");
        let refused = send(&s.tutor, &bare, PDF).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        for field in ["lesson_minutes", "topic"] {
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field}");
        }
        let mut wrong = taught("二", "天文<b>望远镜");
        wrong.set(Field::LessonMinutes, "九十");
        wrong.set(Field::Participation, "asleep");
        let refused = send(&s.tutor, &wrong, PDF).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains("value=\"九十\""), "typed text is kept");
        assert!(refused.body.contains("value=\"天文&lt;b&gt;望远镜\""), "typed text is kept");
        assert!(refused.body.contains("href=\"#participation\""));
        assert!(refused.body.contains("href=\"#lesson_minutes\""));
        // A lecture needs its minutes, and no topic.
        let mut lesson = taught("三", "");
        lesson.set(Field::Participation, "lesson");
        lesson.set(Field::Hours, "2");
        let page = confirmed(&s, &lesson).await;
        by_table(&world, &s, &page, "2").await;
        world.remove().await;
    }
}
