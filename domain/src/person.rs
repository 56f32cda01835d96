//! What an office keeps of a person (`SYS-04`): the facts, the workplaces with their dates, and who
//! may write them down.

use chrono::NaiveDate;

use crate::{
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    id::{FieldId, OrganisationId, RegionId},
    role::{Actor, Role},
    roster::{
        Month, Sex,
        name::{is_no_name, person_name},
    },
};

/// Who keeps people: the city all of them, a county those of its region, and a unit's officer those
/// who work there (`LAW-63`).
pub const PEOPLE_KEEPERS: &[Role] = &[Role::CityOffice, Role::CountyOffice, Role::UnitOfficer];

/// Whether somebody keeps people; which ones is a question of scope.
pub fn may_keep_people(actor: &Actor) -> bool {
    actor.is_any(PEOPLE_KEEPERS)
}

/// Who enters people as tutors without keeping roles: a county those of its region, and a unit's officer
/// those who work there (`LAW-63`).
pub const TUTOR_ENTERERS: &[Role] = &[Role::CountyOffice, Role::UnitOfficer];

/// Whether somebody enters people as tutors; which ones is a question of scope.
pub fn may_enter_tutors(actor: &Actor) -> bool {
    actor.is_any(TUTOR_ENTERERS)
}

/// The longest name of a person, in characters.
const NAME_MAX: usize = 60;

/// What is on file of a person beside workplace and roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// The name, as it is stored.
    pub name: String,
    /// Sex, if it is said.
    pub sex: Option<Sex>,
    /// Month of birth, if it is said.
    pub born_in: Option<Month>,
    /// Mobile number or fixed line, as it is stored.
    pub phone: Option<String>,
    /// Post or professional title.
    pub title: String,
    /// Subject fields, each once, the main one first.
    pub fields: Vec<FieldId>,
    /// The county, for whoever belongs to one.
    pub region: Option<RegionId>,
    /// Topics offered.
    pub topics: String,
    /// Remark.
    pub note: String,
    /// Remark for the city's office alone.
    pub inner_note: String,
}

impl PersonFacts {
    /// Reads the form.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = name(&mut reader);
        let sex = reader.optional_choice(Field::Sex, Sex::parse);
        let born_in = reader.optional_choice(Field::BornIn, |text| {
            Month::parse(text).filter(|month| month.first_day() <= today)
        });
        let phone = reader.optional_phone(Field::PersonPhone);
        let title = reader.text(Field::Post, 0, LINE_MAX);
        let fields = fields(&mut reader, values);
        let region = reader.optional_choice(Field::County, |text| text.parse().ok());
        let topics = reader.text(Field::Topics, 0, TEXT_MAX);
        let note = reader.text(Field::PersonNote, 0, TEXT_MAX);
        let inner_note = reader.text(Field::InnerNote, 0, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                name: name?,
                sex: sex.ok()?,
                born_in: born_in.ok()?,
                phone: phone.ok()?,
                title: title?,
                fields: fields?,
                region: region.ok()?,
                topics: topics?,
                note: note?,
                inner_note: inner_note?,
            })
        })
    }
}

impl From<&PersonFacts> for Values {
    fn from(facts: &PersonFacts) -> Self {
        Self::default()
            .with(Field::PersonName, &facts.name)
            .with(Field::Sex, facts.sex.map_or("", Sex::as_str))
            .with_known(Field::BornIn, facts.born_in)
            .with(Field::PersonPhone, facts.phone.as_deref().unwrap_or_default())
            .with(Field::Post, &facts.title)
            .with_known(Field::SubjectField, facts.fields.first())
            .with_each(Field::FurtherFields, facts.fields.iter().skip(1).map(FieldId::to_string))
            .with_known(Field::County, facts.region)
            .with(Field::Topics, &facts.topics)
            .with(Field::PersonNote, &facts.note)
            .with(Field::InnerNote, &facts.inner_note)
    }
}

/// Where somebody works, from a day on; with a last day it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWorkplace {
    /// What the unit is called.
    pub unit: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, if it is over.
    pub ends_on: Option<NaiveDate>,
}

impl NewWorkplace {
    /// Reads the form; nothing of it lies in the future.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let unit = reader.text(Field::Workplace, 2, LINE_MAX);
        let days = past_days(&mut reader, values, today);
        reader.problems.or(|| {
            let (starts_on, ends_on) = days?;
            Some(Self { unit: unit?, starts_on, ends_on })
        })
    }
}

/// From which day on something holds or held (`starts_on`), and until when if it is over (`last_day`);
/// nothing of it lies in the future.
pub(crate) fn past_days(
    reader: &mut Reader<'_>,
    values: &Values,
    today: NaiveDate,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let starts_on = past(reader, Field::StartsOn, today);
    let ends_on = if values.trimmed(Field::LastDay).is_empty() {
        Some(None)
    } else {
        past(reader, Field::LastDay, today).map(Some)
    };
    if let (Some(starts_on), Some(Some(ends_on))) = (starts_on, ends_on)
        && ends_on < starts_on
    {
        reader.problems.add(Field::LastDay, ProblemKind::EndsBeforeStart);
    }
    Some((starts_on?, ends_on?))
}

/// A day that is not in the future.
fn past(reader: &mut Reader<'_>, field: Field, today: NaiveDate) -> Option<NaiveDate> {
    let day = reader.date(field)?;
    if day > today { reader.refuse(field, ProblemKind::InTheFuture) } else { Some(day) }
}

/// The last day of a workplace.
pub fn last_day(
    values: &Values,
    starts_on: NaiveDate,
    today: NaiveDate,
) -> Result<NaiveDate, Problems> {
    let mut reader = Reader::new(values);
    let day = past(&mut reader, Field::LeftOn, today);
    if day.is_some_and(|day| day < starts_on) {
        reader.problems.add(Field::LeftOn, ProblemKind::EndsBeforeStart);
    }
    reader.problems.or(|| day)
}

/// The workplace of a new person: what the unit is called, or which of the officer's own it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstWorkplace {
    /// None is known.
    None,
    /// The unit of this name.
    Named(String),
    /// A unit on file.
    OnFile(OrganisationId),
}

impl FirstWorkplace {
    /// Reads the form; whoever writes for units alone names one of them.
    pub fn parse(values: &Values, is_of_unit: bool) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let workplace = if is_of_unit {
            reader.choice(Field::Unit, |text| text.parse().ok()).map(Self::OnFile)
        } else {
            let name = reader.text(Field::Workplace, 0, LINE_MAX);
            name.map(|name| if name.is_empty() { Self::None } else { Self::Named(name) })
        };
        reader.problems.or(|| workplace)
    }
}

/// The main subject field and further ones; of further ones alone the first is the main one.
fn fields(reader: &mut Reader<'_>, values: &Values) -> Option<Vec<FieldId>> {
    let main = reader.optional_choice(Field::SubjectField, |text| text.parse().ok()).ok();
    let further = if values.all(Field::FurtherFields).is_empty() {
        Some(Vec::new())
    } else {
        reader.choices(Field::FurtherFields, |text| text.parse().ok())
    };
    let (main, further) = (main?, further?);
    let mut fields: Vec<FieldId> = Vec::with_capacity(further.len() + 1);
    for field in main.into_iter().chain(further) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Some(fields)
}

fn name(reader: &mut Reader<'_>) -> Option<String> {
    let typed = reader.text(Field::PersonName, 2, NAME_MAX)?;
    let name = person_name(&typed);
    if name.is_empty() || is_no_name(&name) {
        return reader.refuse(Field::PersonName, ProblemKind::NotAName);
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed() -> Values {
        Values::default()
            .with(Field::PersonName, "张　三")
            .with(Field::Sex, "female")
            .with(Field::BornIn, "1957-03")
            .with(Field::PersonPhone, "138 0000 0001")
            .with(Field::County, "3")
            .with(Field::SubjectField, "2")
            .with_each(Field::FurtherFields, ["5", "2", "4"])
    }

    #[test]
    fn a_name_is_enough_and_is_stored_as_rosters_store_it() {
        let values = Values::default().with(Field::PersonName, " 哈斯朝克图 ");
        let facts = PersonFacts::parse(&values, day("2026-11-29")).unwrap();
        assert_eq!((facts.name.as_str(), facts.phone, facts.region), ("哈斯朝克图", None, None));
        let facts = PersonFacts::parse(&typed(), day("2026-11-29")).unwrap();
        assert_eq!((facts.name.as_str(), facts.phone.as_deref()), ("张三", Some("13800000001")));
        assert_eq!(facts.fields, [FieldId(2), FieldId(4), FieldId(5)], "each once");
        assert_eq!(PersonFacts::parse(&Values::from(&facts), day("2026-11-29")), Ok(facts));
        // Of further ones alone the first is the main one.
        let mut none = typed();
        none.set(Field::SubjectField, "");
        let facts = PersonFacts::parse(&none, day("2026-11-29"));
        assert_eq!(facts.unwrap().fields, [FieldId(2), FieldId(4), FieldId(5)]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let wrong = [
            (Field::PersonName, "待定", ProblemKind::NotAName),
            (Field::PersonName, "", ProblemKind::Missing),
            (Field::Sex, "x", ProblemKind::UnknownChoice),
            (Field::BornIn, "2027-01", ProblemKind::UnknownChoice),
            (Field::PersonPhone, "12345", ProblemKind::NotAPhone),
            (Field::County, "海盐", ProblemKind::UnknownChoice),
            (Field::SubjectField, "x", ProblemKind::UnknownChoice),
            (Field::FurtherFields, "x", ProblemKind::UnknownChoice),
        ];
        for (field, text, problem) in wrong {
            let mut values = typed();
            values.set(field, text);
            let refused = PersonFacts::parse(&values, day("2026-11-29")).unwrap_err();
            assert_eq!(refused.of(field), Some(problem), "{text}");
            assert_eq!(refused.0.len(), 1);
        }
    }

    #[test]
    fn a_workplace_ends_after_it_began_and_not_in_the_future() {
        let today = day("2026-11-29");
        let values = |from: &str, until: &str| {
            Values::default()
                .with(Field::Workplace, "海盐中学")
                .with(Field::StartsOn, from)
                .with(Field::LastDay, until)
        };
        let read = |from, until| NewWorkplace::parse(&values(from, until), today);
        assert_eq!(read("2020-09-01", "").unwrap().ends_on, None);
        assert_eq!(read("2020-09-01", "2020-09-01").unwrap().ends_on, Some(day("2020-09-01")));
        let problem = |from, until, field| read(from, until).unwrap_err().of(field);
        let before = Some(ProblemKind::EndsBeforeStart);
        assert_eq!(problem("2020-09-01", "2020-08-31", Field::LastDay), before);
        let future = Some(ProblemKind::InTheFuture);
        assert_eq!(problem("2026-11-30", "", Field::StartsOn), future);
        assert_eq!(problem("2026-11-01", "2026-11-30", Field::LastDay), future);
    }

    #[test]
    fn an_officer_of_a_unit_names_one_on_file() {
        let values = Values::default().with(Field::Workplace, "海盐中学").with(Field::Unit, "7");
        let named = FirstWorkplace::Named("海盐中学".to_owned());
        assert_eq!(FirstWorkplace::parse(&values, false), Ok(named));
        let on_file = FirstWorkplace::OnFile(OrganisationId(7));
        assert_eq!(FirstWorkplace::parse(&values, true), Ok(on_file));
        assert_eq!(FirstWorkplace::parse(&Values::default(), false), Ok(FirstWorkplace::None));
        let refused = FirstWorkplace::parse(&Values::default(), true).unwrap_err();
        assert_eq!(refused.of(Field::Unit), Some(ProblemKind::Missing));
    }
}
