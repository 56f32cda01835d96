//! Every form that a page of the demonstration has, sent twice at the same instant, and filled with
//! what breaks programs.
//!
//! Addresses and fields come from the pages themselves: a new form is tried by itself, and one to
//! which no page leads fails here until it is named with its reason.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::{Method, routes};
use demo::DEMO_ACCOUNTS;
use domain::form::{Field, Name, Values};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use test_database::{Database, Frozen, databases};

use crate::{
    account::{credentials, session_of},
    found_form::{CORRECTS, FoundForm, forms, send},
    no_ranking::{kind_of, links},
    world::{Answer, Person, World},
};

/// Forms to which no page of the demonstration leads, and why. What `elsewhere.rs` sends it sends
/// twice at the same instant, from a scene of its own.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/activate/{code}", "a code is shown once: `race.rs` sends new_password, repeat_password"),
    ("/account/second_factor", "an app has the code: `account_factor.rs` sends factor_code, once"),
    (
        "/account/second_factor/remove",
        "nobody has one: `account_factor.rs` sends password, factor_code",
    ),
    ("/api/score_sheet/save", "an island sends its form: `award_judging.rs`"),
    ("/api/final_meeting/revision", "an island asks, and nothing is written: `final_meeting.rs`"),
    ("/award/{id}/substitute", "whoever could be drawn is ticked: `award_judging.rs` sends reason"),
    ("/api/slot_picker/free", "an island asks, and nothing is written: `booking.rs`"),
    (
        "/annual_assessment/year/{year}/open",
        "everybody has one: `annual_assessment.rs` sends nothing",
    ),
    (
        "/annual_assessment/year/{year}/score",
        "nobody is due: `annual_assessment.rs` sends revision",
    ),
    (
        "/annual_assessment/year/{year}/decide",
        "grades are proposed first: `annual_assessment.rs` sends decider, document_no, revision",
    ),
    (
        "/annual_assessment/{id}/comment",
        "who may comment has no account: `annual_assessment.rs` sends grade_comment, revision",
    ),
    (
        "/annual_assessment/{id}/lecture",
        "a file is chosen by hand: `annual_assessment.rs` sends it",
    ),
    ("/appointment/{id}/answer", "who is heard has no account: `appointment.rs` sends hearing"),
    ("/place/{id}/open", "no place is closed: `session_organiser.rs` sends revision"),
    (
        "/organisation/{id}/contact/{contact}/remove",
        "no unit has a contact: `organisation.rs` sends nothing",
    ),
    ("/account/mail/stop", "nobody has chosen any: `mail.rs` sends nothing"),
    ("/deputy/{id}/end", "nobody has a deputy: `deputy.rs` sends nothing"),
    ("/mail/{token}", "a mail has the link: `mail.rs` sends nothing"),
    ("/outbox/{id}/again", "no mail was given up: `mail.rs` sends nothing"),
    ("/award/{id}/changes/propose", "somebody follows: `objection.rs` sends nominee, substitute"),
    ("/award/{id}/changes/confirm", "nobody waits: `objection.rs` sends nominee, decision"),
    (
        "/award/{id}/changes/supplement",
        "an objection is open: `objection.rs` sends document_no, revision",
    ),
    ("/award/{id}/archive", "nothing can be archived: `award_archive.rs` sends revision"),
    ("/objection/{id}/examine", "nobody has it: `objection.rs` sends decision, revision"),
    ("/objector/{token}/scan", "a file is chosen by hand: `objection.rs` sends it"),
    ("/objector/{token}/withdraw", "only the writer has the link: `objection.rs` sends nothing"),
    ("/nominee/{token}", "only the nominee has the link: `nomination_draft.rs` sends both answers"),
    (
        "/nominee/{token}/withdraw",
        "only the nominee has the link: `nomination_draft.rs` sends reason",
    ),
    (
        "/nomination/{id}/filing/attachment",
        "a file is chosen by hand: `nomination_draft.rs` sends it",
    ),
    ("/nomination/{id}/filing/consent", "a file is chosen by hand: `nomination_draft.rs` sends it"),
    ("/nomination/{id}/consent", "a file is chosen by hand: `nomination_consent.rs` sends it"),
    ("/award/{id}/decide", "no notice has run: `elsewhere.rs` sends document_no, revision"),
    ("/award/{id}/proposal", "a tie is open: `elsewhere.rs` sends selected, revision"),
    ("/verify", "a paper is in hand: `certificate.rs` sends certificate_no, printed_name"),
    ("/verify/file", "a file is chosen by hand: `certificate.rs` sends it"),
    ("/objection/{id}/scan", "a file is chosen by hand: `objection.rs` sends it"),
    ("/nomination/{id}/own/attachment", "a file is chosen by hand: `nomination_draft.rs` sends it"),
    (
        "/nomination/{id}/own/attachment/{attachment}/remove",
        "a file is added by hand: `nomination_draft.rs` sends nothing",
    ),
    ("/booking/{id}/confirm", "the holder has no account: `elsewhere.rs` sends nothing but this"),
    ("/booking/{id}/extend", "the holder has no account: `elsewhere.rs` sends nothing but this"),
    ("/complaint/{id}", "nobody has complained: `complaint.rs` sends answer"),
    ("/booking/{id}/reconfirm", "no session has moved: `panel.rs` sends nothing"),
    ("/course/{id}/final_slides", "a file is chosen by hand: `booking.rs` sends it"),
    (
        "/rulebook/apart",
        "the first of both lists is one role: `rulebook.rs` sends one_role, other_role, reason",
    ),
    ("/course/{id}/submit", "the draft is not whole: `elsewhere.rs` sends revision"),
    ("/evidence/new", "a file is chosen by hand: `evidence.rs` sends it"),
    ("/person/{id}/evidence/new", "a file is chosen by hand: `evidence.rs` sends it"),
    ("/data_request/{id}", "nobody has asked: `my_information.rs` sends decision, answer"),
    ("/deadline/{kind}/{id}/move", "no year is loaded later: `deadline.rs` sends nothing but this"),
    ("/hour_claim/{id}/reopen", "no year is closed yet: `elsewhere.rs` sends reason, revision"),
    (
        "/my_information/request/{id}/withdraw",
        "nobody has asked: `my_information.rs` sends nothing",
    ),
    ("/organisation/{id}/merging/{merging}/undo", "none was merged: `elsewhere.rs` sends nothing"),
    ("/person/{id}/close_account", "few have an account: `account.rs` sends nothing"),
    ("/person/{id}/merge/{other}", "nobody is there twice: `elsewhere.rs` sends no choice"),
    ("/person/{id}/merging/{merging}/undo", "nobody was merged: `elsewhere.rs` sends nothing"),
    ("/person/{id}/proposal/{proposal}/confirm", "nothing waits: `grant.rs` sends nothing"),
    ("/person/{id}/proposal/{proposal}/refuse", "nothing waits: `grant.rs` sends nothing"),
    ("/person/{id}/remove_factor", "nobody has one: `account_factor.rs` sends nothing"),
    ("/person/{id}/unlock", "nobody is locked: `account_guard.rs` sends nothing"),
    ("/receipt/{token}/withdraw", "only the writer has the link: `complaint.rs` sends nothing"),
    ("/request/{token}/cancel", "only the host has the link: `elsewhere.rs` sends reason"),
    ("/request/{token}/edit", "only the host has the link: `elsewhere.rs` sends the whole request"),
    ("/request/{token}/report", "only the host has the link: `elsewhere.rs` sends the figures"),
    ("/request/{token}/withdraw", "none waits for a call: `lecture_stranger.rs` sends nothing"),
    ("/unconfirmed_request/discard", "none waits for a call: `lecture_stranger.rs` sends selected"),
    ("/unconfirmed_request/{id}/confirm", "none waits: `lecture_stranger.rs` sends nothing"),
    (
        "/review_session/{id}/series",
        "its days are asked for first: `session_series.rs` sends series_days",
    ),
    ("/course/{id}/refinement/end", "nothing is overdue: `reminder.rs` sends reason"),
    ("/roster", "a file is chosen by hand: `roster.rs` sends kind, as_of, file"),
    ("/roster/{plan}", "a plan is shown once a file was read: `roster.rs` sends it three times"),
    ("/course/{id}/refinement/answers", "no draft answers a panel: `trial_lecture.rs` sends reply"),
    ("/trial_lecture/{id}/close", "sheets are missing: `trial_lecture.rs` sends revision"),
    ("/trial_lecture/{id}/verdict", "none is judged: `trial_lecture.rs` sends verdict, changes"),
    ("/trial_lecture/{id}/vote", "no veto was raised: `trial_lecture.rs` sends veto_vote"),
    ("/panel_proposal", "none is planned: `panel_proposal.rs` sends session, seed, fingerprint"),
    ("/person/{id}/tie/{tie}/end", "few people are tied: `person_tie.rs` sends left_on"),
    ("/person/{id}/tie/{tie}/remove", "few people are tied: `person_tie.rs` sends reason"),
];

/// Forms whose every sending is meant: each sign-in is a session of its own, with its line.
const EACH_COUNTS: [&str; 1] = ["/sign_in"];

/// Forms that end the session of who sends them.
pub(crate) const ENDS: [&str; 5] =
    ["/sign_out", "/password", "/account/end_sessions", "/factor_demand", "/account/close"];

/// Tables that say who looked and tried and when, and nothing of what was done.
const LOOKED: [&str; 7] = [
    "access_log",
    "account_session",
    "edition",
    "kept_form",
    "known_browser",
    "sealed_form",
    "sign_in_attempt",
];
/// What is random, or follows from it.
const RANDOM: [&str; 9] = [
    "token",
    "salt",
    "hash",
    "detail",
    "password_hash",
    "activation_digest",
    "link_digest",
    "turn",
    "touched_at",
];
/// So many pages of one kind are opened by each person, and by all together.
const PAGES: usize = 16;
const PAGES_OF_ALL: usize = 40;
/// So many ways are tried to send a form that is accepted.
const TRIES: usize = 10;

/// A form with who sends it.
pub(crate) struct Offer {
    pub(crate) who: &'static str,
    pub(crate) person: Person,
    pub(crate) form: FoundForm,
}

/// The route of an address that a form is sent to.
pub(crate) fn route_of(action: &str) -> Option<&'static str> {
    let path = action.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |route: &&'static str| {
        let own: Vec<&str> = route.split('/').collect();
        own.len() == parts.len()
            && own.iter().zip(&parts).all(|(own, part)| own.starts_with('{') || own == part)
    };
    let posts = routes().into_iter().filter(|route| route.method == Method::Post);
    let fitting = posts.map(|route| route.path).filter(fits);
    // `/course/new` before `/course/{id}`.
    fitting.min_by_key(|route| route.matches('{').count())
}

/// Walks from link to link, and collects the forms by their routes.
async fn collect(
    found: &mut Found,
    by_all: &mut BTreeMap<String, usize>,
    who: &'static str,
    person: &Person,
) {
    let is_page = |path: &&str| !path.contains(['{', '.']);
    let gets = routes().into_iter().filter(|route| route.method == Method::Get);
    let mut open: VecDeque<String> =
        gets.map(|route| route.path).filter(is_page).map(str::to_owned).collect();
    let (mut seen, mut asked) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    while let Some(address) = open.pop_front() {
        if !asked.insert(address.clone()) {
            continue;
        }
        let kind = kind_of(&address);
        let n = seen.entry(kind.clone()).or_default();
        let n_of_all = by_all.entry(kind).or_default();
        *n += 1;
        if *n > PAGES || *n > 1 && *n_of_all >= PAGES_OF_ALL {
            continue;
        }
        let answer = person.get(&address).await;
        // Whoever may not open it has not looked at it for the others.
        *n_of_all += usize::from(answer.status == 200);
        assert!(answer.status < 500, "{who} at {address}: {}", answer.status);
        open.extend(links(&answer.body));
        for form in forms(&answer.body, &address) {
            let Some(route) = route_of(&form.action) else {
                panic!("no route for {} at {address}", form.action);
            };
            let known = found.entry(route).or_default();
            let is_known = known.iter().any(|offer| offer.form.action == form.action);
            if known.len() < TRIES && !is_known {
                known.push(Offer { who, person: person.clone(), form });
            }
        }
    }
}

/// Forms by the routes that they are sent to.
pub(crate) type Found = BTreeMap<&'static str, Vec<Offer>>;

/// The demonstration with everybody signed in, and every form that they are shown.
pub(crate) async fn demonstration(db: Database) -> (Frozen, Found) {
    let world = World::demonstration(db).await;
    let (mut found, mut by_all) = (BTreeMap::new(), BTreeMap::new());
    collect(&mut found, &mut by_all, "a visitor", &world.visitor()).await;
    for account in DEMO_ACCOUNTS {
        let form = credentials(account.sign_in_name, crate::world::PASSWORD);
        let signed_in = world.visitor().post("/sign_in", &form).await;
        let person = world.visitor().with_cookie(&session_of(&signed_in));
        collect(&mut found, &mut by_all, account.sign_in_name, &person).await;
    }
    (world.freeze().await, found)
}

/// The rows of the database as text, in order.
pub(crate) async fn content(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut reader = Reader::of(&world.db.url).await;
    let mut content = BTreeMap::new();
    for table in reader.tables().await {
        if LOOKED.contains(&table.as_str()) || table.starts_with('_') {
            continue;
        }
        let mut rows = reader.rows(&table).await;
        rows.sort_unstable();
        content.insert(table, rows);
    }
    content
}

/// The rows that only one of two tables has.
fn parted<'a>(one: &'a [String], two: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    let (mut less, mut more) = (Vec::new(), Vec::new());
    loop {
        match (one.peek(), two.peek()) {
            (None, None) => return (less, more),
            (Some(a), Some(b)) if a == b => _ = (one.next(), two.next()),
            (Some(a), Some(b)) if b < a => more.extend(two.next().map(String::as_str)),
            (None, Some(_)) => more.extend(two.next().map(String::as_str)),
            (Some(_), _) => less.extend(one.next().map(String::as_str)),
        }
    }
}

/// Rows without what is random, and without keys, for a refused attempt uses some up; in order.
fn plain(rows: &[&str]) -> Vec<String> {
    let mut rows: Vec<String> = rows.iter().map(|row| plain_row(row)).collect();
    rows.sort_unstable();
    rows
}

fn plain_row(row: &str) -> String {
    let Ok(Value::Object(mut row)) = serde_json::from_str(row) else { panic!("{row}") };
    let is_key = |name: &str| name == "id" || name.ends_with("_id");
    row.retain(|name, _| !is_key(name) && !RANDOM.contains(&name.as_str()));
    if let Some(Value::String(body)) = row.get_mut("body") {
        body.retain(|c| !c.is_ascii_digit());
    }
    Value::Object(row).to_string()
}

/// A connection beside the program's own.
enum Reader {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Reader {
    async fn of(url: &str) -> Self {
        if url.starts_with("sqlite") {
            Self::Sqlite(SqliteConnection::connect(url).await.unwrap())
        } else {
            Self::Postgres(PgConnection::connect(url).await.unwrap())
        }
    }

    async fn texts(&mut self, query: String) -> Vec<String> {
        let query = AssertSqlSafe(query);
        match self {
            Self::Sqlite(conn) => sqlx::query_scalar(query).fetch_all(conn).await.unwrap(),
            Self::Postgres(conn) => sqlx::query_scalar(query).fetch_all(conn).await.unwrap(),
        }
    }

    async fn tables(&mut self) -> Vec<String> {
        let query = match self {
            Self::Sqlite(_) => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            }
            Self::Postgres(_) => {
                "SELECT table_name::text FROM information_schema.tables \
                 WHERE table_schema = 'public'"
            }
        };
        self.texts(query.to_owned()).await
    }

    async fn rows(&mut self, table: &str) -> Vec<String> {
        if let Self::Postgres(_) = self {
            return self.texts(format!("SELECT row_to_json(t)::text FROM {table} t")).await;
        }
        let columns = format!("SELECT name FROM pragma_table_info('{table}')");
        let columns = self.texts(columns).await;
        let pairs: Vec<String> = columns.iter().map(|it| format!("'{it}', {it}")).collect();
        self.texts(format!("SELECT json_object({}) FROM {table}", pairs.join(", "))).await
    }
}

/// Sends a form; what its page asserts of itself is told as an error.
pub(crate) async fn attempt(
    person: &Person,
    form: &FoundForm,
    values: &Values,
) -> Result<Answer, String> {
    let (person, form, values) = (person.clone(), form.clone(), values.clone());
    let what = form.action.clone();
    let sent = tokio::spawn(async move { send(&person, &form, &values).await }).await;
    let answer = sent.map_err(|_| format!("{what}: the page contradicts itself, see above"))?;
    if answer.status >= 500 {
        return Err(format!("{what}: {}", answer.status));
    }
    Ok(answer)
}

/// Whether a form was accepted; the page of a code shows it once, and leads nowhere.
pub(crate) fn is_accepted(answer: &Answer) -> bool {
    let leads_on = answer.status == 303 && !answer.location.starts_with("/sign_in");
    leads_on
        || answer.status == 200
            && ["/activate/", "class=\"notice success\""].iter().any(|it| answer.body.contains(it))
}

/// What a page shows within its shell, without the tokens of its forms.
fn shown(answer: &Answer) -> String {
    let main = answer.body.split("<main").nth(1).unwrap_or_default();
    let main = main.split("</main>").next().unwrap_or_default();
    let mut parts = main.split("name=\"once\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| shown + part.split_once('"').map_or("", |(_, rest)| rest))
}

/// After a form was accepted, no page that was kept is older than what was written.
async fn check_kept(world: &World, offer: &Offer) -> Result<(), String> {
    let (here, anew) = (offer.person.at(world), offer.person.by(world.beside()));
    for page in kept_pages(offer) {
        let (kept, new) = (here.get(page).await, anew.get(page).await);
        if (kept.status, shown(&kept)) != (new.status, shown(&new)) {
            return Err(format!("{} as {}: {page} is out of date", offer.form.action, offer.who));
        }
    }
    Ok(())
}

/// Pages that their reader has open while a form is sent.
fn kept_pages(offer: &Offer) -> [&str; 2] {
    ["/desk", &offer.form.page]
}

/// Two worlds with the same content: one in which each form is sent once, one in which twice.
pub(crate) struct Pair {
    pub(crate) once: World,
    pub(crate) twice: World,
}

impl Pair {
    pub(crate) async fn of(base: &Frozen) -> Self {
        let (once, twice) = (base.copy().await, base.copy().await);
        Self { once: World::again(once), twice: World::again(twice) }
    }

    async fn renew(&mut self, base: &Frozen) {
        std::mem::replace(self, Self::of(base).await).remove().await;
    }

    pub(crate) async fn remove(self) {
        self.once.remove().await;
        self.twice.remove().await;
    }

    /// Tries the ways to send a form until one is accepted, and sends that twice at the same instant
    /// in the other world; `false`: none is accepted.
    async fn send(&self, offers: &[Offer]) -> Result<bool, String> {
        for offer in offers {
            for page in kept_pages(offer) {
                offer.person.at(&self.once).get(page).await;
            }
        }
        for nth in 0..=CORRECTS {
            for offer in offers {
                for button in offer.form.buttons() {
                    let values = offer.form.filled(button, nth);
                    let person = offer.person.at(&self.once);
                    if is_accepted(&attempt(&person, &offer.form, &values).await?) {
                        check_kept(&self.once, offer).await?;
                        return self.send_twice(offer, &values).await.map(|()| true);
                    }
                }
            }
        }
        Ok(false)
    }

    pub(crate) async fn send_twice(&self, offer: &Offer, values: &Values) -> Result<(), String> {
        let person = offer.person.at(&self.twice);
        let both = tokio::join!(
            attempt(&person, &offer.form, values),
            attempt(&person, &offer.form, values)
        );
        let what = format!("{} as {}", offer.form.action, offer.who);
        if ![both.0?, both.1?].iter().any(is_accepted) {
            return Err(format!("{what}: none of two is accepted"));
        }
        let (one, two) = (content(&self.once).await, content(&self.twice).await);
        for (table, rows) in &one {
            let (less, more) = parted(rows, &two[table]);
            let (less, more) = (plain(&less), plain(&more));
            if less != more {
                return Err(format!("{what}: {table} once {less:?} twice {more:?}"));
            }
        }
        Ok(())
    }
}

/// Every form sent twice at the same instant leaves what one leaves.
async fn check_once(base: &Frozen, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    let posts =
        |route: &app::Route| route.method == Method::Post && !EACH_COUNTS.contains(&route.path);
    let mut posts: Vec<_> = routes().into_iter().filter(posts).map(|route| route.path).collect();
    posts.sort_by_key(|path| ENDS.contains(path));
    let mut pair = Pair::of(base).await;
    for path in posts {
        let offers = found.get(path).map_or(&[][..], Vec::as_slice);
        let mut is_once = pair.send(offers).await;
        // What was sent before may stand in its way, or has parted the two worlds.
        if !matches!(is_once, Ok(true)) && !offers.is_empty() {
            pair.renew(base).await;
            is_once = pair.send(offers).await;
        }
        let is_named = ELSEWHERE.iter().any(|(named, _)| *named == path);
        match is_once {
            Ok(true) if is_named => faults.push(format!("{path} is found by now")),
            Ok(false) if !is_named => {
                faults.push(format!("{path}: of {} none is accepted", offers.len()));
            }
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    pair.remove().await;
    faults
}

/// Forms that neither make something nor decide on what a page showed, and why.
const WITHOUT_REVISION: &[(&str, &str)] = &[
    ("/award/{id}/certificates", "whoever is awarded has one certificate"),
    ("/award/{id}/certificates/{nomination}", "whoever is awarded has one certificate"),
    ("/objection/{id}/scan", "the last paper counts"),
    ("/nomination/{id}/own/attachment", "a file is kept once"),
    ("/nomination/{id}/own/attachment/{attachment}/remove", "a file is taken away once"),
    ("/nomination/{id}/own/withdraw", "a nomination is withdrawn once"),
    ("/objection/{id}/take", "an objection is taken up once"),
    ("/nomination/{id}/filing/withdraw", "a nomination is withdrawn once"),
    ("/nomination/{id}/filing/attachment", "a file is kept once"),
    ("/nomination/{id}/filing/attachment/{attachment}/remove", "a file is taken away once"),
    ("/nomination/{id}/filing/consent", "the last word holds"),
    ("/annual_assessment/year/{year}/open", "a lecturer has one assessment in a year"),
    ("/outside_lecture/{id}/decide", "a lecture counts or not, whatever the page showed"),
    ("/outside_lecture/{id}/withdraw", "a lecture is taken back once"),
    ("/school_calendar/{id}/remove", "a period is removed once"),
    ("/register_entry/{id}/member/{member}/end", "a membership ends once"),
    ("/inbox/{id}/read", "a message is read once"),
    ("/absence/{id}/end", "an absence is called off once"),
    ("/calendar/feed/revoke", "one address holds at a time"),
    ("/account/close", "an account is closed once"),
    ("/account/end_sessions", "every session that runs"),
    ("/activate/{code}", "the code itself is good once"),
    ("/assessment_year/{year}/close", "a year is closed once"),
    ("/assessment_year/open", "a year is opened once"),
    ("/appointment/{id}/answer", "whoever is heard says so, whatever the page showed"),
    ("/lecturer_application/{id}/withdraw", "an application is withdrawn once"),
    ("/organisation/{id}/contact/{contact}/remove", "a contact is taken off once"),
    ("/person/{id}/workplace/{workplace}/end", "a workplace ends once"),
    ("/person/{id}/workplace/{workplace}/remove", "a workplace is taken back once"),
    ("/rulebook/{rule}/change/{id}/call_off", "a change is called off once"),
    ("/rulebook/apart/{id}/end", "a pair ends once"),
    ("/award/{id}/conflict", "a conflict is final, whatever the page showed"),
    ("/award/{id}/judging", "a declared conflict is final, and the rest is the judge's own"),
    ("/booking/{id}/cancel", "no state of a booking comes twice"),
    ("/trial_lecture/{id}/audience_juror", "one link is open at a time"),
    ("/observation/{id}/answer", "an observation is answered once"),
    ("/observation/{id}/weigh", "low observations are weighed once"),
    ("/booking/{id}/reconfirm", "the new time suits, as often as it is said"),
    ("/review_session/{id}/answer", "the own word, and the last one holds"),
    ("/review_session/{id}/panel", "a seat is given to the one who is named"),
    ("/booking/{id}/reschedule", "no state of a booking comes twice"),
    ("/course/{id}/booking", "a slot is free once"),
    ("/course/{id}/final_slides", "the last slides count, whatever the page showed"),
    ("/course/{id}/booking/waiting", "a version waits once for a session"),
    ("/verify", "nothing is made or changed"),
    ("/verify/file", "nothing is made or changed"),
    ("/waiting/{id}/accept", "no state of an entry comes twice"),
    ("/waiting/{id}/decline", "a slot that does not suit is declined once"),
    ("/waiting/{id}/withdraw", "no state of an entry comes twice"),
    ("/review_session/{id}/slot/{slot}", "a slot is free once"),
    ("/dispatch/{id}/accept", "no state of an offer comes twice"),
    ("/dispatch/{id}/decline", "no state of an offer comes twice"),
    ("/enrolment/{id}/remove", "each place has its state, which is compared"),
    ("/factor_demand", "the roles that are ticked"),
    ("/inbox/read", "everything that is there is read"),
    ("/my_information/consent", "the own word, and the last one holds"),
    ("/my_information/phone", "the own number, and the last one holds"),
    ("/nomination/{id}/conflict", "a conflict is final, whatever the page showed"),
    ("/password", "the old password is the revision"),
    ("/person/{id}/grant", "a role is had once"),
    ("/person/{id}/grant/{grant}/end", "a grant ends once"),
    ("/preference", "a cookie of the browser"),
    ("/roster", "nothing but a preview is made"),
    ("/sign_in", "no page of a thing"),
    ("/sign_out", "no page of a thing"),
    ("/course/{id}/refinement/answers", "the own answers, as long as they are a draft"),
    ("/course/{id}/refinement/next", "the second time it is found"),
    ("/review_session/{id}/sitting/{booking}", "what is entered last of a day is how it was"),
    ("/trial_lecture/{id}/relation", "a declared conflict is final, and the rest is the own"),
    ("/trial_lecture/{id}/late_conflict", "a conflict of somebody is recorded once"),
    ("/course/{id}/refinement/call_off_repeat", "a repeat is called off once"),
    ("/review_session/{id}/slot/{slot}/cancel", "no state of a booking comes twice"),
    ("/reference_lecture", "a lecture becomes a reference once"),
    ("/reference_lecture/{id}", "it is scored once"),
    ("/reference_lecture/{id}/close", "it is closed once"),
    ("/trial_lecture/{id}/vote", "the own vote, as long as nothing is proposed"),
    ("/training_event/{id}/enrol", "the own place"),
    ("/training_event/{id}/roster", "each place has its state, which is compared"),
    ("/training_event/{id}/stay", "the own place"),
    ("/training_event/{id}/withdraw", "the own place"),
    ("/unit_enrolment/{id}", "each place has its state, which is compared"),
    ("/person/{id}/tutor", "the role is had or not, whatever the page showed"),
    ("/nomination/{id}/consent", "the last word holds"),
    ("/award/{id}/evaluation/{seat}/open", "one sheet, which is locked or open"),
    ("/award/{id}/evaluation/{seat}/undo", "one declaration, which is there or not"),
    ("/organisation/{id}/merge/{other}", "one record into another, which is there or not"),
    ("/person/{id}/merge/{other}", "one record into another, which is there or not"),
];

/// Every form carries its token, or the revision that its page showed.
fn check_revisions(found: &Found) -> Vec<String> {
    let named = |route: &str| WITHOUT_REVISION.iter().any(|(path, _)| *path == route);
    let carries = |offer: &Offer| {
        let mut fields = offer.form.fields.iter();
        fields.any(|field| [Field::Once, Field::Revision].contains(&field.name.field))
    };
    let is_wrong = |route: &str, offers: &[Offer]| offers.iter().all(carries) == named(route);
    let wrong = found.iter().filter(|(route, offers)| is_wrong(route, offers));
    wrong
        .map(|(route, _)| format!("{route}: carries nothing, or more than it is named for"))
        .collect()
}

/// Texts that have broken programs before.
fn nasty() -> [String; 10] {
    [
        String::new(),
        "　 ".to_owned(),
        "x".repeat(5_000),
        "<script>alert(1)</script>".to_owned(),
        "\"'`;--".to_owned(),
        "䶮㛃𠅤𣲘🌊".to_owned(),
        "-1".to_owned(),
        "99999999999999999999".to_owned(),
        "2026-02-30".to_owned(),
        "nul\0inside".to_owned(),
    ]
}

/// A form with a text in each of its fields, twice; what it carries along stays, or is broken too.
fn spoilt(form: &FoundForm, text: &str, spoils_hidden: bool) -> Values {
    let mut values = form.filled(form.buttons()[0], 0);
    let names: BTreeSet<Name> = if spoils_hidden {
        form.fields.iter().map(|field| field.name).collect()
    } else {
        form.typed().into_iter().collect()
    };
    for name in names {
        values.set(name, text);
        values.push(name, text);
    }
    values
}

/// No form breaks, whatever is typed, and none echoes a script.
async fn check_bad_input(base: &Frozen, found: &Found) -> Vec<String> {
    let world = World::again(base.copy().await);
    let mut faults = Vec::new();
    for (_, offers) in found.iter().filter(|(route, _)| !ENDS.contains(route)) {
        let offer = &offers[0];
        let person = offer.person.at(&world);
        for text in nasty() {
            for spoils_hidden in [false, true] {
                let values = spoilt(&offer.form, &text, spoils_hidden);
                let start: String = text.chars().take(12).collect();
                match attempt(&person, &offer.form, &values).await {
                    Ok(answer) if answer.body.contains("<script>alert") => {
                        faults.push(format!("{}: echoes a script", offer.form.action));
                    }
                    Ok(_) => {}
                    Err(fault) => faults.push(format!("{fault} with {start:?}")),
                }
            }
        }
    }
    world.verify_chain().await;
    world.remove().await;
    faults
}

async fn check(db: Database) {
    let (base, found) = demonstration(db).await;
    let mut faults = check_revisions(&found);
    faults.extend(check_bad_input(&base, &found).await);
    faults.extend(check_once(&base, &found).await);
    base.remove().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_holds_on_sqlite() {
    check(test_database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_holds_on_postgres() {
    if let Some(db) = databases().await.into_iter().find(|db| db.name == "PostgreSQL") {
        check(db).await;
    }
}
