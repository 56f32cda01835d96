//! The texts of slides of each kind that is taken.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{Cursor, Write as _};

use documents::slides::read;
use zip::{ZipWriter, write::SimpleFileOptions};

const TYPES: &str = "<Types><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/\
    vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn shape(kind: &str, paragraphs: &[&str]) -> String {
    let text =
        |line: &&str| format!("<a:p><a:r><a:t>{line}</a:t></a:r><a:r><a:t>。</a:t></a:r></a:p>");
    let paragraphs: String = paragraphs.iter().map(text).collect();
    format!(
        "<p:sp><p:nvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr>\
         <p:txBody>{paragraphs}</p:txBody></p:sp>"
    )
}

#[test]
fn slides_of_office_programs_are_read_in_the_order_of_showing() {
    let slide = |shapes: &[String]| format!("<p:sld>{}</p:sld>", shapes.concat());
    let bytes = archive(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id=\"257\" r:id=\"rId3\"/>\
             <p:sldId id=\"256\" r:id=\"rId2\"/></p:sldIdLst></p:presentation>"
                .to_owned(),
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            "<Relationships><Relationship Id=\"rId2\" Target=\"slides/slide1.xml\"/>\
             <Relationship Id=\"rId3\" Target=\"/ppt/slides/slide2.xml\"/></Relationships>"
                .to_owned(),
        ),
        ("ppt/slides/slide1.xml", slide(&[shape("body", &["月亮 &amp; 太阳"])])),
        (
            "ppt/slides/slide2.xml",
            slide(&[shape("body", &["副标题"]), shape("ctrTitle", &["潮汐从哪里来"])]),
        ),
    ]);
    let slides = read(&bytes).unwrap();
    let titles: Vec<&str> = slides.iter().map(|slide| slide.title.as_str()).collect();
    assert_eq!(titles, ["潮汐从哪里来。", "月亮 & 太阳。"]);
    assert_eq!(slides[0].text, "副标题。\n潮汐从哪里来。");
}

#[test]
fn slides_of_an_open_document_are_read_without_the_notes() {
    let content = "<office:presentation>\
        <draw:page><draw:frame presentation:class=\"title\"><text:p>潮汐&#26469;了</text:p></draw:frame>\
        <draw:frame><text:p>月亮<text:span>的引力</text:span></text:p></draw:frame>\
        <presentation:notes><text:p>讲到这里停一下</text:p></presentation:notes></draw:page>\
        <draw:page/><draw:page></draw:page></office:presentation>";
    let bytes = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.presentation".to_owned()),
        ("content.xml", content.to_owned()),
        ("META-INF/manifest.xml", "<manifest:manifest/>".to_owned()),
    ]);
    let slides = read(&bytes).unwrap();
    assert_eq!(slides[0].title, "潮汐来了");
    assert_eq!(slides[0].text, "潮汐来了\n月亮的引力");
    assert_eq!(slides[1].text, "");
}

#[test]
fn each_page_of_a_document_is_a_slide() {
    use lopdf::{
        Document, Object, Stream,
        content::{Content, Operation},
        dictionary,
    };
    let mut document = Document::with_version("1.5");
    let pages_id = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let kids: Vec<Object> = ["Tides", "The Moon"]
        .iter()
        .map(|text| {
            let operations = vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 24.into()]),
                Operation::new("Td", vec![50.into(), 700.into()]),
                Operation::new("Tj", vec![Object::string_literal(*text)]),
                Operation::new("ET", vec![]),
            ];
            let content = Content { operations }.encode().unwrap();
            let content = document.add_object(Stream::new(dictionary! {}, content));
            document
                .add_object(dictionary! {
                    "Type" => "Page", "Parent" => pages_id, "Contents" => content,
                    "Resources" => resources,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                })
                .into()
        })
        .collect();
    let n = i64::try_from(kids.len()).unwrap();
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => n };
    document.objects.insert(pages_id, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages_id });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let slides = read(&bytes).unwrap();
    let titles: Vec<&str> = slides.iter().map(|slide| slide.title.as_str()).collect();
    assert_eq!(titles, ["Tides", "The Moon"]);
}

#[test]
fn what_is_no_file_of_slides_is_an_error() {
    assert!(read(b"<html>").is_err());
    assert!(read(b"").is_err());
}
