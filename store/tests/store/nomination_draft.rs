//! Nominations that units write.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    annual_assessment::Counted,
    award_cycle::AwardCycleState::{Configuring, Nominating},
    id::PersonId,
    nomination::{
        NominationConsentChannel, NominationDraft, NominationFacts,
        NominationState::{Draft, Returned, Submitted, Withdrawn},
        Said,
    },
    role::{Grant, Reach, Role, Scope},
};
use store::{NewOrganisation, NewUpload, NominationConsentRow, NominationWrite, StoreError, Tx};
use test_database::databases;

use crate::{
    award_cycle::a_cycle,
    some::{a_person, now, today},
};

fn written(name: &str) -> NominationDraft {
    NominationDraft {
        name: name.to_owned(),
        workplace: "示范小学".to_owned(),
        unit_rank: 1,
        ..NominationDraft::default()
    }
}

#[tokio::test]
async fn a_draft_is_written_handed_in_and_sent_back() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let filer = a_person(&mut tx, "推荐人").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let row = NewOrganisation {
            name: "某科协",
            match_key: "某科协",
            is_nominating_unit: true,
            ..NewOrganisation::default()
        };
        let unit = tx.add_organisation(&row).await.unwrap();
        let other = NewOrganisation { name: "某校", match_key: "某校", ..Default::default() };
        tx.add_organisation(&other).await.unwrap();
        let units = tx.list_nominating_units_within(&Reach::Everything).await.unwrap();
        assert_eq!(units.iter().map(|row| row.id).collect::<Vec<_>>(), [unit], "{}", db.name);
        let nobody = tx.list_nominating_units_within(&Reach::Nothing).await.unwrap();
        assert!(nobody.is_empty());
        let draft = written("张三");
        let write = NominationWrite { draft: &draft, person_id: None, workplace_id: None };
        let at = (cycle, category, unit);
        let id = tx.add_nomination_draft(at, write, filer).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_nomination_draft(at, write, filer).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        let changed = NominationDraft { opinion: "同意".to_owned(), ..written("张三丰") };
        let write = NominationWrite { draft: &changed, person_id: Some(filer), workplace_id: None };
        assert!(tx.change_nomination_draft((id, 1), write).await.unwrap());
        assert!(!tx.change_nomination_draft((id, 1), write).await.unwrap(), "somebody was faster");
        assert_eq!(tx.list_nominations_of_units(cycle, &[]).await.unwrap(), []);
        let rows = tx.list_nominations_of_units(cycle, &[unit]).await.unwrap();
        assert_eq!((rows[0].name.as_str(), rows[0].state), ("张三丰", Draft));
        assert!(tx.step_nomination((id, Draft, 2), Submitted, "", None).await.unwrap());
        assert!(!tx.step_nomination((id, Draft, 2), Submitted, "", None).await.unwrap());
        assert!(!tx.change_nomination_draft((id, 3), write).await.unwrap(), "it is handed in");
        let until = now() + TimeDelta::days(3);
        let back = tx.step_nomination((id, Submitted, 3), Returned, "缺章", Some(until)).await;
        assert!(back.unwrap());
        assert!(tx.set_county_opinion((id, 4), "属实").await.unwrap());
        assert!(!tx.set_county_opinion((id, 4), "属实").await.unwrap());
        let counted = Counted { deliveries: 3, ..Counted::default() };
        let facts = NominationFacts { counted, ..NominationFacts::default() };
        tx.set_nomination_facts(id, &facts).await.unwrap();
        let notes = tx.find_nomination_notes(id).await.unwrap().unwrap();
        assert_eq!((notes.opinion.as_str(), notes.county_opinion.as_str()), ("同意", "属实"));
        assert_eq!((notes.remark.as_str(), notes.correct_until), ("缺章", Some(until)));
        assert_eq!(notes.facts, Some(facts));
        drop(tx);
        db.remove().await;
    }
}

/// The names of what somebody has to finish.
async fn unfinished(
    tx: &mut Tx,
    filer: PersonId,
    reach: &Reach,
    now: DateTime<Utc>,
) -> Vec<String> {
    let rows = tx.list_unfinished_nominations_within(filer, reach, now).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn what_a_unit_has_to_finish_is_found_while_it_can() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let filer = a_person(&mut tx, "推荐人").await;
        let other = a_person(&mut tx, "同事").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let row =
            NewOrganisation { name: "某科协", match_key: "某科协", ..Default::default() };
        let unit = tx.add_organisation(&row).await.unwrap();
        let draft = written("张三");
        let write = NominationWrite { draft: &draft, person_id: None, workplace_id: None };
        let id = tx.add_nomination_draft((cycle, category, unit), write, filer).await.unwrap();
        assert_eq!(tx.list_nominators(cycle, Some(id), today()).await.unwrap(), [filer]);
        let (role, scope) = (Role::UnitOfficer, Scope::Organisation(unit));
        let grant = Grant { role, scope, starts_on: today(), ends_on: None };
        tx.add_grant(other, &grant).await.unwrap();
        assert_eq!(tx.list_nominators(cycle, None, today()).await.unwrap(), [filer, other]);
        let before = today() - TimeDelta::days(1);
        assert_eq!(tx.list_nominators(cycle, None, before).await.unwrap(), [filer]);
        let all = &Reach::Everything;
        let own = &Reach::Within { regions: Vec::new(), organisations: vec![unit] };
        assert!(unfinished(&mut tx, filer, all, now()).await.is_empty(), "{}: not open", db.name);
        assert!(tx.move_cycle(cycle, (Configuring, 1), Nominating).await.unwrap());
        assert_eq!(unfinished(&mut tx, filer, own, now()).await, ["张三"]);
        assert!(unfinished(&mut tx, filer, &Reach::Nothing, now()).await.is_empty(), "no unit");
        assert!(unfinished(&mut tx, other, own, now()).await.is_empty(), "a draft of another");
        assert!(tx.step_nomination((id, Draft, 1), Submitted, "", None).await.unwrap());
        assert!(unfinished(&mut tx, filer, own, now()).await.is_empty(), "handed in");
        let silent = tx.list_silent_nominees_within(own).await.unwrap();
        assert_eq!((silent[0].cycle_id, silent[0].n), (cycle, 1), "{}: nobody has asked", db.name);
        assert!(tx.list_silent_nominees_within(&Reach::Nothing).await.unwrap().is_empty());
        let consent = NominationConsentRow {
            nomination_id: id,
            said: Said { processing: true, publication: false },
            channel: NominationConsentChannel::Link,
            name: String::new(),
            signed_on: None,
            scan_id: None,
            text_digest: "d".to_owned(),
            at: now(),
        };
        tx.set_nomination_consent(&consent).await.unwrap();
        assert!(tx.list_silent_nominees_within(own).await.unwrap().is_empty(), "{}", db.name);
        let until = now() + TimeDelta::days(3);
        let back = tx.step_nomination((id, Submitted, 2), Returned, "缺章", Some(until)).await;
        assert!(back.unwrap());
        let rows = tx.list_unfinished_nominations_within(other, own, now()).await.unwrap();
        assert_eq!((rows[0].id, rows[0].correct_until), (id, Some(until)), "the unit's, whoever");
        assert_eq!(tx.count_corrections(cycle, now()).await.unwrap(), 1, "{}", db.name);
        assert_eq!(tx.count_corrections(cycle, until).await.unwrap(), 0, "{}", db.name);
        assert!(unfinished(&mut tx, other, own, until).await.is_empty(), "too late");
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn files_and_what_a_nominee_says_hang_on_a_nomination() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let filer = a_person(&mut tx, "推荐人").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let row =
            NewOrganisation { name: "某科协", match_key: "某科协", ..Default::default() };
        let unit = tx.add_organisation(&row).await.unwrap();
        let draft = written("张三");
        let write = NominationWrite { draft: &draft, person_id: None, workplace_id: None };
        let id = tx.add_nomination_draft((cycle, category, unit), write, filer).await.unwrap();
        let upload = NewUpload {
            token: "t",
            owner_id: filer,
            sha256: "abc",
            size: 3,
            media_type: "application/pdf",
            file_name: "证书.pdf",
            created_at: now(),
        };
        let upload = tx.add_upload(&upload).await.unwrap();
        let attachment = tx.add_attachment(id, upload).await.unwrap();
        let attached = tx.list_attachments(id).await.unwrap();
        assert_eq!((attached[0].id, attached[0].file_name.as_str()), (attachment, "证书.pdf"));
        assert!(tx.remove_attachment(id, attachment).await.unwrap(), "{}", db.name);
        assert!(!tx.remove_attachment(id, attachment).await.unwrap());
        assert_eq!(tx.find_nomination_consent(id).await.unwrap(), None);
        let mut consent = NominationConsentRow {
            nomination_id: id,
            said: Said { processing: true, publication: true },
            channel: NominationConsentChannel::Paper,
            name: "张三".to_owned(),
            signed_on: Some(today()),
            scan_id: Some(upload),
            text_digest: "d".to_owned(),
            at: now(),
        };
        tx.set_nomination_consent(&consent).await.unwrap();
        assert_eq!(tx.find_nomination_consent(id).await.unwrap(), Some(consent.clone()));
        consent.said.publication = false;
        tx.set_nomination_consent(&consent).await.unwrap();
        assert_eq!(tx.list_nomination_consents(cycle).await.unwrap(), [consent]);
        tx.set_nomination_link(id, "one", now()).await.unwrap();
        tx.set_nomination_link(id, "two", now()).await.unwrap();
        assert!(tx.find_nomination_of_link("one").await.unwrap().is_none(), "it holds no more");
        assert_eq!(tx.find_nomination_of_link("two").await.unwrap().unwrap().id, id);

        tx.set_nomination_truth(id, filer, "t", now()).await.unwrap();
        tx.set_nomination_truth(id, filer, "t", now()).await.unwrap();
        let notes = tx.find_nomination_notes(id).await.unwrap().unwrap();
        assert_eq!((notes.filer_id, notes.truth_at), (Some(filer), Some(now())), "{}", db.name);

        // Withdrawn, it is taken up again, and nobody has said anything.
        let row = tx.find_nomination(id).await.unwrap().unwrap();
        let to = Withdrawn;
        assert!(tx.step_nomination((id, row.state, row.revision), to, "", None).await.unwrap());
        let draft = written("李四");
        let write = NominationWrite { draft: &draft, person_id: None, workplace_id: None };
        let now_at = (id, row.revision + 1);
        assert!(!tx.reopen_nomination((id, row.revision), write, filer).await.unwrap());
        assert!(tx.reopen_nomination(now_at, write, filer).await.unwrap(), "{}", db.name);
        let row = tx.find_nomination(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.name.as_str()), (Draft, "李四"));
        assert_eq!(tx.find_nomination_consent(id).await.unwrap(), None);
        assert!(tx.find_nomination_of_link("two").await.unwrap().is_none());
        tx.take_up_nominations(&[]).await.unwrap();
        tx.take_up_nominations(&[id]).await.unwrap();
        let state = tx.find_nomination(id).await.unwrap().unwrap().state;
        assert_eq!(state, Submitted, "{}", db.name);
        assert!(tx.list_own_nominations(filer).await.unwrap().is_empty(), "of nobody on file");
        let unread = tx.list_unread_nominations_within(&Reach::Everything).await.unwrap();
        assert!(unread.is_empty(), "the cycle takes none yet");
        drop(tx);
        db.remove().await;
    }
}
