//! Panels for planned sessions, proposed at once and applied by a person, unless something that they
//! follow from has changed meanwhile.

mod case;

use domain::{
    form::{Once, Values},
    id::{PersonId, ReviewSessionId},
    panel_proposal::{Asked, Panel, Proposal, SeatRole, Unmet, propose},
    role::{SESSION_ORGANISERS, may_organise_sessions},
};
use store::{Lock, PersonRow, ReviewSessionRow};

use self::case::{Case, case_of};
use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    write::Scoped as _,
};

/// Somebody who is proposed.
#[derive(Clone, Debug)]
pub struct ProposedSeat {
    /// Name.
    pub name: String,
    /// Present workplace.
    pub workplace: Option<String>,
    /// Why.
    pub role: SeatRole,
    /// Which of the person's sessions of the season it makes.
    pub n_sessions: i64,
    /// Lecturers whose courses wait for a slot and fit, and whom the person may not judge.
    pub doubts: Vec<String>,
}

/// A session with the panel that is proposed.
#[derive(Clone, Debug)]
pub struct ProposedPanel {
    /// The session.
    pub session: ReviewSessionRow,
    /// Names of those who sit there already.
    pub seated: Vec<String>,
    /// Who is proposed, in the order of seats.
    pub seats: Vec<ProposedSeat>,
    /// What could not be met.
    pub unmet: Vec<Unmet>,
    /// How many may not judge somebody whose course is booked there.
    pub n_conflicted: usize,
    /// How many have something else to do at that time.
    pub n_busy: usize,
}

/// The page of a proposal.
#[derive(Clone, Debug)]
pub struct PanelProposalPage {
    /// All sessions that are planned and to come.
    pub planned: Vec<ReviewSessionRow>,
    /// Those that were asked for, with their panels.
    pub panels: Vec<ProposedPanel>,
    /// Which of equal proposals.
    pub seed: u64,
    /// Of all that it follows from.
    pub fingerprint: String,
    /// Whether nothing better exists.
    pub is_optimal: bool,
    /// By how many thousandths it may cost more than the best.
    pub permille_above: i64,
}

impl PanelProposalPage {
    /// Whether somebody is proposed for some session.
    pub fn has_seats(&self) -> bool {
        self.panels.iter().any(|panel| !panel.seats.is_empty())
    }
}

impl Actions {
    /// Proposes panels for the planned sessions that are ticked, or for all of them.
    pub async fn panel_proposal(
        &self,
        call: &Call,
        asked: &Asked,
    ) -> Result<PanelProposalPage, ActionError> {
        call.allowed(may_organise_sessions)?;
        let case = case_of(&mut self.store.snapshot().await?, call, asked).await?;
        let (case, proposal) = proposed(case, asked.seed).await?;
        Ok(page_of(case, &proposal, asked.seed))
    }

    /// Sets the panels that a page has proposed: those who sat there before keep their seats.
    /// [`ActionError::Stale`] if anything that they follow from has changed since.
    pub async fn apply_panel_proposal(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        let asked = &Asked::parse(values);
        // It is computed before anything is locked; what it follows from is compared again below.
        let case = case_of(&mut self.store.snapshot().await?, call, asked).await?;
        let (case, proposal) = &proposed(case, asked.seed).await?;
        self.write(|tx| {
            async move {
                if made_before::<ReviewSessionId>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                for session in &case.sessions {
                    tx.lock(Lock::ReviewSession(session.id)).await?;
                }
                let now = case_of(tx, call, asked).await?;
                let fingerprint = &now.fingerprint;
                if *fingerprint != asked.fingerprint || *fingerprint != case.fingerprint {
                    return Err(ActionError::Stale);
                }
                let mut first = None;
                for (at, panel) in proposal.panels.iter().enumerate() {
                    if panel.chosen.is_empty() {
                        continue;
                    }
                    let session = &case.sessions[at];
                    let people = case.panel(at, panel);
                    if !tx.set_panel(session.id, session.revision, &people).await? {
                        return Err(ActionError::Stale);
                    }
                    first = first.or(Some(session.id));
                    tx.log(
                        call.entry("set_panel", "review_session", SESSION_ORGANISERS)
                            .on(session.id),
                    );
                }
                let first = first.ok_or(ActionError::WrongState)?;
                made(tx, call, values, once, first).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Proposes on a thread of its own: a province takes a part of a second.
async fn proposed(case: Case, seed: u64) -> Result<(Case, Proposal), ActionError> {
    let task = tokio::task::spawn_blocking(move || {
        let proposal = propose(&case.input, seed);
        (case, proposal)
    });
    task.await.map_err(|error| ActionError::Internal(error.to_string()))
}

impl Case {
    /// The people of a panel by seats: who sat there before, then who is proposed.
    fn panel(&self, at: usize, panel: &Panel) -> Vec<PersonId> {
        let seated = self.input.sessions[at].seated.iter();
        let chosen = panel.chosen.iter().map(|one| &one.panelist);
        seated.chain(chosen).map(|place| self.people[*place].id).collect()
    }

    fn doubts(&self, at: usize, person: PersonId) -> Vec<String> {
        let near = self.waiting[at].iter().filter(|one| one.near.contains(&person));
        let mut names: Vec<String> = near.map(|one| one.name.clone()).collect();
        names.dedup();
        names
    }
}

fn page_of(case: Case, proposal: &Proposal, seed: u64) -> PanelProposalPage {
    let name = |place: &usize| case.people[*place].name.clone();
    let panel = |(at, panel): (usize, &Panel)| {
        let session = &case.input.sessions[at];
        let seat = |one: &domain::panel_proposal::Chosen| {
            let person: &PersonRow = &case.people[one.panelist];
            ProposedSeat {
                name: person.name.clone(),
                workplace: person.workplace.clone(),
                role: one.role,
                n_sessions: one.n_sessions,
                doubts: case.doubts(at, person.id),
            }
        };
        ProposedPanel {
            session: case.sessions[at].clone(),
            seated: session.seated.iter().map(name).collect(),
            seats: panel.chosen.iter().map(seat).collect(),
            unmet: panel.unmet.clone(),
            n_conflicted: session.conflicted.len(),
            n_busy: session.busy.len(),
        }
    };
    PanelProposalPage {
        panels: proposal.panels.iter().enumerate().map(panel).collect(),
        planned: case.planned,
        seed,
        fingerprint: case.fingerprint,
        is_optimal: proposal.is_optimal(),
        permille_above: proposal.permille_above(),
    }
}
