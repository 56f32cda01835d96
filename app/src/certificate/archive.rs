//! All certificates of a cycle at once: their PDFs as they were kept, in one archive that is written to
//! disk first; and as one PDF to print, in parts.

use std::{
    fs::File as StdFile,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use actions::{ActionError, CertificateRow};
use axum::body::{Body, Bytes};
use documents::archive::Archive;
use domain::{form::Field, id::AwardCycleId};
use http_body::Frame;
use leptos_i18n::td_string as t;
use tokio::{
    fs::File,
    io::{AsyncRead as _, AsyncSeekExt as _, ReadBuf},
};

use super::paper::sheets_of;
use crate::{
    download::download,
    error::{Answer, AppError},
    form::query,
    id::Id,
    typeset::pdf,
    visit::Visit,
};

const ZIP: &str = "application/zip";
/// So many certificates are in one PDF to print: what a child sets in time.
pub(super) const A_PART: usize = 50;
const CHUNK: usize = 64 * 1024;

/// The PDFs of all certificates that hold and are set.
pub(super) async fn zip(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let (page, noted) = visit.actions.certificates_to_take(&visit.call, id).await?;
    let mut archive = Archive::new(tempfile::tempfile().map_err(AppError::disk)?);
    for row in &page.certificates {
        if let Some(bytes) = visit.actions.certificate_bytes(row).await? {
            let name = name_of(row);
            let added =
                tokio::task::spawn_blocking(move || archive.add(&name, &bytes).map(|()| archive));
            archive = added.await.map_err(|error| broken(&error))?.map_err(|it| broken(&it))?;
        }
    }
    let file = archive.finish().map_err(|error| broken(&error))?;
    let name = format!("{}-{}.zip", page.cycle.title, t!(visit.l, certificate.of_cycle));
    let body = Body::new(FromDisk::new(file).await.map_err(AppError::disk)?);
    Ok(download(&name, ZIP, body, noted))
}

/// A part of them as one PDF, to print.
pub(super) async fn bulk(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let part: usize = query(&visit).trimmed(Field::Page).parse().unwrap_or(1);
    let (page, noted) = visit.actions.certificates_to_take(&visit.call, id).await?;
    let from = part.saturating_sub(1).saturating_mul(A_PART);
    let some: Vec<&CertificateRow> = page.certificates.iter().skip(from).take(A_PART).collect();
    if some.is_empty() {
        return Err(AppError::NotFound);
    }
    let name = format!("{}-{}-{part}", page.cycle.title, t!(visit.l, certificate.of_cycle));
    pdf(&visit, &name, sheets_of(&visit.settings, &some), noted).await
}

/// A name that every system can keep: number and name, without what stands between folders.
fn name_of(row: &CertificateRow) -> String {
    let name = format!("{}-{}.pdf", row.number, row.name);
    name.chars()
        .map(|c| if "/\\:*?\"<>|".contains(c) || c.is_control() { '_' } else { c })
        .collect()
}

fn broken(error: &impl ToString) -> AppError {
    AppError::Internal(ActionError::Internal(error.to_string()))
}

/// A file as the body of an answer, read while it is sent.
struct FromDisk {
    file: File,
    buffer: Box<[u8]>,
}

impl FromDisk {
    /// From its beginning.
    async fn new(file: StdFile) -> io::Result<Self> {
        let mut file = File::from_std(file);
        file.rewind().await?;
        Ok(Self { file, buffer: vec![0; CHUNK].into_boxed_slice() })
    }
}

impl http_body::Body for FromDisk {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        let mut buffer = ReadBuf::new(&mut this.buffer);
        let read = ready!(Pin::new(&mut this.file).poll_read(cx, &mut buffer));
        Poll::Ready(match read {
            Ok(()) if buffer.filled().is_empty() => None,
            Ok(()) => Some(Ok(Frame::data(Bytes::copy_from_slice(buffer.filled())))),
            Err(error) => Some(Err(error)),
        })
    }
}
