//! Rosters of a province, for measuring: how long their import takes, and how long it lets others
//! wait.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use actions::{ActionError, Call, Incoming, SheetReader};
use domain::{
    audit::{Doer, Entry},
    roster::Kind,
};
use store::{Store, StoreError};

use crate::Demo;

/// Lines that somebody else writes meanwhile are so far apart.
const PAUSE: Duration = Duration::from_millis(5);

/// What an import took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    /// What was imported.
    pub kind: Kind,
    /// How many rows.
    pub rows: usize,
    /// Until the preview was there.
    pub preview: Duration,
    /// From the preview until it was carried out.
    pub commit: Duration,
    /// The longest wait of somebody who wrote lines meanwhile.
    pub waited: Duration,
}

/// Organisations, every hundredth of which stands above those before it, as separated text.
pub fn organisations(n: usize) -> String {
    let mut text = "编号,名称,类型,上级,推荐单位\n".to_owned();
    for at in 0..n {
        let head = at / 100 * 100 + 99;
        let parent = if at == head { String::new() } else { format!("U{head:05}") };
        line(&mut text, format_args!("U{at:05},示范单位第{at}号,school,{parent},0"));
    }
    text
}

/// Tutors of 600 schools, each with a phone.
pub fn tutors(n: usize) -> String {
    let mut text = "姓名,性别,工作单位,任教学科,职称,联系电话\n".to_owned();
    for at in 0..n {
        let (name, school, phone) = tutor(at);
        line(&mut text, format_args!("{name},女,{school},科学,一级教师,{phone}"));
    }
    text
}

/// A day of training for each of the tutors.
pub fn training_hours(n: usize) -> String {
    let mut text = "姓名,工作单位,培训名称,开始日期,学时,联系电话\n".to_owned();
    for at in 0..n {
        let (name, school, phone) = tutor(at);
        let (event, day) = (at % 40, at % 28 + 1);
        line(
            &mut text,
            format_args!("{name},{school},示范培训第{event}期,2026-09-{day:02},6,{phone}"),
        );
    }
    text
}

fn tutor(at: usize) -> (String, String, usize) {
    const SURNAMES: [&str; 8] = ["沈", "钱", "周", "吴", "郑", "王", "冯", "陈"];
    const NAMES: [char; 10] = ['安', '宁', '嘉', '禾', '文', '博', '海', '清', '若', '水'];
    let pick = |by: usize| NAMES.get(at / by % NAMES.len()).copied().unwrap_or('安');
    let surname = SURNAMES.get(at % SURNAMES.len()).copied().unwrap_or("沈");
    let name = format!("{surname}{}{}", pick(8), pick(80));
    (name, format!("示范小学第{}分校", at % 600), 13_800_000_000 + at)
}

fn line(text: &mut String, written: std::fmt::Arguments<'_>) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "{written}");
}

/// Somebody else who writes a line again and again.
#[derive(Debug)]
pub struct Neighbour {
    stop: Arc<AtomicBool>,
    lines: Arc<AtomicUsize>,
    writes: tokio::task::JoinHandle<Result<Duration, StoreError>>,
}

impl Neighbour {
    /// Begins to write.
    pub fn begin(store: Store, call: &Call) -> Self {
        let (stop, lines) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (now, is_over, written) = (call.now, Arc::clone(&stop), Arc::clone(&lines));
        let writes = tokio::spawn(async move {
            let mut longest = Duration::ZERO;
            while !is_over.load(Ordering::Relaxed) {
                let began = Instant::now();
                let tx = store.begin().await?;
                tx.commit(Entry::new(Doer::PROGRAM, now, "touch", "test"), "salt").await?;
                longest = longest.max(began.elapsed());
                written.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(PAUSE).await;
            }
            Ok(longest)
        });
        Self { stop, lines, writes }
    }

    /// Stops: the longest wait, and how many lines were written.
    pub async fn end(self) -> Result<(Duration, usize), ActionError> {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.writes.await.map_err(|error| ActionError::Internal(error.to_string()))?;
        Ok((ended?, self.lines.load(Ordering::Relaxed)))
    }
}

impl Demo {
    /// Imports 5 000 organisations, 20 000 tutors and 20 000 hours into an empty database, with
    /// somebody else writing meanwhile.
    pub async fn measure_rosters(
        &self,
        call: &Call,
        reader: &SheetReader,
    ) -> Result<Vec<Took>, ActionError> {
        let all = [
            (Kind::Organisations, 5_000, organisations(5_000)),
            (Kind::Tutors, 20_000, tutors(20_000)),
            (Kind::TrainingHours, 20_000, training_hours(20_000)),
        ];
        let mut took = Vec::with_capacity(all.len());
        for (kind, rows, text) in all {
            let file = Incoming { name: format!("{}.csv", kind.as_str()), bytes: text.into() };
            let began = Instant::now();
            let today = call.today();
            let preview = self.actions.preview_file(reader, kind, today, file.clone()).await?;
            let previewed = began.elapsed();
            if preview.changes.new != rows {
                return Err(ActionError::WrongState);
            }
            let neighbour = Neighbour::begin(self.store.clone(), call);
            let began = Instant::now();
            self.actions.import_file(call, reader, &preview, file).await?;
            let commit = began.elapsed();
            let (waited, _) = neighbour.end().await?;
            took.push(Took { kind, rows, preview: previewed, commit, waited });
        }
        Ok(took)
    }
}
