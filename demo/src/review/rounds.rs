//! Courses before their panels: one through three rounds into the catalogue, one that has to be
//! revised, one whose verdict waits for the office, and one whose sheets are being written.

use chrono::TimeDelta;
use domain::{
    form::{Field, Revision, Values},
    id::{BookingId, CourseVersionId, PersonId, ReviewSessionId},
    role::{Actor, Role, Scope},
};

use super::{Sitting, late::REFERENCE};
use crate::{Demo, acting, actor, at, cast::Cast, granted_on, grants};
use actions::{ActionError, Call};

/// The panel of a sitting: seats in the order of the cast.
const PANEL: usize = 7;

/// How far a round has gone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// The lecturer did not come.
    Missed,
    /// The lecture runs, and some sheets are in.
    Running,
    /// Some sheets are in.
    Scoring,
    /// The chair has proposed.
    Proposed,
    /// The office has confirmed.
    Confirmed,
}

/// A round to be held.
struct Round<'a> {
    lecturer: &'a Actor,
    version: CourseVersionId,
    /// So many working days ago.
    days: i64,
    /// Where in the cast the panel begins.
    first_member: usize,
    /// What the panel gives, by criterion in half points; each seat adds a little.
    level: [i64; 9],
    verdict: &'a str,
    changes: &'a str,
    until: Until,
}

const EARLY: [i64; 9] = [26, 13, 13, 11, 10, 12, 15, 12, 9];
const BETTER: [i64; 9] = [31, 16, 15, 14, 13, 15, 18, 15, 12];
const POOR: [i64; 9] = [18, 10, 9, 12, 11, 12, 12, 10, 8];
const GOOD: [i64; 9] = [35, 17, 17, 17, 17, 17, 20, 17, 14];

const REMARKS: [(&str, &str); 4] = [
    ("用钱塘潮的亲身经历开场，一下子抓住了听众", "潮高数据请注明观测站和年份"),
    ("道理讲得清楚，月球与地球的模型很直观", "第三部分偏难，建议减少公式，多用示意图"),
    ("语速合适，图片清晰，后排也看得见", "互动只有结尾一次，中间可以再设一次提问"),
    ("结合本地潮汐和防汛，学生容易联系生活", "可以准备一张可带走的小实验清单"),
];

impl Demo {
    /// Rounds that were held.
    pub(super) async fn tell_rounds(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let [first, second, third, fourth, fifth, sixth] = cast.lecturers.as_slice() else {
            return Ok(());
        };
        let course = self.three_rounds(call, cast, first).await?;
        let office = acting(&self.working_days_ago(call, 10), &cast.office);
        self.actions.list_course(&office, course, Revision::NEWEST).await?;

        let version = self.cleared(call, cast, (second, REFERENCE), 60).await?;
        let round = Round {
            lecturer: second,
            version,
            days: 18,
            first_member: 1,
            level: BETTER,
            verdict: "revise",
            changes: "路径图请注明资料来源\n增加一次现场提问\n删去第七页的商品标识",
            until: Until::Confirmed,
        };
        self.hold_round(call, cast, &round).await?;

        let version = self.cleared(call, cast, (third, "显微镜下的一滴水"), 50).await?;
        let round = Round {
            lecturer: third,
            version,
            days: 7,
            first_member: 2,
            level: GOOD,
            verdict: "approve",
            changes: "",
            until: Until::Proposed,
        };
        self.hold_round(call, cast, &round).await?;

        for (lecturer, title, days, verdict, until) in [
            (fourth, "火山为什么喷发", 1, "revise", Until::Running),
            (third, "云的十种面孔", 2, "revise", Until::Scoring),
            (fourth, "蚂蚁怎样认路", 12, "revise", Until::Missed),
            (fifth, "彩虹的两道弧", 14, "approve", Until::Confirmed),
            (sixth, "永动机能造出来吗", 16, "reject", Until::Confirmed),
            (fifth, "地球是空心的吗", 17, "reject", Until::Confirmed),
        ] {
            let version = self.cleared(call, cast, (lecturer, title), 45).await?;
            let level = match verdict {
                "approve" => GOOD,
                "reject" => POOR,
                _ => BETTER,
            };
            let (first_member, changes) = (0, "");
            let round =
                Round { lecturer, version, days, first_member, level, verdict, changes, until };
            self.hold_round(call, cast, &round).await?;
        }
        self.tell_late_conflicts(call, cast).await?;
        self.offer_reference(call, cast).await?;
        self.give_up(call, cast, sixth).await?;
        self.call_off(call, cast).await
    }

    /// A version that its lecturer has withdrawn.
    async fn give_up(&self, call: &Call, cast: &Cast, lecturer: &Actor) -> Result<(), ActionError> {
        let version = self.cleared(call, cast, (lecturer, "指纹里的秘密"), 20).await?;
        let mine = acting(&self.working_days_ago(call, 15), lecturer);
        let reason = Values::default().with(Field::Reason, "题目与另一门课程重复，合并后再申请");
        self.actions.give_up_version(&mine, version, &reason, Revision::NEWEST).await
    }

    /// A session that was published and then called off.
    async fn call_off(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let office = acting(&self.working_days_ago(call, 9), &cast.office);
        let held_on = self.actions.working_days_after(call.today(), 9);
        let sitting =
            Sitting { held_on, starts_at: "15:00", place: 9, n_slots: 2, first_member: 4 };
        let session = self.plan_sitting(&office, cast, &sitting).await?;
        self.actions.publish_session(&office, session, Revision::NEWEST).await?;
        let office = acting(&self.working_days_ago(call, 6), &cast.office);
        let reason = Values::default().with(Field::Reason, "与全市科普日活动冲突");
        self.actions.cancel_session(&office, session, &reason, Revision::NEWEST).await
    }

    /// A course that was revised twice, and then approved.
    async fn three_rounds(
        &self,
        call: &Call,
        cast: &Cast,
        lecturer: &Actor,
    ) -> Result<CourseVersionId, ActionError> {
        let mut version = self.cleared(call, cast, (lecturer, "钱塘潮的秘密"), 110).await?;
        for (days, level, verdict, changes) in [
            (85, EARLY, "revise", "注明潮高数据的来源\n减少公式，改用示意图\n增加一次互动"),
            (55, BETTER, "revise", "第三部分再举一个本地的例子"),
            (25, GOOD, "approve", ""),
        ] {
            let until = Until::Confirmed;
            let round =
                Round { lecturer, version, days, first_member: 3, level, verdict, changes, until };
            self.hold_round(call, cast, &round).await?;
            let n = i64::try_from(changes.lines().count()).unwrap_or(0);
            if n > 0 {
                let mine = acting(&self.working_days_ago(call, days - 6), lecturer);
                version = self.actions.open_next_version(&mine, version).await?;
                let answers = (1..=n).fold(Values::default(), |values, n| {
                    values.with(Field::Reply.at(n), "已修改，见新版课件，并请同事试听过一遍。")
                });
                self.actions.answer_changes(&mine, version, &answers).await?;
                self.actions
                    .submit_course(&mine, version, &Values::default(), Revision::NEWEST)
                    .await?;
            }
        }
        Ok(version)
    }

    /// A course whose content was found sound so many working days ago.
    async fn cleared(
        &self,
        call: &Call,
        cast: &Cast,
        (lecturer, title): (&Actor, &str),
        days: i64,
    ) -> Result<CourseVersionId, ActionError> {
        let mine = |days| acting(&self.working_days_ago(call, days), lecturer);
        let course = self.write_course(&mine(days + 2), cast.field, title).await?;
        self.actions
            .submit_course(&mine(days + 1), course, &Values::default(), Revision::NEWEST)
            .await?;
        let office = acting(&self.working_days_ago(call, days), &cast.office);
        self.actions.clear_course(&office, course, &Values::default(), Revision::NEWEST).await?;
        Ok(course)
    }

    /// A session, a booking in it, and its day as far as it has gone.
    async fn hold_round(
        &self,
        call: &Call,
        cast: &Cast,
        round: &Round<'_>,
    ) -> Result<(), ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let office = acting(&on(round.days + 16), &cast.office);
        let held_on = self.actions.work_calendar().before(call.today(), round.days);
        let sitting = Sitting {
            held_on,
            starts_at: "09:00",
            place: 9,
            n_slots: 1,
            first_member: round.first_member,
        };
        let session = self.plan_sitting(&office, cast, &sitting).await?;
        self.actions.publish_session(&office, session, Revision::NEWEST).await?;
        let mine = acting(&on(round.days + 10), round.lecturer);
        let Some(booking) = self.book(&mine, round.version, Some(session)).await? else {
            return Ok(());
        };
        let closes_at = self.actions.review_session(&office, session).await?.session.closes_at;
        self.actions.close_due_sessions(closes_at).await?;
        self.hold_day(call, cast, round, (session, booking)).await
    }

    async fn hold_day(
        &self,
        call: &Call,
        cast: &Cast,
        round: &Round<'_>,
        (session, booking): (ReviewSessionId, BookingId),
    ) -> Result<(), ActionError> {
        let office = acting(call, &cast.office);
        let starts_at = self.actions.trial(&office, booking).await?.lecture.booking.starts_at;
        let day = |minutes: i64| at(call, starts_at + TimeDelta::minutes(minutes));
        let members: Vec<PersonId> =
            cast.panel.iter().cycle().skip(round.first_member).take(PANEL).copied().collect();
        let panelist = |person: PersonId| {
            let role = [(Role::Panelist, Scope::Everything)];
            actor(person, "", grants(&role, granted_on(call)))
        };
        let chair = panelist(members[0]);
        self.actions.begin_sitting(&acting(&day(0), &chair), session, Revision::NEWEST).await?;
        if round.until == Until::Missed {
            return self.actions.miss_lecture(&acting(&day(20), &chair), booking).await;
        }
        let none = Values::default().with(Field::Relation, "none");
        for member in &members {
            let call = acting(&day(1), &panelist(*member));
            self.actions.declare_panel_relation(&call, booking, &none).await?;
        }
        let present = members.iter().fold(Values::default(), |mut values, person| {
            values.push(Field::Present, person.to_string());
            values
        });
        self.actions.set_presence(&acting(&day(2), &chair), booking, &present).await?;
        self.actions.start_lecture(&acting(&day(3), &chair), booking).await?;
        let label = if round.until == Until::Running {
            "初二（3）班"
        } else {
            "社区科普驿站听众"
        };
        self.let_audience_answer(&acting(&day(5), &chair), booking, label).await?;
        if round.until != Until::Running {
            self.actions.end_lecture(&acting(&day(55), &chair), booking).await?;
        }
        // Where sheets are still being written, the chair's own is missing, and some others.
        let (skipped, n) = match round.until {
            Until::Running | Until::Scoring => (1, 3),
            _ => (0, members.len()),
        };
        for (seat, member) in members.iter().enumerate().skip(skipped).take(n) {
            let call = acting(&day(60), &panelist(*member));
            let sheet = sheet(&round.level, seat);
            self.actions.submit_review_sheet(&call, booking, &sheet, Revision::NEWEST).await?;
        }
        if matches!(round.until, Until::Running | Until::Scoring) {
            return Ok(());
        }
        let chair = acting(&day(70), &chair);
        self.actions.close_scoring(&chair, booking, Revision::NEWEST).await?;
        let values = Values::default()
            .with(Field::Verdict, round.verdict)
            .with(Field::Changes, round.changes);
        self.actions.propose_verdict(&chair, booking, &values, Revision::NEWEST).await?;
        if round.until == Until::Proposed {
            return Ok(());
        }
        let office = acting(&day(24 * 60), &cast.office);
        let as_proposed = Values::default();
        self.actions.confirm_verdict(&office, booking, &as_proposed, Revision::NEWEST).await?;
        if round.days > 60 {
            self.actions.archive_session(&office, session, Revision::NEWEST).await?;
        }
        Ok(())
    }
}

impl Demo {
    /// A link for a group, and some of it have answered.
    async fn let_audience_answer(
        &self,
        chair: &Call,
        booking: BookingId,
        label: &str,
    ) -> Result<(), ActionError> {
        let group = Values::default().with(Field::GroupLabel, label).with(Field::NJurors, "40");
        self.actions.open_juror_link(chair, booking, &group).await?;
        let links = self.store.read().await?.list_juror_links(&[booking]).await?;
        let Some(link) = links.last() else { return Ok(()) };
        for faces in ["545", "434", "555", "354", "445"] {
            let mut given = faces.chars().map(String::from);
            let mut face = || given.next().unwrap_or_default();
            let values = Values::default()
                .with(Field::FaceEngaging, face())
                .with(Field::FaceClear, face())
                .with(Field::FaceUseful, face());
            self.actions.cast_juror(&link.juror_code, &values, &self.once()).await?;
        }
        Ok(())
    }
}

/// What a seat gives: the level, and on some criteria half a point more.
fn sheet(level: &[i64; 9], seat: usize) -> Values {
    let (strength, suggestion) = REMARKS[seat % REMARKS.len()];
    let values =
        Values::default().with(Field::Strength, strength).with(Field::Suggestion, suggestion);
    let score = |(n, halves): (usize, &i64)| {
        let halves = halves + i64::from((n + seat).is_multiple_of(3));
        format!("{}.{}", halves / 2, 5 * (halves % 2))
    };
    let scores = level.iter().enumerate().map(score);
    (1..).zip(scores).fold(values, |values, (n, score)| values.with(Field::Score.at(n), score))
}
