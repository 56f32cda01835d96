//! A server without a network, a clock that stands still, and people who can click.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use actions::{Actions, Call, Entropy, Files, SheetReader};
use app::{Assets, Mailer, Proxies, Settings, State, Typesetter};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request, Response, header},
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use demo::Demo;
use domain::{
    appointment::AppointmentState,
    form::{Field, Once, Revision, Values},
    id::{CourseVersionId, PersonId, RegionId, ReviewSessionId, SlotId},
    organisation::OrganisationKind,
    region::RegionLevel,
    role::{Actor, Grant, Role, Scope},
    rulebook::{NewChange, Rule},
};
use leptos::config::LeptosOptions;
use server::background::Health;
use sha2::{Digest as _, Sha256};
use store::{NewAccount, NewAccountSession, NewOrganisation, NewPerson, NewRegion, Tx};
use tower::ServiceExt as _;

use test_database::{Database, Frozen, databases};

/// The password of everybody who signs in by the form.
pub(crate) const PASSWORD: &str = "Kiln-osprey-7-Tarn";

/// What stands where a hash does, of nothing that anybody could type.
const NO_PASSWORD: &str = "nothing";

/// Monday, ten in the morning, local time.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-23T02:00:00Z".parse().unwrap()
}

pub(crate) struct World {
    pub(crate) db: Database,
    pub(crate) actions: Actions,
    pub(crate) router: Router,
    pub(crate) state: State,
    /// How the jobs in the background are; none of them runs by itself here.
    pub(crate) health: Health,
    clock: Arc<Mutex<DateTime<Utc>>>,
    entropy: Entropy,
    people: AtomicU64,
}

/// Somebody with a browser.
#[derive(Clone)]
pub(crate) struct Person {
    router: Router,
    cookie: String,
    header: Option<(header::HeaderName, String)>,
    address: Option<SocketAddr>,
    pub(crate) id: PersonId,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) cookies: Vec<String>,
    pub(crate) retry_after: String,
    pub(crate) policy: String,
    pub(crate) tag: String,
    /// Under which name a file is saved.
    pub(crate) disposition: String,
    headers: HeaderMap,
}

/// A world on each database that is there.
pub(crate) async fn worlds() -> Vec<World> {
    let mut all = Vec::new();
    for db in databases().await {
        all.push(World::new(db));
    }
    all
}

/// A world on SQLite alone: for what does not touch the database's own promises.
pub(crate) async fn world() -> World {
    World::new(test_database::sqlite().await)
}

/// The uploads of all demonstrations, under their digests.
fn uploads() -> Files {
    Files::folder(&std::env::temp_dir().join("whetstone-demonstration")).unwrap()
}

/// The same world with uploads that nobody else has: what it removes is missed by none.
pub(crate) fn uploads_of_its_own(world: World) -> World {
    World::counting(world.db, 3_000_000, Files::memory())
}

/// Takes every mail, and keeps none.
fn any_mailer() -> Mailer {
    let send = |_| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
        Box::pin(std::future::ready(Ok(())))
    };
    let (name, address) = (String::new(), "office@example.org".to_owned());
    Mailer { name, address, send: Arc::new(send) }
}

/// Commits what was written past the actions, so that pages show it.
pub(crate) async fn commit(mut tx: Tx) {
    tx.count_unlined().await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

/// A county, if there is one already.
pub(crate) async fn a_county(tx: &mut Tx) -> RegionId {
    let today = start().date_naive();
    let regions = tx.list_regions(today).await.unwrap();
    if let Some(county) = regions.iter().find(|row| row.level == RegionLevel::County) {
        return county.id;
    }
    let county = NewRegion {
        code: "990001",
        name_zh: "某县",
        name_en: "Some County",
        level: RegionLevel::County,
        parent_id: None,
        sort_order: 1,
        valid_from: today,
    };
    tx.add_region(&county).await.unwrap()
}

impl World {
    pub(crate) fn new(db: Database) -> Self {
        Self::counting(db, 1, Files::memory())
    }

    /// A world whose uploads others can read as well.
    pub(crate) fn keeping(db: Database, files: Files) -> Self {
        Self::counting(db, 1, files)
    }

    /// A world in which others have been before: no token comes a second time.
    pub(crate) fn again(db: Database) -> Self {
        Self::counting(db, 2_000_000, uploads())
    }

    /// The demonstration, loaded at [`start`].
    pub(crate) async fn demonstration(db: Database) -> Self {
        let fill = |db| async {
            let world = Self::counting(db, 1, uploads());
            world.demo().load(&Call::anonymous(start(), "")).await.unwrap();
            world.db
        };
        let db = test_database::filled(db, "demonstration", fill).await;
        Self::counting(db, 1_000_000, uploads())
    }

    fn counting(db: Database, first: u64, files: Files) -> Self {
        let count = AtomicU64::new(first);
        let entropy = Entropy::new(move |bytes| {
            let seed = Sha256::digest(count.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            for (at, byte) in bytes.iter_mut().enumerate() {
                *byte = seed[at % seed.len()];
            }
        });
        let actions = Actions::new(db.store.clone(), files, entropy.clone()).unwrap();
        let clock = Arc::new(Mutex::new(start()));
        let time = Arc::clone(&clock);
        let options = LeptosOptions::builder().output_name("whetstone").build();
        let settings = Settings {
            public_url: "http://127.0.0.1:3000".parse().unwrap(),
            proxies: Proxies::default(),
            is_demo: false,
            assets: Assets { stylesheet: "/pkg/whetstone.css".into(), leptos: options },
            sheets: SheetReader::Here,
            mailer: Some(any_mailer()),
            typesetter: Typesetter::Missing,
            clock: Arc::new(move || *time.lock().unwrap()),
            entropy: entropy.clone(),
            heads: None,
        };
        let state = State::new(actions.clone(), settings);
        let health = Health::default();
        let router = server::http::router(state.clone(), health.clone());
        let people = AtomicU64::new(1);
        Self { db, actions, router, state, health, clock, entropy, people }
    }

    pub(crate) fn demo(&self) -> Demo {
        let password = PASSWORD.to_owned();
        Demo::new(self.actions.clone(), self.db.store.clone(), self.entropy.clone(), password)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    /// Sets a rule from a day on, past what a page allows: the day may lie back.
    pub(crate) async fn set_rule(&self, rule: Rule, value: i64, from: NaiveDate) {
        let (document, note) = ("〔2026〕9号".to_owned(), "会议决定".to_owned());
        let change = NewChange { value, valid_from: from, document, note };
        let mut tx = self.db.store.begin().await.unwrap();
        tx.add_rule_change(rule, &change, PersonId(1), self.now()).await.unwrap();
        commit(tx).await;
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }

    /// What has happened here, to go on from again and again.
    pub(crate) async fn freeze(self) -> Frozen {
        self.db.freeze().await
    }

    pub(crate) async fn remove(self) {
        self.db.remove().await;
    }

    /// The same world with a program that sets papers.
    pub(crate) fn setting_papers(mut self, typesetter: Typesetter) -> Self {
        let settings = Settings { typesetter, ..Settings::clone(&self.state.settings) };
        self.state = State::new(self.actions.clone(), settings);
        self.router = self.beside();
        self
    }

    /// Another server on the same database, which has kept no page yet.
    pub(crate) fn beside(&self) -> Router {
        server::http::router(self.state.clone(), self.health.clone())
    }

    /// Another server on the same database, with connections of its own, and these.
    pub(crate) async fn elsewhere(&self) -> (Router, store::Store) {
        let store = store::Store::connect(&self.db.url).await.unwrap();
        let files = Files::memory();
        let actions = Actions::new(store.clone(), files, self.entropy.clone()).unwrap();
        let state = State::new(actions, Settings::clone(&self.state.settings));
        (server::http::router(state, self.health.clone()), store)
    }

    /// The actions of another server on the same database.
    pub(crate) async fn actions_elsewhere(&self) -> Actions {
        let store = store::Store::connect(&self.db.url).await.unwrap();
        Actions::new(store, Files::memory(), self.entropy.clone()).unwrap()
    }

    /// Nobody in particular.
    pub(crate) fn visitor(&self) -> Person {
        Person {
            router: self.router.clone(),
            cookie: String::new(),
            header: None,
            address: None,
            id: PersonId::default(),
        }
    }

    pub(crate) async fn office(&self) -> Person {
        self.person("周明远", &[Role::CityOffice], "市科协", "city_association", 1).await
    }

    /// A lecturer with a workplace of the own and an active appointment.
    pub(crate) async fn lecturer(&self, name: &str) -> Person {
        let place = format!("{name}的示范大学");
        let person = self.person(name, &[Role::Lecturer], &place, "university", 1).await;
        let mut tx = self.db.store.begin().await.unwrap();
        let (from, until) = (start().date_naive(), start().date_naive() + Days::new(700));
        tx.set_appointment(person.id, from, until, AppointmentState::Active).await.unwrap();
        commit(tx).await;
        person
    }

    /// Five panel members of five workplaces and fields, the first from a school.
    pub(crate) async fn panel(&self) -> Vec<Person> {
        let mut panel = Vec::new();
        for n in 0..5 {
            let kind = if n == 0 { "school" } else { "institute" };
            let (name, place) = (format!("专家{n}"), format!("示范单位{n}"));
            panel.push(self.person(&name, &[Role::Panelist], &place, kind, n + 2).await);
        }
        panel
    }

    /// Anybody, with a session but without a password.
    pub(crate) async fn person(
        &self,
        name: &str,
        roles: &[Role],
        workplace: &str,
        kind: &str,
        field: i64,
    ) -> Person {
        let today = start().date_naive();
        let mut tx = self.db.store.begin().await.unwrap();
        let row = NewPerson { name, fields: &[field.into()], ..NewPerson::default() };
        let id = tx.add_person(&row).await.unwrap();
        let place = NewOrganisation {
            name: workplace,
            match_key: workplace,
            kind: OrganisationKind::parse(kind).unwrap(),
            ..NewOrganisation::default()
        };
        let place = tx.add_organisation(&place).await.unwrap();
        tx.set_workplace(id, place, today).await.unwrap();
        for role in roles {
            let scope = match role {
                Role::UnitOfficer => Scope::Organisation(place),
                Role::CountyOffice | Role::SessionOrganiser | Role::AwardOrganiser => {
                    Scope::Region(a_county(&mut tx).await)
                }
                _ => Scope::Everything,
            };
            let grant = Grant { role: *role, scope, starts_on: today, ends_on: None };
            tx.add_grant(id, &grant).await.unwrap();
        }
        commit(tx).await;
        self.signed_in(id).await
    }

    /// Somebody who is on file, with an account and a session.
    pub(crate) async fn signed_in(&self, id: PersonId) -> Person {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let mut tx = self.db.store.begin().await.unwrap();
        let account = NewAccount {
            person_id: id,
            sign_in_name: &format!("user{number}"),
            password_hash: Some(NO_PASSWORD),
            created_at: start(),
        };
        let account = tx.add_account(&account).await.unwrap();
        let token = format!("token-of-{number}");
        let digest = hex::encode(Sha256::digest(token.as_bytes()));
        let end = start() + TimeDelta::days(3_000);
        // Touched in the future: these people are never idle.
        let session = NewAccountSession {
            digest: &digest,
            account_id: account,
            password_hash: NO_PASSWORD,
            device: "",
            created_at: end - TimeDelta::days(1),
            expires_at: end,
        };
        assert!(tx.add_session(&session).await.unwrap());
        commit(tx).await;
        Person {
            router: self.router.clone(),
            cookie: format!("session={token}"),
            header: None,
            address: None,
            id,
        }
    }

    /// A call by somebody, for setting the scene through `actions`.
    pub(crate) fn call(&self, person: &Person, role: Role) -> Call {
        let mut call = Call::anonymous(self.now(), "127.0.0.1");
        call.actor = Some(Actor {
            person: person.id,
            name: String::new(),
            grants: vec![Grant {
                role,
                scope: Scope::Everything,
                starts_on: start().date_naive(),
                ends_on: None,
            }],
            standing_in: Vec::new(),
        });
        call
    }

    /// A course of a lecturer that may book a slot.
    pub(crate) async fn cleared_course(
        &self,
        lecturer: &Person,
        office: &Person,
    ) -> CourseVersionId {
        self.cleared_course_of(lecturer, office, "60").await
    }

    /// The same, of so many minutes.
    pub(crate) async fn cleared_course_of(
        &self,
        lecturer: &Person,
        office: &Person,
        minutes: &str,
    ) -> CourseVersionId {
        let call = self.call(lecturer, Role::Lecturer);
        let slides = actions::Incoming { name: "a.pdf".into(), bytes: demo::paper("slides") };
        let slides = self.actions.store_slides(&call, slides).await.unwrap();
        let mut values = complete_course().with(Field::SlidesToken, slides.token);
        values.set(Field::Minutes, minutes);
        let once = Once::new(&self.entropy.token());
        let id = self.actions.open_course(&call, &values, &once).await.unwrap();
        self.actions.submit_course(&call, id, &Values::default(), Revision::NEWEST).await.unwrap();
        let office = self.call(office, Role::CityOffice);
        let nothing = Values::default();
        self.actions.clear_course(&office, id, &nothing, Revision::NEWEST).await.unwrap();
        id
    }

    /// A published session by video, with its slots.
    pub(crate) async fn session(
        &self,
        office: &Person,
        panel: &[Person],
        held_on: &str,
        starts_at: &str,
    ) -> (ReviewSessionId, Vec<SlotId>) {
        let call = self.call(office, Role::CityOffice);
        let mut values = session_plan(held_on, starts_at);
        for member in panel {
            values.push(Field::Panel, member.id.to_string());
        }
        let once = Once::new(&format!("{held_on}{starts_at}"));
        let id = self.actions.plan_session(&call, &values, &once).await.unwrap();
        self.actions.publish_session(&call, id, Revision::NEWEST).await.unwrap();
        let page = self.actions.review_session(&call, id).await.unwrap();
        (id, page.slots.iter().map(|slot| slot.id).collect())
    }

    /// The lines of the chain are whole, where a test has changed rows beside the program.
    pub(crate) async fn verify_lines(&self) {
        let report = self.actions.verify_audit(None).await.unwrap();
        assert_eq!(report.broken, None, "{}", self.db.name);
        assert!(report.rows > 0);
    }

    /// The chain is whole, and what it fixes is as it was fixed.
    pub(crate) async fn verify_chain(&self) {
        let verified = self.actions.verify_records(&[]).await.unwrap();
        assert!(verified.is_sound(), "{}: {verified:?}", self.db.name);
        assert!(verified.chain.rows > 0);
    }
}

/// The fields of a course that may be handed in, but for its slides.
pub(crate) fn complete_course() -> Values {
    Values::default()
        .with(Field::Title, "潮汐从哪里来")
        .with(Field::Summary, "潮".repeat(160))
        .with(Field::SubjectField, "1")
        .with(Field::Stages, "primary_upper")
        .with(Field::Groups, "youth")
        .with(Field::Minutes, "60")
        .with(Field::MaxAudience, "120")
        .with(Field::Equipment, "投影")
        .with(Field::Outline, "一、现象")
        .with(Field::Sources, "潮汐表")
        .with(Field::OwnsRights, "yes")
        .with(Field::NoAdvertising, "yes")
}

/// The fields of a session by video, but for its panel.
pub(crate) fn session_plan(held_on: &str, starts_at: &str) -> Values {
    Values::default()
        .with(Field::HeldOn, held_on)
        .with(Field::StartsAt, starts_at)
        .with(Field::SlotMinutes, "60")
        .with(Field::NSlots, "3")
        .with(Field::BreakMinutes, "10")
        .with(Field::VideoLink, "https://video.example.invalid/1")
        .with(Field::Stages, "primary_upper")
}

/// Sends everything at the same instant; the answers in the order of the requests.
pub(crate) async fn at_once(requests: Vec<(Person, String, Values)>) -> Vec<Answer> {
    let tasks: Vec<_> = requests
        .into_iter()
        .map(|(person, path, values)| {
            tokio::spawn(async move { person.post(&path, &values).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

impl Person {
    /// The same person at a server with the same content.
    pub(crate) fn at(&self, world: &World) -> Self {
        self.by(world.router.clone())
    }

    pub(crate) fn by(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, values: &Values) -> Answer {
        let form: String = {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(values.iter());
            form.finish()
        };
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(form)).await
    }

    /// A form with a file, as a browser sends it.
    pub(crate) async fn upload(
        &self,
        path: &str,
        values: &Values,
        file: Option<(&str, &str, &[u8])>,
    ) -> Answer {
        let edge = "----edge-of-the-parts";
        let mut body = Vec::new();
        for (name, value) in values.iter() {
            let head =
                format!("--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        if let Some((name, file_name, bytes)) = file {
            let head = format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"; \
                 filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(format!("--{edge}--\r\n").as_bytes());
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={edge}"))
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// A form on another site, sent with this person's cookies.
    pub(crate) async fn post_from_elsewhere(&self, path: &str) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site");
        self.send(request, Body::from("a=b")).await
    }

    /// The same person with more cookies.
    pub(crate) fn with_cookie(&self, cookie: &str) -> Self {
        let cookie = if self.cookie.is_empty() {
            cookie.to_owned()
        } else {
            format!("{}; {cookie}", self.cookie)
        };
        Self { cookie, ..self.clone() }
    }

    /// Whoever this is, by the number on file.
    pub(crate) fn known_as(&self, id: PersonId) -> Self {
        Self { id, ..self.clone() }
    }

    /// The same person whose browser sends one more header.
    pub(crate) fn with_header(&self, name: header::HeaderName, value: &str) -> Self {
        Self { header: Some((name, value.to_owned())), ..self.clone() }
    }

    /// The same person at this address.
    pub(crate) fn at_address(&self, address: [u8; 4]) -> Self {
        Self { address: Some(SocketAddr::from((address, 40_000))), ..self.clone() }
    }

    /// The body of an answer that has begun, and is not read yet.
    pub(crate) async fn begin(&self, path: &str) -> Body {
        let response = self.ask(Request::get(path), Body::empty()).await;
        assert_eq!(response.status(), 200, "{path}");
        response.into_body()
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let answer = Answer::of(self.ask(request, body).await).await;
        answer.tells_at_each_field();
        answer
    }

    async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Response<Body> {
        let mut request = request.header(header::HOST, "127.0.0.1:3000");
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        if let Some((name, value)) = &self.header {
            request = request.header(name, value);
        }
        if let Some(address) = self.address {
            request = request.extension(ConnectInfo(address));
        }
        self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
    }
}

impl Answer {
    async fn of(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let text = |name| {
            parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
        };
        let cookies = parts.headers.get_all(header::SET_COOKIE);
        let cookies = cookies.iter().map(|value| value.to_str().unwrap().to_owned()).collect();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self {
            status: parts.status.as_u16(),
            location: text(header::LOCATION),
            retry_after: text(header::RETRY_AFTER),
            policy: text(header::CONTENT_SECURITY_POLICY),
            tag: text(header::ETAG),
            disposition: text(header::CONTENT_DISPOSITION),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.into(),
            cookies,
            headers: parts.headers,
        }
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whatever the summary of a refused form names has its message where it was typed.
    fn tells_at_each_field(&self) {
        let summary = self.body.split_once("class=\"error-summary\"");
        let Some((summary, _)) = summary.and_then(|(_, rest)| rest.split_once("</ul>")) else {
            return;
        };
        for link in summary.split("href=\"").skip(1) {
            // A link to another page leads to a form that is not here.
            if !link.starts_with('#') {
                continue;
            }
            let field = link.split('"').next().unwrap().split('#').next_back().unwrap();
            for id in [field.to_owned(), format!("{field}-problem")] {
                let there = self.body.contains(&format!("id=\"{id}\""));
                assert!(there, "nothing is #{id} in {}", self.body);
            }
        }
    }

    /// The number at the end of the address that an accepted form leads to.
    pub(crate) fn made(&self) -> i64 {
        assert_eq!(self.status, 303, "{}", self.body);
        self.location.rsplit('/').next().unwrap().parse().unwrap()
    }
}
