//! Papers are read back by a tool of another project, and say what was given.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use documents::{
    paper::{
        Certificate, Certificates, Column, Document, Dossier, DossierPart, EvaluationRecord, Fact,
        Holds, Language, MISSING_CHARACTERS, NameCard, NameCards, Outcome, Paper, Poster,
        Programme, RecordHeadings, Signatures, Statement,
    },
    register::Cell,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_whetstone-typeset");
/// Names as they stand in rosters: characters of the extensions A and B, and a dot in the middle.
const NAMES: [&str; 5] = ["龚䶮", "㛃明", "陆𠅤", "古丽·吐尔逊", "哈斯朝克图·阿布都热合曼"];

/// What a program says to an input.
fn ask(mut command: Command, input: &[u8]) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("a program that starts");
    // A program that reads nothing has said why.
    let _ = child.stdin.take().expect("an input").write_all(input);
    child.wait_with_output().expect("an answer")
}

fn typeset(paper: Paper) -> Output {
    let document = Document { language: Language::Chinese, paper };
    ask(Command::new(PROGRAM), &serde_json::to_vec(&document).expect("JSON"))
}

/// The pages of a paper, each without what parts its lines and words.
fn pages_of(paper: Paper) -> Vec<String> {
    let output = typeset(paper);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = Command::new("pdftotext");
    reader.args(["-raw", "-", "-"]);
    let text = ask(reader, &output.stdout);
    assert!(text.status.success(), "{}", String::from_utf8_lossy(&text.stderr));
    let text = String::from_utf8(text.stdout).expect("UTF-8");
    text.split_terminator('\x0c').map(pressed).collect()
}

fn text_of(paper: Paper) -> String {
    pages_of(paper).concat()
}

fn pressed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn words(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn column(name: &str, width: u16, holds: Holds) -> Column {
    Column { name: name.to_owned(), width, holds }
}

fn record() -> Box<EvaluationRecord> {
    let row = |(seat_no, name): (u32, &&str)| {
        let remark = "请写明来源，\n并换一张图";
        vec![Cell::Number(seat_no), words(name), Cell::Decimal("8.5".into()), words(remark)]
    };
    Box::new(EvaluationRecord {
        name: "评审记录".into(),
        title: "磨课评审记录：潮汐从哪里来".into(),
        lecturer: "讲师：钱进　第1轮".into(),
        time: "2026年12月10日 09:00–10:00".into(),
        columns: vec![
            column("座号", 6, Holds::Figure),
            column("评课专家", 14, Holds::Words),
            column("科学性（40）", 12, Holds::Figure),
            column("建议", 30, Holds::Remark),
        ],
        rows: (1..).zip(&NAMES).map(row).collect(),
        means: Some(vec![words(""), words("平均"), Cell::Decimal("8.50".into()), words("")]),
        findings: vec!["结论：修改后再评".into()],
        changes: vec!["1. 注明潮汐表的来源".into(), "2. 增加一个互动".into()],
        headings: RecordHeadings {
            scores: "评分".into(),
            remarks: "意见".into(),
            findings: "结果".into(),
            changes: "需要修改之处".into(),
        },
        signatures: Signatures {
            chair: "组长签名：".into(),
            panel: "评课专家签名：".into(),
            office: "办公室签名：".into(),
            date: "日期：".into(),
        },
    })
}

fn programme(rows: Vec<Vec<Cell>>) -> Programme {
    Programme {
        name: "日程".into(),
        title: "12月10日磨课".into(),
        place: "市科技馆 · 中山路1号".into(),
        date: "2026年12月10日".into(),
        columns: vec![column("时间", 16, Holds::Words), column("课程", 48, Holds::Remark)],
        rows,
        nothing: "还没有人预约".into(),
        panel: format!("评课专家：{}", NAMES.join("、")),
    }
}

fn cards(name: &str) -> Paper {
    let card = NameCard { name: name.to_owned(), part: "讲师".to_owned() };
    Paper::NameCards(NameCards { title: "席卡".to_owned(), cards: vec![card] })
}

#[test]
fn a_record_says_what_was_given_and_nothing_else() {
    let scores =
        (1..).zip(NAMES).fold(String::new(), |text, (n, name)| format!("{text}{n}{name}8.5"));
    let remarks = (1..)
        .zip(NAMES)
        .fold(String::new(), |text, (n, name)| format!("{text}{n}{name}请写明来源，并换一张图"));
    let whole = [
        format!(
            "磨课评审记录：潮汐从哪里来讲师：钱进第1轮2026年12月10日09:00–10:00\
             一、评分座号评课专家科学性（40）{scores}平均8.50\
             二、意见座号评课专家建议{remarks}\
             三、结果结论：修改后再评四、需要修改之处1.注明潮汐表的来源1/2"
        ),
        "2.增加一个互动评课专家签名：组长签名：办公室签名：日期：2/2".to_owned(),
    ];
    assert_eq!(pages_of(Paper::EvaluationRecord(record())), whole);
}

#[test]
fn a_record_without_a_result_or_remarks_has_no_empty_parts() {
    let mut record = record();
    record.means = None;
    record.changes = Vec::new();
    record.findings = Vec::new();
    record.rows.iter_mut().for_each(|row| row[3] = words(""));
    let text = text_of(Paper::EvaluationRecord(record));
    assert!(text.contains("一、评分") && text.contains("签名"), "{text}");
    for part in ["二、", "三、", "四、", "平均"] {
        assert!(!text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_programme_says_what_was_given_also_where_nothing_is_booked() {
    let rows = vec![vec![words("09:00–10:00"), words("潮汐从哪里来")]];
    let head = "12月10日磨课市科技馆·中山路1号2026年12月10日";
    let panel = programme(Vec::new()).panel;
    let full = text_of(Paper::Programme(programme(rows)));
    assert_eq!(full, format!("{head}时间课程09:00–10:00潮汐从哪里来{panel}"));
    let empty = text_of(Paper::Programme(programme(Vec::new())));
    assert_eq!(empty, format!("{head}还没有人预约{panel}"));
}

#[test]
fn a_name_stands_on_both_sides_of_its_card() {
    for name in NAMES {
        assert_eq!(text_of(cards(name)).matches(name).count(), 2, "{name}");
    }
}

#[test]
fn a_poster_says_what_was_given_on_one_page_however_long() {
    let poster = Poster {
        offer: "科普讲座".into(),
        title: "潮汐从哪里来：".to_owned() + &"从一张老潮汐表说起".repeat(5),
        lecturer: "龚䶮老师".into(),
        workplace: "某市示范大学".into(),
        summary: "为什么海水每天涨落两次？".repeat(40),
        facts: vec![Fact { name: "学段".into(), text: "初中、高中".into() }],
        invitation: "扫码查看课程".into(),
        address: "https://example.org/catalogue/7".into(),
    };
    let whole = [
        &poster.offer,
        &poster.title,
        &poster.lecturer,
        &poster.workplace,
        &poster.summary,
        "学段初中、高中",
        &poster.invitation,
        &poster.address,
    ];
    let whole = whole.concat();
    assert_eq!(pages_of(Paper::Poster(poster)), [whole]);
}

#[test]
fn a_character_that_no_font_has_is_named_and_nothing_is_set() {
    let output = typeset(cards("张\u{10fffd}三\u{e001}\u{10fffd}"));
    assert_eq!(output.status.code(), Some(MISSING_CHARACTERS.into()));
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim_end(), "\u{e001}\u{10fffd}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let set = || typeset(Paper::EvaluationRecord(record())).stdout;
    assert!(set() == set());
}

#[test]
fn what_looks_like_a_template_is_text() {
    let text = "#panic(\"x\") $a^2$ *b* @c <d> \\e // f";
    assert!(text_of(cards(text)).contains(&pressed(text)));
}

#[test]
fn an_input_that_is_no_paper_is_refused_with_a_reason() {
    let output = ask(Command::new(PROGRAM), b"{\"language\":\"zh\"}");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("the paper cannot be read"), "{said}");
}

fn check(fonts: Option<&Path>) -> Output {
    let mut command = Command::new(PROGRAM);
    command.arg("check");
    if let Some(folder) = fonts {
        command.arg("--fonts").arg(folder);
    }
    ask(command, b"")
}

#[test]
fn a_check_names_each_font_with_its_place_and_licence() {
    let output = check(None);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for family in ["Noto Serif CJK SC: /", "Noto Sans CJK SC: /"] {
        assert!(said.contains(family), "{said}");
    }
    assert!(said.lines().all(|line| line.ends_with(", SIL Open Font License")), "{said}");
}

#[test]
fn a_check_fails_without_fonts_and_with_files_that_are_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = check(Some(folder.path()));
    let said = String::from_utf8_lossy(&empty.stderr).into_owned();
    assert!(
        !empty.status.success() && said.contains("install the package fonts-noto-cjk"),
        "{said}"
    );
    std::fs::write(folder.path().join("NotoSerifCJK-Regular.ttc"), "no font").expect("a file");
    let broken = check(Some(folder.path()));
    let said = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(!broken.status.success() && said.contains("does not have the family"), "{said}");
}

fn certificate(name: &str) -> Certificate {
    Certificate {
        heading: "荣誉证书".into(),
        name: format!("{name}同志："),
        text: "在“2026年度科普工作评优”中表现突出，被评为“优秀科普讲师”。特发此证，以资鼓励。"
            .into(),
        issuer: "嘉兴市科学技术协会".into(),
        day: "二〇二六年十一月二十九日".into(),
        number: "编号：嘉科协优〔2026〕讲0001号".into(),
        invitation: "扫码核验".into(),
        address: "https://example.org/verify/0123456789abcdef0123456789abcdef".into(),
    }
}

fn certificates(names: &[&str]) -> Paper {
    let sheets = names.iter().map(|name| certificate(name)).collect();
    Paper::Certificates(Certificates { title: "荣誉证书".into(), sheets })
}

#[test]
fn a_certificate_says_what_was_given_on_a_page_of_its_own() {
    let long = "阿卜杜热合曼·麦麦提图尔荪·艾力肯江·古丽巴哈尔·吐尔逊江·努尔";
    assert!(long.chars().count() >= 30);
    let names: Vec<&str> = NAMES.into_iter().chain([long]).collect();
    let pages = pages_of(certificates(&names));
    assert_eq!(pages.len(), names.len(), "{pages:?}");
    for (page, name) in pages.iter().zip(&names) {
        for text in [
            "荣誉证书",
            &format!("{name}同志："),
            "被评为“优秀科普讲师”。特发此证，以资鼓励。",
            "嘉兴市科学技术协会",
            "二〇二六年十一月二十九日",
            "编号：嘉科协优〔2026〕讲0001号",
        ] {
            assert!(page.contains(text), "{text} in {page}");
        }
    }
}

#[test]
fn a_certificate_is_the_same_to_the_last_byte_whenever_it_is_set() {
    let set = || typeset(certificates(&["龚䶮"])).stdout;
    assert_eq!(set(), set());
}

#[test]
fn a_certificate_without_a_character_is_not_set() {
    let output = typeset(certificates(&["王\u{10FFFD}"]));
    assert_eq!(output.status.code(), Some(MISSING_CHARACTERS.into()));
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim_end(), "\u{10FFFD}");
}

#[test]
fn a_statement_goes_over_pages_and_says_what_was_given() {
    let row = |n: usize| vec![words("2026-11-03"), words(&format!("潮汐{n}")), words("90")];
    let fact = |name: &str, text: &str| Fact { name: name.into(), text: text.into() };
    let statement = Statement {
        title: "服务证明".into(),
        subtitle: "Service statement".into(),
        facts: vec![fact("编号 No.", "嘉科协服〔2026〕00001号"), fact("姓名 Name", "龚䶮")],
        columns: vec![
            column("日期\nDate", 12, Holds::Words),
            column("讲座\nLecture", 12, Holds::Remark),
            column("分钟\nMinutes", 12, Holds::Figure),
        ],
        rows: (1..=60).map(row).collect(),
        declarations: vec!["以上属实。".into(), "It is true.".into()],
        issuer: "嘉兴市科学技术协会".into(),
        day: "二〇二六年十一月二十九日".into(),
        invitation: "扫码核验".into(),
        address: "https://example.org/verify/0123456789abcdef0123456789abcdef".into(),
    };
    let pages = pages_of(Paper::Statement(Box::new(statement)));
    assert!(pages.len() > 1, "{pages:?}");
    let whole = pages.concat();
    for text in ["服务证明Servicestatement", "龚䶮", "潮汐1", "潮汐60", "以上属实。", "扫码核验"]
    {
        assert!(whole.contains(text), "{text} in {whole}");
    }
}

#[test]
fn a_dossier_says_facts_parts_and_who_signs_and_nothing_else() {
    let row = |(n, name): (u32, &&str)| {
        vec![Cell::Number(n), words(name), Cell::Decimal("88.5".into()), words("88（去掉）")]
    };
    let long = "阿卜杜热合曼·麦麦提图尔荪·艾力肯江·古丽巴哈尔·吐尔逊江·努尔";
    let names: Vec<&str> = NAMES.into_iter().chain([long]).collect();
    let dossier = Dossier {
        name: "评审记录".into(),
        title: "2026年度科普工作评优评审记录".into(),
        unit: "2026年度".into(),
        date: String::new(),
        facts: vec![Fact { name: "发文字号".into(), text: "嘉科协〔2026〕9号".into() }],
        fact_heads: ["事项".into(), "内容".into()],
        parts: vec![
            DossierPart {
                heading: "得分与名次".into(),
                lines: vec!["共2个名额，空缺0个。".into()],
                columns: vec![
                    column("名次", 6, Holds::Figure),
                    column("姓名", 24, Holds::Words),
                    column("1号", 10, Holds::Figure),
                    column("2号", 10, Holds::Figure),
                ],
                rows: (1..).zip(&names).map(row).collect(),
            },
            DossierPart {
                heading: "回避".into(),
                lines: vec!["评委甲回避龚䶮".into()],
                ..DossierPart::default()
            },
        ],
        signatures: vec!["1号评委（组长）评委甲：".into(), "日期：".into()],
        is_wide: true,
    };
    let rows = (1..).zip(&names);
    let rows = rows.fold(String::new(), |text, (n, name)| format!("{text}{n}{name}88.588（去掉）"));
    let whole = format!(
        "2026年度科普工作评优评审记录2026年度发文字号嘉科协〔2026〕9号\
         一、得分与名次共2个名额，空缺0个。名次姓名1号2号{rows}\
         二、回避评委甲回避龚䶮1号评委（组长）评委甲：日期："
    );
    assert_eq!(text_of(Paper::Dossier(Box::new(dossier))), whole);
}

/// What the program says to papers that come a line each.
fn each(most: usize, papers: &[Paper]) -> Output {
    let line = |paper: &Paper| {
        let document = Document { language: Language::Chinese, paper: paper.clone() };
        serde_json::to_string(&document).expect("JSON") + "\n"
    };
    let mut command = Command::new(PROGRAM);
    command.arg("each").arg(most.to_string());
    ask(command, papers.iter().map(line).collect::<String>().as_bytes())
}

/// The first answer of several, and those that follow.
fn first_of(answers: &[u8]) -> (Outcome, &[u8], &[u8]) {
    let end = answers.iter().position(|byte| *byte == b'\n').expect("a line");
    let outcome = serde_json::from_slice(&answers[..end]).expect("an outcome");
    let n = if let Outcome::Set(n) = outcome { usize::try_from(n).expect("a length") } else { 0 };
    let (bytes, rest) = answers[end + 1..].split_at(n);
    (outcome, bytes, rest)
}

#[test]
fn papers_of_one_child_are_those_that_each_would_be_alone() {
    let papers = [
        certificates(&["钱进同志"]),
        cards("龚䶮"),
        certificates(&["陆\u{10fffd}同志"]),
        certificates(&["钱进同志"]),
    ];
    let output = each(9, &papers);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut answers = output.stdout.as_slice();
    for paper in papers {
        let (outcome, bytes, rest) = first_of(answers);
        let alone = typeset(paper);
        if alone.status.success() {
            assert_eq!(outcome, Outcome::Set(alone.stdout.len() as u64));
            assert!(bytes == alone.stdout, "the same to the last byte");
        } else {
            assert_eq!(outcome, Outcome::Missing("\u{10fffd}".into()));
        }
        answers = rest;
    }
    assert!(answers.is_empty());
}

#[test]
fn a_child_sets_no_more_papers_than_it_was_asked_for() {
    let papers = [cards("龚䶮"), cards("㛃明"), cards("陆𠅤")];
    let output = each(2, &papers);
    assert!(output.status.success());
    let (_, _, rest) = first_of(&output.stdout);
    let (_, _, rest) = first_of(rest);
    assert!(rest.is_empty());
}
