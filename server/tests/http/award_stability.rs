//! How stable a list is: a page for supervisor and decision maker, and the same from the package.

use std::process::Command;

use crate::{
    award_scene::{cast, confirm_all, score, take},
    world::worlds,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_the_same_as_the_package_and_nobody_else_reads_it() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let path = format!("/award/{}/ranking/{}/stability", cast.cycle, cast.category);
        score(&cast).await;
        assert_eq!(cast.supervisor.get(&path).await.status, 409, "while judges score nobody looks");
        take(&cast.office, cast.cycle, "close_scoring").await;
        let page = cast.supervisor.get(&path).await;
        assert_eq!(page.status, 200, "{}: {}", world.db.name, page.body);
        assert!(page.body.contains("10种改变中，10种不改变名单"), "{}", page.body);
        assert!(page.body.contains("10 / 10"), "the best is chosen in every way: {}", page.body);
        for person in [&cast.office, &cast.judges[0], &world.visitor()] {
            assert_ne!(person.get(&path).await.status, 200);
        }
        let package = cast.supervisor.get(&format!("/award/{}/package", cast.cycle)).await.body;
        let file = std::env::temp_dir().join(format!("stability-{}.json", world.db.name));
        std::fs::write(&file, package).unwrap();
        let asked = ["--without", "1", "--untrimmed", "--weight", "育人成效=9/10"];
        let output = Command::new(env!("CARGO_BIN_EXE_whetstone"))
            .arg("recompute")
            .arg(&file)
            .args(asked)
            .output()
            .unwrap();
        std::fs::remove_file(&file).unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}");
        let best = format!("selected n{} n{}", cast.nominees[0], cast.nominees[1]);
        for change in ["without 1, plain", "untrimmed", "育人成效=9/10"] {
            let start = change.split(',').next().unwrap();
            let line = said.lines().find(|line| line.trim().starts_with(start));
            assert!(line.is_some_and(|line| line.contains(&best)), "{change}: {said}");
        }
        let wrong = Command::new(env!("CARGO_BIN_EXE_whetstone"))
            .args(["recompute", "/nowhere", "--weight", "x"])
            .output()
            .unwrap();
        assert_eq!(wrong.status.code(), Some(2));
        world.remove().await;
    }
}
