//! Names of people and of workplaces, as they are stored and as they are compared.

use super::{
    person::Sex,
    text::{clean, compact, half_width, line, without_brackets},
};
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
    line(&one_dot(&clean(&seen(text))))
}

/// What the cell of a name tells: the name, and what stands in brackets behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The name as it is stored.
    pub(super) name: String,
    /// The sex.
    pub(super) sex: Option<Sex>,
    /// The ethnic group.
    pub(super) ethnic_group: Option<String>,
    written: String,
}

impl Told {
    /// Reads `马兰（女）（回族）` and `马兰（女，回族）`.
    pub(super) fn read(text: &str) -> Self {
        let mut told = Self { written: text.trim().to_owned(), ..Self::default() };
        while let Some((front, inside)) = last_brackets(&told.written) {
            let words: Vec<String> = inside
                .split([',', '，', '、', '/', ';', '；', ' ', '\u{3000}'])
                .map(compact)
                .filter(|word| !word.is_empty())
                .collect();
            if words.is_empty() || !words.iter().all(|word| told.take(word)) {
                break;
            }
            told.written = front;
        }
        told.name = person_name(&told.written);
        told
    }

    fn take(&mut self, word: &str) -> bool {
        match word {
            "男" | "男性" => self.sex = Some(Sex::Male),
            "女" | "女性" => self.sex = Some(Sex::Female),
            group if is_ethnic_group(group) => self.ethnic_group = Some(group.to_owned()),
            _ => return false,
        }
        true
    }

    /// Whether these are two names or more.
    pub(super) fn is_several(&self) -> bool {
        const SIGNS: [char; 11] = ['、', ',', '，', ';', '；', '/', '／', '|', '&', '+', '＋'];
        let names = |parts: Vec<&str>| {
            let is_name = |part: &&str| (2..=4).contains(&han_count(part));
            parts.len() > 1 && parts.iter().all(is_name)
        };
        if names(self.written.split(SIGNS).map(str::trim).collect()) {
            return true;
        }
        // 欧阳 娜娜 is one name, and so is a name of three words or more.
        let words: Vec<&str> = self.written.split_whitespace().collect();
        let is_short = |word: &&str| (2..=3).contains(&han_count(word));
        let compound = words.first().is_some_and(|first| COMPOUND_SURNAMES.contains(first));
        words.len() == 2 && words.iter().all(is_short) && !compound
    }
}

/// Compound surnames that are still met, between which and the given name a blank may stand.
const COMPOUND_SURNAMES: [&str; 24] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "宇文",
    "长孙", "鲜于", "闾丘", "夏侯", "轩辕", "钟离", "端木", "南宫", "西门", "独孤", "闻人", "澹台",
];

/// The number of Chinese characters of a text, or nought if it holds anything else.
fn han_count(text: &str) -> usize {
    if text.chars().all(is_han) { text.chars().count() } else { 0 }
}

fn is_ethnic_group(word: &str) -> bool {
    word.ends_with('族') && (2..=6).contains(&han_count(word))
}

/// What stands before the brackets at the end of a text, and what stands in them.
fn last_brackets(text: &str) -> Option<(String, String)> {
    let inner = text.trim_end().strip_suffix([')', '）', ']', '】', '〕'])?;
    let at = inner.rfind(['(', '（', '[', '【', '〔'])?;
    let (front, inside) = inner.split_at(at);
    Some((front.trim_end().to_owned(), inside.chars().skip(1).collect()))
}

/// What stands where there is nobody yet.
const NOBODY: [&str; 12] = [
    "待定",
    "空缺",
    "暂缺",
    "待补",
    "未定",
    "暂无",
    "待聘",
    "待补充",
    "待确定",
    "暂空",
    "缺额",
    "无",
];

/// Whether a text is nobody's name: it holds a digit or a question mark, or says `待定`.
pub fn is_no_name(name: &str) -> bool {
    NOBODY.contains(&name)
        || half_width(name).chars().any(|it| it.is_numeric() && !is_han(it) || it == '?')
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
        assert_eq!(person_name("José  García López"), "José García López");
        assert_eq!(person_name("王 小明"), "王小明");
        assert_eq!(person_name("李 〇 一"), "李〇一");
    }

    #[test]
    fn sex_and_ethnic_group_behind_a_name_are_no_part_of_it() {
        let told = |text| {
            let Told { name, sex, ethnic_group, .. } = Told::read(text);
            (name, sex, ethnic_group)
        };
        let hui = || Some("回族".to_owned());
        let name = || "马兰".to_owned();
        for text in ["马兰（女）（回族）", "马 兰(女，回族)", "马兰【女】 （回族）"]
        {
            assert_eq!(told(text), (name(), Some(Sex::Female), hui()), "{text}");
        }
        assert_eq!(told("马兰（男）"), (name(), Some(Sex::Male), None));
        assert_eq!(told("马兰（退休）").1, None);
    }

    #[test]
    fn two_names_in_one_cell_are_told_from_one() {
        for text in ["张晓、李明", "张晓 李明", "张晓,李明", "欧阳晓/李明", "张晓\u{3000}李明轩"]
        {
            assert!(Told::read(text).is_several(), "{text}");
        }
        for text in ["谭　倩", "欧阳 娜娜", "阿依努尔 吐尔逊", "John Smith", "李〇一", "张 晓 明"]
        {
            assert!(!Told::read(text).is_several(), "{text}");
        }
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
        assert!(is_no_name("待定"));
        assert!(is_no_name("空缺"));
        assert!(!is_no_name("李〇一"));
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
