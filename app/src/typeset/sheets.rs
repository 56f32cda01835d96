//! What a child writes, as the body of an answer: when nobody reads it any more, the child ends.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Bytes;
use http_body::Frame;
use tokio::{
    io::{AsyncRead as _, ReadBuf},
    process::{Child, ChildStdout},
    sync::SemaphorePermit,
    time::{Sleep, sleep},
};

/// By then all of it has been read: who reads slowly does not keep others from their turn.
const PATIENCE: Duration = Duration::from_mins(1);
/// How every PDF ends. One that does not was cut off.
const END: &[u8] = b"%%EOF";
/// So many bytes are read at a time.
const CHUNK: usize = 16 * 1024;

/// The output of a child, and its turn.
pub(super) struct Sheets {
    first: Option<Vec<u8>>,
    output: ChildStdout,
    /// The last bytes that were handed on.
    tail: Vec<u8>,
    too_late: Pin<Box<Sleep>>,
    /// Killed when it is dropped.
    _child: Child,
    _turn: SemaphorePermit<'static>,
}

#[derive(Debug, thiserror::Error)]
enum CutOff {
    #[error("the paper is not whole")]
    Unfinished,
    #[error("the paper was not read in time")]
    TooSlow,
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Sheets {
    pub(super) fn new(
        first: Vec<u8>,
        output: ChildStdout,
        child: Child,
        turn: SemaphorePermit<'static>,
    ) -> Self {
        let too_late = Box::pin(sleep(PATIENCE));
        Self { first: Some(first), output, tail: Vec::new(), too_late, _child: child, _turn: turn }
    }

    fn is_whole(&self) -> bool {
        self.tail.windows(END.len()).any(|window| window == END)
    }

    fn hand_on(&mut self, bytes: Vec<u8>) -> Frame<Bytes> {
        self.tail.extend_from_slice(&bytes);
        self.tail.drain(..self.tail.len().saturating_sub(2 * END.len()));
        Frame::data(bytes.into())
    }
}

impl http_body::Body for Sheets {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(Ok(this.hand_on(first))));
        }
        if this.too_late.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(axum::Error::new(CutOff::TooSlow))));
        }
        let mut chunk = vec![0; CHUNK];
        let mut buffer = ReadBuf::new(&mut chunk);
        let read = ready!(Pin::new(&mut this.output).poll_read(context, &mut buffer));
        let n = buffer.filled().len();
        Poll::Ready(match read {
            Err(error) => Some(Err(axum::Error::new(CutOff::Io(error)))),
            Ok(()) if n > 0 => {
                chunk.truncate(n);
                Some(Ok(this.hand_on(chunk)))
            }
            Ok(()) if this.is_whole() => None,
            Ok(()) => Some(Err(axum::Error::new(CutOff::Unfinished))),
        })
    }
}
