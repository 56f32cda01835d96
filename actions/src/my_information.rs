//! One's own information: what is held, what one has agreed to, and what one asks for (`LAW-02` to
//! `LAW-05`).

use domain::{
    access_log::AccessThing,
    consent::{ConsentAnswer, ConsentChannel, ConsentPurpose},
    data_request::{
        DATA_KEEPERS, DataAnswer, DataRequestKind, DataRequestState, NewDataRequest,
        may_answer_data_request, may_read_data_requests,
    },
    form::{Field, Once, Problems, Reader, Values},
    id::{DataRequestId, PersonId},
    inbox::Message,
    role::{Actor, Role},
    rulebook::Rule,
};
use store::{ConsentRow, DataRequestRow, KnownRow, Lock, NewDataRequestRow, PersonRow, Tx};

use crate::{
    ActionError, Actions, Call,
    access_log::{Handed, Noted},
    account::digest,
    once::{made, made_before},
    tell::tell_offices,
    write::{Scoped as _, Write},
};

/// So many requests of one person are listed, and all of everybody.
const OWN: i64 = 50;
const LISTED: i64 = i64::MAX;
/// So many of one person may be open at once.
const OPEN_OF_ONE: usize = 5;

/// What is held of a person.
#[derive(Clone, Debug)]
pub struct MyInformation {
    /// Fact by fact.
    pub facts: Vec<KnownRow>,
    /// What the person says now of each purpose.
    pub consents: Vec<ConsentRow>,
    /// What the person has asked for, the newest first.
    pub requests: Vec<DataRequestRow>,
}

impl MyInformation {
    /// What the person says now of a purpose.
    pub fn answer(&self, purpose: ConsentPurpose) -> Option<ConsentAnswer> {
        let now = |it: &&ConsentRow| it.purpose == purpose && it.ended_at.is_none();
        self.consents.iter().find(now).map(|it| it.answer)
    }

    /// A fact of which there is one.
    pub fn one(&self, known: store::Known) -> &str {
        self.facts.iter().find(|it| it.known == known).map_or("", |it| &it.value)
    }
}

/// A request with what is held of whoever sent it, for the office.
#[derive(Clone, Debug)]
pub struct DataRequestPage {
    /// The request.
    pub request: DataRequestRow,
    /// Whose it is.
    pub person: PersonRow,
    /// What the person has agreed to.
    pub consents: Vec<ConsentRow>,
    /// Whether the reader answers it.
    pub may_answer: bool,
}

impl Actions {
    /// All that is held of the caller.
    pub async fn my_information(&self, call: &Call) -> Result<MyInformation, ActionError> {
        let person = call.actor()?.person;
        let mut conn = self.store.read().await?;
        Ok(MyInformation {
            facts: conn.list_information(person).await?,
            consents: conn.list_consents(person).await?,
            requests: conn.list_data_requests_of(person, OWN).await?,
        })
    }

    /// The same to be taken away as a file, which is noted (`LAW-74`).
    pub async fn export_my_information(
        &self,
        call: &Call,
    ) -> Result<(MyInformation, Noted), ActionError> {
        let mine = self.my_information(call).await?;
        let n = mine.facts.len() + mine.consents.len() + mine.requests.len();
        let handed = Handed::rows(AccessThing::OwnInformation, call.actor()?.person, n);
        let noted = self.note(call, Role::ALL, handed).await?;
        Ok((mine, noted))
    }

    /// The caller corrects the own mobile number; an empty one takes it away.
    pub async fn correct_own_phone(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        let person = call.actor()?.person;
        let number = &read_phone(values)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(person)).await?;
                if tx.change_own_phone(person, number.as_deref()).await? {
                    tx.log(call.entry("correct_own", "person", &[]).on(person));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The caller asks the office about the own data; the same form again finds the first request.
    pub async fn ask_about_data(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<DataRequestId, ActionError> {
        let actor = call.actor()?;
        let new = &NewDataRequest::parse(values)?;
        self.write(|tx| {
            async move {
                if let Some(id) = made_before(tx, call, values, once).await? {
                    return Ok(id);
                }
                tx.lock(Lock::Person(actor.person)).await?;
                let mine = tx.list_data_requests_of(actor.person, OWN).await?;
                let is_open = |it: &&DataRequestRow| it.state == DataRequestState::Open;
                if mine.iter().filter(is_open).count() >= OPEN_OF_ONE {
                    return Err(ActionError::TooMany);
                }
                let rules = tx.rulebook(call.today()).await?;
                let days = rules.get(Rule::DataAnswerWorkingDays);
                let id = tx
                    .add_data_request(&NewDataRequestRow {
                        person_id: actor.person,
                        kind: new.kind,
                        body: &new.body,
                        due_at: self.due(call.today(), days),
                        created_at: call.now,
                    })
                    .await?;
                let message =
                    Message::DataAsked { request: id, kind: new.kind, name: actor.name.clone() };
                tell_offices(tx, call, DATA_KEEPERS, &message).await?;
                let entry = call.entry("ask", "data_request", &[]).on(id);
                tx.log(entry.moved("", DataRequestState::Open.as_str()));
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The caller takes an own request back.
    pub async fn withdraw_data_request(
        &self,
        call: &Call,
        id: DataRequestId,
    ) -> Result<(), ActionError> {
        let person = call.actor()?.person;
        self.write(|tx| {
            async move {
                let request = tx.find_data_request(id).await?.ok_or(ActionError::NotFound)?;
                if request.person_id != person {
                    return Err(ActionError::NotFound);
                }
                let to = request.state.withdraw().map_err(|_| ActionError::WrongState)?;
                end(tx, call, &request, to, "", None, "withdraw").await
            }
            .scope_boxed()
        })
        .await
    }

    /// What people have asked: open requests by when they are due, and those that have ended.
    pub async fn data_requests(
        &self,
        call: &Call,
    ) -> Result<(Vec<DataRequestRow>, Vec<DataRequestRow>), ActionError> {
        call.allowed(may_read_data_requests)?;
        let mut conn = self.store.read().await?;
        let open = conn.list_open_data_requests(LISTED).await?;
        Ok((open, conn.list_ended_data_requests(LISTED).await?))
    }

    /// One of them.
    pub async fn data_request(
        &self,
        call: &Call,
        id: DataRequestId,
    ) -> Result<DataRequestPage, ActionError> {
        let actor = call.allowed(may_read_data_requests)?;
        let mut conn = self.store.read().await?;
        let request = conn.find_data_request(id).await?.ok_or(ActionError::NotFound)?;
        let person = conn.find_person(request.person_id).await?.ok_or(ActionError::NotFound)?;
        Ok(DataRequestPage {
            may_answer: request.state == DataRequestState::Open
                && may_answer_data_request(actor, request.person_id),
            consents: conn.list_consents(request.person_id).await?,
            request,
            person,
        })
    }

    /// An office answers a request. A deletion that is granted is carried out: what need not be
    /// kept is erased at once (`LAW-05`).
    pub async fn answer_data_request(
        &self,
        call: &Call,
        id: DataRequestId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_read_data_requests)?;
        self.write(|tx| {
            async move {
                let request = tx.find_data_request(id).await?.ok_or(ActionError::NotFound)?;
                if !may_answer_data_request(actor, request.person_id) {
                    return Err(ActionError::Forbidden);
                }
                if request.state != DataRequestState::Open {
                    return Err(ActionError::WrongState);
                }
                let answer = DataAnswer::parse(values)?;
                let to =
                    request.state.answer(answer.decision).map_err(|_| ActionError::WrongState)?;
                tx.lock(Lock::Person(request.person_id)).await?;
                if to == DataRequestState::Granted && request.kind == DataRequestKind::Deletion {
                    tx.erase_person(request.person_id).await?;
                }
                tell_answer(tx, call, &request, to, &answer.text).await?;
                end(tx, call, &request, to, &answer.text, Some(actor), to.as_str()).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The caller says yes or no to a purpose; `text` is what was shown (`LAW-02`). A no after a yes
    /// holds at once (`LAW-04`).
    pub async fn say_consent(
        &self,
        call: &Call,
        values: &Values,
        text: &str,
    ) -> Result<(), ActionError> {
        let person = call.actor()?.person;
        // Buttons, and not fields: of others there is nothing to correct.
        let purpose = ConsentPurpose::parse(values.get(Field::Step));
        let answer = ConsentAnswer::parse(values.get(Field::Decision));
        let (purpose, answer) = purpose.zip(answer).ok_or(ActionError::WrongState)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(person)).await?;
                let said = Said { text, channel: ConsentChannel::MyInformation };
                note_consent(tx, call, person, purpose, answer.allows(), said).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// SHA-256 of a text that somebody agrees to, in hexadecimal (`LAW-02`).
pub fn consent_digest(text: &str) -> String {
    digest(text)
}

/// Which text was shown, and where.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) text: &'a str,
    pub(crate) channel: ConsentChannel,
}

/// Notes what somebody says of a purpose; what is said already is not noted again.
pub(crate) async fn note_consent(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    purpose: ConsentPurpose,
    is_yes: bool,
    said: Said<'_>,
) -> Result<(), ActionError> {
    let text_digest = digest(said.text);
    let before = tx.find_consent(person, purpose).await?;
    let answer = ConsentAnswer::next(before.as_ref().map(|it| it.answer), is_yes);
    let is_same = |it: &ConsentRow| it.answer == answer && it.text_digest == text_digest;
    if before.as_ref().is_some_and(is_same) {
        return Ok(());
    }
    let Said { channel, .. } = said;
    let row = ConsentRow { purpose, answer, text_digest, channel, at: call.now, ended_at: None };
    tx.set_consent(person, &row).await?;
    if answer == ConsentAnswer::Withdrawn && purpose == ConsentPurpose::Processing {
        let name = tx.find_person(person).await?.map(|it| it.name).unwrap_or_default();
        let message = Message::ConsentWithdrawn { person, name };
        tell_offices(tx, call, DATA_KEEPERS, &message).await?;
    }
    let mut entry = call.entry("consent", purpose.as_str(), &[]).on(person);
    entry.doer.person = Some(person);
    tx.log(entry.moved(before.map_or("", |it| it.answer.as_str()), answer.as_str()));
    Ok(())
}

/// The texts above the form with which somebody takes an account over.
#[derive(Clone, Copy, Debug)]
pub struct ConsentTexts<'a> {
    /// What is agreed to by sending the form.
    pub processing: &'a str,
    /// What is agreed to by a tick of its own (`LAW-03`).
    pub publication: &'a str,
}

/// Notes what somebody agrees to who takes an account over: that the data are handled by sending the
/// form, and that they are published by a tick. Without it nothing is said of publication.
pub(crate) async fn note_at_activation(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    values: &Values,
    texts: ConsentTexts<'_>,
) -> Result<(), ActionError> {
    let said = |text| Said { text, channel: ConsentChannel::Activation };
    let processing = said(texts.processing);
    note_consent(tx, call, person, ConsentPurpose::Processing, true, processing).await?;
    if values.has(Field::Publication, "yes") {
        let publication = said(texts.publication);
        note_consent(tx, call, person, ConsentPurpose::Publication, true, publication).await?;
    }
    Ok(())
}

/// A mobile number, or none.
fn read_phone(values: &Values) -> Result<Option<String>, Problems> {
    let mut reader = Reader::new(values);
    let number = reader.optional_phone(Field::ContactPhone);
    reader.problems.or(|| number.ok())
}

async fn tell_answer(
    tx: &mut Tx,
    call: &Call,
    request: &DataRequestRow,
    to: DataRequestState,
    answer: &str,
) -> Result<(), ActionError> {
    let message = Message::DataAnswered {
        kind: request.kind,
        granted: to == DataRequestState::Granted,
        answer: answer.to_owned(),
    };
    Ok(tx.add_message(request.person_id, &message, call.now).await?)
}

async fn end(
    tx: &mut Write,
    call: &Call,
    request: &DataRequestRow,
    to: DataRequestState,
    answer: &str,
    answerer: Option<&Actor>,
    verb: &'static str,
) -> Result<(), ActionError> {
    let by = answerer.map(|actor| actor.person);
    if !tx.move_data_request(request.id, to, answer, by, call.now).await? {
        return Err(ActionError::WrongState);
    }
    let roles = if answerer.is_some() { DATA_KEEPERS } else { &[] };
    let entry = call.entry(verb, "data_request", roles).on(request.id);
    tx.log(entry.moved(request.state.as_str(), to.as_str()));
    Ok(())
}
