//! What a request brings: the fields of a form, with or without a file, and the words of an address.

use std::error::Error;

use actions::Incoming;
use axum::{
    body::{Body, Bytes},
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field as Part, MultipartError},
    },
    http::{StatusCode, header},
};
use domain::form::{Field, Name, Once, Revision, Values};

use super::spool::{Budget, Held, Spool};
use crate::{error::AppError, state::State, visit::Visit};

/// The largest form without files of somebody who is signed in, in bytes as it is sent: that of a
/// roster asks for each row that waits.
const FORM_BYTES: usize = 1024 * 1024;
/// The largest form of a visitor.
const VISITOR_BYTES: usize = 128 * 1024;

/// A plain form as it was posted: what was typed, and beside it what the form carries along.
#[derive(Clone, Default)]
pub(crate) struct Posted {
    pub(crate) values: Values,
    pub(crate) once: Once,
    pub(crate) revision: Revision,
}

impl From<Values> for Posted {
    fn from(mut values: Values) -> Self {
        let once = Once::new(&values.take(Field::Once));
        let revision = Revision::parse(&values.take(Field::Revision));
        Self { values, once, revision }
    }
}

/// All of it as it was sent: what is kept over a sign-in.
impl From<Posted> for Values {
    fn from(posted: Posted) -> Self {
        let revision = posted.revision.to_string();
        posted.values.with(Field::Once, posted.once.as_str()).with(Field::Revision, revision)
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &S) -> Result<Self, AppError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let is_known = visit.as_ref().is_some_and(|visit| visit.call.actor.is_some());
        let limit = if is_known { FORM_BYTES } else { VISITOR_BYTES };
        let values = read_fields(&whole(request.into_body(), limit).await?);
        remember(visit.as_ref(), &values);
        Ok(values.into())
    }
}

/// A body, if it is not larger.
async fn whole(body: Body, limit: usize) -> Result<Bytes, AppError> {
    let is_larger = |error: &axum::Error| {
        error.source().is_some_and(<dyn Error>::is::<http_body_util::LengthLimitError>)
    };
    axum::body::to_bytes(body, limit)
        .await
        .map_err(|error| if is_larger(&error) { AppError::TooLarge } else { AppError::Slow })
}

/// What was typed, for an error page to show it again.
fn remember(visit: Option<&Visit>, values: &Values) {
    if let Some(visit) = visit {
        // Read once in a request, so that nothing is there yet.
        let _ = visit.typed.set(values.clone());
    }
}

/// Bytes of a form as values; what neither database can store is left out.
fn read_fields(bytes: &[u8]) -> Values {
    form_urlencoded::parse(bytes)
        .map(|(name, value)| (name.into_owned(), value.replace('\0', "")))
        .collect()
}

/// A form as an island sends it.
pub(crate) fn sent(form: &str) -> Posted {
    read_fields(form.as_bytes()).into()
}

/// The words of an address.
pub(crate) fn query(visit: &Visit) -> Values {
    let text = visit.here.split_once('?').map_or("", |(_, query)| query);
    read_fields(text.as_bytes())
}

/// The fields of a form with a file.
#[derive(Default)]
pub(crate) struct Upload {
    pub(crate) posted: Posted,
    pub(crate) file: Option<Incoming>,
    /// The room that the file takes in memory, as long as somebody works on it: it is given back
    /// when this is dropped.
    held: Option<Held>,
}

impl FromRequest<State> for Upload {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &State) -> Result<Self, AppError> {
        let visit = request.extensions().get::<Visit>().cloned();
        if !is_multipart(&request) {
            let posted = Posted::from_request(request, state).await?;
            return Ok(Self { posted, ..Self::default() });
        }
        let mut values = Values::default();
        let mut sent = Self::default();
        let parts = Multipart::from_request(request, state).await;
        let mut parts = parts.map_err(|_| AppError::TooLarge)?;
        let read = read_parts(&mut parts, &mut values, &mut sent, &state.uploads).await;
        // Fields stand before the file, and are there even if the file was too large.
        remember(visit.as_ref(), &values);
        read.map(|()| Self { posted: values.into(), ..sent })
    }
}

fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

async fn read_parts(
    parts: &mut Multipart,
    values: &mut Values,
    sent: &mut Upload,
    budget: &Budget,
) -> Result<(), AppError> {
    let mut room = FORM_BYTES;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file_name) = part.file_name().map(str::to_owned) else {
            values.extend([(name, read_text(&mut part, &mut room).await?)]);
            continue;
        };
        let mut file = Spool::new(budget)?;
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            file.write(&chunk).await?;
        }
        let (bytes, held) = file.read().await?;
        // Without a name, none was chosen; one that is empty was, and is told about.
        if !file_name.is_empty() || !bytes.is_empty() {
            (sent.file, sent.held) = (Some(Incoming { name: file_name, bytes }), Some(held));
        }
    }
    Ok(())
}

/// A field's text, if there is room for it.
async fn read_text(part: &mut Part<'_>, room: &mut usize) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        *room = room.checked_sub(chunk.len()).ok_or(AppError::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).replace('\0', ""))
}

fn broken(error: MultipartError) -> AppError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => AppError::Slow,
    }
}

/// A form of somebody whose session has ended, without files: what of it can be kept. None if that
/// is more than may be kept.
pub(crate) async fn late_fields(
    request: Request,
    limit: usize,
) -> Result<Option<Values>, AppError> {
    if !is_multipart(&request) {
        // An encoded letter is three times as long at most.
        let values = match whole(request.into_body(), limit.saturating_mul(3)).await {
            Ok(body) => read_fields(&body),
            Err(AppError::TooLarge) => return Ok(None),
            Err(error) => return Err(error),
        };
        let size: usize = values.iter().map(|(name, value)| name.len() + value.len()).sum();
        return Ok((size <= limit).then_some(values));
    }
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return Ok(None) };
    let (mut values, mut room) = (Values::default(), limit);
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            match read_text(&mut part, &mut room).await {
                Ok(text) => values.extend([(name, text)]),
                Err(AppError::TooLarge) => return Ok(None),
                Err(error) => return Err(error),
            }
            continue;
        };
        // A file is sent again, and its name says so; what was typed is not typed again.
        let mut is_chosen = !file.is_empty();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            is_chosen |= !chunk.is_empty();
        }
        if let Some(field) = Name::parse(&name).filter(|_| is_chosen) {
            values.set(field, file);
        }
    }
    Ok(Some(values))
}
