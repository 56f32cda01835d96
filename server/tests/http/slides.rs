//! The slides of two versions stand beside each other by their texts, which a child reads.

use std::{
    io::{Cursor, Write as _},
    process::{Command, Stdio},
};

use domain::{
    form::{Field, Values},
    slides::Slide,
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    trial_scene::{FAIR, Scene},
    world::{complete_course, worlds},
};

const TYPES: &str = "<Types><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/\
    vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>";

/// A presentation with a slide for each of these texts.
fn presentation(texts: &[&str]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: String| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    };
    add("[Content_Types].xml", TYPES.to_owned());
    let id = |n| format!("<p:sldId r:id=\"r{n}\"/>");
    let relation = |n| format!("<Relationship Id=\"r{n}\" Target=\"slides/slide{n}.xml\"/>");
    let ids: String = (0..texts.len()).map(id).collect();
    let relations: String = (0..texts.len()).map(relation).collect();
    for (n, text) in texts.iter().enumerate() {
        let slide = format!("<p:sld><p:sp><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp></p:sld>");
        add(&format!("ppt/slides/slide{n}.xml"), slide);
    }
    add("ppt/presentation.xml", format!("<p:p><p:sldIdLst>{ids}</p:sldIdLst></p:p>"));
    add("ppt/_rels/presentation.xml.rels", format!("<Relationships>{relations}</Relationships>"));
    writer.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_version_shows_what_became_of_each_slide() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        let slides = presentation(&["封面", "月亮的引力", "提问"]);
        let file = Some(("slides", "潮汐.pptx", &slides[..]));
        scene.hold(&world, FAIR).await;
        scene.decide("revise", "注明数据来源").await;
        let before = {
            let mut tx = world.db.store.begin().await.unwrap();
            let version = tx.find_version(scene.version).await.unwrap().unwrap();
            let texts = ["封面", "月亮", "提问"].map(|it| Slide::new(None, &[it.to_owned()]));
            tx.set_slide_texts(version.slides_id.unwrap(), &texts).await.unwrap();
            crate::world::commit(tx).await;
            scene.version
        };
        let at = format!("/course/{before}/refinement");
        let opened = scene.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        scene.version = domain::id::CourseVersionId(opened.made());
        let edit = format!("/course/{}/edit", scene.version);
        let form = scene.lecturer.get(&edit).await.body;
        let revision = crate::course::hidden(&form, "revision");
        let values = complete_course().with(Field::Revision, revision);
        let saved = scene.lecturer.upload(&edit, &values, file).await;
        assert_eq!(saved.status, 303, "{}: {}", world.db.name, saved.body);
        let page = scene.lecturer.get(&format!("/course/{}/refinement", scene.version)).await.body;
        assert!(page.contains("1 张有改动，现共 3 张"), "{}: {page}", world.db.name);
        assert!(page.contains("第 2 张 月亮的引力"), "{page}");
        world.remove().await;
    }
}

#[test]
fn a_child_reads_the_texts_and_of_what_it_cannot_read_there_are_none() {
    let read = |bytes: &[u8]| -> Vec<Slide> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_whetstone"))
            .arg("read-slides")
            .env("MIMALLOC_ARENA_RESERVE", "65536")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let slides = read(&presentation(&["封面", "𠅤的潮汐"]));
    let titles: Vec<&str> = slides.iter().map(|slide| slide.title.as_str()).collect();
    assert_eq!(titles, ["封面", "𠅤的潮汐"]);
    assert!(read(b"%PDF-1.7 nothing").is_empty() && read(b"").is_empty());
}
