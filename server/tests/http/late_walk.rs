//! Every form that a page of the demonstration has, sent after the session has ended by a browser
//! that does not say where it was: the sign-in leads to the page of the form, and what is said there
//! of the typed text is so.

use std::collections::BTreeSet;

use app::{Method, Who, routes};
use domain::form::{Field, Values};

use crate::{
    account::{credentials, session_of},
    found_form::{FoundForm, Kind, forms},
    kept_form::cookie,
    twice::{Offer, demonstration, route_of},
    world::{Answer, Person, World},
};

const REFILLED: &str = "登录已超时，您刚才填写的内容都在这里";
const BUT_FOR_THE_FILE: &str = "除文件以外，您刚才填写的内容都在这里";
const NOT_SENT: &str = "刚才的操作没有执行";
const NOT_REFILLED: &str = "本页也放不下全部内容";

/// Forms to which no page of the demonstration leads, and the pages that have them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/annual_assessment/year/{year}/open", "/annual_assessment/year/{year}"),
    ("/annual_assessment/year/{year}/score", "/annual_assessment/year/{year}"),
    ("/annual_assessment/year/{year}/decide", "/annual_assessment/year/{year}"),
    ("/annual_assessment/{id}/comment", "/annual_assessment/{id}"),
    ("/appointment/{id}/answer", "/appointment/{id}"),
    ("/place/{id}/open", "/place/{id}/change"),
    ("/organisation/{id}/contact/{contact}/remove", "/organisation/{id}"),
    ("/account/mail/stop", "/account/mail"),
    ("/deputy/{id}/end", "/deputy"),
    ("/outbox/{id}/again", "/outbox"),
    ("/award/{id}/changes/propose", "/award/{id}/changes"),
    ("/award/{id}/changes/confirm", "/award/{id}/changes"),
    ("/award/{id}/changes/supplement", "/award/{id}/changes"),
    ("/award/{id}/archive", "/award/{id}/archive"),
    ("/nomination/{id}/own/attachment/{attachment}/remove", "/nomination/{id}/own"),
    ("/objection/{id}/examine", "/objection/{id}"),
    ("/award/{id}/decide", "/award/{id}/proposal"),
    ("/booking/{id}/confirm", "/booking/{id}"),
    ("/booking/{id}/extend", "/booking/{id}"),
    ("/complaint/{id}", "/complaint/{id}"),
    ("/data_request/{id}", "/data_request/{id}"),
    ("/my_information/request/{id}/withdraw", "/my_information"),
    ("/deadline/{kind}/{id}/move", "/deadline"),
    ("/hour_claim/{id}/reopen", "/hour_claim/{id}"),
    ("/organisation/{id}/merging/{merging}/undo", "/organisation/{id}"),
    ("/person/{id}/proposal/{proposal}/confirm", "/person/{id}"),
    ("/person/{id}/proposal/{proposal}/refuse", "/person/{id}"),
    ("/account/second_factor/remove", "/account/second_factor"),
    ("/person/{id}/close_account", "/person/{id}"),
    ("/person/{id}/remove_factor", "/person/{id}"),
    ("/person/{id}/unlock", "/person/{id}"),
    ("/person/{id}/merging/{merging}/undo", "/person/{id}"),
    ("/unconfirmed_request/discard", "/unconfirmed_request"),
    ("/unconfirmed_request/{id}/confirm", "/unconfirmed_request"),
    ("/roster/{plan}", "/roster/{plan}"),
    ("/person/{id}/tie/{tie}/end", "/person/{id}/tie"),
    ("/person/{id}/tie/{tie}/remove", "/person/{id}/tie"),
    ("/booking/{id}/reconfirm", "/booking/{id}"),
    ("/course/{id}/refinement/answers", "/course/{id}/refinement"),
    ("/panel_proposal", "/panel_proposal"),
    ("/trial_lecture/{id}/verdict", "/trial_lecture/{id}"),
    ("/review_session/{id}/series", "/review_session/{id}/series"),
    ("/course/{id}/refinement/end", "/course/{id}/refinement"),
    ("/trial_lecture/{id}/vote", "/trial_lecture/{id}"),
];

/// Somebody with a session of this moment, which ends while a form is open.
async fn ended(world: &World, name: &str) -> Person {
    let signed_in =
        world.visitor().post("/sign_in", &credentials(name, crate::world::PASSWORD)).await;
    let person = world.visitor().with_cookie(&session_of(&signed_in));
    person.post("/sign_out", &Values::default()).await;
    person
}

async fn send(person: &Person, form: &FoundForm, values: &Values) -> Answer {
    let file = form.fields.iter().find(|field| field.kind == Kind::File);
    let file = file.map(|field| field.name.to_string());
    let paper = demo::paper("late");
    let file = file.as_deref().map(|name| (name, "证明.pdf", &paper[..]));
    if form.is_multipart {
        person.upload(&form.action, values, file).await
    } else {
        person.post(&form.action, values).await
    }
}

/// What stands in the fields of a form.
fn standing(form: &FoundForm) -> BTreeSet<(String, String)> {
    let fields = form.fields.iter().filter_map(|field| {
        let value = match &field.kind {
            Kind::Text(_, value) => value.strip_prefix('\n').unwrap_or(value),
            Kind::Select(_, Some(value)) | Kind::Box(value, true) => value,
            _ => return None,
        };
        Some((field.name.to_string(), value.to_owned()))
    });
    fields.collect()
}

/// What somebody has typed, chosen or ticked of what is sent.
fn typed(form: &FoundForm, values: &Values) -> BTreeSet<(String, String)> {
    let names: BTreeSet<String> = form.typed().iter().map(ToString::to_string).collect();
    let is_secret = |field: &Field| field.is_secret() || !field.is_typed();
    let left_out: BTreeSet<&str> =
        Field::ALL.iter().filter(|it| is_secret(it)).map(|it| it.as_str()).collect();
    let sent = values.iter().filter(|(name, value)| {
        names.contains(*name) && !left_out.contains(name) && !value.trim().is_empty()
    });
    sent.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Sends a form too late and signs in again: what is wrong with what comes then.
async fn late(world: &World, offer: &Offer) -> Option<String> {
    let form = &offer.form;
    let person = ended(world, offer.who).await;
    let button = form.buttons()[0];
    let values = form.filled(button, 0);
    let sent = send(&person, form, &values).await;
    let what = format!("{} on {} as {}", form.action, form.page, offer.who);
    if sent.status != 303 || !sent.location.starts_with("/sign_in?next=") {
        return Some(format!("{what}: {} {}", sent.status, sent.location));
    }
    let browser = world.visitor().with_cookie(&cookie(&sent, "kept_form"));
    let next = sent.location.trim_start_matches("/sign_in?next=").replace("%2F", "/");
    let again = credentials(offer.who, crate::world::PASSWORD).with(Field::Next, &*next);
    let signed_in = browser.post("/sign_in", &again).await;
    let path = form.page.split('?').next().unwrap_or_default();
    if signed_in.location != path {
        return Some(format!("{what}: leads to {}", signed_in.location));
    }
    let page = browser.with_cookie(&session_of(&signed_in)).get(path).await.body;
    let typed = typed(form, &values);
    let here = forms(&page, path);
    let here = here.iter().filter(|it| it.action == form.action);
    let stands = here.clone().any(|it| typed.is_subset(&standing(it)));
    let has_file = form.fields.iter().any(|field| field.kind == Kind::File);
    let right = match (typed.is_empty(), stands, has_file) {
        (true, ..) => NOT_SENT,
        (_, true, false) => REFILLED,
        (_, true, true) => BUT_FOR_THE_FILE,
        // Without its words in the address the page may not have the form.
        (_, false, _) if form.page.contains('?') => NOT_REFILLED,
        (_, false, _) => {
            let there: Vec<_> = here.map(standing).collect();
            return Some(format!("{what}: {typed:?} does not stand in {there:?}"));
        }
    };
    let said: Vec<&str> = [REFILLED, BUT_FOR_THE_FILE, NOT_SENT, NOT_REFILLED]
        .into_iter()
        .filter(|it| page.contains(it))
        .collect();
    (said != [right]).then(|| format!("{what}: says {said:?} and not {right}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_sent_too_late_finds_its_page_without_being_told() {
    let (base, found) = demonstration(test_database::sqlite().await).await;
    let world = World::again(base.copy().await);
    let mut faults = Vec::new();
    let posts = routes().into_iter().filter(|route| route.method == Method::Post);
    for route in posts.filter(|it| it.who != Who::Anyone && !it.path.starts_with("/api/")) {
        let offers = found.get(route.path).map_or(&[][..], Vec::as_slice);
        let offers = offers.iter().filter(|offer| offer.who != "a visitor");
        let mut tried = BTreeSet::new();
        for offer in offers {
            let kind = offer.form.typed();
            if tried.insert(kind) {
                faults.extend(late(&world, offer).await);
            }
        }
        let is_named = ELSEWHERE.iter().any(|(path, _)| *path == route.path);
        if tried.is_empty() != is_named {
            faults.push(format!("{}: of {} forms", route.path, tried.len()));
        }
    }
    world.remove().await;
    base.remove().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn what_no_page_of_the_demonstration_shows_finds_its_page_too() {
    let world = crate::world::world().await;
    let call = actions::Call::anonymous(world.now(), "");
    world.actions.ship_regions(&call).await.unwrap();
    let (code, visitor) = crate::account::first_office(&world).await;
    let chosen = crate::account::passwords(crate::world::PASSWORD, crate::world::PASSWORD);
    let done = visitor.post(&format!("/activate/{code}"), &chosen).await;
    let person = visitor.with_cookie(&session_of(&done));
    person.post("/sign_out", &Values::default()).await;
    for (path, page) in ELSEWHERE {
        let of = |path: &str| {
            let path =
                path.replace("{id}", "7").replace("{plan}", "plan").replace("{year}", "2026");
            let path = path.replace("{other}", "8").replace("{merging}", "9");
            let path = path.replace("{tie}", "4").replace("{attachment}", "3");
            path.replace("{kind}", "booking").replace("{proposal}", "5").replace("{slot}", "6")
        };
        let sent = person.post(&of(path), &Values::default()).await;
        let next = of(page).replace('/', "%2F");
        assert_eq!(sent.location, format!("/sign_in?next={next}"), "{path}");
        assert_eq!(route_of(&of(path)), Some(*path));
    }
    world.remove().await;
}

#[tokio::test]
async fn what_the_browser_tells_counts_for_the_words_of_the_address_alone() {
    use axum::http::header::REFERER;
    let world = crate::world::world().await;
    let office = world.office().await;
    office.post("/sign_out", &Values::default()).await;
    for (told, next) in [
        ("http://127.0.0.1:3000/inbox?page=2", "%2Finbox%3Fpage%3D2"),
        ("http://127.0.0.1:3000/", "%2Finbox"),
        ("http://127.0.0.1:3000/desk?page=2", "%2Finbox"),
        ("nothing", "%2Finbox"),
    ] {
        let sent = office.with_header(REFERER, told).post("/inbox/read", &Values::default()).await;
        assert_eq!(sent.location, format!("/sign_in?next={next}"), "{told}");
    }
    world.remove().await;
}
