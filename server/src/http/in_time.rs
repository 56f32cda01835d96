//! Time limits: for a body that comes in, and for the answer once all of it is there.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use http_body::{Body as _, Frame, SizeHint};
use tokio::{
    sync::oneshot,
    time::{Instant, Sleep, sleep},
};

/// The limits of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So long nothing of a body may come in.
    pub idle: Duration,
    /// By then all of it is there.
    pub body: Duration,
    /// So long an answer may take from then on.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(30),
            body: Duration::from_mins(5),
            answer: Duration::from_secs(30),
        }
    }
}

/// Answers in time, or says that it was too much.
pub(super) async fn in_time(limits: Limits, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (end, is_in) = oneshot::channel::<()>();
    let body = if body.is_end_stream() {
        drop(end);
        body
    } else {
        Body::new(Timed::new(body, limits, end))
    };
    let too_late = async {
        // It ends by being read to its end, or by not being read any more.
        let _ = is_in.await;
        sleep(limits.answer).await;
    };
    tokio::select! {
        response = next.run(Request::from_parts(parts, body)) => response,
        () = too_late => {
            tracing::error!("an answer has taken too long");
            let mut response = app::not_now();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
            response
        }
    }
}

/// A body that comes in in time.
struct Timed {
    body: Body,
    limits: Limits,
    idle: Pin<Box<Sleep>>,
    all: Pin<Box<Sleep>>,
    /// Dropped with the body, which tells that nothing more is read.
    _end: oneshot::Sender<()>,
}

impl Timed {
    fn new(body: Body, limits: Limits, end: oneshot::Sender<()>) -> Self {
        let (idle, all) = (Box::pin(sleep(limits.idle)), Box::pin(sleep(limits.body)));
        Self { body, limits, idle, all, _end: end }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body has not come in in time")]
struct TooSlow;

impl http_body::Body for Timed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            this.idle.as_mut().reset(Instant::now() + this.limits.idle);
            return Poll::Ready(frame);
        }
        if this.all.as_mut().poll(context).is_pending() {
            ready!(this.idle.as_mut().poll(context));
        }
        Poll::Ready(Some(Err(axum::Error::new(TooSlow))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
