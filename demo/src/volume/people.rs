//! Regions, organisations, people with their roles and accounts.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{id::RegionId, region::RegionLevel, role::Role};
use store::{
    NewRegion, Tx,
    bench::{Cell, add_rows, search_suffixes},
    english_name,
};

use super::{COUNTIES, FIELDS, GIVEN, Load, MESSAGES, Rows, SURNAMES, TOWNS, at, name_of, nth};
use actions::ActionError;

impl Load {
    /// The shipped city's counties, and those of the other cities of a province.
    pub(super) async fn regions(&mut self, tx: &mut Tx) -> Result<(), ActionError> {
        let shipped = tx.list_regions(self.today).await?;
        let counties = shipped.iter().filter(|region| region.level == RegionLevel::County);
        self.regions = counties.map(|region| region.id.0).collect();
        let province = shipped.iter().find(|region| region.level == RegionLevel::Province);
        for city in 0..self.figures.cities {
            let name = format!("示范{}市", nth(SURNAMES, city));
            let parent = province.map(|region| region.id);
            let code = format!("33{:02}00", 50 + city);
            let above = self.region(tx, &code, &name, RegionLevel::City, parent, city).await?;
            for county in 0..COUNTIES {
                let name = format!("{}{}区", nth(SURNAMES, city), nth(GIVEN, county));
                let code = format!("33{:02}{:02}", 50 + city, county + 1);
                let level = RegionLevel::County;
                let id = self.region(tx, &code, &name, level, Some(above), county).await?;
                self.regions.push(id.0);
                for town in 0..TOWNS {
                    let name = format!("{}{}镇", nth(GIVEN, county), nth(GIVEN, town + 7));
                    let code = format!("{code}{town:03}");
                    self.region(tx, &code, &name, RegionLevel::Town, Some(id), town).await?;
                }
            }
        }
        Ok(())
    }

    async fn region(
        &self,
        tx: &mut Tx,
        code: &str,
        name_zh: &str,
        level: RegionLevel,
        parent_id: Option<RegionId>,
        sort_order: i64,
    ) -> Result<RegionId, ActionError> {
        let name_en = english_name(name_zh);
        let valid_from = NaiveDate::default();
        let region = NewRegion {
            code,
            name_zh,
            name_en: &name_en,
            level,
            parent_id,
            sort_order,
            valid_from,
        };
        Ok(tx.add_region(&region).await?)
    }

    pub(super) fn county(&self, n: i64) -> i64 {
        at(&self.regions, n)
    }

    pub(super) async fn organisations(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut rows, mut closure) = (Rows::new(), Rows::new());
        for id in 1..=self.figures.hosts {
            let name = format!("{}{}示范学校{id}", nth(GIVEN, id), nth(GIVEN, id / 7));
            rows.push(row![
                id,
                name.as_str(),
                name.as_str(),
                name.as_str(),
                "school",
                Cell::MaybeInt(Some(self.county(id))),
                Cell::Bool(false),
                id,
                "",
            ]);
            closure.push(row![id, id]);
        }
        add_rows(tx,
            "organisation",
            "id, name, short_name, match_key, kind, region_id, is_nominating_unit, sort_order, note",
            &rows,
        )
        .await?;
        add_rows(tx, "organisation_closure", "ancestor_id, descendant_id", &closure).await?;
        Ok(())
    }

    /// The office is person 1, then lecturers, then everybody else; a room follows.
    pub(super) async fn people(&self, tx: &mut Tx, hash: &str) -> Result<(), ActionError> {
        let n = 1 + self.figures.lecturers + self.figures.others;
        let (mut parties, mut people, mut keys) = (Rows::new(), Rows::new(), Rows::new());
        let (mut works, mut accounts) = (Rows::new(), Rows::new());
        for id in 1..=n {
            let name = name_of(id);
            parties.push(row![id, "person", 0]);
            people.push(row![
                id,
                id,
                name.as_str(),
                format!("1990{id:07}").as_str(),
                "高级教师",
                Cell::MaybeInt(Some(id % FIELDS + 1)),
                Cell::MaybeInt(Some(self.county(id))),
                "",
                "",
                "",
            ]);
            keys.extend(search_suffixes(&name).map(|suffix| row![id, suffix.as_str()]));
            works.push(row![id, id, 1 + id % self.figures.hosts, Cell::On(self.today)]);
            accounts.push(row![id, id, self.sign_in_name(id).as_str(), hash, Cell::At(self.now)]);
        }
        parties.push(row![n + 1, "place", 0]);
        add_rows(tx, "party", "id, kind, turn", &parties).await?;
        add_rows(
            tx,
            "person",
            "id, party_id, name, phone, title, field_id, region_id, topics, note, inner_note",
            &people,
        )
        .await?;
        add_rows(tx, "search_key", "person_id, suffix", &keys).await?;
        add_rows(tx, "affiliation", "id, person_id, organisation_id, starts_on", &works).await?;
        add_rows(
            tx,
            "account",
            "id, person_id, sign_in_name, password_hash, created_at",
            &accounts,
        )
        .await?;
        let place = row![1, n + 1, "示范报告厅", "示范路1号", Cell::MaybeInt(Some(self.county(0)))];
        add_rows(tx, "place", "id, party_id, name, address, region_id", &[place]).await?;
        self.roles(tx).await
    }

    fn sign_in_name(&self, person: i64) -> String {
        match person {
            1 => "office".to_owned(),
            _ if person == self.decider() => "decider".to_owned(),
            _ if person <= 1 + self.figures.lecturers => format!("lecturer{}", person - 1),
            _ => format!("user{}", person - 1 - self.figures.lecturers),
        }
    }

    pub(super) async fn roles(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let from = self.today - Days::new(300);
        let (mut grants, mut terms, mut messages) = (Rows::new(), Rows::new(), Rows::new());
        let mut grant = |person: i64, role: Role| {
            let id = i64::try_from(grants.len()).unwrap_or_default() + 1;
            grants.push(row![id, person, role.as_str(), Cell::On(from)]);
        };
        grant(1, Role::CityOffice);
        for n in 1..=self.figures.lecturers {
            let person = n + 1;
            grant(person, Role::Lecturer);
            // One in ten may sit on a panel.
            if n % 10 == 0 {
                grant(person, Role::Panelist);
            }
            let until = self.today + Days::new(400);
            terms.push(row![n, person, Cell::On(from), Cell::On(until), "active"]);
        }
        for n in 0..MESSAGES * (1 + self.figures.lecturers) {
            let body = r#"{"code":"course_cleared","version":1,"title":"潮汐"}"#;
            let at = self.now - TimeDelta::hours(n);
            let read = (n % 3 > 0).then_some(at);
            messages.push(row![n + 1, 1 + n / MESSAGES, body, Cell::At(at), Cell::MaybeAt(read)]);
        }
        add_rows(tx, "role_grant", "id, person_id, role, starts_on", &grants).await?;
        add_rows(tx, "appointment", "id, person_id, starts_on, ends_on, state", &terms).await?;
        add_rows(tx, "message", "id, person_id, body, created_at, read_at", &messages).await?;
        Ok(())
    }
}
