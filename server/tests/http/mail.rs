//! Messages by mail, taken by a server of another project on loopback: each once, and none lost, also
//! where the other side refuses, is slow or away, two send at once, or the program is killed.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use app::{Settings, State, deliver};
use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::{CourseVersionId, PersonId},
    inbox::{Message, Topic},
    role::Role,
};
use serde_json::Value;

use crate::{
    calendar_feed::{Scene, read_calendar},
    machine::Machine,
    world::{Person, World, commit, worlds},
};

const FROM: &str = "嘉兴市科协讲师团 <office@example.org>";
/// A machine that is busy with other things takes its time.
const PATIENCE: Duration = Duration::from_mins(1);

/// A mail server that runs until it is dropped.
struct MailServer {
    child: Child,
    port: u64,
    taken: Arc<Mutex<Vec<Value>>>,
}

impl MailServer {
    /// How it takes mails: see `scripts/smtp_server.py`.
    fn that(mode: &[&str]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/smtp_server.sh");
        let mut command = Command::new(script);
        command.args(mode).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("scripts/smtp_server.sh");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().expect("its port").unwrap();
        let port = serde_json::from_str::<Value>(&first).unwrap()["port"].as_u64().unwrap();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&taken);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                list.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, port, taken }
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    fn taken(&self) -> Vec<Value> {
        self.taken.lock().unwrap().clone()
    }

    /// Waits until it has taken so many.
    async fn wait_for(&self, n: usize) -> Vec<Value> {
        let waits = async {
            while self.taken().len() < n {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let came = tokio::time::timeout(PATIENCE, waits).await;
        assert!(came.is_ok(), "{n} mails, not {:#?}", self.taken());
        self.taken()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // Its input is closed with the child, and it ends by itself.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The state of a server that sends to an address.
fn sending(world: &World, url: &str) -> State {
    let mailer = Some(server::smtp::mailer(url, FROM).unwrap());
    State::new(world.actions.clone(), Settings { mailer, ..Settings::clone(&world.state.settings) })
}

/// The same world with pages that know of it.
fn mailing(mut world: World, url: &str) -> World {
    world.state = sending(&world, url);
    world.router = world.beside();
    world
}

async fn send(world: &World) -> u64 {
    deliver(&world.state, world.now()).await.unwrap()
}

fn text<'a>(mail: &'a Value, name: &str) -> &'a str {
    mail[name].as_str().unwrap_or_default()
}

fn choice(address: &str, topics: &[Topic], once: &str) -> Values {
    Values::default()
        .with(Field::MailAddress, address)
        .with_each(Field::MailTopics, topics.iter().map(|topic| topic.as_str()))
        .with(Field::Once, once)
}

/// Somebody wants mails about something, whose address is confirmed.
async fn reader(world: &World, person: &Person, topics: &[Topic]) {
    let mut tx = world.db.store.begin().await.unwrap();
    let (address, digest) = (format!("reader{}@example.org", person.id), person.id.to_string());
    let language = domain::language::Language::Chinese;
    let asked = (digest.as_str(), world.now());
    tx.set_mail_address(person.id, &address, language, topics, asked).await.unwrap();
    assert!(tx.confirm_mail_address(person.id, world.now()).await.unwrap());
    commit(tx).await;
}

fn listed(n: i64) -> Message {
    let title = format!("潮汐第{n}讲");
    Message::CourseListed { version: CourseVersionId(n), title, number: format!("K-{n}") }
}

async fn tell(world: &World, person: PersonId, message: &Message) {
    let mut tx = world.db.store.begin().await.unwrap();
    tx.add_message(person, message, world.now()).await.unwrap();
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_asked_for_confirmed_changed_and_given_up() {
    for world in worlds().await {
        let server = MailServer::that(&["take"]);
        let world = mailing(world, &server.url());
        let one = world.lecturer("钱进").await;
        assert!(one.get("/inbox").await.body.contains("/account/mail"));
        assert!(one.get("/account").await.body.contains("/account/mail"));
        let page = one.get("/account/mail").await;
        assert!(page.body.contains("目前不发邮件"), "{}", page.body);
        for wrong in ["", "qian", "qian@", "qian@example.org\r\nBcc: x@y.cn", "钱@example.org"] {
            let refused = one.post("/account/mail", &choice(wrong, &[Topic::Course], "a")).await;
            assert_eq!(refused.status, 422, "{wrong}");
        }
        let refused = one.post("/account/mail", &choice("qian@example.org", &[], "a")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("qian@example.org"), "nothing typed is lost");
        let chosen = choice("qian@example.org", &[Topic::Course], "a");
        for _ in 0..2 {
            assert_eq!(one.post("/account/mail", &chosen).await.status, 303, "also twice");
        }
        tell(&world, one.id, &listed(1)).await;
        assert_eq!(send(&world).await, 1, "{}: the question alone", world.db.name);
        let mails = server.wait_for(1).await;
        assert!(text(&mails[0], "text").contains("127.0.0.1:3000"), "{mails:?}");
        let (_, link) = text(&mails[0], "text").split_once("http://127.0.0.1:3000/mail/").unwrap();
        let link = format!("/mail/{}", link.split_whitespace().next().unwrap());
        let early = one.post("/account/mail", &choice("q@example.org", &[Topic::Term], "b")).await;
        assert_eq!(early.status, 422, "not one mail after the other");
        let page = one.get("/account/mail").await.body;
        assert!(page.contains("确认邮件已发往"), "{page}");
        // The link is opened on a phone that is not signed in; a page alone confirms nothing.
        let phone = world.visitor();
        assert!(phone.get(&link).await.body.contains("qian@example.org"));
        tell(&world, one.id, &listed(2)).await;
        assert_eq!(send(&world).await, 0);
        assert_eq!(phone.post(&link, &Values::default()).await.status, 303);
        assert_eq!(phone.get(&link).await.status, 404, "it confirms once");
        assert_eq!(phone.post(&link, &Values::default()).await.status, 404);
        assert_eq!(phone.get("/mail/nothing").await.status, 404);
        tell(&world, one.id, &listed(3)).await;
        let absent = Message::AbsenceWritten { by: "周明远".to_owned() };
        tell(&world, one.id, &absent).await;
        assert_eq!(send(&world).await, 1, "of another topic nothing comes");
        let mails = server.wait_for(2).await;
        assert!(text(&mails[1], "subject").contains("潮汐第3讲"), "{mails:?}");
        assert!(text(&mails[1], "text").contains("http://127.0.0.1:3000/course/3"));
        assert!(text(&mails[1], "text").contains("http://127.0.0.1:3000/account/mail"));
        assert!(text(&mails[1], "to").contains("qian@example.org"));
        assert!(text(&mails[1], "from").contains("office@example.org"));
        assert_eq!(text(&mails[1], "auto"), "auto-generated");
        // Another topic of the same address needs no question.
        let chosen = choice("qian@example.org", &[Topic::Calendar, Topic::Data], "c");
        assert_eq!(one.post("/account/mail", &chosen).await.status, 303);
        tell(&world, one.id, &listed(4)).await;
        tell(&world, one.id, &absent).await;
        let answer = Message::ComplaintAnswered {
            kind: domain::complaint::ComplaintKind::Complaint,
            answer: "已约谈当事人王五".to_owned(),
        };
        world.wait(TimeDelta::seconds(1));
        tell(&world, one.id, &answer).await;
        let sealed = send(&world).await;
        assert_eq!(sealed, 1, "the absence was told at the same moment before: once");
        let mails = server.wait_for(3).await;
        assert!(!mails[2].to_string().contains("王五"), "it stays in the house: {mails:?}");
        assert!(text(&mails[2], "subject").contains("新消息"));
        assert_eq!(one.post("/account/mail/stop", &Values::default()).await.status, 303);
        world.wait(TimeDelta::seconds(1));
        tell(&world, one.id, &absent).await;
        assert_eq!(send(&world).await, 0, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_nothing_can_be_chosen() {
    for world in worlds().await {
        let mut world = world;
        let settings = Settings { mailer: None, ..Settings::clone(&world.state.settings) };
        world.state = State::new(world.actions.clone(), settings);
        world.router = world.beside();
        let one = world.lecturer("钱进").await;
        let page = one.get("/account/mail").await.body;
        assert!(page.contains("没有开通邮件") && !page.contains("mail_address"), "{page}");
        let sent = one.post("/account/mail", &choice("a@example.org", &[Topic::Course], "a")).await;
        assert_eq!(sent.status, 404);
        assert_eq!(deliver(&world.state, world.now()).await.unwrap(), 0);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_once_and_sent_again_by_hand() {
    for world in worlds().await {
        let refuses = MailServer::that(&["refuse"]);
        let world = mailing(world, &refuses.url());
        let one = world.lecturer("钱进").await;
        let keeper =
            world.person("郑管理", &[Role::SystemAdministrator], "科协", "institute", 3).await;
        reader(&world, &one, &[Topic::Course, Topic::Account]).await;
        for n in 1..=3 {
            tell(&world, one.id, &listed(n)).await;
        }
        assert_eq!(send(&world).await, 0);
        assert_eq!(send(&world).await, 0, "a word for good is not asked for again");
        let inbox = one.get("/inbox").await.body;
        assert_eq!(inbox.matches("邮件没有送到").count(), 1, "{inbox}");
        for n in 1..=3 {
            assert!(inbox.contains(&format!("潮汐第{n}讲")), "in the inbox it is all the same");
        }
        assert!(one.get("/account/mail").await.body.contains("没有送到，请核对"));
        assert_eq!(one.get("/outbox").await.status, 403);
        let outbox = keeper.get("/outbox").await.body;
        assert_eq!(outbox.matches("no such mail box").count(), 3, "{outbox}");
        assert!(!outbox.contains("reader1@") && outbox.contains("r***@example.org"), "{outbox}");
        let again = outbox.split("action=\"/outbox/").nth(1).unwrap();
        let again = format!("/outbox/{}", again.split('"').next().unwrap());
        for _ in 0..2 {
            assert_eq!(keeper.post(&again, &Values::default()).await.status, 303);
        }
        let takes = MailServer::that(&["take"]);
        let later = sending(&world, &takes.url());
        assert_eq!(deliver(&later, world.now()).await.unwrap(), 1, "{}", world.db.name);
        assert_eq!(takes.wait_for(1).await.len(), 1);
        assert!(!one.get("/account/mail").await.body.contains("没有送到"), "it arrives again");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_other_side_is_not_lost() {
    for world in worlds().await {
        let one = world.lecturer("钱进").await;
        reader(&world, &one, &[Topic::Course]).await;
        tell(&world, one.id, &listed(1)).await;
        // Nobody listens there.
        let away = MailServer::that(&["take"]);
        let url = away.url();
        drop(away);
        let state = sending(&world, &url);
        assert_eq!(deliver(&state, world.now()).await.unwrap(), 0);
        world.wait(TimeDelta::seconds(30));
        assert_eq!(deliver(&state, world.now()).await.unwrap(), 0, "it waits a minute");
        world.wait(TimeDelta::minutes(1));
        let busy = MailServer::that(&["busy"]);
        assert_eq!(deliver(&sending(&world, &busy.url()), world.now()).await.unwrap(), 0);
        let mut conn = world.db.store.read().await.unwrap();
        let counts = conn.count_outbox().await.unwrap();
        drop(conn);
        assert_eq!((counts.n_waiting, counts.n_given_up), (1, 0), "{}", world.db.name);
        world.wait(TimeDelta::minutes(2));
        let slow = MailServer::that(&["slow", "2"]);
        let state = sending(&world, &slow.url());
        assert_eq!(deliver(&state, world.now()).await.unwrap(), 1, "{}", world.db.name);
        assert_eq!(deliver(&state, world.now()).await.unwrap(), 0);
        assert_eq!(slow.wait_for(1).await.len(), 1);
        assert!(!one.get("/inbox").await.body.contains("邮件没有送到"));
        // What was away for longer than anybody needs a mail is given up, and stands in the inbox.
        tell(&world, one.id, &listed(2)).await;
        let state = sending(&world, &url);
        for _ in 0..40 {
            deliver(&state, world.now()).await.unwrap();
            world.wait(TimeDelta::hours(6));
        }
        assert_eq!(one.get("/inbox").await.body.matches("邮件没有送到").count(), 1);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_send_each_mail_once() {
    const N: usize = 24;
    for world in worlds().await {
        let server = MailServer::that(&["slow", "0.2"]);
        let one = world.lecturer("钱进").await;
        reader(&world, &one, &[Topic::Course]).await;
        let mut n_told = 0;
        // Whoever is late on a busy machine finds nothing left: both are at it in one of these rounds.
        for round in 0..5 {
            for _ in 0..N {
                n_told += 1;
                tell(&world, one.id, &listed(n_told)).await;
            }
            let (first, second) = (sending(&world, &server.url()), sending(&world, &server.url()));
            let now = world.now();
            let (by_first, by_second) = tokio::join!(deliver(&first, now), deliver(&second, now));
            let (by_first, by_second) = (by_first.unwrap(), by_second.unwrap());
            assert_eq!(by_first + by_second, 24, "{}", world.db.name);
            if by_first > 0 && by_second > 0 {
                break;
            }
            assert!(round < 4, "{}: {by_first} and {by_second}", world.db.name);
        }
        let n_told = usize::try_from(n_told).unwrap();
        let mails = server.wait_for(n_told).await;
        let mut ids: Vec<&str> = mails.iter().map(|mail| text(mail, "id")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((mails.len(), ids.len()), (n_told, n_told));
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_moved_or_called_off_comes_with_a_calendar() {
    for world in worlds().await {
        let server = MailServer::that(&["take"]);
        let world = mailing(world, &server.url());
        let scene = Scene::new(&world).await;
        reader(&world, &scene.lecturer, &[Topic::Session]).await;
        world.wait(TimeDelta::hours(1));
        let moved = Values::default()
            .with(Field::HeldOn, "2026-12-11")
            .with(Field::StartsAt, "14:00")
            .with(Field::VideoLink, "https://video.example.invalid/1")
            .with(Field::Reason, "会议室停电，改到第二天下午");
        let at = format!("/review_session/{}/move", scene.session);
        assert_eq!(scene.office.post(&at, &moved).await.status, 303);
        assert_eq!(send(&world).await, 1, "{}", world.db.name);
        world.wait(TimeDelta::hours(1));
        let reason = Values::default().with(Field::Reason, "会场另有急用，本场取消");
        let at = format!("/review_session/{}/call_off", scene.session);
        assert_eq!(scene.office.post(&at, &reason).await.status, 303);
        assert_eq!(send(&world).await, 1, "{}", world.db.name);
        let mails = server.wait_for(2).await;
        let events: Vec<Value> = mails
            .iter()
            .map(|mail| {
                let [calendar] = &mail["calendars"].as_array().unwrap()[..] else {
                    panic!("one event: {mail}")
                };
                let read = read_calendar(text(calendar, "text").as_bytes());
                let events: Vec<_> = read.iter().filter(|it| it["kind"] == "VEVENT").collect();
                let [event] = events[..] else { panic!("one event: {read:?}") };
                let mut event = event.clone();
                event["method"] = calendar["method"].clone();
                event
            })
            .collect();
        assert_eq!((text(&events[0], "method"), text(&events[1], "method")), ("REQUEST", "CANCEL"));
        assert_eq!(text(&events[0], "DTSTART"), "2026-12-11T06:00:00+00:00");
        assert_eq!(text(&events[1], "STATUS"), "CANCELLED");
        assert_eq!(events[0]["UID"], events[1]["UID"]);
        assert!(events[0]["SEQUENCE"].as_i64() < events[1]["SEQUENCE"].as_i64(), "{events:?}");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_loses_no_mail_and_sends_at_most_one_more() {
    for world in worlds().await {
        let one = world.lecturer("钱进").await;
        reader(&world, &one, &[Topic::Course]).await;
        let machine = Machine::new(&world.db.url);
        // Between the commit and the delivery: nobody listens yet.
        let away = MailServer::that(&["take"]);
        let url = away.url();
        drop(away);
        let mut server = machine.serve(&["--smtp", &url, "--mail-from", FROM]).await;
        let real = server::config::clock()();
        let mut tx = world.db.store.begin().await.unwrap();
        for n in 1..=3 {
            tx.add_message(one.id, &listed(n), real).await.unwrap();
        }
        commit(tx).await;
        server.kill();
        // While the other side has the mail, and has not said so.
        let slow = MailServer::that(&["slow", "30"]);
        let mut server = machine.serve(&["--smtp", &slow.url(), "--mail-from", FROM]).await;
        let begun = slow.wait_for(1).await;
        server.kill();
        let n_begun = slow.taken().len().max(begun.len());
        let takes = MailServer::that(&["take"]);
        // Later than every lease and every wait.
        let later = real + TimeDelta::hours(1);
        let sent = deliver(&sending(&world, &takes.url()), later).await.unwrap();
        assert_eq!(sent, 3, "{}", world.db.name);
        // The servers of this test have ports of their own, and so other names behind the number.
        let number = |mail: &Value| text(mail, "id").split('@').next().unwrap().to_owned();
        let mut numbers: Vec<String> = takes.wait_for(3).await.iter().map(number).collect();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 3, "each once");
        for mail in slow.taken() {
            assert!(numbers.contains(&number(&mail)), "a duplicate has its number: {mail}");
        }
        // Four are on their way at once; each of them is a duplicate at most once.
        assert!(n_begun <= 3);
        let inbox = one.get("/inbox").await.body;
        for n in 1..=3 {
            assert_eq!(inbox.matches(&format!("潮汐第{n}讲")).count(), 1, "in the inbox once");
        }
        world.remove().await;
    }
}
