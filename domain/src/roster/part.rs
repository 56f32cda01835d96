//! Headings that are no known word but are made of known parts, as in `主讲老师姓名`.

use super::Kind;

/// What may stand before any known word without changing what it names.
const BEFORE_ALL: &[&str] = &[
    "现", "现任", "目前", "当前", "所在", "所属", "工作", "本人", "个人", "具体", "详细", "常用",
    "有效", "主要", "的", "拟",
];
/// What may stand behind any known word.
const BEHIND: &[&str] = &["全称", "名称", "情况", "信息", "必填", "选填", "分钟", "分"];
/// Shorter words are too common to end a heading.
const SHORTEST: usize = 2;

/// What may stand before a known word of a kind: whose it is, or what it is about.
const fn before(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Regions | Kind::Organisations => &["单位", "组织", "机构"],
        Kind::Lecturers => &[
            "讲师",
            "专家",
            "老师",
            "教师",
            "成员",
            "人员",
            "主讲",
            "主讲人",
            "讲座",
            "授课",
            "宣讲",
            "报告",
            "科普",
            "讲师团",
        ],
        Kind::Tutors => &["辅导员", "科技辅导员", "科技", "教师", "老师", "成员", "人员"],
        Kind::Hosts => &["单位", "学校", "社区", "场地", "报告厅", "点单", "需求", "申请", "接待"],
        Kind::Courses => &[
            "讲座",
            "课程",
            "授课",
            "讲课",
            "主讲",
            "主讲人",
            "讲师",
            "专家",
            "老师",
            "教师",
            "报告",
            "科普",
        ],
        Kind::TrainingHours => &[
            "培训",
            "活动",
            "参训",
            "参加",
            "学员",
            "教师",
            "老师",
            "辅导员",
            "科技辅导员",
            "人员",
        ],
        Kind::SchoolCalendar => &["学校", "中小学", "校历", "学期"],
        Kind::Nominations => {
            &["推荐", "被推荐人", "申报", "申报人", "候选人", "人选", "推荐人选", "推荐对象"]
        }
    }
}

/// The field that the end of a heading names, if what stands before it leaves that so.
///
/// The last part of a Chinese noun says what it is, those before it say whose or of what kind: the
/// longest known word at the end counts, and each of the parts before it must be one that changes
/// nothing.
pub(super) fn by_parts(
    kind: Kind,
    key: &str,
    word: impl Fn(&str) -> Option<&'static str>,
) -> Option<&'static str> {
    let shorter = BEHIND.iter().filter_map(|behind| key.strip_suffix(behind));
    std::iter::once(key).chain(shorter).find_map(|heading| {
        let ends = heading.char_indices().map(|(at, _)| heading.split_at(at));
        let mut ends = ends.filter(|(_, end)| end.chars().count() >= SHORTEST);
        ends.find_map(|(front, end)| word(end).filter(|_| changes_nothing(kind, front)))
    })
}

fn changes_nothing(kind: Kind, front: &str) -> bool {
    let parts = BEFORE_ALL.iter().chain(before(kind));
    front.is_empty()
        || parts.filter_map(|part| front.strip_prefix(part)).any(|rest| changes_nothing(kind, rest))
}
