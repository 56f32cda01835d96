//! How many statements a request runs: what fifty people do at one instant has to be little.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::form::{Field, Values};
use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
};

use crate::world::{Answer, Person, world};

/// Most statements of one request for a slot (the promise of the booking's first minute): what is read
/// of the lecturer's own times and of the session's rules is among them, and who does not get the slot
/// is shown the page.
const MOST: usize = 28;

/// Counts what the store says of each statement.
struct Counter(Arc<AtomicUsize>);

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "store"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What somebody is answered, and the number of statements that it took.
async fn counted(person: &Person, path: &str, values: &Values) -> (Answer, usize) {
    let count = Arc::new(AtomicUsize::new(0));
    // The test has one thread, and everything that it waits for runs on it.
    let guard = tracing::subscriber::set_default(Counter(Arc::clone(&count)));
    let answer = person.post(path, values).await;
    drop(guard);
    (answer, count.load(Ordering::Relaxed))
}

#[tokio::test]
async fn who_wants_a_slot_costs_few_statements_whether_it_is_got_or_not() {
    let world = world().await;
    let office = world.office().await;
    let panel = world.panel().await;
    let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
    let slot = Values::default().with(Field::Slot, slots[0].to_string());
    for (n, expected) in [303, 409, 409].into_iter().enumerate() {
        let lecturer = world.lecturer(&format!("讲师{n}")).await;
        let course = world.cleared_course(&lecturer, &office).await;
        let path = format!("/course/{course}/booking");
        let (answer, n_statements) = counted(&lecturer, &path, &slot).await;
        assert_eq!(answer.status, expected, "{}", answer.body);
        assert!(n_statements > 0, "the counter sees the store");
        assert!(n_statements <= MOST, "{n_statements} statements for {expected}");
    }
    world.remove().await;
}
