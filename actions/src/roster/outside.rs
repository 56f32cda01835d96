//! Rows of a county's roster that touch somebody or something outside of its region: each is refused
//! by name, and the others are carried out.

use std::collections::HashSet;

use domain::{
    id::{OrganisationId, RegionId},
    role::{Actor, IMPORTERS, Reach},
    roster::{At, Code, Issue, Level, Reading, Record, unit_key},
};
use store::PersonRow;

use super::{
    Reads,
    crowd::{Crowd, Face},
    on_file::OnFile,
};
use crate::ActionError;

/// How far an import reaches: nothing for who imports everywhere, and for the command line.
pub(super) fn regions_of(actor: Option<&Actor>) -> Option<Vec<RegionId>> {
    match actor?.reach(IMPORTERS) {
        Reach::Everything => None,
        Reach::Within { regions, .. } => Some(regions),
        Reach::Nothing => Some(Vec::new()),
    }
}

/// What a row names.
struct Touched<'a> {
    /// The code of its county or town.
    region: Option<&'a str>,
    /// The field of the region.
    field: &'static str,
    /// The unit, by its name.
    unit: Option<&'a str>,
    /// The person, as rosters know people.
    face: Option<Face<'a>>,
}

fn touched(record: &Record) -> Option<Touched<'_>> {
    Some(match record {
        Record::Organisation(record) => Touched {
            region: record.region.as_deref(),
            field: "region",
            unit: Some(&record.name),
            face: None,
        },
        Record::Host(record) => Touched {
            region: record.town_code.as_deref().or(record.county.as_deref()),
            field: "county",
            unit: Some(&record.name),
            face: None,
        },
        Record::Tutor(record) => Touched {
            region: record.county.as_deref(),
            field: "county",
            unit: Some(&record.unit),
            face: Some(Face {
                name: &record.name,
                unit: &record.unit,
                phone: record.phone.as_deref(),
            }),
        },
        Record::TrainingHour(record) => Touched {
            region: record.county.as_deref(),
            field: "county",
            unit: Some(&record.unit),
            face: Some(Face {
                name: &record.name,
                unit: &record.unit,
                phone: record.phone.as_deref(),
            }),
        },
        Record::SchoolPeriod(record) => {
            Touched { region: Some(&record.county), field: "county", unit: None, face: None }
        }
        // What counties import no rosters of.
        _ => return None,
    })
}

/// The findings in all rows, also in those that would change nothing or wait for an answer: a
/// question would tell of somebody outside.
pub(super) async fn find(
    conn: Reads<'_>,
    actor: Option<&Actor>,
    on_file: &OnFile,
    reading: &Reading,
) -> Result<Vec<Issue>, ActionError> {
    let Some(regions) = regions_of(actor) else { return Ok(Vec::new()) };
    let rows: Vec<(At, Touched<'_>)> =
        reading.records().filter_map(|(at, record)| Some((at, touched(record)?))).collect();
    let faces = rows.iter().filter_map(|(_, touched)| touched.face.as_ref());
    let crowd = Crowd::load(conn, faces.map(|face| Face { ..*face })).await?;
    let judge = Judge::new(on_file, &regions);
    let issue = |(at, touched): &(At, Touched<'_>)| {
        let (field, read) = judge.outside(touched, &crowd)?;
        let column = reading.column_of(at.table, field);
        let (level, code, expected) = (Level::Error, Code::OutsideRegion, judge.names());
        Some(Issue { at: *at, column, level, code, read, expected, on_file: None })
    };
    Ok(rows.iter().filter_map(issue).collect())
}

struct Judge<'a> {
    on_file: &'a OnFile,
    own: &'a [RegionId],
    /// The own regions with all that is below them.
    within: HashSet<RegionId>,
}

impl<'a> Judge<'a> {
    fn new(on_file: &'a OnFile, own: &'a [RegionId]) -> Self {
        let mut within: HashSet<RegionId> = own.iter().copied().collect();
        // A tree of three levels: twice is enough for what is below what is below.
        for _ in 0..2 {
            let below = on_file.regions.values();
            let below = below.filter(|it| it.parent_id.is_some_and(|id| within.contains(&id)));
            let below: Vec<RegionId> = below.map(|it| it.id).collect();
            within.extend(below);
        }
        Self { on_file, own, within }
    }

    /// What would have been fine.
    fn names(&self) -> Option<String> {
        let names: Vec<String> =
            self.own.iter().map(|id| self.on_file.region_name(Some(*id))).collect();
        Some(names.join("、")).filter(|names| !names.is_empty())
    }

    fn is_outside(&self, region: Option<RegionId>) -> bool {
        region.is_none_or(|region| !self.within.contains(&region))
    }

    fn region_of_unit(&self, unit: OrganisationId) -> Option<RegionId> {
        self.on_file.organisations.iter().find(|one| one.id == unit)?.region_id
    }

    /// The field by which a row is outside, and what was read there.
    fn outside(&self, touched: &Touched<'_>, crowd: &Crowd) -> Option<(&'static str, String)> {
        if let Some(code) = touched.region
            && self.is_outside(self.on_file.region(Some(code)))
        {
            let name = self.on_file.region_name(self.on_file.region(Some(code)));
            return Some((touched.field, name));
        }
        if let Some(unit) = touched.unit
            && let Some(id) = self.on_file.organisation(&unit_key(unit))
            && self.is_outside(self.region_of_unit(id))
        {
            let field = if touched.face.is_some() { "unit" } else { "name" };
            return Some((field, unit.to_owned()));
        }
        let face = touched.face.as_ref()?;
        let is_elsewhere = |person: &&PersonRow| {
            let unit = person.workplace_id.and_then(|id| self.region_of_unit(id));
            self.is_outside(person.region_id) && self.is_outside(unit)
        };
        // Whoever it may be: what is said of a row does not bring anybody into the region.
        crowd.alike(face).iter().find(|person| is_elsewhere(person))?;
        Some(("name", face.name.to_owned()))
    }
}
