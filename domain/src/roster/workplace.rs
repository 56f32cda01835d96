//! The workplace in a cell that names a post behind it, as in `菱歌示范小学　教师`.

use super::text::{clean, compact};

/// How the names of schools and kindergartens end.
const SCHOOLS: [&str; 9] =
    ["幼儿园", "小学", "初中", "中学", "高中", "学校", "职高", "中专", "技校"];
/// What follows such a word when it belongs to a title or a post: 中学高级教师, 小学校长, 小学部.
const NO_END: [&str; 11] = [
    "高级教师",
    "正高级教师",
    "一级教师",
    "二级教师",
    "三级教师",
    "部",
    "段",
    "长",
    "医",
    "办",
    "务",
];

/// A workplace and the post that is named behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Workplace {
    /// The name of the workplace.
    pub(super) name: String,
    /// The post.
    pub(super) post: Option<String>,
    /// Whether it is a school or a kindergarten.
    pub(super) is_school: bool,
}

impl Workplace {
    /// Splits a text at the end of a school's name, or else at the first blank or comma.
    pub(super) fn parse(text: &str) -> Self {
        let cleaned = clean(text);
        let parts: Vec<String> = cleaned
            .split(|it: char| it.is_whitespace() || "，,、；;/／".contains(it))
            .map(compact)
            .filter(|part| !part.is_empty())
            .collect();
        let first = parts.first().map_or("", String::as_str);
        // A blank may stand inside a school's name: 蚕花示范 高级中学　教师.
        let second = parts.get(1).filter(|part| ends_as_school(part));
        let joined = second.filter(|_| end_of_school(first).is_none());
        let start = joined.map_or_else(|| first.to_owned(), |second| format!("{first}{second}"));
        let n_used = if joined.is_some() { 2 } else { 1 };
        let end = end_of_school(&start);
        let (name, rest) = start.split_at(end.unwrap_or(start.len()));
        let behind: Vec<&str> =
            [rest].into_iter().chain(parts.iter().skip(n_used).map(String::as_str)).collect();
        let post = behind.concat();
        Self {
            name: name.to_owned(),
            post: Some(post).filter(|post| !post.is_empty()),
            is_school: end.is_some(),
        }
    }
}

fn ends_as_school(text: &str) -> bool {
    SCHOOLS.iter().any(|word| text.ends_with(word))
}

/// Where the name of a school ends: at the last of its words that belongs to no title or post.
fn end_of_school(text: &str) -> Option<usize> {
    let ends = || {
        let found = |word: &'static str| text.match_indices(word).map(|(at, it)| at + it.len());
        SCHOOLS.into_iter().flat_map(found)
    };
    let is_end = |end: &usize| {
        let rest = text.get(*end..).unwrap_or_default();
        !NO_END.iter().any(|word| rest.starts_with(word))
    };
    ends().filter(is_end).max().or_else(|| ends().min())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_is_told_from_the_post_behind_it() {
        let same = [
            ("菱歌示范小学　教师", "教师"),
            ("菱歌示范小学教师", "教师"),
            ("菱歌示范 小学 教师", "教师"),
            ("菱歌示范小学，教科室副主任", "教科室副主任"),
            ("菱歌示范小学校长", "校长"),
            ("菱歌示范小学中学高级教师", "中学高级教师"),
            ("菱歌示范小学\n学校办公室主任", "学校办公室主任"),
        ];
        for (text, post) in same {
            let found = Workplace::parse(text);
            assert_eq!((found.name.as_str(), found.is_school), ("菱歌示范小学", true), "{text}");
            assert_eq!(found.post.as_deref(), Some(post), "{text}");
        }
        assert_eq!(Workplace::parse("星河示范大学附属中学 教师").name, "星河示范大学附属中学");
        assert_eq!(Workplace::parse("鹤汀示范中学高级教师").name, "鹤汀示范中学");
        assert_eq!(Workplace::parse("霁月示范学校小学部 教师").name, "霁月示范学校");
    }

    #[test]
    fn another_workplace_ends_at_the_first_blank() {
        for text in ["云棹示范社区　e站管理员", "云棹示范社区、小学科普专员"]
        {
            let found = Workplace::parse(text);
            assert_eq!((found.name.as_str(), found.is_school), ("云棹示范社区", false), "{text}");
        }
        let company = Workplace::parse("晴舫示范科技有限公司");
        assert_eq!((company.name.as_str(), company.post), ("晴舫示范科技有限公司", None));
    }
}
