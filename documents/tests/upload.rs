//! Files that people hand in: told by what is in them, and whether they open.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{Cursor, Read as _, Write as _};

use documents::upload::{UploadError, kind_of, without_place};
use domain::upload::{MediaType, PROOFS, SLIDES};
use exif::{In, Reader, Tag};
use zip::{ZipWriter, write::SimpleFileOptions};

const LOCKED_SLIDES: &[u8] = include_bytes!("../../data/cases/c16-password.pptx");
const LOCKED_PDF: &[u8] = include_bytes!("../../data/cases/c16-encrypted.pdf");
const ODP: &str = "application/vnd.oasis.opendocument.presentation";
const MAIN: &str = "<Types><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/\
    vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn pptx() -> Vec<u8> {
    let slides: Vec<String> = (0..200).map(|n| format!("<p>{n}</p>")).collect();
    let slides = slides.concat();
    archive(&[
        ("[Content_Types].xml", MAIN),
        ("ppt/presentation.xml", "<p/>"),
        ("ppt/slides/slide1.xml", &slides),
    ])
}

fn odp(manifest: &str) -> Vec<u8> {
    archive(&[("mimetype", ODP), ("content.xml", "<x/>"), ("META-INF/manifest.xml", manifest)])
}

#[test]
fn slides_are_told_by_what_is_in_them() {
    assert_eq!(kind_of(&pptx(), SLIDES), Ok(MediaType::Pptx));
    assert_eq!(kind_of(&odp("<manifest:manifest/>"), SLIDES), Ok(MediaType::Odp));
    assert_eq!(kind_of(&pdf("/Root 1 0 R"), SLIDES), Ok(MediaType::Pdf));
}

#[test]
fn what_is_of_another_kind_is_refused() {
    let show = MAIN.replace("presentation.main", "slideshow.main");
    let programs = MAIN.replace("presentation.main", "presentation.macroEnabled.main");
    let cases = [
        archive(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")]),
        archive(&[("[Content_Types].xml", &show), ("ppt/presentation.xml", "<p/>")]),
        archive(&[("[Content_Types].xml", &programs), ("ppt/presentation.xml", "<p/>")]),
        archive(&[("a.txt", "ppt/presentation.xml")]),
        archive(&[("mimetype", "application/vnd.oasis.opendocument.text")]),
        b"<html>".to_vec(),
        // An old presentation without a password.
        [&LOCKED_SLIDES[..512], &[0; 1024]].concat(),
        jpeg(&[]),
    ];
    for (at, bytes) in cases.iter().enumerate() {
        assert_eq!(kind_of(bytes, SLIDES), Err(UploadError::OtherKind), "{at}");
    }
    assert_eq!(kind_of(&pptx(), PROOFS), Err(UploadError::OtherKind));
}

#[test]
fn what_has_a_password_is_refused_as_that() {
    let locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    assert_eq!(kind_of(&odp(locked), SLIDES), Err(UploadError::Locked));
    for kinds in [SLIDES, PROOFS] {
        assert_eq!(kind_of(LOCKED_SLIDES, kinds), Err(UploadError::Locked));
        assert_eq!(kind_of(LOCKED_PDF, kinds), Err(UploadError::Locked));
    }
    // The archive itself is locked: the flag of each part, here and in the list at the end.
    let mut flagged = pptx();
    for at in 0..flagged.len() - 10 {
        match &flagged[at..at + 4] {
            b"PK\x03\x04" => flagged[at + 6] |= 1,
            b"PK\x01\x02" => flagged[at + 8] |= 1,
            _ => {}
        }
    }
    assert_eq!(kind_of(&flagged, SLIDES), Err(UploadError::Locked));
}

#[test]
fn a_table_that_is_a_stream_says_as_well_that_a_document_is_locked() {
    let stream = |keys: &str| {
        let head = "%PDF-1.7\n".to_owned();
        let at = head.len();
        format!("{head}7 0 obj\n<</Type/XRef{keys}/W[1 2 1]>>stream\nxx\nstartxref\n{at}\n%%EOF")
    };
    let open = stream("/Root 1 0 R/Info(see /Encrypt)/A<</Encrypt 1>>/Encrypted 1");
    assert_eq!(kind_of(open.as_bytes(), PROOFS), Ok(MediaType::Pdf));
    let locked = stream("/Root 1 0 R/Encrypt 5 0 R");
    assert_eq!(kind_of(locked.as_bytes(), PROOFS), Err(UploadError::Locked));
}

/// Every beginning of a file is cut off.
fn is_damaged(bytes: &[u8], from: usize, kinds: &[MediaType]) {
    for end in from..bytes.len() {
        assert_eq!(kind_of(&bytes[..end], kinds), Err(UploadError::Damaged), "{end}");
    }
}

#[test]
fn what_is_cut_off_is_refused_wherever_it_was_cut() {
    is_damaged(&pptx(), 4, SLIDES);
    is_damaged(&odp("<manifest:manifest/>"), 4, SLIDES);
    let document = pdf("/Root 1 0 R");
    is_damaged(document.trim_ascii_end(), 5, PROOFS);
    is_damaged(&jpeg(&[]), 3, PROOFS);
    is_damaged(&png(&[]), 8, PROOFS);
    assert_eq!(kind_of(b"", SLIDES), Err(UploadError::Damaged));
}

#[test]
fn what_is_damaged_within_is_refused() {
    let mut bytes = pptx();
    let at = bytes.windows(6).position(|it| it == b"slide1").unwrap() + 20;
    bytes[at] ^= 0xff;
    assert_eq!(kind_of(&bytes, SLIDES), Err(UploadError::Damaged));
}

fn pdf(trailer: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<{trailer}>>\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// What a camera notes: turned by a quarter, taken on a day, and where; big end first.
fn record() -> Vec<u8> {
    let mut record = b"MM\0\x2a\0\0\0\x08\0\x03".to_vec();
    record.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    record.extend(b"\x01\x32\0\x02\0\0\0\x14\0\0\0\x32");
    record.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x46");
    record.extend(b"\0\0\0\0");
    record.extend(b"2026:11:07 09:30:00\0");
    record.extend(b"\0\x02");
    record.extend(b"\0\x01\0\x02\0\0\0\x02N\0\0\0");
    record.extend(b"\0\x02\0\x05\0\0\0\x03\0\0\0\x64");
    record.extend(b"\0\0\0\0");
    record.extend(POSITION);
    record
}

/// 30° 46′ 11.5″.
const POSITION: &[u8] = b"\0\0\0\x1e\0\0\0\x01\0\0\0\x2e\0\0\0\x01\0\0\0\x73\0\0\0\x0a";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], content].concat()
}

/// A photograph with these segments beside the picture.
fn jpeg(beside: &[Vec<u8>]) -> Vec<u8> {
    let scan = [0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD0, 0x33];
    [
        &[0xFF, 0xD8][..],
        &segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        &beside.concat(),
        &segment(0xDB, b"table"),
        &segment(0xDA, b"scan"),
        &scan,
        &segment(0xC4, b"more"),
        &segment(0xDA, b"scan"),
        &scan,
        &[0xFF, 0xD9],
    ]
    .concat()
}

fn png(beside: &[img_parts::png::PngChunk]) -> Vec<u8> {
    use img_parts::png::{Png, PngChunk};
    let start: &[u8] = b"\x89PNG\r\n\x1a\n";
    let mut picture = Png::from_bytes(start.into()).unwrap();
    let chunks = picture.chunks_mut();
    chunks.push(PngChunk::new(*b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0".as_slice().into()));
    chunks.extend_from_slice(beside);
    chunks.push(PngChunk::new(*b"IDAT", b"picture".as_slice().into()));
    chunks.push(PngChunk::new(*b"IEND", b"".as_slice().into()));
    picture.encoder().bytes().to_vec()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

/// How the picture is turned and when it was taken stands; where, nowhere.
fn is_without_place(bytes: &[u8]) {
    let read = Reader::new().read_from_container(&mut Cursor::new(bytes)).unwrap();
    let turned = read.get_field(Tag::Orientation, In::PRIMARY).unwrap();
    assert_eq!(turned.value.get_uint(0), Some(6));
    assert!(read.get_field(Tag::DateTime, In::PRIMARY).is_some());
    assert!(read.fields().all(|it| it.tag.context() != exif::Context::Gps));
    assert!(!has(bytes, POSITION) && !has(bytes, b"GPS"));
}

#[test]
fn where_a_photograph_was_taken_is_taken_out_and_the_rest_stays() {
    let camera = segment(0xE1, &[b"Exif\0\0", &record()[..]].concat());
    let program = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='30,46'/>");
    let colors = segment(0xE2, b"ICC_PROFILE\0colors");
    let taken = jpeg(&[camera.clone(), program, colors.clone()]);
    // A phone puts a second picture after the end of the first.
    let taken = [taken, jpeg(&[camera])].concat();
    assert!(has(&taken, POSITION), "the test is about something");
    assert_eq!(kind_of(&taken, PROOFS), Ok(MediaType::Jpeg));
    let kept = without_place(MediaType::Jpeg, taken).unwrap();
    is_without_place(&kept);
    assert!(has(&kept, &colors));
    assert!(has(&kept, jpeg(&[]).strip_prefix(&[0xFF, 0xD8]).unwrap().split_at(18).1));
    assert_eq!(kind_of(&kept, PROOFS), Ok(MediaType::Jpeg));
    assert_eq!(without_place(MediaType::Jpeg, kept.clone()).unwrap(), kept, "once is enough");
}

#[test]
fn where_a_picture_was_taken_is_taken_out_of_its_chunks() {
    use img_parts::png::PngChunk;
    let beside = [
        PngChunk::new(*b"eXIf", record().into()),
        PngChunk::new(*b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0exif:GPSLatitude".as_slice().into()),
    ];
    let taken = png(&beside);
    assert!(has(&taken, POSITION));
    let kept = without_place(MediaType::Png, taken).unwrap();
    is_without_place(&kept);
    assert_eq!(kind_of(&kept, PROOFS), Ok(MediaType::Png));
    assert_eq!(without_place(MediaType::Png, png(&[])).unwrap(), png(&[]));
}

#[test]
fn a_record_that_nobody_can_read_goes_whole() {
    let taken = jpeg(&[segment(0xE1, b"Exif\0\0MM\0\x2a\xff\xff\xff\xff")]);
    assert_eq!(without_place(MediaType::Jpeg, taken).unwrap(), jpeg(&[]));
}

#[test]
fn what_unfolds_without_end_takes_no_memory() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", MAIN), ("ppt/presentation.xml", "<p/>")] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.start_file("ppt/media/image1.bmp", SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(300 << 20), &mut writer).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert_eq!(kind_of(&bytes, SLIDES), Ok(MediaType::Pptx));
}
