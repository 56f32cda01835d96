//! Papers that one child sets one after the other: its fonts are read once.

use documents::paper::{Document, Outcome};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, ChildStdout},
    sync::SemaphorePermit,
    time::timeout,
};

use super::{PATIENCE, Refusal, failed, why};

/// What a child says before a PDF is a line, and no longer than this.
const LONGEST_LINE: u64 = 4096;
/// No PDF has more bytes.
const LONGEST_PAPER: u64 = 64 * 1024 * 1024;

/// A child that waits for the next paper, and its turn.
pub(crate) struct Several {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Killed when it is dropped.
    child: Child,
    _turn: SemaphorePermit<'static>,
}

impl Several {
    pub(super) fn new(mut child: Child, turn: SemaphorePermit<'static>) -> Result<Self, Refusal> {
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed("no input or output".to_owned()));
        };
        Ok(Self { input, output: BufReader::new(output), child, _turn: turn })
    }

    /// The next paper as PDF. After [`Refusal::Failed`] the child sets no other.
    pub(crate) async fn set(&mut self, document: &Document) -> Result<Vec<u8>, Refusal> {
        let mut paper = serde_json::to_vec(document).map_err(|error| failed(error.to_string()))?;
        paper.push(b'\n');
        match timeout(PATIENCE, self.ask(&paper)).await {
            Ok(Ok(Some(answer))) => answer,
            Ok(Ok(None)) => Err(why(&mut self.child).await?),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(failed("a paper takes too long".to_owned())),
        }
    }

    /// Hands a paper in and reads what comes of it; nothing where the child has ended.
    async fn ask(&mut self, paper: &[u8]) -> std::io::Result<Option<Result<Vec<u8>, Refusal>>> {
        // A child that reads nothing says why.
        let _ = self.input.write_all(paper).await;
        let mut said = Vec::new();
        (&mut self.output).take(LONGEST_LINE).read_until(b'\n', &mut said).await?;
        if said.is_empty() {
            return Ok(None);
        }
        let n = match serde_json::from_slice(&said)? {
            Outcome::Set(n) => n,
            Outcome::Missing(characters) => return Ok(Some(Err(Refusal::Characters(characters)))),
        };
        let mut bytes = Vec::new();
        (&mut self.output).take(n.min(LONGEST_PAPER)).read_to_end(&mut bytes).await?;
        let is_whole = bytes.len() as u64 == n;
        Ok(Some(is_whole.then_some(bytes).ok_or_else(|| failed("a PDF is cut off".to_owned()))))
    }
}
