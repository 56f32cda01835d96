//! Mails leave by SMTP.

use std::{sync::Arc, time::Duration};

use actions::NotSent;
use app::{Mail, Mailer};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};

/// The other side has so long for each of its answers.
const PATIENCE: Duration = Duration::from_mins(2);
/// It has so long for all of them: less than the lease of a mail.
const IN_ALL: Duration = Duration::from_mins(8);

/// Why no mail can be sent as was asked.
#[derive(Debug, thiserror::Error)]
pub enum NotAMailServer {
    /// The address of the server.
    #[error("--smtp is no address of a mail server: {0}")]
    Server(lettre::transport::smtp::Error),
    /// The sender.
    #[error("--mail-from is no sender: {0}")]
    Sender(lettre::address::AddressError),
}

/// What carries mails to a server, each on a connection of its own.
pub fn mailer(server: &str, from: &str) -> Result<Mailer, NotAMailServer> {
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
        .map_err(NotAMailServer::Server)?
        .timeout(Some(PATIENCE))
        .build();
    let from: Mailbox = from.parse().map_err(NotAMailServer::Sender)?;
    let sender = from.clone();
    let send = move |mail: Mail| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
        let (transport, sender) = (transport.clone(), sender.clone());
        Box::pin(async move {
            let message =
                composed(&sender, &mail).map_err(|problem| NotSent { is_final: true, problem })?;
            let late = |_| NotSent { is_final: false, problem: "no answer".to_owned() };
            let sent = tokio::time::timeout(IN_ALL, transport.send(message)).await.map_err(late)?;
            sent.map(|_| ()).map_err(|error| NotSent {
                is_final: error.is_permanent(),
                problem: error.to_string(),
            })
        })
    };
    Ok(Mailer {
        name: from.name.unwrap_or_default(),
        address: from.email.to_string(),
        send: Arc::new(send),
    })
}

/// No other program answers by itself (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn composed(from: &Mailbox, mail: &Mail) -> Result<Message, String> {
    let to: Address =
        mail.address.parse().map_err(|it: lettre::address::AddressError| it.to_string())?;
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(Some(mail.name.clone()), to))
        .subject(mail.subject.clone())
        .message_id(Some(format!("<{}>", mail.id.replace(':', "."))))
        .header(AutoSubmitted);
    let text = SinglePart::plain(mail.text.clone());
    let built = if mail.calendars.is_empty() {
        message.singlepart(text)
    } else {
        let mut parts = MultiPart::mixed().singlepart(text);
        for (method, calendar) in &mail.calendars {
            let kind = format!("text/calendar; charset=utf-8; method={method}");
            let kind = ContentType::parse(&kind).map_err(|error| error.to_string())?;
            let file = Attachment::new("event.ics".to_owned()).body(calendar.clone(), kind);
            parts = parts.singlepart(file);
        }
        message.multipart(parts)
    };
    built.map_err(|error| error.to_string())
}
