use super::*;

#[test]
fn a_number_is_made_by_its_pattern() {
    let pattern = NumberPattern::of(CertificateKind::Award);
    assert_eq!(pattern.number(2026, "辅", 12), "嘉科协优〔2026〕辅0012号");
    assert_eq!(pattern.number(2026, "讲", 12_345), "嘉科协优〔2026〕讲12345号");
    let pattern = NumberPattern::parse("优{类}字（{年}）第{序号2}号").expect("a pattern");
    assert_eq!(pattern.number(2025, "队", 3), "优队字（2025）第03号");
    let statement = NumberPattern::of(CertificateKind::ServiceStatement);
    assert_eq!(statement.number(2026, "", 7), "嘉科协服〔2026〕00007号");
}

#[test]
fn a_pattern_has_year_category_and_number_once() {
    assert!(NumberPattern::parse(AWARD_PATTERN).is_some());
    for text in [
        "",
        "嘉科协优〔{年}〕{序号4}号",
        "嘉科协优{类}{序号4}号",
        "优〔{年}〕{类}号",
        "优{年}{类}{序号0}",
        "优{年}{类}{序号9}",
        "优{年}{类}{序号}",
        "优{年}{类}{序号4}{序号4}",
        "优{年}{年}{序号4}",
        "优{年}{类}{序号4",
        "优{年}{类}{序号4}}",
        "优{年}{类}{别}",
    ] {
        assert_eq!(NumberPattern::parse(text), None, "{text}");
    }
}

#[test]
fn a_number_is_found_whatever_its_brackets_and_blanks() {
    let key = number_key("嘉科协优〔2026〕辅0012号");
    for typed in
        ["嘉科协优[2026]辅0012号", "嘉科协优（２０２６） 辅 ００１２ 号", "嘉科协优2026辅0012号"]
    {
        assert_eq!(number_key(typed), key, "{typed}");
    }
    assert_ne!(number_key("嘉科协优〔2026〕辅0013号"), key);
}

#[test]
fn a_name_is_the_same_whatever_its_dot() {
    assert!(is_name("古丽·吐尔逊", "古丽•吐尔逊") && is_name("张𠅤明", " 张𠅤 明 "));
    assert!(!is_name("欧阳䶮", "欧阳龑"));
}

#[test]
fn nothing_of_the_future_is_certified() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let values = |first: &str, last: &str| {
        Values::default()
            .with(Field::CertificateKind, "service_statement")
            .with(Field::FirstDay, first)
            .with(Field::LastDay, last)
    };
    let read = |first, last| OwnPaper::parse(&values(first, last), day("2026-11-29"));
    assert!(read("2026-01-01", "2026-11-29").is_ok());
    for (first, last, problem) in [
        ("2026-01-01", "2026-11-30", ProblemKind::InTheFuture),
        ("2026-02-01", "2026-01-31", ProblemKind::LastDayBeforeFirst),
        ("2020-01-01", "2026-01-31", ProblemKind::PeriodTooLong(PERIOD_MAX)),
    ] {
        let problems = read(first, last).expect_err("a problem");
        assert_eq!(problems.of(Field::LastDay), Some(problem), "{first} {last}");
    }
    let award = values("2026-01-01", "2026-11-29").with(Field::CertificateKind, "award");
    let mut only = award;
    only.set(Field::CertificateKind, "award");
    assert!(
        OwnPaper::parse(&only, day("2026-11-29")).is_err(),
        "nobody issues an award to oneself"
    );
}

#[test]
fn an_issuer_is_read_as_it_is_written() {
    let issuer = Issuer::default();
    assert_eq!(Issuer::parse(&Values::from(&issuer)), Ok(issuer));
    let mut wrong = Values::from(&Issuer::default());
    wrong.set(Field::NumberPattern, "表彰{年}{类}{序号4}");
    let problems = Issuer::parse(&wrong).expect_err("a licensed word");
    assert_eq!(problems.of(Field::NumberPattern), Some(ProblemKind::LicensedWord));
    wrong.set(Field::NumberPattern, "优{年}");
    let problems = Issuer::parse(&wrong).expect_err("no pattern");
    assert_eq!(problems.of(Field::NumberPattern), Some(ProblemKind::NotAPattern));
}
