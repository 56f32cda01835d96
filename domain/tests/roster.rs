//! Whatever stands in a sheet, reading it ends with a result.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use chrono::NaiveDate;
use domain::{
    region::RegionLevel,
    roster::{
        Cell, Kind, Known, KnownRegion, Level, Merge, Outcome, ReadAs, Reading, Refused, Sheet,
        SheetRow, Value, date, name, number, phone, read, sheet, text,
    },
};
use proptest::prelude::*;

const HEADINGS: &[&str] = &[
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "工作单位",
    "手机号码",
    "聘任起",
    "聘任止",
    "课程名称",
    "主讲人",
    "时长（分钟）",
    "代码",
    "名称",
    "级别",
    "上级",
    "类别",
];
const ENTRIES: &[&str] = &[
    "",
    "-",
    "=1+1",
    "谭　倩",
    "周𣲘",
    "男",
    "1985.13",
    "19900005397",
    "县",
    "330402",
    "注：一式两份",
    "小计",
    "一、海宁市",
    "南湖区",
    "填报时间：2026年",
    "９０分钟",
];

fn known() -> Known {
    let mut known = Known::new();
    known.add_region(KnownRegion {
        code: "330402".into(),
        name: "南湖区".into(),
        level: RegionLevel::County,
        parent: Some("330402".into()),
    });
    known.add_lecturer("谭倩", "南湖区");
    known
}

fn read_all(sheets: &[Sheet]) -> Vec<Result<Reading, Refused>> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    Kind::ALL.iter().map(|kind| read(*kind, sheets, day, &known(), &ReadAs::default())).collect()
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(words).prop_map(|word| Value::Text(word.to_owned()))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => word(HEADINGS),
        3 => word(ENTRIES),
        1 => "\\PC{0,12}".prop_map(Value::Text),
        1 => any::<f64>().prop_map(Value::Number),
        1 => (1900.0..2100.0_f64).prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Empty),
        1 => Just(Value::Error("#REF!".to_owned())),
        1 => (690_000..750_000_i32).prop_map(|day| {
            NaiveDate::from_num_days_from_ce_opt(day).map_or(Value::Empty, Value::Date)
        }),
    ]
}

/// A row's or a column's number, mostly a small one.
fn place() -> impl Strategy<Value = u32> {
    prop_oneof![9 => 0..20_u32, 1 => any::<u32>()]
}

fn cell() -> impl Strategy<Value = Cell> {
    (place(), value(), prop::option::weighted(0.1, "\\PC{0,12}"))
        .prop_map(|(column, value, formula)| Cell { column, value, formula, is_struck: false })
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    let row = (place(), prop::collection::vec(cell(), 0..14))
        .prop_map(|(number, cells)| SheetRow { number, cells, ..SheetRow::default() });
    let merge = (place(), place(), place(), place()).prop_map(|(top, left, bottom, right)| Merge {
        top,
        left,
        bottom,
        right,
    });
    let (rows, merges) = (prop::collection::vec(row, 0..20), prop::collection::vec(merge, 0..5));
    ("\\PC{0,12}", any::<bool>(), rows, merges).prop_map(|(name, hidden, rows, merges)| Sheet {
        name,
        hidden,
        rows,
        merges,
        is_of_1904: false,
    })
}

/// A sheet whose first row has every heading, so that the rows below are judged.
fn headed_sheet() -> impl Strategy<Value = Sheet> {
    any_sheet().prop_map(|mut sheet| {
        let heading = |(column, word): (u32, &&str)| Cell::new(column, Value::Text((*word).into()));
        sheet.rows.retain(|row| row.number > 1);
        let cells = (1..).zip(HEADINGS).map(heading).collect();
        sheet.rows.push(SheetRow { number: 1, cells, ..SheetRow::default() });
        sheet
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn reading_never_panics(
        sheets in prop::collection::vec(prop_oneof![any_sheet(), headed_sheet()], 0..3),
    ) {
        for reading in read_all(&sheets).into_iter().flatten() {
            let counts = reading.counts();
            prop_assert_eq!(counts.rows, counts.good + counts.warning + counts.error);
            prop_assert!(reading.issues.iter().all(|issue| issue.read.chars().count() <= 80));
        }
    }

    #[test]
    fn a_row_is_as_bad_as_its_worst_finding(sheet in headed_sheet()) {
        for reading in read_all(&[sheet]).into_iter().flatten() {
            for row in &reading.rows {
                let worst = reading.issues_in(row.at).map(|issue| issue.level).max();
                prop_assert_eq!(row.level, worst.unwrap_or(Level::Good));
                prop_assert_eq!(row.level == Level::Error, row.outcome == Outcome::Blocked);
            }
        }
    }

    #[test]
    fn reading_twice_gives_the_same(sheet in headed_sheet()) {
        let sheets = [sheet];
        prop_assert_eq!(read_all(&sheets), read_all(&sheets));
    }

}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing_more(raw in any::<String>()) {
        let ways: [fn(&str) -> String; 6] = [
            text::clean, text::line, text::compact, text::half_width, name::person_name,
            name::unit_key,
        ];
        for normalise in ways {
            let once = normalise(&raw);
            prop_assert_eq!(normalise(&once), once.clone());
        }
    }

    #[test]
    fn a_phone_that_was_read_reads_the_same(raw in "[+0-9０-９ 　（）-]{0,20}") {
        if let Ok(once) = phone::phone(&raw) {
            prop_assert_eq!(phone::phone(&once), Ok(once.clone()));
        }
    }

    #[test]
    fn a_month_that_was_read_reads_the_same(
        raw in "[0-9]{1,4}[年./-]?[0-9]{1,2}[月./-]?[0-9]{0,2}日?",
    ) {
        if let Ok(once) = date::month(&Value::Text(raw)) {
            prop_assert_eq!(date::month(&Value::Text(once.to_string())), Ok(once));
        }
    }

    #[test]
    fn any_text_is_a_day_or_none(raw in "\\PC{0,12}", year in any::<i32>()) {
        let day = date::day(&Value::Text(raw), date::YearOf::Calendar(year));
        prop_assert!(day.is_ok() || day == Err(date::DateProblem::Invalid));
    }

    #[test]
    fn whole_numbers_survive_being_numbers_of_a_spreadsheet(whole in any::<u32>()) {
        let text = sheet::plain_number(f64::from(whole));
        prop_assert_eq!(number::integer(&text, &[]), Ok(i64::from(whole)));
    }
}
