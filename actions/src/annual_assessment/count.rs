//! What is counted of lecturers' years, from verified records alone (`LEC-01`).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use domain::{
    annual_assessment::Counted,
    assessment_year::AssessmentYear,
    id::PersonId,
    review_sheet::{review_result, rubric},
    score_sheet::{Seat, Sheet},
};
use store::{Conn, ReviewedSheetRow};

use crate::{ActionError, local_date, to_utc, training_record::counted_hours, working_day::end_of};

/// The years of some lecturers as they are on file now.
pub(crate) async fn counted_years(
    conn: &mut Conn,
    year: AssessmentYear,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<BTreeMap<PersonId, Counted>, ActionError> {
    let span = (to_utc(year.first(), NaiveTime::MIN), end_of(year.last()));
    let mut all: BTreeMap<PersonId, Counted> =
        people.iter().map(|person| (*person, Counted::default())).collect();
    for (person, n, listeners, rural) in conn.count_verified_lectures(people, span).await? {
        let counted = all.entry(person).or_default();
        (counted.deliveries, counted.listeners, counted.rural) = (n, listeners, rural);
    }
    for (person, n, listeners, rural) in
        conn.count_outside_lectures(people, i64::from(year.0)).await?
    {
        let counted = all.entry(person).or_default();
        counted.outside = n;
        counted.deliveries += n;
        counted.listeners += listeners;
        counted.rural += rural;
    }
    for (person, n, levels) in conn.count_observed_levels(people, span).await? {
        let counted = all.entry(person).or_default();
        (counted.observations, counted.levels) = (n, levels);
    }
    for (person, points) in last_reviews(conn.list_last_reviews(people, span.1).await?)? {
        all.entry(person).or_default().review = Some(points);
    }
    let mut set = |rows: Vec<(PersonId, i64)>, put: fn(&mut Counted, i64)| {
        for (person, n) in rows {
            put(all.entry(person).or_default(), n);
        }
    };
    set(conn.count_approved(people, span).await?, |it, n| it.approved = n);
    // What was in the catalogue at the year's end, and is there still.
    let day = year.last().min(local_date(now));
    set(conn.count_listed(people, day).await?, |it, n| it.listed = n);
    let (panels, observed) = conn.count_teaching(people, span).await?;
    set(panels, |it, n| {
        it.teaching += n;
        it.sittings += n;
    });
    set(observed, |it, n| it.teaching += n);
    set(conn.count_missed_slots(people, span).await?, |it, n| it.missed = n);
    set(conn.count_attended_sessions(people, span).await?, |it, n| it.sittings += n);
    for (person, counted) in &mut all {
        counted.hours = counted_hours(conn, *person, year).await?.in_hundredths();
    }
    Ok(all)
}

/// What the last trial lecture of each came to, in hundredths of a point; lectures with too few
/// sheets came to nothing.
fn last_reviews(sheets: Vec<ReviewedSheetRow>) -> Result<Vec<(PersonId, i64)>, ActionError> {
    let rubric = rubric().ok_or_else(|| ActionError::Internal("there is no rubric R1".into()))?;
    let mut of: BTreeMap<PersonId, Vec<Sheet>> = BTreeMap::new();
    for row in sheets {
        let seat = u32::try_from(row.seat_no).ok().map(Seat);
        // A submitted sheet is whole; what is not counts nowhere.
        if let Some(seat) = seat
            && let Ok(sheet) = Sheet::new(&rubric, seat, &row.scores)
        {
            of.entry(row.lecturer_id).or_default().push(sheet);
        }
    }
    let mean = |(person, sheets): (PersonId, Vec<Sheet>)| {
        let result = review_result(&sheets).ok()?;
        Some((person, result.aggregate.mean.in_hundredths()))
    };
    Ok(of.into_iter().filter_map(mean).collect())
}
