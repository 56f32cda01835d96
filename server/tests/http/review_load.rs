//! Reviews under load: one slot that everybody wants at two servers, and a panel whose sheets save
//! themselves every second.

use std::time::{Duration, Instant};

use domain::{
    form::{Field, Revision, Values},
    id::SlotId,
    role::Role,
    score_sheet::score_fields,
};

use crate::{
    machine::times,
    servers::scene,
    trial_scene::{FAIR, Scene, sheet},
    world::{at_once, worlds},
};

fn slot(id: SlotId) -> Values {
    Values::default().with(Field::Slot, id.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_all_who_want_one_slot_at_two_servers_one_gets_it() {
    let Some((world, machine)) = scene().await else { return };
    let beside = machine.beside();
    let (first, second) = (machine.serve(&["--demo"]).await, beside.serve(&["--demo"]).await);
    let (here, there) = (first.router(), second.router());
    let (office, panel) = (world.office().await, world.panel().await);
    let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
    let mut requests = Vec::new();
    for n in 0..times(50, 200) {
        let lecturer = world.lecturer(&format!("讲师{n}")).await;
        let course = world.cleared_course(&lecturer, &office).await;
        let server = if n % 2 == 0 { here.clone() } else { there.clone() };
        let path = format!("/course/{course}/booking");
        requests.push((lecturer.by(server), path, slot(slots[0])));
    }
    let answers = at_once(requests).await;
    let won = answers.iter().filter(|answer| answer.status == 303).count();
    let others: Vec<u16> =
        answers.iter().map(|answer| answer.status).filter(|it| ![303, 409].contains(it)).collect();
    assert!(won == 1 && others.is_empty(), "{won} and {others:?}");
    world.verify_chain().await;
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twelve_panelists_save_their_drafts_every_second_and_nothing_is_lost() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        for n in 0..7 {
            let (name, place) = (format!("加席{n}"), format!("另一单位{n}"));
            let person = world.person(&name, &[Role::Panelist], &place, "institute", n + 8).await;
            scene.panel.push(person);
        }
        scene.version = world.cleared_course(&scene.lecturer, &scene.office).await;
        scene.sit(&world, "2026-12-24").await;
        scene.start().await;
        let seconds = times(3, 60);
        let mut writers = Vec::new();
        for (at, person) in scene.panel.iter().enumerate() {
            let (actions, booking) = (world.actions.clone(), scene.booking);
            let call = world.call(person, Role::Panelist);
            writers.push(tokio::spawn(async move {
                let (mut revision, mut took) = (0, Vec::new());
                let begun = Instant::now();
                for second in 0..seconds {
                    let wait = Duration::from_secs(u64::try_from(second).unwrap());
                    tokio::time::sleep((begun + wait).saturating_duration_since(Instant::now()))
                        .await;
                    let typed = draft(at, second);
                    let sent = Instant::now();
                    let now = Revision::of(revision);
                    let saved = actions.save_review_sheet(&call, booking, &typed, now).await;
                    took.push(sent.elapsed());
                    revision = saved.unwrap();
                }
                took
            }));
        }
        let mut took = Vec::new();
        for writer in writers {
            took.extend(writer.await.unwrap());
        }
        let mut conn = world.db.store.read().await.unwrap();
        for (at, person) in scene.panel.iter().enumerate() {
            let sheet = conn.find_review_sheet(scene.booking, person.id).await.unwrap().unwrap();
            let kept = Values::from(&sheet.draft());
            let typed = draft(at, seconds - 1);
            for field in score_fields().take(9) {
                let (kept, typed) = (kept.get(field), typed.get(field));
                assert!(kept.starts_with(typed), "{}: {at}: {kept} {typed}", world.db.name);
            }
            assert_eq!(kept.get(Field::Strength), typed.get(Field::Strength), "{}", world.db.name);
        }
        drop(conn);
        took.sort_unstable();
        let p99 = took[took.len() * 99 / 100];
        println!("{}: {} saves, p99 {} ms", world.db.name, took.len(), p99.as_millis());
        let is_sqlite = !world.db.store.is_postgres();
        if seconds > 10 && is_sqlite {
            assert!(p99 <= Duration::from_millis(100), "{} ms", p99.as_millis());
        }
        world.remove().await;
    }
}

/// What a panelist has typed after so many seconds.
fn draft(at: usize, second: usize) -> Values {
    let mut values = sheet(FAIR);
    values.set(Field::Strength, format!("第{at}位在第{second}秒写下的话"));
    values.set(Field::Score.at(1), format!("{}", 10 + second % 10));
    values
}
