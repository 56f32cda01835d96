//! What looks the same is the same: one folding of text for people's eyes.
//!
//! A text is kept as it was typed, and folded where it is compared: in rosters, forms, sign-in names
//! and searches. It is not Unicode's NFKC over the whole text: `①`, `㎡` and punctuation say
//! something of their own, and stay.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_canonical, decompose_compatible};

use crate::roster::text::half_width;

/// Radicals that texts from PDF files have in place of the characters that they look like, as
/// Unicode's `EquivalentUnifiedIdeograph.txt` pairs them; those of the other block have a
/// decomposition of their own.
const RADICALS: [(char, char); 73] = [
    ('⺁', '厂'),
    ('⺄', '乙'),
    ('⺅', '亻'),
    ('⺈', '刀'),
    ('⺉', '刂'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺎', '兀'),
    ('⺏', '尣'),
    ('⺐', '尢'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺔', '彑'),
    ('⺖', '忄'),
    ('⺘', '扌'),
    ('⺙', '攵'),
    ('⺛', '旡'),
    ('⺝', '月'),
    ('⺞', '歺'),
    ('⺠', '民'),
    ('⺡', '氵'),
    ('⺢', '氺'),
    ('⺣', '灬'),
    ('⺤', '爫'),
    ('⺦', '丬'),
    ('⺧', '牛'),
    ('⺨', '犭'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺭', '礻'),
    ('⺯', '糹'),
    ('⺰', '纟'),
    ('⺶', '羊'),
    ('⺸', '羋'),
    ('⺼', '肉'),
    ('⺾', '艹'),
    ('⻁', '虎'),
    ('⻂', '衤'),
    ('⻃', '覀'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻈', '讠'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻌', '辶'),
    ('⻐', '钅'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻖', '阝'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻯', '竜'),
];

/// The text as it is seen: radicals and compatibility ideographs are the characters that they look
/// like, and what nobody sees is left out. Widths, blanks, case and punctuation stay.
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_unseen(*c)) {
        match c {
            '\u{2E80}'..='\u{2EFF}' => seen.push(of_radical(c)),
            '\u{2F00}'..='\u{2FDF}' => decompose_compatible(c, |c| seen.push(c)),
            '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
                decompose_canonical(c, |c| seen.push(c));
            }
            _ => seen.push(c),
        }
    }
    Cow::Owned(seen)
}

/// The text as it is compared: as it is seen, without blanks, letters of one case and digits of one
/// width, and one kind of dot between the parts of a name.
pub fn folded(text: &str) -> String {
    let seen = half_width(&seen(text)).to_lowercase();
    one_dot(&seen).split_whitespace().collect()
}

/// The text with one kind of dot: what is always one, and a full stop between two Han characters.
pub fn one_dot(text: &str) -> String {
    let mut dotted = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let is_between = before.is_some_and(is_han) && chars.peek().copied().is_some_and(is_han);
        let is_dot = is_name_dot(c) || is_stop(c) && is_between;
        dotted.push(if is_dot { '·' } else { c });
        before = Some(c);
    }
    dotted
}

/// The text with plain Latin letters: `García` is `Garcia`, `lü` is `lu`.
pub fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
                decompose_canonical(c, |it| plain.extend(Some(it).filter(|it| !is_mark(*it))));
            }
            _ if is_mark(c) => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// Whether a character is a Han one.
pub fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character stands in a text and is not seen.
pub fn is_unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180B}'..='\u{180F}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// What most texts have nothing but, and what folds to itself.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\r' | '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// A mark on the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn of_radical(c: char) -> char {
    if let Some((_, han)) = RADICALS.iter().find(|(radical, _)| *radical == c) {
        return *han;
    }
    // Two of this block have a decomposition.
    let mut only = c;
    decompose_compatible(c, |it| only = it);
    only
}

fn is_name_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧' | '∙' | '･' | '⋅' | '᛫' | '●')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '．' | '。' | '｡' | '﹒')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pdf_leaves_of_a_name_is_the_name() {
        let pairs = [
            ("⾼⼭⽉", "高山月"),
            ("⻢⻓⻛", "马长风"),
            ("\u{F9E1}望", "李望"),
            ("葛\u{E0100}知", "葛知"),
            ("⺟⻳", "母龟"),
            ("\u{202A}谭\u{200B}倩\u{202C}", "谭倩"),
            ("\u{2F8A6}", "慈"),
        ];
        for (odd, plain) in pairs {
            assert_eq!(seen(odd), plain, "{odd}");
            assert_eq!(folded(odd), folded(plain));
        }
    }

    #[test]
    fn what_says_something_of_its_own_stays() {
        for text in ["①㎡，。；“”《》", "䶮㛃𠅤𣲘", "№ 3", "１２３ＡＢＣ", "〇", "ﬁ", "é", "·"]
        {
            assert_eq!(seen(text), text);
        }
        // No decomposition: these twelve are characters of their own.
        assert_eq!(seen("\u{FA0E}\u{FA29}"), "\u{FA0E}\u{FA29}");
    }

    #[test]
    fn a_dot_between_han_characters_of_a_name_is_one_dot() {
        for dot in ['·', '•', '・', '．', '.', '。', '‧', '｡'] {
            assert_eq!(folded(&format!("阿依努尔{dot}吐尔逊")), "阿依努尔·吐尔逊", "{dot}");
        }
        assert_eq!(one_dot("第3.5节。"), "第3.5节。");
        assert_eq!(one_dot("J. K. 罗"), "J. K. 罗");
    }

    #[test]
    fn widths_case_and_blanks_are_no_difference() {
        assert_eq!(folded("ＬＪＳ　ｌｕ １２"), "ljslu12");
        assert_eq!(folded(" García "), "garcía");
    }

    #[test]
    fn marks_on_latin_letters_can_be_left_out() {
        assert_eq!(without_marks("García lü Nguyễn Øst e\u{301}"), "Garcia lu Nguyen Øst e");
        assert_eq!(without_marks("䶮·㛃"), "䶮·㛃");
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["⾼⼭.⽉", "Ａ　·b", "⺟\u{FE0F}①㎡"] {
            assert_eq!(folded(&folded(text)), folded(text));
            assert_eq!(seen(&seen(text)), seen(text));
        }
    }
}
