//! What a request brings: the fields of a form, with or without a file, and the words of an address.

use actions::Incoming;
use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::header,
};
use domain::form::{Field, Name, Once, Revision, Values};

use crate::{error::AppError, visit::Visit};

/// The largest form without files, in bytes.
const FORM_BYTES: usize = 256 * 1024;

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
        let body = axum::body::to_bytes(request.into_body(), FORM_BYTES).await;
        let values = read_fields(&body.map_err(|_| AppError::TooLarge)?);
        remember(visit.as_ref(), &values);
        Ok(values.into())
    }
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

/// The words of an address.
pub(crate) fn query(visit: &Visit) -> Values {
    let text = visit.here.split_once('?').map_or("", |(_, query)| query);
    read_fields(text.as_bytes())
}

/// The fields of a form with a file.
pub(crate) struct Upload {
    pub(crate) posted: Posted,
    pub(crate) file: Option<Incoming>,
    /// The field that the file was chosen in.
    pub(crate) chosen_in: Option<Name>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let is_multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
        if !is_multipart {
            let posted = Posted::from_request(request, state).await?;
            return Ok(Self { posted, file: None, chosen_in: None });
        }
        let mut values = Values::default();
        let mut sent = Self { posted: Posted::default(), file: None, chosen_in: None };
        let read = match Multipart::from_request(request, state).await {
            Ok(parts) => {
                read_parts(parts, &mut values, &mut sent).await.map_err(|_| AppError::TooLarge)
            }
            Err(_) => Err(AppError::TooLarge),
        };
        // Fields stand before the file, and are there even if the file was too large.
        remember(visit.as_ref(), &values);
        read.map(|()| Self { posted: values.into(), ..sent })
    }
}

async fn read_parts(
    mut parts: Multipart,
    values: &mut Values,
    sent: &mut Upload,
) -> Result<(), MultipartError> {
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await?;
        if let Some(file_name) = file_name {
            // Without a name, none was chosen; one that is empty was, and is told about.
            if !file_name.is_empty() || !bytes.is_empty() {
                sent.chosen_in = Name::parse(&name);
                sent.file = Some(Incoming { name: file_name, bytes: bytes.to_vec() });
            }
        } else {
            let text = String::from_utf8_lossy(&bytes).replace('\0', "");
            values.extend([(name, text)]);
        }
    }
    Ok(())
}
