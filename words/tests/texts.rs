//! What the functions say.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::{SchoolStage, TargetGroup},
    booking::Refusal,
    course::{ABSTRACT_MAX, ABSTRACT_MIN, TITLE_MAX},
    form::{Field, ProblemKind::OutOfRange},
    id::{BookingId, CourseVersionId, DispatchId, ReviewSessionId},
    inbox::Message,
    review_session::SLOTS_MAX,
    roster::{At, Code, Issue, Level},
    rulebook::{Rule, Rulebook},
    working_day::{CalendarYear, WorkCalendar},
};
use words::Locale;

const ZH: Locale = Locale::zh_CN;
const EN: Locale = Locale::en;
const BOTH: [Locale; 2] = [ZH, EN];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[test]
fn languages_are_read_from_codes() {
    for code in ["zh", "zh-CN", "zh-TW", "ZH_cn", "zh-Hant-HK"] {
        assert_eq!(words::parse_locale(code), Some(Locale::zh_CN), "{code}");
    }
    for code in ["en", "en-GB", "EN-us"] {
        assert_eq!(words::parse_locale(code), Some(Locale::en), "{code}");
    }
    for code in ["", "fr", "tlh", "english", "*"] {
        assert_eq!(words::parse_locale(code), None, "{code}");
    }
}

#[test]
fn a_browser_gets_what_it_likes_best_of_ours() {
    let cases = [
        ("fr;q=0.9, en;q=0.5", Some(Locale::en)),
        ("zh-CN,zh;q=0.9,en;q=0.8", Some(Locale::zh_CN)),
        ("en;q=0.4, zh;q=0.75", Some(Locale::zh_CN)),
        ("en, zh", Some(Locale::en)),
        ("en;q=0, zh;q=0.001", Some(Locale::zh_CN)),
        ("en ; q=0.8 , zh;q=0.5", Some(Locale::en)),
        ("en;q=x", None),
        ("fr, *", None),
        ("", None),
    ];
    for (wishes, expected) in cases {
        assert_eq!(words::preferred_locale(wishes), expected, "{wishes}");
    }
}

#[test]
fn times_are_those_of_shanghai() {
    let (start, end) = (at("2026-12-03T06:00:00Z"), at("2026-12-03T07:00:00Z"));
    assert_eq!(words::time::hours(start, end), "14:00–15:00");
    assert_eq!(words::time::span(ZH, start, end), "12月3日 星期四 14:00–15:00");
    assert_eq!(words::time::span(EN, start, end), "Thu 3 December, 14:00–15:00");
    assert_eq!(words::time::moment(ZH, start), "2026年12月3日 14:00");
    assert_eq!(words::time::moment(EN, start), "3 December 2026, 14:00");
    let day = NaiveDate::from_ymd_opt(2026, 1, 4).unwrap();
    assert_eq!(words::time::day(ZH, day), "1月4日 星期日");
    assert_eq!(words::time::day(EN, day), "Sun 4 January");
    assert_eq!(words::time::moment(ZH, at("2026-12-31T16:00:00Z")), "2027年1月1日 00:00");
}

#[test]
fn a_range_is_said_with_both_ends() {
    let text = words::form::problem(ZH, OutOfRange(10, 240));
    assert_eq!(text, "请填写 10 至 240 之间的数");
}

#[test]
fn a_taken_slot_is_said_in_the_words_of_the_rule() {
    assert!(
        words::review_session::refusal(ZH, Refusal::Taken, &Rulebook::default())
            .contains("已被预约")
    );
}

#[test]
fn a_finding_says_what_was_read_and_what_is_expected() {
    let issue = |code, read: &str, expected: &str| Issue {
        at: At::new(0, 7),
        column: Some("D".into()),
        level: Level::Error,
        code,
        read: read.into(),
        expected: Some(expected.into()),
        on_file: None,
    };
    let sex = issue(Code::ValueUnknown, "男性", "男、女");
    assert_eq!(words::roster::issue(ZH, &sex), "不在可填的范围内。读到“男性”。可填：男、女");
    let again = issue(Code::CodeDuplicate, "330402", "3");
    let text = words::roster::issue(EN, &again);
    assert_eq!(
        text,
        "An earlier row has the same code; please use another. Read: “330402”. See row 3"
    );
    let long = issue(Code::DurationLong, "180", "90");
    assert!(words::roster::issue(ZH, &long).ends_with("上限：90"));
}

#[test]
fn hints_name_the_limits_of_the_rules() {
    for l in BOTH {
        let hint = |field| words::form::hint(l, field, &Rulebook::default()).unwrap_or_default();
        let has = |field, n: usize| assert!(hint(field).contains(&n.to_string()), "{field:?}");
        has(Field::Title, TITLE_MAX);
        has(Field::Summary, ABSTRACT_MIN);
        has(Field::Summary, ABSTRACT_MAX);
        has(Field::NewPassword, domain::account::PASSWORD_MIN);
        has(Field::NSlots, usize::try_from(SLOTS_MAX).unwrap());
        for (field, rule) in [
            (Field::Panel, Rule::PanelMinimum),
            (Field::Panel, Rule::PanelDefault),
            (Field::HeldOn, Rule::BookingClosesWorkingDays),
        ] {
            has(field, usize::try_from(rule.default_value()).unwrap());
        }
    }
}

#[test]
fn messages_lead_to_what_they_are_about() {
    let (title, lecturer) = ("潮汐".to_owned(), "陈砚秋".to_owned());
    let (version, session) = (CourseVersionId(4), ReviewSessionId(5));
    let starts_at = at("2026-12-03T06:00:00Z");
    let messages = [
        Message::CourseSubmitted { version, title: title.clone(), lecturer: lecturer.clone() },
        Message::CourseCleared { version, title: title.clone() },
        Message::CourseSentBack { version, title: title.clone(), reason: "缺少提纲".into() },
        Message::PanelCalled { session, starts_at },
        Message::SlotBooked {
            session,
            booking: BookingId(6),
            title: title.clone(),
            lecturer: lecturer.clone(),
            starts_at,
        },
        Message::SlotReleased { session, title, lecturer, starts_at },
    ];
    let hrefs = ["/course_check/4", "/course/4/booking", "/course/4/edit", "/review_session/5"];
    let hrefs = hrefs.into_iter().chain(["/calendar"; 2]);
    let calendar = WorkCalendar::from_years([]);
    for l in BOTH {
        for (message, expected) in messages.iter().zip(hrefs.clone()) {
            let (title, text, href) =
                words::inbox::message(l, message, &calendar, &Rulebook::default());
            assert_eq!(href, expected);
            assert!(!title.is_empty() && !text.is_empty());
        }
    }
    let (_, text, _) =
        words::inbox::message(Locale::zh_CN, &messages[2], &calendar, &Rulebook::default());
    assert!(text.contains("缺少提纲"));
}

#[test]
fn an_offer_says_that_its_deadline_depends_on_a_year_without_arrangement() {
    let offer = Message::DispatchOffered {
        dispatch: DispatchId(7),
        title: "潮汐".into(),
        host: "菱歌示范小学".into(),
        starts_at: at("2027-03-03T06:00:00Z"),
        answer_until: at("2027-01-07T16:00:00Z"),
    };
    let year = CalendarYear { year: 2027, days: Vec::new() };
    for l in BOTH {
        let (_, text, _) =
            words::inbox::message(l, &offer, &WorkCalendar::from_years([]), &Rulebook::default());
        assert!(text.contains("2027") && text.len() > 20, "{text}");
        let (_, known, _) = words::inbox::message(
            l,
            &offer,
            &WorkCalendar::from_years([year.clone()]),
            &Rulebook::default(),
        );
        assert!(text.starts_with(&known) && text.len() > known.len(), "{known}");
    }
}

#[test]
fn every_notice_is_in_both_languages_and_an_unknown_one_is_none() {
    for l in BOTH {
        assert!(words::page::notice(l, "slot_confirmed").is_some());
        assert_eq!(words::page::notice(l, "anything"), None);
    }
}

#[test]
fn numbers_agree_with_their_nouns() {
    assert_eq!(words::catalogue::n_courses(EN, 1), "1 course");
    assert_eq!(words::catalogue::n_courses(EN, 38), "38 courses");
    assert_eq!(words::catalogue::n_courses(ZH, 1), "共 1 门课程");
    assert_eq!(words::form::summary(EN, 1), "1 thing needs changing");
    assert_eq!(words::desk::lede(ZH, 0), "目前没有等您处理的事项。");
    let (now, until) = (at("2026-12-01T06:00:30Z"), at("2026-12-01T06:10:00Z"));
    let text = words::review_session::held_until(ZH, until, now);
    assert_eq!(text, "为您保留至 14:10，还有 9 分钟。");
    assert!(words::review_session::held_until(EN, until, until).contains("less than a minute"));
}

#[test]
fn lists_of_values_become_lists_of_words() {
    let stages = [SchoolStage::PrimaryLower, SchoolStage::JuniorSecondary];
    assert_eq!(words::audience::stage_list(ZH, &stages), "小学低段、初中");
    assert_eq!(words::audience::stage_list(EN, &stages), "lower primary, junior secondary");
    assert_eq!(words::audience::stage_list(ZH, &[]), "");
    assert_eq!(words::audience::group_list(ZH, &[TargetGroup::Youth]), "青少年");
}

#[test]
fn a_field_without_a_name_in_one_language_has_the_other() {
    assert_eq!(words::course::field(ZH, Some("天文"), Some("astronomy")), "天文");
    assert_eq!(words::course::field(EN, Some("天文"), Some("")), "天文");
    assert_eq!(words::course::field(EN, None, None), "");
}

#[test]
fn people_are_addressed_and_their_numbers_masked() {
    assert_eq!(words::person::teacher(Locale::zh_CN, "陈砚秋"), "陈砚秋老师");
    assert_eq!(words::desk::greeting(Locale::zh_CN, "陈砚秋"), "陈砚秋老师，您好");
    assert_eq!(words::person::phone(Some("13800131234")), "138****1234");
    assert_eq!(words::person::phone(Some("0573-88881234")), "0573-****1234");
    assert_eq!(words::person::phone(Some("12345")), "*****");
    assert_eq!(words::person::phone(None), "");
}

#[test]
fn the_log_says_unknown_actions_in_their_codes() {
    assert_eq!(words::audit::verb(Locale::zh_CN, "confirm", "booking"), "确认预约");
    assert_eq!(words::audit::verb(Locale::en, "void", "claim"), "void claim");
}

#[test]
fn of_a_masked_name_as_much_is_hidden_as_the_examples_hide() {
    for (name, masked) in
        [("张三", "张*"), ("欧阳明", "欧*明"), ("哈斯朝克图", "哈*图"), ("王", "*"), ("", "")]
    {
        assert_eq!(words::person::masked_name(name), masked);
    }
}
