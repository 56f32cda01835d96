//! Registers: a studio with members, an e-station that is listed and one that is applied for, an expert,
//! a place on a county's whitelist, checks of which one ends soon, and seats of a unit.

use chrono::{Datelike as _, Days};
use domain::{
    form::{Field, Revision, Values},
    id::RegisterEntryId,
    register_entry::RegisterKind,
    role::Actor,
};
use store::OrganisationRow;

use super::find;
use crate::{Demo, acting, cast::Cast};
use actions::{ActionError, Call};

/// A check that ends so soon stands on the desk.
const ENDS_IN: Days = Days::new(20);

impl Demo {
    /// What offices and units have entered.
    pub(super) async fn tell_registers(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let (office, county) = (acting(call, &cast.office), acting(call, &cast.county));
        let (Some(unit), Some(leader)) = (self.a_unit(call).await?, cast.lecturers.get(4)) else {
            return Ok(());
        };
        let unit = unit.name;
        let leader = self.named(leader).await?;
        let (since, today) = (call.today() - Days::new(90), call.today());
        let team = self
            .enter_entry(
                &office,
                RegisterKind::Team,
                &[
                    (Field::EntryName, "菱歌科普示范工作室"),
                    (Field::EntryDetail, "studio"),
                    (Field::EntryUnit, &unit),
                    (Field::EntryPerson, &leader),
                    (Field::EntryFrom, &since.to_string()),
                ],
            )
            .await?;
        if let Some(member) = cast.lecturers.get(5) {
            let values = Values::default()
                .with(Field::Member, self.named(member).await?)
                .with(Field::MemberFrom, since.to_string());
            self.actions.add_team_member(&office, team, &values, &self.once()).await?;
        }
        for (name, is_listed) in [("菱歌示范社区e站", true), ("示范村e站", false)] {
            let station = self
                .enter_entry(
                    &office,
                    RegisterKind::EStation,
                    &[
                        (Field::EntryName, name),
                        (Field::EntryUnit, &unit),
                        (Field::Address, "示范路3号"),
                        (Field::EntryPerson, &leader),
                        (Field::EntryFrom, &since.to_string()),
                    ],
                )
                .await?;
            if is_listed {
                self.list_station(&county, &office, station).await?;
            }
        }
        self.enter_entry(
            &office,
            RegisterKind::Expert,
            &[
                (Field::EntryPerson, &leader),
                (Field::SubjectField, &cast.field.to_string()),
                (Field::Post, "正高级"),
                (Field::EntryFrom, &since.to_string()),
            ],
        )
        .await?;
        self.tell_whitelist(&office, &leader).await?;
        for (actor, last) in cast.lecturers.iter().skip(4).zip([ENDS_IN, Days::new(200)]) {
            self.enter_entry(
                &office,
                RegisterKind::Safeguarding,
                &[
                    (Field::EntryPerson, &self.named(actor).await?),
                    (Field::EntryUnit, &unit),
                    (Field::CheckedOn, &since.to_string()),
                    (Field::CheckClear, "yes"),
                    (Field::EntryUntil, &(today + last).to_string()),
                ],
            )
            .await?;
        }
        self.enter_entry(
            &office,
            RegisterKind::Quota,
            &[
                (Field::EntryUnit, &unit),
                (Field::EntryYear, &today.year().to_string()),
                (Field::EntryDetail, "award_tutor"),
                (Field::EntrySeats, "3"),
            ],
        )
        .await?;
        self.enter_entry(
            &office,
            RegisterKind::Processor,
            &[
                (Field::EntryName, "菱湖数据服务有限公司（示例）"),
                (Field::EntryDetail, "hosting"),
                (Field::EntryDocument, "示科协合〔2026〕2号"),
                (Field::EntryFrom, &(today - Days::new(200)).to_string()),
                (Field::EntryUntil, &(today + Days::new(530)).to_string()),
                (Field::EntryNote, "运行本平台所用的服务器；平台内的全部信息，只为运行和备份。"),
            ],
        )
        .await?;
        Ok(())
    }

    async fn tell_whitelist(&self, office: &Call, lecturer: &str) -> Result<(), ActionError> {
        let regions = self.store.read().await?.list_regions(office.today()).await?;
        let Some(county) = find(&regions, "南湖区") else { return Ok(()) };
        self.enter_entry(
            office,
            RegisterKind::Whitelist,
            &[
                (Field::County, &county.to_string()),
                (Field::EntryPerson, lecturer),
                (Field::EntryDocument, "示范区教体局进校园活动白名单（示范1号）"),
                (Field::EntryFrom, &(office.today() - Days::new(90)).to_string()),
            ],
        )
        .await?;
        Ok(())
    }

    /// A unit of the county whose office the demonstration shows, of a name that no other has.
    async fn a_unit(&self, call: &Call) -> Result<Option<OrganisationRow>, ActionError> {
        let mut conn = self.store.read().await?;
        let regions = conn.list_regions(call.today()).await?;
        let county = find(&regions, "南湖区");
        let units = conn.list_organisations().await?;
        let is_alone = |unit: &&OrganisationRow| {
            unit.region_id == county
                && units.iter().filter(|other| other.match_key == unit.match_key).count() == 1
        };
        Ok(units.iter().find(is_alone).cloned())
    }

    /// Somebody's name, with the workplace behind it.
    async fn named(&self, actor: &Actor) -> Result<String, ActionError> {
        let person = self.store.read().await?.find_person(actor.person).await?;
        let person = person.ok_or(ActionError::NotFound)?;
        Ok(format!("{} {}", person.name, person.workplace.unwrap_or_default()))
    }

    async fn enter_entry(
        &self,
        call: &Call,
        kind: RegisterKind,
        typed: &[(Field, &str)],
    ) -> Result<RegisterEntryId, ActionError> {
        let begun = Values::default();
        let values = typed.iter().fold(begun, |values, (field, text)| values.with(*field, *text));
        self.actions.add_register_entry(call, kind, &values, &self.once()).await
    }

    /// The county has seen a station on site, and the city lists it.
    async fn list_station(
        &self,
        county: &Call,
        office: &Call,
        id: RegisterEntryId,
    ) -> Result<(), ActionError> {
        let mut seen = Values::default().with(Field::SeenOn, county.today().to_string());
        for condition in domain::register_entry::StationCondition::ALL {
            seen.push(Field::Conditions, condition.as_str());
        }
        self.actions.see_station(county, id, &seen, Revision::NEWEST).await?;
        for (call, step) in [(county, "check"), (office, "list")] {
            let values = Values::default().with(Field::Step, step);
            self.actions.step_register_entry(call, id, &values, Revision::NEWEST).await?;
        }
        Ok(())
    }
}
