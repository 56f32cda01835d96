//! Slides of an open document.

use domain::slides::Slide;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Archive, SlidesError, part};

const CONTENT: &str = "content.xml";

pub(super) fn read(archive: &mut Archive<'_>) -> Result<Vec<Slide>, SlidesError> {
    pages(&part(archive, CONTENT)?)
}

/// The pages with their paragraphs; notes of the lecturer are none.
fn pages(xml: &[u8]) -> Result<Vec<Slide>, SlidesError> {
    let mut reader = Reader::from_reader(xml);
    let mut pages = Vec::new();
    let (mut lines, mut title): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // How deep within a paragraph, and within the lecturer's notes.
    let (mut line, mut depth, mut notes, mut is_title) = (String::new(), 0_usize, 0_usize, false);
    loop {
        match reader.read_event().map_err(SlidesError::broken)? {
            Event::Start(element) => match element.name().as_ref() {
                b"draw:page" => {
                    lines.clear();
                    title.clear();
                }
                b"presentation:notes" => notes += 1,
                b"draw:frame" => is_title = class(&element).is_some_and(|it| it == b"title"),
                b"text:p" | b"text:h" => {
                    if depth == 0 {
                        line.clear();
                    }
                    depth += 1;
                }
                _ => {}
            },
            Event::Empty(element) if depth > 0 => {
                if matches!(element.name().as_ref(), b"text:line-break" | b"text:s" | b"text:tab") {
                    line.push(' ');
                }
            }
            Event::Text(text) if depth > 0 && notes == 0 => {
                line.push_str(&text.decode().map_err(SlidesError::broken)?);
            }
            Event::GeneralRef(name) if depth > 0 && notes == 0 => {
                line.push_str(&reference(&name.decode().map_err(SlidesError::broken)?));
            }
            Event::End(element) => match element.name().as_ref() {
                b"draw:page" => pages.push(Slide::new(Some(&title.join(" ")), &lines)),
                b"presentation:notes" => notes = notes.saturating_sub(1),
                b"draw:frame" => is_title = false,
                b"text:p" | b"text:h" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && !line.trim().is_empty() {
                        if is_title {
                            title.push(line.clone());
                        }
                        lines.push(std::mem::take(&mut line));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(pages),
            _ => {}
        }
    }
}

fn class(element: &BytesStart<'_>) -> Option<Vec<u8>> {
    let mut attributes = element.attributes().flatten();
    let found = attributes.find(|one| one.key.as_ref() == b"presentation:class")?;
    Some(found.value.into_owned())
}

/// The character that a reference such as `amp` or `#20020` stands for; nothing for others.
pub(super) fn reference(name: &str) -> String {
    let numbered = name.strip_prefix('#').and_then(|number| {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)
    });
    let named = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    numbered.or(named).map(String::from).unwrap_or_default()
}
