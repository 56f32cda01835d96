//! An organisation: an association, a host or a workplace. It is not a region.

use crate::{
    code::codes,
    form::{Field, LINE_MAX, Problems, Reader, TEXT_MAX, Values},
    id::{OrganisationId, RegionId},
    role::{Actor, Role},
};

codes! {
    /// What an organisation is.
    #[derive(Default)]
    OrganisationKind {
        /// The association of the city.
        CityAssociation = "city_association",
        /// The association of a county.
        CountyAssociation = "county_association",
        /// A development zone that nominates like a county.
        DevelopmentZone = "development_zone",
        /// A learned society.
        Society = "society",
        /// A university or college.
        University = "university",
        /// A hospital.
        Hospital = "hospital",
        /// A museum or a science centre.
        Museum = "museum",
        /// A research or technical institute.
        Institute = "institute",
        /// A primary or secondary school.
        School = "school",
        /// A kindergarten.
        Kindergarten = "kindergarten",
        /// An urban community.
        Community = "community",
        /// A science station with a screen.
        EStation = "e_station",
        /// A village.
        Village = "village",
        /// A company.
        Enterprise = "enterprise",
        /// A private body that is no company.
        PrivateNonEnterprise = "private_non_enterprise",
        /// Anything else.
        #[default]
        Other = "other",
    }
}

/// Who looks units up: offices those of their regions, and officers their own.
pub const UNIT_READERS: &[Role] = &[Role::CityOffice, Role::CountyOffice, Role::UnitOfficer];
/// Who adds and corrects units: the city all of them, a county those of its region.
pub const UNIT_KEEPERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];

/// Whether somebody looks units up; which ones is a question of scope.
pub fn may_read_units(actor: &Actor) -> bool {
    actor.is_any(UNIT_READERS)
}

/// Whether somebody adds and corrects units; which ones is a question of scope.
pub fn may_keep_units(actor: &Actor) -> bool {
    actor.is_any(UNIT_KEEPERS)
}

/// What is on file of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationFacts {
    /// Full name.
    pub name: String,
    /// Short name; empty: the full one.
    pub short_name: String,
    /// The code of the list that names it.
    pub code: Option<String>,
    /// Kind.
    pub kind: OrganisationKind,
    /// Region, if it belongs to one.
    pub region: Option<RegionId>,
    /// The unit above.
    pub above: Option<OrganisationId>,
    /// Whether it nominates for awards.
    pub nominates: bool,
    /// Customary order; small ones first.
    pub sort_order: i64,
    /// Remark.
    pub note: String,
}

/// Where a unit stands that nobody has given a place in the order.
pub const LAST_IN_ORDER: i64 = 1_000;

impl OrganisationFacts {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::UnitName, 2, LINE_MAX);
        let short_name = reader.text(Field::ShortName, 0, LINE_MAX);
        let code = reader.text(Field::UnitCode, 0, 30);
        let kind = reader.choice(Field::UnitKind, OrganisationKind::parse);
        let region = reader.optional_choice(Field::County, |text| text.parse().ok());
        let above = reader.optional_choice(Field::Above, |text| text.parse().ok());
        let sort_order = if values.trimmed(Field::SortOrder).is_empty() {
            Some(LAST_IN_ORDER)
        } else {
            reader.number(Field::SortOrder, 0, 9_999)
        };
        let note = reader.text(Field::PersonNote, 0, TEXT_MAX);
        let nominates = values.get(Field::Nominates) == "yes";
        reader.problems.or(|| {
            let name = name?;
            Some(Self {
                short_name: short_name.filter(|it| !it.is_empty()).unwrap_or_else(|| name.clone()),
                name,
                code: code.filter(|code| !code.is_empty()),
                kind: kind?,
                region: region.ok()?,
                above: above.ok()?,
                nominates,
                sort_order: sort_order?,
                note: note?,
            })
        })
    }
}

impl From<&OrganisationFacts> for Values {
    fn from(facts: &OrganisationFacts) -> Self {
        let values = Self::default()
            .with(Field::UnitName, &facts.name)
            .with(Field::ShortName, &facts.short_name)
            .with(Field::UnitCode, facts.code.as_deref().unwrap_or_default())
            .with(Field::UnitKind, facts.kind.as_str())
            .with_known(Field::County, facts.region)
            .with_known(Field::Above, facts.above)
            .with_known(Field::SortOrder, Some(facts.sort_order))
            .with(Field::PersonNote, &facts.note);
        if facts.nominates { values.with(Field::Nominates, "yes") } else { values }
    }
}

/// Whom one calls at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Phone, as it is stored.
    pub phone: Option<String>,
    /// What for.
    pub note: String,
}

impl NewContact {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::PersonName, 2, 60);
        let post = reader.text(Field::Post, 0, LINE_MAX);
        let number = reader.optional_phone(Field::PersonPhone);
        let note = reader.text(Field::PersonNote, 0, LINE_MAX);
        reader
            .problems
            .or(|| Some(Self { name: name?, post: post?, phone: number.ok()?, note: note? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    #[test]
    fn a_unit_has_a_name_and_a_kind() {
        let problems = OrganisationFacts::parse(&Values::default()).unwrap_err();
        for field in [Field::UnitName, Field::UnitKind] {
            assert_eq!(problems.of(field), Some(ProblemKind::Missing));
        }
        assert_eq!(problems.0.len(), 2);
        let values = Values::default()
            .with(Field::UnitName, "海盐县天文学会")
            .with(Field::UnitKind, "society")
            .with(Field::Nominates, "yes");
        let facts = OrganisationFacts::parse(&values).unwrap();
        assert_eq!((facts.short_name.as_str(), facts.code.as_ref()), ("海盐县天文学会", None));
        assert!(facts.nominates);
        assert_eq!(OrganisationFacts::parse(&Values::from(&facts)), Ok(facts));
    }

    #[test]
    fn a_contact_has_a_name_and_a_sound_phone_or_none() {
        let values = |phone: &str| {
            Values::default().with(Field::PersonName, "沈老师").with(Field::PersonPhone, phone)
        };
        assert_eq!(NewContact::parse(&values("")).unwrap().phone, None);
        let fixed = NewContact::parse(&values("0573 8603 0001")).unwrap();
        assert_eq!(fixed.phone.as_deref(), Some("0573-86030001"));
        let refused = NewContact::parse(&values("一二三")).unwrap_err();
        assert_eq!(refused.of(Field::PersonPhone), Some(ProblemKind::NotAPhone));
    }
}
