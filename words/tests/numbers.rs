//! Texts name no number that an association may set: it comes from the rules.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

/// Units of time and amount, longer ones first.
const ZH_UNITS: &[&str] = &[
    "个工作日",
    "工作日",
    "个自然日",
    "个月",
    "小时",
    "学时",
    "分钟",
    "星期",
    "年度",
    "届",
    "天",
    "日",
    "周",
    "月",
    "年",
    "秒",
    "人",
    "名",
    "次",
    "份",
    "场",
    "门",
    "个",
    "条",
    "位",
    "步",
    "分",
    "节",
    "成",
    "倍",
    "岁",
    "元",
    "项",
    "件",
    "%",
    "％",
];
/// The same in English, as words after a number.
const EN_UNITS: &[&str] = &[
    "working",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "hour",
    "hours",
    "minute",
    "minutes",
    "second",
    "seconds",
    "people",
    "person",
    "persons",
    "judge",
    "judges",
    "sheet",
    "sheets",
    "time",
    "times",
    "point",
    "points",
    "percent",
    "booking",
    "bookings",
    "slot",
    "slots",
    "seat",
    "seats",
    "lecture",
    "lectures",
    "course",
    "courses",
    "observation",
    "observations",
    "characters",
    "digits",
];
const EN_NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "half",
];

/// Texts in which a number stands beside a unit, by the beginning of their key, and why.
const NAMED: &[(&str, &str)] = &[
    ("time.", "the names of months, and dates"),
    ("rulebook.rule.no_show_limit", "the twelve months of REV-12 are its definition"),
    ("review_session.refusal.paused", "the same"),
    ("rulebook.rule.lesson_minutes", "what is defined: one credit hour"),
    ("unconfirmed_request.lede", "the day of the limits is their definition"),
    ("review_session.held_briefly", "how the rest of a hold is said"),
    ("assessment_year.lede", "the year of SYS-05 is not the association's"),
    ("form.problem.across_years", "the same"),
    ("privacy.notice_title", "the month of its edition"),
    ("form.hint.", "lengths and bounds of a field, held against the constants in `texts.rs`"),
    ("form.problem.", "lengths of a field"),
    ("award.propose_hint", "the length of a reason"),
    ("account.factor", "how the app of a second factor works"),
    ("rulebook.apart_both", "the two roles of a pair"),
    ("audience_juror.lede", "the three questions of REV-13"),
    ("audience_juror.few", "three answers, so that nobody is known by the own one (REV-14)"),
    ("late_conflict.too_few", "three sheets of REV-06, of which a verdict is made"),
    ("trial_lecture.advisory.sheets", "the same"),
    ("review_sheet.steps", "steps of a score (§4.1)"),
    ("refinement.radar", "the three dimensions of [S0]"),
    ("award.finding.earlier_award", "the two cycles of §4.3, which a person looks at"),
    ("lecture_request.form_lede", "how long the form takes"),
    ("lecture_request.days_hint", "the three times of the form"),
    ("form.too_old", "how long a form is known to the program"),
    ("roster.", "what a cell of a spreadsheet looks like"),
    ("merging.", "two records"),
    ("page.notice.merg", "the same"),
    ("inbox.records_", "the same"),
    ("inbox.units_", "the same"),
    ("person.", "two keepers"),
    ("page.set_up", "two people"),
    ("training_event.", "half-days"),
    ("organisation.lede", "two records"),
];

/// Every text of a language, by its key with its file before it.
fn texts(language: &str) -> Vec<(String, String)> {
    fn walk(key: &str, value: &Value, all: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => all.push((key.to_owned(), text.clone())),
            Value::Object(map) => {
                for (name, value) in map {
                    walk(&format!("{key}.{name}"), value, all);
                }
            }
            _ => panic!("{key} is neither a text nor a group"),
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let value: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        walk(path.file_stem().unwrap().to_str().unwrap(), &value, &mut all);
    }
    all
}

fn is_zh_number(c: char) -> bool {
    c.is_numeric() || "一二三四五六七八九十百千两半".contains(c)
}

/// A single one is an article before what is counted, and after what points at it (`下一年度`); after
/// `第`, and as `二`, it is an ordinal; half a day is a name.
fn is_no_amount(before: Option<char>, number: &str, unit: &str) -> bool {
    let counted = ["个", "条", "位", "份", "场", "门", "项", "件", "次", "步", "人", "节", "名"];
    let is_pointed_at = before.is_some_and(|c| "下这那某另同每第哪任".contains(c));
    match number {
        "二" | "半" => true,
        "一" => counted.contains(&unit) || is_pointed_at,
        _ => before == Some('第'),
    }
}

/// The first number beside a unit of a Chinese text.
fn zh_number(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !is_zh_number(chars[at]) {
            at += 1;
            continue;
        }
        let from = at;
        while at < chars.len() && is_zh_number(chars[at]) {
            at += 1;
        }
        let number: String = chars[from..at].iter().collect();
        let rest: String = chars[at..].iter().collect();
        let unit = ZH_UNITS.iter().find(|unit| rest.trim_start().starts_with(**unit));
        if let Some(unit) = unit
            && !is_no_amount(from.checked_sub(1).map(|at| chars[at]), &number, unit)
        {
            return Some(format!("{number}{unit}"));
        }
    }
    None
}

/// The first number beside a unit of an English text.
fn en_number(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    let is_number = |word: &str| {
        EN_NUMBERS.contains(&word) || !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
    };
    words.windows(2).find_map(|pair| {
        let (number, unit) = (pair[0].as_str(), pair[1].as_str());
        (is_number(number) && EN_UNITS.contains(&unit)).then(|| format!("{number} {unit}"))
    })
}

#[test]
fn no_text_names_a_number_beside_a_unit_but_those_of_the_list() {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for (language, number) in
        [("zh-CN", zh_number as fn(&str) -> Option<String>), ("en", en_number)]
    {
        for (key, text) in texts(language) {
            let Some(number) = number(&text) else { continue };
            match NAMED.iter().find(|(named, _)| key.starts_with(named)) {
                Some((named, _)) => {
                    used.insert(*named);
                }
                None => found.push(format!("{language} {key}: {number} in “{text}”")),
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    let idle: Vec<_> = NAMED.iter().filter(|(named, _)| !used.contains(named)).collect();
    assert!(idle.is_empty(), "nothing begins so any more: {idle:#?}");
}

#[test]
fn a_number_beside_a_unit_is_found_and_an_article_is_not() {
    for text in ["请在五个工作日内审核", "至少 8 人", "两年后清除", "一年内", "超过 30%"]
    {
        assert!(zh_number(text).is_some(), "{text}");
    }
    for text in ["下一步", "选择一个单位", "{{ n }} 个工作日", "从下一年度起", "第二次提醒"]
    {
        assert_eq!(zh_number(text), None, "{text}");
    }
    for text in ["within five working days", "at most 60 minutes", "a two-year term"] {
        assert!(en_number(text).is_some(), "{text}");
    }
    for text in ["{{ n }} working days", "one of them", "the second slot"] {
        assert_eq!(en_number(text), None, "{text}");
    }
}
