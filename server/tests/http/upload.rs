//! Files that people hand in, at every place where one is: slides and proofs.

use std::io::{Cursor, Write as _};

use domain::{
    form::{Field, Values},
    id::CourseVersionId,
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    hour_claim::{claim, scene},
    world::{Answer, Person, complete_course, world, worlds},
};

const PASSWORD_PPTX: &[u8] = include_bytes!("../../../data/cases/c16-password.pptx");
const ENCRYPTED_PDF: &[u8] = include_bytes!("../../../data/cases/c16-encrypted.pdf");

pub(crate) fn pptx() -> Vec<u8> {
    let types = "<Types><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/\
        vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", types), ("ppt/presentation.xml", "<p/>")] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A photograph that says that it is turned by a quarter, and where it was taken.
fn photograph() -> Vec<u8> {
    let mut record = b"MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
    record.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    record.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x38\0\0\0\0");
    record.extend(POSITION);
    let record = [b"Exif\0\0", &record[..]].concat();
    let length = u16::try_from(record.len() + 2).unwrap().to_be_bytes();
    let picture = b"\xFF\xDA\0\x02scan\xFF\xD9";
    [b"\xFF\xD8\xFF\xE1", &length[..], &record, picture].concat()
}

const POSITION: &[u8] = b"\0\0\0\x1e\0\0\0\x01\0\0\0\x2e\0\0\0\x01\0\0\0\x73\0\0\0\x0a";

async fn slides(person: &Person, name: &str, bytes: &[u8]) -> Answer {
    let values = complete_course().with(Field::Once, format!("{name}{}", bytes.len()));
    person.upload("/course/new", &values, Some(("slides", name, bytes))).await
}

async fn proof(person: &Person, name: &str, bytes: &[u8]) -> Answer {
    let values = claim(&format!("{name}{}", bytes.len()));
    person.upload("/hour_claim/new", &values, Some(("proof", name, bytes))).await
}

/// Refused at the field, with this reason, and nothing typed is lost.
fn is_refused(answer: &Answer, field: Field, reason: &str, typed: &str) {
    assert_eq!(answer.status, 422, "{reason}");
    let problem = answer.body.split(&format!("id=\"{field}-problem\"")).nth(1).unwrap();
    let problem = problem.split("</p>").next().unwrap();
    assert!(problem.contains(reason), "{problem}");
    assert!(answer.body.contains(typed), "what was typed stands");
}

const LOCKED: &str = "有密码，请另存为无密码的文件";
const DAMAGED: &str = "不完整";

#[tokio::test]
async fn what_does_not_open_is_refused_with_its_reason_at_its_field() {
    let world = world().await;
    let lecturer = world.lecturer("钱进").await;
    let s = scene(&world).await;
    let whole = pptx();
    let cut = &whole[..whole.len() - 30];
    for (name, bytes, reason) in [
        ("课件.pptx", PASSWORD_PPTX, LOCKED),
        ("课件.pdf", ENCRYPTED_PDF, LOCKED),
        ("课件.pptx", cut, DAMAGED),
        ("课件.pdf", b"%PDF-1.7\n1 0 obj", DAMAGED),
        ("课件.pdf", b"", DAMAGED),
        ("课件.pptx", b"<html>", "PPTX"),
        ("课件.ppt", &photograph(), "PPTX"),
    ] {
        let answer = slides(&lecturer, name, bytes).await;
        is_refused(&answer, Field::Slides, reason, "潮汐从哪里来");
    }
    for (name, bytes, reason) in [
        ("证明.pdf", ENCRYPTED_PDF, LOCKED),
        ("证明.pptx", PASSWORD_PPTX, LOCKED),
        ("照片.jpg", &photograph()[..photograph().len() - 3], DAMAGED),
        ("证明.pdf", &whole, "JPG"),
    ] {
        let answer = proof(&s.tutor, name, bytes).await;
        is_refused(&answer, Field::Proof, reason, "长三角科技教师研修&lt;b&gt;");
    }
    let english = lecturer.with_cookie("language=en");
    let answer = slides(&english, "a.pdf", ENCRYPTED_PDF).await;
    is_refused(&answer, Field::Slides, "has a password", "潮汐从哪里来");
    world.remove().await;
}

#[tokio::test]
async fn slides_are_saved_under_their_name_with_the_ending_of_their_type() {
    for world in worlds().await {
        let lecturer = world.lecturer("钱进").await;
        for (name, ending, whole) in [
            ("潮汐 讲稿", "pptx", "%E6%BD%AE%E6%B1%90%20%E8%AE%B2%E7%A8%BF.pptx"),
            ("tides.ppt", "pptx", "tides.pptx"),
        ] {
            let id = CourseVersionId(slides(&lecturer, name, &pptx()).await.made());
            let saved = lecturer.get(&format!("/course/{id}/slides")).await;
            assert_eq!(saved.bytes, pptx(), "{}", world.db.name);
            let plain = saved.disposition.split("filename=\"").nth(1).unwrap();
            let plain = plain.split('"').next().unwrap();
            assert!(plain.is_ascii() && plain.ends_with(ending), "{}", saved.disposition);
            let end = format!("filename*=UTF-8''{whole}");
            assert!(saved.disposition.ends_with(&end), "{}", saved.disposition);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_photograph_is_kept_without_where_it_was_taken() {
    for world in worlds().await {
        let s = scene(&world).await;
        let taken = photograph();
        let id = proof(&s.tutor, "证明", &taken).await.made();
        let kept = s.tutor.get(&format!("/hour_claim/{id}/proof")).await;
        assert!(kept.disposition.ends_with("%E8%AF%81%E6%98%8E.jpg"), "{}", kept.disposition);
        let has = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|it| it == part);
        assert!(has(&taken, POSITION) && !has(&kept.bytes, POSITION), "{}", world.db.name);
        assert!(has(&kept.bytes, b"\x01\x12\0\x03\0\0\0\x01\0\x06"), "how it is turned stays");
        assert!(has(&kept.bytes, b"\xFF\xDA\0\x02scan\xFF\xD9"), "the picture stays");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_form_without_a_file_is_one_without_a_file() {
    let world = world().await;
    let lecturer = world.lecturer("钱进").await;
    let values = Values::default().with(Field::Once, "none").with(Field::Title, "潮汐");
    let answer = lecturer.upload("/course/new", &values, Some(("slides", "", b""))).await;
    assert_eq!(answer.status, 303, "a browser sends an empty part where nothing is chosen");
    world.remove().await;
}
