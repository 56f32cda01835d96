//! Every address that answers a GET, as somebody, in search of texts that are not theirs.
//!
//! The addresses come from the table of routes, so that a new page is walked by itself.

use app::{Method, routes};
use domain::{
    form::{Field, Values},
    hour_claim::ClaimState,
    lecture_request::RequestState,
    nomination::NominationState,
    role::Role,
};

use crate::world::{Answer, Person, World};

/// What the addresses are filled with; 0 and nothing are nobody's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    pub(crate) award: i64,
    pub(crate) category: i64,
    pub(crate) claim: i64,
    pub(crate) county: i64,
    pub(crate) course: i64,
    pub(crate) delivery: i64,
    pub(crate) dispatch: i64,
    pub(crate) enrolment: i64,
    pub(crate) nomination: i64,
    pub(crate) observation: i64,
    pub(crate) person: i64,
    pub(crate) place: i64,
    pub(crate) plan: String,
    pub(crate) request: i64,
    pub(crate) training: i64,
}

impl Keys {
    fn id_of(&self, path: &str) -> i64 {
        let [first, second] = [1, 2].map(|at| path.split('/').nth(at).unwrap_or_default());
        match (first, second) {
            ("calendar", "county") => self.county,
            ("calendar", "place") => self.place,
            ("calendar" | "person" | "training_record", _) => self.person,
            ("award" | "notice" | "nominate", _) => self.award,
            ("nomination" | "score_sheet", _) => self.nomination,
            ("lecture_request", _) => self.request,
            ("dispatch", _) => self.dispatch,
            ("delivery", _) => self.delivery,
            ("observation", _) => self.observation,
            ("enrolment", _) => self.enrolment,
            ("hour_claim", _) => self.claim,
            ("training_event", _) => self.training,
            ("course" | "course_check" | "catalogue", _) => self.course,
            _ => 0,
        }
    }

    /// An address of the table with these keys in it.
    pub(crate) fn fill(&self, path: &str) -> String {
        path.replace("{id}", &self.id_of(path).to_string())
            .replace("{category}", &self.category.to_string())
            .replace("{plan}", if self.plan.is_empty() { "nothing" } else { &self.plan })
            .replace("{code}", "nothing")
            .replace("{other}", "0")
            .replace("{merging}", "0")
            .replace("{token}", "0123456789abcdef0123456789abcdef")
    }
}

/// The texts of one story, and where they could show.
pub(crate) struct Walk<'a> {
    /// Beginnings of the addresses that have to do with the story.
    pub(crate) near: &'a [&'a str],
    /// A day on which something of it takes place.
    pub(crate) day: &'a str,
    /// What somebody looks for by name.
    pub(crate) name: &'a str,
    /// What whoever may open an address may read there.
    pub(crate) spared: Spared<'a>,
}

/// What somebody may see, though it is not theirs: the beginning of the address, and the text.
pub(crate) type Spared<'a> = &'a [(&'a str, &'a str)];

impl Walk<'_> {
    /// The whole table, or what is near the story, with everything that can be asked for.
    fn addresses(&self, keys: &Keys, is_whole: bool) -> Vec<String> {
        let is_near = |path: &str| {
            ["/desk", "/inbox", "/audit", "/notice"].iter().any(|it| path.starts_with(it))
                || self.near.iter().any(|it| path.starts_with(it))
        };
        let gets = routes().into_iter().filter(|route| route.method == Method::Get);
        let paths = gets.map(|route| route.path).filter(|path| is_whole || is_near(path));
        paths
            .flat_map(|path| self.queries(path).into_iter().map(|q| keys.fill(path) + &q))
            .collect()
    }

    /// An address as it is, and with what its page can be asked for.
    fn queries(&self, path: &str) -> Vec<String> {
        let states =
            |codes: Vec<&str>| codes.into_iter().map(|it| format!("?state={it}")).collect();
        let name: String = form_urlencoded::byte_serialize(self.name.as_bytes()).collect();
        let mut queries: Vec<String> = match path {
            "/lecture_request" => states(RequestState::ALL.iter().map(|it| it.as_str()).collect()),
            "/hour_claim/queue" | "/hour_claim/queue.xlsx" => {
                states(ClaimState::ALL.iter().map(|it| it.as_str()).collect())
            }
            "/award/{id}/nomination" => {
                states(NominationState::ALL.iter().map(|it| it.as_str()).collect())
            }
            "/person" | "/training_event/{id}/roster" => vec![format!("?q={name}")],
            path if path.starts_with("/calendar") => {
                ["month", "week", "list"].map(|it| format!("?view={it}&date={}", self.day)).into()
            }
            _ => Vec::new(),
        };
        queries.push(String::new());
        queries
    }

    /// Nothing of these texts is shown to somebody, wherever they look; refused or not, no page
    /// breaks.
    pub(crate) async fn nothing_of(
        &self,
        texts: &[&str],
        (who, person): (&str, &Person),
        keys: &Keys,
        state: &str,
        spared: Spared<'_>,
    ) {
        // In the last state of a story, every page there is.
        let is_whole = state.ends_with('.');
        for path in self.addresses(keys, is_whole) {
            let answer = person.get(&path).await;
            assert!(answer.status < 500, "{who} at {path}, {state}: {}", answer.status);
            let shown = text_of(&answer);
            for text in texts {
                let is_spared = |(at, it): &&(&str, &str)| path.starts_with(at) && it == text;
                let is_hidden = !shown.contains(text)
                    || spared.iter().chain(self.spared).any(|it| is_spared(&it));
                assert!(is_hidden, "{who} sees {text} at {path}, {state}: {shown}");
            }
        }
    }

    /// The same for everybody of a list.
    pub(crate) async fn nothing_for(
        &self,
        people: &[(&str, Person)],
        texts: &[&str],
        keys: &Keys,
        state: &str,
    ) {
        for (who, person) in people {
            self.nothing_of(texts, (*who, person), keys, state, &[]).await;
        }
    }
}

/// What an answer shows: a page's own text, every cell of a spreadsheet, or the names of an archive.
pub(crate) fn text_of(answer: &Answer) -> String {
    if !answer.bytes.starts_with(b"PK") {
        return answer.body.clone();
    }
    if answer.disposition.contains(".zip") {
        let archive = zip::ZipArchive::new(std::io::Cursor::new(&answer.bytes)).unwrap();
        return archive.file_names().collect();
    }
    let sheets = documents::sheet::read(&answer.bytes).unwrap();
    format!("{sheets:?}")
}

/// A visitor, and somebody of each role that has nothing to do with a story, at a workplace of the
/// own.
pub(crate) async fn strangers(world: &World, roles: &[Role]) -> Vec<(&'static str, Person)> {
    let mut people = vec![("a visitor", world.visitor())];
    for role in roles {
        let place = format!("与此无关的{}", role.as_str());
        let person = world.person("路人", &[*role], &place, "other", 1).await;
        people.push((role.as_str(), person));
    }
    people
}

/// The proof that a walk finds what is there: somebody sees these texts at an address.
pub(crate) async fn sees(person: &Person, path: &str, texts: &[&str]) {
    let answer = person.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    let shown = text_of(&answer);
    for text in texts {
        assert!(shown.contains(text), "{text} is not at {path}: {shown}");
    }
}

/// A form with one field.
pub(crate) fn with(field: Field, value: &str) -> Values {
    Values::default().with(field, value)
}

/// What a field of a page holds.
pub(crate) fn value_of(page: &str, field: &str) -> String {
    let rest = page.split(&format!("name=\"{field}\" value=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}
