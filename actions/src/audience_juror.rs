//! Audience jurors (`REV-13`, `REV-14`): a link for a group at one trial lecture, opened by whoever
//! leads it. Who answers is nobody: no session, no name, no line in the log, no address.

use domain::{
    audience_juror::{JurorQuestion, NewJurorLink, SHOWN_FROM, Tally, code, parse_faces},
    form::{Once, Values},
    id::BookingId,
    trial_lecture::TrialState,
};
use store::{Conn, JurorLinkRow, StoreError};

use crate::{
    ActionError, Actions, Call, TrialPage,
    trial_lecture::LEADERS,
    write::{Scoped as _, Write},
};

/// A link with what came of it.
#[derive(Clone, Debug)]
pub struct JurorView {
    /// The link.
    pub link: JurorLinkRow,
    /// What was answered to each question, in their order; none while the link is open, and below
    /// three answers.
    pub tallies: Option<[Tally; 3]>,
}

/// The links of a lecture, for whoever leads it.
#[derive(Clone, Debug)]
pub struct JurorPage {
    /// The course's title.
    pub title: String,
    /// The links, by time.
    pub links: Vec<JurorLinkRow>,
    /// Whether a link can be opened: the lecture runs, and none is open.
    pub may_open: bool,
}

impl Actions {
    /// The links of a lecture, for its chair and the office.
    pub async fn juror_page(&self, call: &Call, id: BookingId) -> Result<JurorPage, ActionError> {
        let mut conn = self.store.read().await?;
        let page = self.trial_of(&mut conn, call, id).await?;
        juror_page(&mut conn, &page).await
    }

    /// Opens a link for a group; a lecture has one that is open at a time.
    pub async fn open_juror_link(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let random = hex::decode(self.entropy.token()).unwrap_or_default();
        let code = &code(&random);
        self.write(|tx| {
            async move {
                let page = self.locked(tx, call, id).await?;
                let jurors = juror_page(tx, &page).await?;
                if !jurors.may_open {
                    let open = jurors.links.iter().find(|link| link.is_open());
                    let is_same =
                        open.zip(NewJurorLink::parse(values).ok()).is_some_and(|(link, new)| {
                            link.label == new.label && link.n_jurors == new.n_jurors
                        });
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let new = NewJurorLink::parse(values)?;
                tx.add_juror_link(id, code, &new, call.now).await.map_err(|error| match error {
                    StoreError::Conflict => ActionError::WrongState,
                    other => other.into(),
                })?;
                tx.log(call.entry("open", "audience_juror", LEADERS).on(id).because(new.label));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes the open link of a lecture by hand; closed twice it is closed.
    pub async fn close_juror_link(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.locked(tx, call, id).await?;
                juror_page(tx, &page).await?;
                close_juror_links(tx, call, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The link of a code, for whoever has it.
    pub async fn juror_link(&self, code: &str) -> Result<JurorLinkRow, ActionError> {
        let found = self.store.read().await?.find_juror_link(code).await?;
        found.ok_or(ActionError::NotFound)
    }

    /// Counts the answers of somebody with the link; a form that is sent twice counts once. Fails
    /// with [`ActionError::WrongState`] where nobody answers any more.
    ///
    /// Nothing of who it was is written: no line, no time, no address.
    pub async fn cast_juror(
        &self,
        code: &str,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        self.write_aside(|tx| {
            async move {
                let link = tx.find_juror_link(code).await?.ok_or(ActionError::NotFound)?;
                if !link.is_open() {
                    return Err(ActionError::WrongState);
                }
                let faces = parse_faces(values)?;
                if !tx.ensure_juror_once(link.id, once.token()?).await? {
                    return Ok(());
                }
                if !tx.cast_juror_faces(link.id, faces).await? {
                    return Err(ActionError::WrongState);
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

async fn juror_page(conn: &mut Conn, page: &TrialPage) -> Result<JurorPage, ActionError> {
    if !page.may_lead {
        return Err(ActionError::NotFound);
    }
    let links = conn.list_juror_links(&[page.lecture.booking.id]).await?;
    let runs = page.lecture.trial.as_ref().is_some_and(|it| it.state == TrialState::Running);
    Ok(JurorPage {
        title: page.lecture.booking.title.clone(),
        may_open: runs && !links.iter().any(|link| link.closed_at.is_none()),
        links,
    })
}

/// Closes the open link of a lecture, which a lecture that ends does too.
pub(crate) async fn close_juror_links(
    tx: &mut Write,
    call: &Call,
    id: BookingId,
) -> Result<(), ActionError> {
    for link in tx.list_juror_links(&[id]).await? {
        if link.closed_at.is_none() && tx.close_juror_link(link.id, call.now).await? {
            tx.log(call.entry("close", "audience_juror", LEADERS).on(id));
        }
    }
    Ok(())
}

/// What audiences of lectures have answered, beside the panel's results.
pub(crate) async fn juror_views(
    conn: &mut Conn,
    lectures: &[BookingId],
) -> Result<Vec<JurorView>, ActionError> {
    let links = conn.list_juror_links(lectures).await?;
    let ids: Vec<_> = links.iter().map(|link| link.id).collect();
    let tallies = conn.list_juror_tallies(&ids).await?;
    let of = |link: &JurorLinkRow| {
        [JurorQuestion::Engaging, JurorQuestion::Clear, JurorQuestion::Useful]
            .map(|question| tallies.get(&(link.id, question)).copied().unwrap_or_default())
    };
    let view = |link: JurorLinkRow| {
        let is_shown = !link.is_open() && link.n_cast >= SHOWN_FROM;
        JurorView { tallies: is_shown.then(|| of(&link)), link }
    };
    Ok(links.into_iter().map(view).collect())
}
