use super::*;
use crate::roster::{
    Kind, Outcome, Reading,
    testing::{codes, merge, read, sheet},
};

fn hosts(reading: &Reading) -> Vec<HostRecord> {
    let host = |(_, record): (At, &Record)| match record {
        Record::Host(host) => host.clone(),
        other => panic!("{other:?} is no host"),
    };
    reading.records().map(host).collect()
}

const HEADINGS: &[&str] = &["学校全称", "所属县", "区划代码", "对接人", "联系方式"];

#[test]
fn other_headings_in_another_order_say_the_same() {
    let reading = read(
        Kind::Hosts,
        sheet(&[
            &["2026年讲座需求单位表"],
            &[
                "说 明",
                "白名单",
                "*联系电话",
                "对接人",
                "场地设备",
                "场地",
                "可容纳人数（人）",
                "在校学生数",
                "单位性质",
                "学校名称（全称）",
                "乡镇（街道）",
                "县（市、区）",
            ],
            &[
                "=备注",
                "√",
                "+86 199-0000-0432",
                "龙 彩霞",
                "投影",
                "报告厅",
                "２２０人",
                "1,673",
                "小学",
                "听雨示范第二小学",
                "凤桥",
                "嘉兴市南湖　区",
            ],
        ]),
    );
    let host = hosts(&reading).remove(0);
    assert_eq!((host.pupils, host.hall, host.whitelisted), (Some(1673), Some(220), Some(true)));
    assert_eq!(host.county.as_deref(), Some("330402"));
    assert_eq!(host.town_code.as_deref(), Some("330402100"));
    assert_eq!(host.kind, Some(OrganisationKind::School));
    assert_eq!(host.phone.as_deref(), Some("19900000432"));
    assert_eq!(host.contact.as_deref(), Some("龙彩霞"));
    assert_eq!(host.hall_type.as_deref(), Some("报告厅"));
    assert_eq!(codes(&reading), [(3, Code::TextLikeFormula)]);
}

#[test]
fn a_county_merged_down_must_agree_with_every_code() {
    let mut sheet = sheet(&[
        HEADINGS,
        &["一校", "海宁市", "330481", "张三", "19900000001"],
        &["二校", "", "330402", "张三", "19900000002"],
        &["三校", "", "330481001", "张三", "19900000003"],
        &["四校", "", "无", "张三", "19900000004"],
        &["五校", "", "330402", "张三", "19900000005"],
        &["六校", "", "330499", "张三", "19900000006"],
        &["七校", "秀州区", "330402", "张三", "19900000007"],
    ]);
    merge(&mut sheet, 2, 2, 5);
    let reading = read(Kind::Hosts, sheet);
    let expected =
        [(3, Code::RegionCodeMismatch), (7, Code::RegionUnknown), (8, Code::RegionUnknown)];
    assert_eq!(codes(&reading), expected);
    assert_eq!(reading.issues[0].expected.as_deref(), Some("330481"));
    let counties: Vec<_> = hosts(&reading).into_iter().map(|host| host.county.unwrap()).collect();
    assert_eq!(counties, ["330481", "330481", "330481", "330402"]);
}

#[test]
fn a_host_is_the_same_with_and_without_its_place_in_front() {
    let reading = read(
        Kind::Hosts,
        sheet(&[
            HEADINGS,
            &["柳浪示范小学", "南湖区", "", "张三", "19900000001"],
            &["嘉兴市南湖区柳浪示范 小学", "南湖", "", "李四", "199 0000 0001"],
            &["柳浪示范小学", "海宁市", "", "张三", "19900000001"],
            &["柳浪示范小学（北校区）", "南湖区", "", "张三", "19900000001"],
            &["柳浪示范小学", "南湖区", "", "张三", "19900000002"],
            &["鹂歌示范小学", "南湖区", "", "王五", "19900000002"],
        ]),
    );
    assert_eq!(codes(&reading), [(3, Code::HostDuplicate), (7, Code::PhoneShared)]);
    assert_eq!(reading.rows[1].outcome, Outcome::DuplicateOf(At::new(0, 2)));
}

#[test]
fn a_host_without_contact_or_phone_is_taken_with_warnings() {
    let reading = read(
        Kind::Hosts,
        sheet(&[
            HEADINGS,
            &["一校", "南湖区", "", "　", ""],
            &["二校", "南湖区", "", "张三1", "0573-0000"],
            &["=三校", "南湖区", "", "-", "0573－0000 1234"],
        ]),
    );
    let expected = [
        (2, Code::ContactMissing),
        (2, Code::PhoneMissing),
        (3, Code::NameInvalid),
        (3, Code::PhoneInvalid),
        (4, Code::FormulaInText),
        (4, Code::ContactMissing),
    ];
    assert_eq!(codes(&reading), expected);
    assert_eq!(hosts(&reading).len(), 1);
}

#[test]
fn halls_hold_whole_numbers_and_kinds_are_known() {
    let reading = read(
        Kind::Hosts,
        sheet(&[
            &["单位名称", "容纳人数", "学生数", "类别", "是否列入白名单"],
            &["一校", "若干", "-", "学校", "否"],
            &["二校", "-200", "", "幼儿园", ""],
            &["三校", "0", "0", "歌厅", "待定"],
        ]),
    );
    let mut found = codes(&reading);
    found.retain(|(_, code)| !matches!(code, Code::ContactMissing | Code::PhoneMissing));
    let expected = [
        (2, Code::NumberInvalid),
        (3, Code::NumberNegative),
        (4, Code::ValueUnknown),
        (4, Code::ValueUnknown),
    ];
    assert_eq!(found, expected);
}
