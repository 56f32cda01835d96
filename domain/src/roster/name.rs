//! Names of people and of workplaces, as they are stored and as they are compared.

use super::text::{clean, compact, half_width, line, without_brackets};
use crate::folding::{folded, is_han, one_dot, seen};

/// Names that people put in front of a workplace or leave out, as they like.
const PLACES: [&str; 10] = [
    "浙江省",
    "嘉兴市",
    "嘉兴",
    "南湖区",
    "秀洲区",
    "嘉善县",
    "平湖市",
    "海盐县",
    "海宁市",
    "桐乡市",
];

/// Shorter remains say too little to be a name: 嘉兴大学 is not 大学.
const SHORTEST: usize = 3;

/// A person's name as it is stored: no blanks in a Chinese name, one kind of middle dot.
pub fn person_name(text: &str) -> String {
    let dotted = one_dot(&clean(&seen(text)));
    if dotted.is_ascii() { line(&dotted) } else { compact(&dotted) }
}

/// Whether a person's name holds what no name holds: a digit or a question mark.
pub fn is_no_name(name: &str) -> bool {
    half_width(name).chars().any(|it| it.is_numeric() && !is_han(it) || it == '?')
}

/// The key by which workplaces are compared: without place in front, blanks and brackets.
pub fn unit_key(name: &str) -> String {
    let plain = folded(name);
    let (outside, _) = without_brackets(&plain);
    let whole = if outside.is_empty() { plain } else { outside };
    without_place(&whole).to_owned()
}

/// The key by which hosts are compared: without place in front, but with brackets and their words.
pub fn host_key(name: &str) -> String {
    without_place(&folded(name)).to_owned()
}

/// The key by which trainings are compared: without blanks, and all letters alike.
pub fn event_key(title: &str) -> String {
    folded(title)
}

/// The name without places in front, unless too little would be left.
fn without_place(name: &str) -> &str {
    let mut rest = name;
    while let Some(shorter) = PLACES.iter().find_map(|place| rest.strip_prefix(place)) {
        if shorter.chars().count() < SHORTEST {
            break;
        }
        rest = shorter;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_inside_a_chinese_name_are_removed() {
        assert_eq!(person_name(" 唐\u{3000}涛\u{a0}"), "唐涛");
        assert_eq!(person_name("谭  倩"), "谭倩");
        assert_eq!(person_name("周 𣲘"), "周𣲘");
        assert_eq!(person_name(" John  Smith "), "John Smith");
    }

    #[test]
    fn every_middle_dot_becomes_one() {
        for dot in ['•', '・', '．', '·', '.', '。'] {
            assert_eq!(person_name(&format!("阿依努尔{dot}吐尔逊")), "阿依努尔·吐尔逊");
        }
    }

    #[test]
    fn a_name_holds_no_digit_and_no_question_mark() {
        assert!(is_no_name("张3"));
        assert!(is_no_name("张３"));
        assert!(is_no_name("张？"));
        assert!(!is_no_name("丁一"));
        assert!(!is_no_name("陆𠅤"));
    }

    #[test]
    fn a_workplace_is_the_same_with_and_without_its_place() {
        let same = [
            "菱歌示范第二小学",
            "嘉兴市南湖区菱歌示范第二小学",
            " 菱歌示范 第二小学",
            "菱歌示范第二小学（本部）",
            "浙江省嘉兴市菱歌示范第二小学",
        ];
        for name in same {
            assert_eq!(unit_key(name), "菱歌示范第二小学", "{name}");
        }
        assert_eq!(unit_key("嘉兴大学"), "嘉兴大学");
        assert_eq!(host_key("秀洲区柳浪示范 小学（南校区）"), "柳浪示范小学(南校区)");
        assert_eq!(unit_key("嘉兴经开区"), "经开区");
    }
}
