//! The request form, as a host fills it in on a phone.

use chrono::{Months, NaiveDate, NaiveTime};

use crate::{
    audience::{DeliveryMode, SchoolStage},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    host_unit::parse_host_kind,
    id::RegionId,
    organisation::OrganisationKind,
    roster::phone::phone,
};

/// How many times a host may prefer.
pub const TIMES_MAX: usize = 3;

/// The fields of each time: its day and its hour.
const TIME_FIELDS: [(Field, Field); TIMES_MAX] =
    [(Field::Day1, Field::Hour1), (Field::Day2, Field::Hour2), (Field::Day3, Field::Hour3)];

/// Where a host belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostRegion {
    /// Directly under the city.
    City,
    /// In a county.
    County(RegionId),
}

impl HostRegion {
    /// The choice as the form sends it: `city`, or a county's number.
    fn parse(text: &str) -> Option<Self> {
        if text == "city" {
            return Some(Self::City);
        }
        text.parse().ok().map(Self::County)
    }

    /// The county, if there is one.
    pub fn county(self) -> Option<RegionId> {
        match self {
            Self::City => None,
            Self::County(region) => Some(region),
        }
    }
}

/// A time that would suit, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferred {
    /// The day.
    pub day: NaiveDate,
    /// The time of day.
    pub hour: NaiveTime,
}

/// Between which days a lecture may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTerms {
    /// The first day that leaves the offices their working days.
    pub earliest: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// How many months ahead.
    pub months: i64,
}

impl RequestTerms {
    /// The last day that may be asked for.
    pub fn latest(&self) -> NaiveDate {
        let months = u32::try_from(self.months).unwrap_or(0);
        self.today.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
    }

    fn check(&self, day: NaiveDate) -> Result<(), ProblemKind> {
        if day < self.earliest {
            Err(ProblemKind::InThePast)
        } else if day > self.latest() {
            Err(ProblemKind::TooFarAhead(self.months))
        } else {
            Ok(())
        }
    }
}

/// What a host asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// The host's name.
    pub host_name: String,
    /// What it is.
    pub host_kind: OrganisationKind,
    /// Where it belongs.
    pub region: HostRegion,
    /// Street and number.
    pub address: String,
    /// The hall.
    pub hall: String,
    /// What the hall has.
    pub equipment: String,
    /// The stage of the listeners.
    pub stage: SchoolStage,
    /// How many are expected.
    pub audience: i64,
    /// On site or over the network.
    pub mode: DeliveryMode,
    /// One to three times that would suit.
    pub times: Vec<Preferred>,
    /// Whom to call.
    pub contact: String,
    /// Under which number.
    pub contact_phone: String,
    /// Entry in the whitelist of an education bureau; empty if there is none (`REQ-04`).
    pub whitelist: String,
    /// What else the lecturer should know.
    pub wish: String,
}

impl NewRequest {
    /// Reads the form.
    pub fn parse(values: &Values, terms: &RequestTerms) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let host_name = reader.text(Field::HostName, 2, 60);
        let host_kind = reader.choice(Field::HostKind, parse_host_kind);
        let region = reader.choice(Field::HostCounty, HostRegion::parse);
        let address = reader.text(Field::Address, 2, LINE_MAX);
        let hall = reader.text(Field::Hall, 1, 60);
        let equipment = reader.text(Field::HallEquipment, 0, LINE_MAX);
        let stage = reader.choice(Field::Stage, SchoolStage::parse);
        let audience = reader.number(Field::Audience, 1, 5_000);
        let mode = reader.choice(Field::Mode, |code| {
            DeliveryMode::parse(code).filter(|mode| *mode != DeliveryMode::Both)
        });
        let times = parse_times(&mut reader, values, terms);
        let contact = reader.text(Field::Contact, 2, 40);
        let contact_phone = parse_phone(&mut reader);
        let whitelist = reader.text(Field::Whitelist, 0, LINE_MAX);
        let wish = reader.text(Field::Wish, 0, 500);
        // LAW-25: an adult of the host stays with listeners who are minors.
        if stage.is_some_and(|stage| stage != SchoolStage::Adult) {
            reader.agreed(Field::Adult);
        }
        // LAW-02: the box is never ticked beforehand.
        reader.agreed(Field::Consent);
        reader.problems.or(|| {
            Some(Self {
                host_name: host_name?,
                host_kind: host_kind?,
                region: region?,
                address: address?,
                hall: hall?,
                equipment: equipment?,
                stage: stage?,
                audience: audience?,
                mode: mode?,
                times: times?,
                contact: contact?,
                contact_phone: contact_phone?,
                whitelist: whitelist?,
                wish: wish?,
            })
        })
    }
}

impl From<&NewRequest> for Values {
    /// The form of a request, but for the statements: they are made anew.
    fn from(request: &NewRequest) -> Self {
        let county = request.region.county().map_or("city".to_owned(), |it| it.to_string());
        let values = Self::default()
            .with(Field::HostName, &request.host_name)
            .with(Field::HostKind, request.host_kind.as_str())
            .with(Field::HostCounty, county)
            .with(Field::Whitelist, &request.whitelist)
            .with(Field::Address, &request.address)
            .with(Field::Hall, &request.hall)
            .with(Field::HallEquipment, &request.equipment)
            .with(Field::Stage, request.stage.as_str())
            .with(Field::Audience, request.audience.to_string())
            .with(Field::Mode, request.mode.as_str())
            .with(Field::Contact, &request.contact)
            .with(Field::ContactPhone, &request.contact_phone)
            .with(Field::Wish, &request.wish);
        TIME_FIELDS.iter().zip(&request.times).fold(values, |values, ((day, hour), time)| {
            let values = values.with(*day, time.day.to_string());
            values.with(*hour, time.hour.format("%H:%M").to_string())
        })
    }
}

fn parse_phone(reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.text(Field::ContactPhone, 1, 30)?;
    match phone(&text) {
        Ok(number) => Some(number),
        Err(_) => reader.refuse(Field::ContactPhone, ProblemKind::NotAPhone),
    }
}

/// The first time is needed; the others count once day or time is filled in.
fn parse_times(
    reader: &mut Reader<'_>,
    values: &Values,
    terms: &RequestTerms,
) -> Option<Vec<Preferred>> {
    let mut times = Vec::new();
    let mut is_sound = true;
    for (at, (day_field, hour_field)) in TIME_FIELDS.into_iter().enumerate() {
        let is_empty =
            values.trimmed(day_field).is_empty() && values.trimmed(hour_field).is_empty();
        if at > 0 && is_empty {
            continue;
        }
        let (day, hour) = (reader.date(day_field), reader.time(hour_field));
        let refused = day.and_then(|day| terms.check(day).err());
        if let Some(kind) = refused {
            reader.problems.add(day_field, kind);
        }
        match (day, hour, refused) {
            (Some(day), Some(hour), None) => {
                let time = Preferred { day, hour };
                if times.contains(&time) {
                    reader.problems.add(day_field, ProblemKind::Twice);
                }
                times.push(time);
            }
            _ => is_sound = false,
        }
    }
    is_sound.then_some(times)
}

#[cfg(test)]
mod tests;
