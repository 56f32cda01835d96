//! The messages of certificates, records and statements.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::Locale;

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    let (subject, text) = match message {
        Message::CertificateIssued { title, number } => (
            t!(l, inbox.certificate_issued, title = title),
            t!(l, inbox.certificate_issued_text, number = number),
        ),
        Message::CertificatesReady { title, n } => (
            t!(l, inbox.certificates_ready, title = title),
            t!(l, inbox.certificates_ready_text, n = n),
        ),
        Message::CertificateCorrected { before, number, reason } => (
            t!(l, inbox.certificate_corrected, before = before),
            t!(l, inbox.certificate_corrected_text, number = number, reason = reason),
        ),
        Message::CertificateReissued { before, number, reason, document_no } => (
            t!(l, inbox.certificate_reissued, number = number),
            t!(
                l,
                inbox.certificate_reissued_text,
                before = before,
                document = document_no,
                reason = reason
            ),
        ),
        Message::CertificateRevoked { number, reason, document_no } => (
            t!(l, inbox.certificate_revoked, number = number),
            t!(l, inbox.certificate_revoked_text, reason = reason, document = document_no),
        ),
        Message::CertificateOutdated { number } => (
            t!(l, inbox.certificate_outdated, number = number),
            t!(l, inbox.certificate_outdated_text).to_owned(),
        ),
        _ => Default::default(),
    };
    (subject, text, "/certificates".to_owned())
}
