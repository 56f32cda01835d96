//! Slides of the office programs since 2007.

use std::collections::BTreeMap;

use domain::slides::{SLIDES_MAX, Slide};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Archive, SlidesError, part};

const PRESENTATION: &str = "ppt/presentation.xml";
const RELATIONS: &str = "ppt/_rels/presentation.xml.rels";

pub(super) fn read(archive: &mut Archive<'_>) -> Result<Vec<Slide>, SlidesError> {
    let order = ids(&part(archive, PRESENTATION)?)?;
    let parts = targets(&part(archive, RELATIONS)?)?;
    let mut slides = Vec::new();
    for id in order.iter().take(SLIDES_MAX) {
        let Some(target) = parts.get(id) else { continue };
        let name = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("ppt/{target}"),
        };
        slides.push(slide(&part(archive, &name)?)?);
    }
    Ok(slides)
}

/// Calls with every element that begins, in its order.
fn each(xml: &[u8], mut call: impl FnMut(&BytesStart<'_>)) -> Result<(), SlidesError> {
    let mut reader = Reader::from_reader(xml);
    loop {
        match reader.read_event().map_err(SlidesError::broken)? {
            Event::Start(element) | Event::Empty(element) => call(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element.attributes().flatten().find(|one| one.key.as_ref() == name)?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}

/// The relations of the slides, in the order of showing.
fn ids(xml: &[u8]) -> Result<Vec<String>, SlidesError> {
    let mut ids = Vec::new();
    each(xml, |element| {
        if element.local_name().as_ref() == b"sldId" {
            ids.extend(attribute(element, b"r:id"));
        }
    })?;
    Ok(ids)
}

/// Which part each relation leads to.
fn targets(xml: &[u8]) -> Result<BTreeMap<String, String>, SlidesError> {
    let mut targets = BTreeMap::new();
    each(xml, |element| {
        if element.local_name().as_ref() == b"Relationship"
            && let (Some(id), Some(target)) =
                (attribute(element, b"Id"), attribute(element, b"Target"))
        {
            targets.insert(id, target);
        }
    })?;
    Ok(targets)
}

/// The paragraphs of a slide, and those of them that are its title.
fn slide(xml: &[u8]) -> Result<Slide, SlidesError> {
    let mut reader = Reader::from_reader(xml);
    let (mut lines, mut title) = (Vec::new(), Vec::new());
    let (mut line, mut is_text, mut is_title) = (String::new(), false, false);
    loop {
        match reader.read_event().map_err(SlidesError::broken)? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"sp" => is_title = false,
                b"ph" => is_title |= is_title_of(&element),
                b"p" => line.clear(),
                b"t" => is_text = true,
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                b"ph" => is_title |= is_title_of(&element),
                b"br" => line.push(' '),
                _ => {}
            },
            Event::Text(text) if is_text => {
                line.push_str(&text.decode().map_err(SlidesError::broken)?);
            }
            Event::GeneralRef(name) if is_text => {
                let name = name.decode().map_err(SlidesError::broken)?;
                line.push_str(&super::open_document::reference(&name));
            }
            Event::End(element) => match element.local_name().as_ref() {
                b"t" => is_text = false,
                b"p" if !line.trim().is_empty() => {
                    if is_title {
                        title.push(line.clone());
                    }
                    lines.push(std::mem::take(&mut line));
                }
                b"sp" => is_title = false,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let title = title.join(" ");
    Ok(Slide::new(Some(&title), &lines))
}

fn is_title_of(element: &BytesStart<'_>) -> bool {
    attribute(element, b"type").is_some_and(|kind| kind == "title" || kind == "ctrTitle")
}
