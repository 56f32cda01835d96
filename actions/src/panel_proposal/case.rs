//! What a proposal follows from, read in a handful of statements however many sessions there are.

mod files;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::{
    audience::SchoolStage,
    commitment::{Interval, Whereabouts, travel_gap},
    id::{PartyId, PersonId, ReviewSessionId},
    panel_proposal::{Asked, Input, Panelist, Session},
    review_session::{ReviewSessionState, conflict_since},
    role::{Role, may_organise_session},
    rulebook::{Rule, Rulebook},
};
use sha2::{Digest as _, Sha256};
use store::{Conn, PersonRow, ReviewSessionRow};

use self::files::Files;
use crate::{
    ActionError, Call, absence::OwnTimes, commitment::whereabouts, review_session::slot_intervals,
};

/// Sessions so long ago count as load of the same season.
const SEASON: TimeDelta = TimeDelta::days(183);
/// Further away in time than this, nothing can be in the way.
const REACH: TimeDelta = TimeDelta::days(1);

/// A lecturer whose course waits for a slot and fits a session, and who of the panelists is near.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) name: String,
    pub(super) near: BTreeSet<PersonId>,
}

/// All that a proposal follows from, with the rows that a page shows of it.
pub(super) struct Case {
    /// All sessions that are planned and to come.
    pub(super) planned: Vec<ReviewSessionRow>,
    /// Those that are asked for, by time.
    pub(super) sessions: Vec<ReviewSessionRow>,
    /// People by their places in the input.
    pub(super) people: Vec<PersonRow>,
    /// Lecturers who may come to be judged in each session.
    pub(super) waiting: Vec<Vec<Waiting>>,
    pub(super) input: Input,
    /// Of the input and of the state of each session.
    pub(super) fingerprint: String,
}

/// When and where a session takes people.
#[derive(Clone, Debug)]
struct Stretch {
    intervals: Vec<Interval>,
    here: Whereabouts,
}

impl Stretch {
    fn of(session: &ReviewSessionRow) -> Self {
        let here = whereabouts(session.place_id, session.place_region_id);
        Self { intervals: slot_intervals(session).collect(), here }
    }

    /// Whether somebody who is at one cannot be at the other as well.
    fn clashes(&self, other: &Self, rules: &Rulebook) -> bool {
        let gap = travel_gap(self.here, other.here, rules);
        let close = |one: &Interval, two: &Interval| one.overlaps(*two) || one.gap(*two) < gap;
        self.intervals.iter().any(|one| other.intervals.iter().any(|two| close(one, two)))
    }
}

pub(super) async fn case_of(
    conn: &mut Conn,
    call: &Call,
    asked: &Asked,
) -> Result<Case, ActionError> {
    let rules = conn.rulebook(call.today()).await?;
    let mut planned = conn.list_sessions(call.now).await?;
    let actor = call.actor()?;
    planned.retain(|session| {
        session.state == ReviewSessionState::Planned
            && may_organise_session(actor, session.region_id)
    });
    let is_asked = |session: &ReviewSessionRow| asked.sessions.contains(&session.id);
    let mut sessions = planned.clone();
    if sessions.iter().any(is_asked) {
        sessions.retain(is_asked);
    }
    let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
    let panels = conn.list_panels(&ids).await?;
    let mut people = conn.list_people_with_role(Role::Panelist, call.today()).await?;
    people.sort_by_key(|person| person.id);
    let n_active = people.len();
    // Who sits on a panel and is a panelist no more keeps the seat, and gets no other.
    for member in &panels {
        if !people.iter().any(|person| person.id == member.person_id) {
            people.extend(conn.find_person(member.person_id).await?);
        }
    }
    let place: BTreeMap<PersonId, usize> =
        people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
    let since = conflict_since(&rules, call.today());
    let files = Files::read(conn, since, &people, &sessions).await?;
    let stretches: Vec<Stretch> = sessions.iter().map(Stretch::of).collect();
    let busy = busy(conn, call, &people, &sessions, &stretches, &rules).await?;
    let loads: BTreeMap<PersonId, i64> =
        conn.list_panel_loads(call.now - SEASON).await?.into_iter().collect();
    let panelists = people
        .iter()
        .map(|person| Panelist {
            person: person.id,
            fields: files.peers.get(&person.id).map(|it| it.fields.clone()).unwrap_or_default(),
            is_teacher: files.peers.get(&person.id).is_some_and(|peer| peer.is_teacher),
            load: loads.get(&person.id).copied().unwrap_or_default(),
        })
        .collect();
    let sizes = (rules.count(Rule::PanelMinimum), rules.count(Rule::PanelDefault));
    let (mut rows, mut waiting) = (Vec::new(), Vec::new());
    for (at, session) in sessions.iter().enumerate() {
        let own = panels.iter().filter(|member| member.session_id == session.id);
        let seated = own.filter_map(|member| place.get(&member.person_id).copied()).collect();
        let busy = busy[at].iter().copied().chain(n_active..people.len()).collect();
        let (row, own) = row_of(session.id, &files, &place, (seated, busy), sizes);
        rows.push(row);
        waiting.push(own);
    }
    let n = sessions.len();
    let pairs = (0..n).flat_map(|one| (one + 1..n).map(move |other| (one, other)));
    let clash = |(one, other): &(usize, usize)| stretches[*one].clashes(&stretches[*other], &rules);
    let input = Input { panelists, sessions: rows, clashes: pairs.filter(clash).collect() };
    let fingerprint = fingerprint(&input, &sessions)?;
    Ok(Case { planned, sessions, people, waiting, input, fingerprint })
}

/// A session as a proposal takes it, with who sits there and who is busy, and the fewest and the usual
/// number of a panel; and the lecturers who may come to be judged in it.
fn row_of(
    id: ReviewSessionId,
    files: &Files,
    place: &BTreeMap<PersonId, usize>,
    (seated, busy): (Vec<usize>, Vec<usize>),
    (minimum, wanted): (usize, usize),
) -> (Session, Vec<Waiting>) {
    let places = |people: &BTreeSet<PersonId>| -> Vec<usize> {
        people.iter().filter_map(|person| place.get(person).copied()).collect()
    };
    let stages = files.stages_of(id);
    let waiting = files.waiting_for(id, &stages);
    let mut doubts: BTreeMap<usize, i64> = BTreeMap::new();
    for one in waiting.iter().flat_map(|one| places(&one.near)) {
        *doubts.entry(one).or_default() += 1;
    }
    let session = Session {
        id,
        is_for_schools: stages.iter().any(|stage| *stage != SchoolStage::Adult),
        fields: files.fields_of(id),
        n_open: wanted.saturating_sub(seated.len()),
        minimum,
        conflicted: places(&files.booked_near(id)),
        busy,
        doubts,
        seated,
    };
    (session, waiting)
}

/// Who has something else to do at the time of each session, or sits in another planned one that is not
/// asked for.
async fn busy(
    conn: &mut Conn,
    call: &Call,
    people: &[PersonRow],
    sessions: &[ReviewSessionRow],
    stretches: &[Stretch],
    rules: &Rulebook,
) -> Result<Vec<Vec<usize>>, ActionError> {
    let mut busy = vec![BTreeSet::new(); sessions.len()];
    let all = || stretches.iter().flat_map(|stretch| &stretch.intervals);
    let (Some(from), Some(until)) =
        (all().map(|it| it.starts_at()).min(), all().map(|it| it.ends_at()).max())
    else {
        return Ok(vec![Vec::new(); sessions.len()]);
    };
    let parties: Vec<PartyId> = people.iter().map(|person| person.party_id).collect();
    let at_party: BTreeMap<PartyId, usize> =
        people.iter().enumerate().map(|(at, person)| (person.party_id, at)).collect();
    for row in conn.list_taken(&parties, from - REACH, until + REACH).await? {
        let Some(interval) = Interval::new(row.starts_at, row.ends_at) else { continue };
        let here = whereabouts(row.place_id, row.region_id);
        let taken = Stretch { intervals: vec![interval], here };
        for (at, stretch) in stretches.iter().enumerate() {
            if stretch.clashes(&taken, rules) {
                busy[at].extend(at_party.get(&row.party_id));
            }
        }
    }
    // Who has said not to be asked then is proposed no more than who is taken.
    let everybody: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let own = OwnTimes::read(conn, call, &everybody).await?;
    for (at, stretch) in stretches.iter().enumerate() {
        let is_away =
            |person: PersonId| own.judge_all(person, stretch.intervals.iter().copied()).is_some();
        busy[at].extend((0..people.len()).filter(|place| is_away(people[*place].id)));
    }
    let mut elsewhere: BTreeMap<ReviewSessionId, Vec<PersonId>> = BTreeMap::new();
    for (person, session) in conn.list_planned_seats(call.now).await? {
        if !sessions.iter().any(|own| own.id == session) {
            elsewhere.entry(session).or_default().push(person);
        }
    }
    for (session, sitting) in elsewhere {
        let Some(other) = conn.find_session_plan(session).await? else { continue };
        let other = Stretch::of(&other);
        for (at, stretch) in stretches.iter().enumerate() {
            if stretch.clashes(&other, rules) {
                let is_there = |(_, person): &(usize, &PersonRow)| sitting.contains(&person.id);
                busy[at].extend(people.iter().enumerate().filter(is_there).map(|(place, _)| place));
            }
        }
    }
    Ok(busy.into_iter().map(|places| places.into_iter().collect()).collect())
}

/// The digest of everything that a proposal follows from, and of where each session stands.
fn fingerprint(input: &Input, sessions: &[ReviewSessionRow]) -> Result<String, ActionError> {
    let states: Vec<(i64, i64)> =
        sessions.iter().map(|session| (session.id.into(), session.revision)).collect();
    let text = serde_json::to_vec(&(input, states))
        .map_err(|error| ActionError::Internal(error.to_string()))?;
    Ok(hex::encode(Sha256::digest(&text)))
}
