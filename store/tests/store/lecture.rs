//! Requests, dispatches, deliveries and hosts, on both databases.

use chrono::{DateTime, Utc};
use domain::{
    appointment::AppointmentState,
    audience::{DeliveryMode, SchoolStage},
    certificate::CertificateKind,
    course::CourseVersionState,
    data_class::DataClass,
    delivery::DeliveryState,
    dispatch::DispatchState,
    id::{CourseVersionId, FieldId, HostUnitId, LectureRequestId, PartyId, PersonId, RegionId},
    lecture_request::{HostRegion, NewRequest, RequestState},
    organisation::OrganisationKind,
    paper_correction::{Correction, CorrectionSource, CorrectionState},
    register_entry::RegisterKind,
    role::{Grant, Role, Scope},
};
use store::{
    DeliverySearch, DeliveryStates, HostUnitRow, NewDelivery, NewDispatch, NewLectureRequest,
    NewOrganisation, NewPaperCorrection, NewRegisterEntry, Reach, Reporter, RequestSearch,
    RequestStep, Store, StoreError, Tx,
};
use test_database::databases;

use crate::{
    paper_correction::a_paper,
    some::{a_party, a_person, a_region, a_version, minutes, now, today},
};

const DAYS: i64 = 60 * 24;

pub(crate) fn wish(region: RegionId) -> NewRequest {
    NewRequest {
        host_name: "菱歌示范小学".into(),
        host_kind: OrganisationKind::School,
        region: HostRegion::County(region),
        address: "示范路1号".into(),
        hall: "报告厅".into(),
        equipment: "投影".into(),
        stage: SchoolStage::PrimaryUpper,
        audience: 180,
        mode: DeliveryMode::Onsite,
        times: Vec::new(),
        contact: "沈老师".into(),
        contact_phone: "13800000001".into(),
        whitelist: String::new(),
        wish: String::new(),
    }
}

/// A request with two times, its region, and a lecturer with a listed course.
pub(crate) struct Scene {
    pub(crate) request: LectureRequestId,
    region: RegionId,
    lecturer: PersonId,
    party: PartyId,
    version: CourseVersionId,
}

pub(crate) fn new<'a>(
    request: &'a NewRequest,
    times: &'a [(DateTime<Utc>, DateTime<Utc>)],
    version: CourseVersionId,
    link: &'a str,
) -> NewLectureRequest<'a> {
    NewLectureRequest {
        link_digest: link,
        version_id: version,
        host_unit_id: None,
        host_key: "1 菱歌示范小学",
        request,
        minutes: 60,
        consent_digest: "notice",
        state: RequestState::CountyReview,
        due_at: minutes(2 * DAYS),
        times,
        at: now(),
    }
}

pub(crate) fn times() -> [(DateTime<Utc>, DateTime<Utc>); 2] {
    [(minutes(20 * DAYS), minutes(20 * DAYS + 60)), (minutes(21 * DAYS), minutes(21 * DAYS + 60))]
}

pub(crate) async fn scene(store: &Store) -> Scene {
    let (lecturer, party) = a_party(store, "钱进").await;
    let mut tx = store.begin().await.unwrap();
    let region = a_region(&mut tx, "330402").await;
    let version = a_version(&mut tx, lecturer, "潮汐", CourseVersionState::Listed).await;
    let last = today() + chrono::Days::new(300);
    tx.set_appointment(lecturer, today(), last, AppointmentState::Active).await.unwrap();
    let (wish, times) = (wish(region), times());
    let request = tx.add_lecture_request(&new(&wish, &times, version, "link")).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    Scene { request, region, lecturer, party, version }
}

async fn moved(
    tx: &mut Tx,
    id: LectureRequestId,
    from: RequestState,
    revision: i64,
    to: RequestState,
) -> bool {
    let step = RequestStep { id, from, revision, to, due_at: None, remark: "意见", at: now() };
    tx.move_lecture_request(&step).await.unwrap()
}

pub(crate) fn offer(scene: &Scene) -> NewDispatch {
    NewDispatch {
        request_id: scene.request,
        lecturer_id: scene.lecturer,
        version_id: scene.version,
        starts_at: minutes(20 * DAYS),
        ends_at: minutes(20 * DAYS + 60),
        answer_until: minutes(3 * DAYS),
        dispatcher_id: scene.lecturer,
        created_at: now(),
    }
}

#[tokio::test]
async fn a_request_is_found_by_its_link_its_state_and_its_host() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut conn = db.store.read().await.unwrap();
        let id = conn.find_request_of_link("link").await.unwrap();
        assert_eq!(id, Some(scene.request), "{}", db.name);
        assert_eq!(conn.find_request_of_link("other").await.unwrap(), None);
        let row = conn.find_lecture_request(scene.request).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.region_zh.as_deref()), ("潮汐", Some("南湖区")));
        assert_eq!(conn.list_request_times(scene.request).await.unwrap().len(), 2);
        let state = RequestState::CountyReview;
        for (reach, n) in [(Reach::Everything, 1), (Reach::Nothing, 0)] {
            let search = RequestSearch { words: "", region: None, reach: &reach };
            assert_eq!(conn.count_lecture_requests(state, &search).await.unwrap(), n);
            let rows = conn.list_lecture_requests(state, &search, None, 9).await.unwrap();
            assert_eq!(i64::try_from(rows.len()).unwrap(), n);
            for (later, n) in [(0, rows.len()), (1, 0)] {
                let from = rows.first().map(|it| (it.created_at, (it.id.0 + later).into()));
                let on = conn.list_lecture_requests(state, &search, from, 9).await.unwrap();
                assert_eq!(on.len(), n, "{}", db.name);
            }
            let there = RequestSearch { words: "潮", region: Some(scene.region), ..search };
            assert_eq!(conn.count_lecture_requests(state, &there).await.unwrap(), n);
            let elsewhere = RequestSearch { region: Some(RegionId(987)), ..search };
            assert_eq!(conn.count_lecture_requests(state, &elsewhere).await.unwrap(), 0);
            let other = RequestSearch { words: "%", ..search };
            assert!(conn.list_lecture_requests(state, &other, None, 9).await.unwrap().is_empty());
        }
        let key = "1 菱歌示范小学";
        assert_eq!(conn.list_requests_of_host(key, now()).await.unwrap().len(), 1);
        assert!(conn.list_requests_of_host(key, minutes(1)).await.unwrap().is_empty());
        drop(conn);
        let mut tx = db.store.begin().await.unwrap();
        let (wish, times) = (wish(scene.region), times());
        let again = tx.add_lecture_request(&new(&wish, &times, scene.version, "link")).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_step_needs_the_state_and_the_revision_that_were_seen() {
    use RequestState::{CityReview, CountyReview, Matching, Reported, Returned};
    for db in databases().await {
        let scene = scene(&db.store).await;
        let id = scene.request;
        let mut tx = db.store.begin().await.unwrap();
        // Nobody holds the county's office, so that the request waits for nobody.
        let day = now().date_naive();
        let waiting = tx.list_unreviewed_requests(day, now(), 10).await.unwrap();
        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [id], "{}", db.name);
        assert_eq!(tx.count_unreviewed_requests(day, now()).await.unwrap(), 1, "{}", db.name);
        assert_eq!(tx.list_expired_requests(minutes(30 * DAYS)).await.unwrap(), [id], "in review");
        assert!(!moved(&mut tx, id, CountyReview, 2, CityReview).await, "another revision");
        assert!(!moved(&mut tx, id, Matching, 1, CityReview).await, "another state");
        assert!(moved(&mut tx, id, CountyReview, 1, Returned).await, "{}", db.name);
        let (mut wish, times) = (wish(scene.region), times());
        wish.audience = 200;
        let changed = new(&wish, &times[..1], scene.version, "link");
        assert!(!tx.change_lecture_request(id, 1, &changed).await.unwrap(), "stale");
        assert!(tx.change_lecture_request(id, 2, &changed).await.unwrap());
        tx.set_request_link(id, "another link").await.unwrap();
        assert_eq!(tx.find_request_of_link("another link").await.unwrap(), Some(id));
        assert_eq!(tx.list_request_times(id).await.unwrap().len(), 1);
        tx.set_request_whitelist(id, "第12号").await.unwrap();
        let row = tx.find_lecture_request(id).await.unwrap().unwrap();
        assert_eq!((row.audience, row.whitelist.as_str(), row.revision), (200, "第12号", 3));
        assert!(moved(&mut tx, id, CountyReview, 3, Matching).await);
        assert!(tx.list_expired_requests(minutes(20 * DAYS)).await.unwrap().is_empty());
        assert_eq!(tx.list_expired_requests(minutes(30 * DAYS)).await.unwrap(), [id]);
        let due = RequestStep {
            id,
            from: Matching,
            revision: 4,
            to: Reported,
            due_at: Some(minutes(5)),
            remark: "",
            at: now(),
        };
        assert!(tx.move_lecture_request(&due).await.unwrap());
        assert!(tx.list_requests_to_close(minutes(4)).await.unwrap().is_empty());
        assert_eq!(tx.list_requests_to_close(minutes(5)).await.unwrap(), [id]);
        assert_eq!(
            tx.sweep(DataClass::RequestContacts, minutes(9), 9).await.unwrap(),
            0,
            "not over yet"
        );
        assert!(moved(&mut tx, id, Reported, 5, RequestState::Closed).await);
        assert!(
            tx.has_swept_due(DataClass::RequestContacts, minutes(9)).await.unwrap(),
            "{}",
            db.name
        );
        assert_eq!(tx.sweep(DataClass::RequestContacts, minutes(9), 9).await.unwrap(), 1);
        assert!(
            !tx.has_swept_due(DataClass::RequestContacts, minutes(9)).await.unwrap(),
            "{}",
            db.name
        );
        assert_eq!(tx.sweep(DataClass::RequestContacts, minutes(9), 9).await.unwrap(), 0);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_request_has_one_live_dispatch_and_an_answer_comes_in_time() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let first = tx.add_dispatch(&offer(&scene)).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let second = tx.add_dispatch(&offer(&scene)).await;
        assert!(matches!(second, Err(StoreError::Conflict)), "{}: {second:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.list_offers_to(scene.lecturer).await.unwrap().len(), 1);
        assert!(tx.list_lapsed_offers(minutes(DAYS)).await.unwrap().is_empty());
        assert_eq!(tx.list_lapsed_offers(minutes(3 * DAYS)).await.unwrap(), [first]);
        let (start, end) = times()[1];
        let late = tx.accept_offer(first, minutes(3 * DAYS), start, end).await.unwrap();
        assert!(!late, "the deadline is the first instant that is too late");
        let lapsed = DispatchState::Lapsed;
        assert!(tx.end_offer(first, lapsed, None, "", now()).await.unwrap());
        assert!(!tx.end_offer(first, lapsed, None, "", now()).await.unwrap(), "once");
        let second = tx.add_dispatch(&offer(&scene)).await.unwrap();
        assert!(tx.accept_offer(second, now(), start, end).await.unwrap());
        let row = tx.find_dispatch(second).await.unwrap().unwrap();
        assert_eq!((row.state, row.starts_at), (DispatchState::Accepted, start));
        tx.withdraw_dispatches(scene.request, "另请讲师").await.unwrap();
        let states: Vec<_> = tx.list_dispatches_of(scene.request).await.unwrap();
        let states: Vec<_> = states.iter().map(|row| row.state).collect();
        assert_eq!(states, [DispatchState::Lapsed, DispatchState::Withdrawn]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn candidates_are_appointed_lecturers_of_the_field() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut conn = db.store.read().await.unwrap();
        let stage = SchoolStage::PrimaryUpper;
        let all =
            conn.list_candidates(FieldId(2), stage, today(), Some(scene.region)).await.unwrap();
        assert_eq!((all.len(), all[0].fits), (1, 1), "{}", db.name);
        assert!(conn.list_candidates(FieldId(3), stage, today(), None).await.unwrap().is_empty());
        let late = today() + chrono::Days::new(400);
        assert!(conn.list_candidates(FieldId(2), stage, late, None).await.unwrap().is_empty());
        let one = conn.find_candidate(scene.version, SchoolStage::Adult, today()).await.unwrap();
        assert_eq!(one.unwrap().fits, 0);
        let people = [scene.lecturer];
        assert_eq!(conn.list_active_terms(&people).await.unwrap().len(), 1);
        assert!(conn.list_last_asked(&people).await.unwrap().is_empty());
        assert!(conn.list_commitments_of(&[], now(), now()).await.unwrap().is_empty());
        let taken = conn.list_commitments_of(&[scene.party], now(), minutes(9)).await.unwrap();
        assert!(taken.is_empty());
        drop(conn);
        let mut tx = db.store.begin().await.unwrap();
        tx.add_dispatch(&offer(&scene)).await.unwrap();
        assert_eq!(tx.list_last_asked(&people).await.unwrap(), [(scene.lecturer, now())]);
        drop(tx);
        db.remove().await;
    }
}

/// A planned lecture of a county is found by what is looked for.
async fn searched(
    tx: &mut Tx,
    region: RegionId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    ends_at: DateTime<Utc>,
) {
    let all = DeliverySearch {
        words: "",
        from: None,
        until: None,
        region: None,
        town: None,
        states: DeliveryStates::Standing,
        reach: &Reach::Everything,
    };
    let own = Reach::Within { regions: vec![region], organisations: Vec::new() };
    let late = DeliveryStates::Unsettled(ends_at + chrono::TimeDelta::days(1));
    for (search, n) in [
        (all, 1),
        (DeliverySearch { reach: &own, region: Some(region), ..all }, 1),
        (DeliverySearch { reach: &Reach::Nothing, ..all }, 0),
        (DeliverySearch { words: "潮", from: Some(from), until: Some(until), ..all }, 1),
        (DeliverySearch { words: "山", ..all }, 0),
        (DeliverySearch { from: Some(until), ..all }, 0),
        (DeliverySearch { until: Some(from), ..all }, 0),
        (DeliverySearch { town: Some(region), ..all }, 0),
        (DeliverySearch { states: DeliveryStates::Given, ..all }, 0),
        (DeliverySearch { states: DeliveryStates::In(DeliveryState::Planned), ..all }, 1),
        (DeliverySearch { states: late, ..all }, 1),
        (DeliverySearch { states: DeliveryStates::Unsettled(from), ..all }, 0),
    ] {
        let rows = tx.list_deliveries(&search, None, 9).await.unwrap();
        assert_eq!(rows.len(), n, "{search:?}");
        let counted = tx.count_deliveries(&search).await.unwrap();
        assert_eq!(usize::try_from(counted).unwrap(), n, "{search:?}");
        for row in rows {
            let after = Some((row.starts_at - chrono::TimeDelta::seconds(1), row.id));
            assert!(tx.list_deliveries(&search, after, 9).await.unwrap().is_empty());
            let from = Some((row.starts_at, row.id));
            assert_eq!(tx.list_deliveries(&search, from, 9).await.unwrap(), [row]);
        }
    }
}

#[tokio::test]
async fn a_delivery_is_reported_verified_or_called_off() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let dispatch_id = tx.add_dispatch(&offer(&scene)).await.unwrap();
        let hall = tx.ensure_hall("小学 报告厅", "示范路1号", Some(scene.region)).await.unwrap();
        let again = tx.ensure_hall("小学 报告厅", "示范路1号", Some(scene.region)).await.unwrap();
        assert_eq!(hall, again, "{}", db.name);
        let found = tx.find_hall("小学 报告厅", "示范路1号", None).await.unwrap();
        assert_eq!(found, None, "in another county it is another hall");
        assert!(tx.list_places().await.unwrap().is_empty(), "no place to plan sessions in");
        let (starts_at, ends_at) = times()[0];
        let new = NewDelivery {
            request_id: scene.request,
            dispatch_id,
            lecturer_id: scene.lecturer,
            version_id: scene.version,
            region_id: Some(scene.region),
            place_id: Some(hall),
            starts_at,
            ends_at,
        };
        let id = tx.add_delivery(&new).await.unwrap();
        let by = tx.list_deliveries_by(scene.lecturer, now()).await.unwrap();
        assert_eq!(by.len(), 1);
        let (from, until) = (now(), minutes(40 * DAYS));
        let there = tx.list_deliveries_in(&[scene.region], from, until).await.unwrap();
        assert_eq!(there[0].place_name.as_deref(), Some("小学 报告厅"));
        searched(&mut tx, scene.region, (from, until), ends_at).await;
        let when = tx.list_delivery_times(&[scene.lecturer], from, until).await.unwrap();
        assert_eq!(when, [(scene.lecturer, starts_at)]);
        let (host, other) = ((180, starts_at, ends_at), (150, starts_at, ends_at));
        let (says, differs) = ((host, ""), (other, "学校停电改期"));
        let held = DeliveryState::Held;
        assert!(tx.report_delivery(id, 1, Reporter::Host, says, held).await.unwrap());
        assert!(!tx.report_delivery(id, 1, Reporter::Lecturer, differs, held).await.unwrap());
        assert!(tx.list_unsettled_deliveries(now(), 9).await.unwrap().is_empty());
        let late =
            tx.list_unsettled_deliveries(ends_at + chrono::TimeDelta::days(1), 9).await.unwrap();
        assert_eq!(late.len(), 1, "not verified in time");
        let after = ends_at + chrono::TimeDelta::days(1);
        assert!(tx.list_unsettled_deliveries(after, 0).await.unwrap().is_empty());
        assert_eq!(tx.count_unsettled_deliveries(after).await.unwrap(), 1, "{}", db.name);
        assert!(tx.report_delivery(id, 2, Reporter::Lecturer, differs, held).await.unwrap());
        assert_eq!(tx.list_unsettled_deliveries(now(), 9).await.unwrap().len(), 1);
        assert!(!tx.cancel_delivery(id).await.unwrap(), "reported already");
        let given = tx.find_delivery(id).await.unwrap().unwrap().version_id;
        tx.set_delivery_version(id, given).await.unwrap();
        assert_eq!(tx.find_delivery(id).await.unwrap().unwrap().version_no, 1, "{}", db.name);
        assert!(tx.verify_delivery(id, host, now()).await.unwrap());
        let row = tx.find_delivery(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.attendance), (DeliveryState::Verified, Some(180)));
        assert_eq!((row.day_reason.as_str(), row.accepted_at), ("学校停电改期", None));
        assert_eq!(tx.find_delivery_of(scene.request).await.unwrap().unwrap().id, id);
        let (key, right) = ((id, row.revision), (18, starts_at, ends_at));
        assert!(tx.correct_delivery(key, right, now()).await.unwrap(), "{}", db.name);
        assert!(!tx.correct_delivery(key, host, now()).await.unwrap(), "somebody was faster");
        let row = tx.find_delivery(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.attendance), (DeliveryState::Verified, Some(18)));
        assert_eq!(row.host_attendance, Some(180), "what was reported stays");
        assert!(!tx.is_delivery_on_paper(id).await.unwrap());
        let paper = a_paper(&mut tx, scene.lecturer, CertificateKind::ServiceStatement).await;
        tx.add_certificate_deliveries(paper, &[(id, starts_at, ends_at)]).await.unwrap();
        assert!(tx.is_delivery_on_paper(id).await.unwrap(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();

        let right = (20, starts_at, ends_at);
        let mut tx = db.store.begin().await.unwrap();
        let alone = tx.correct_delivery((id, row.revision), right, now()).await;
        assert!(matches!(alone, Err(StoreError::Refused)), "{}: {alone:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let (first, second) = (a_person(&mut tx, "李四").await, a_person(&mut tx, "王五").await);
        let before = (18, starts_at, ends_at);
        let change = Correction::Delivery { delivery: id, before, after: right };
        let new = NewPaperCorrection {
            person_id: scene.lecturer,
            title: "潮汐",
            amounts: (60, 60),
            change: &change,
            reason: "签到表为准",
            proposer_id: first,
            proposed_at: now(),
        };
        let correction = tx.add_paper_correction(&new).await.unwrap();
        let source = (CorrectionSource::Delivery, id.0);
        let waiting = tx.list_corrections_of_source(source).await.unwrap();
        assert_eq!(waiting[0].change, change, "{}", db.name);
        let to = CorrectionState::Confirmed;
        assert!(tx.end_paper_correction((correction, 1), to, (second, now()), "").await.unwrap());
        assert!(tx.correct_delivery((id, row.revision), right, now()).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_host_is_found_by_name_and_county_and_its_office_by_region() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = a_region(&mut tx, "330402").await;
        let organisation = NewOrganisation {
            name: "菱歌示范小学",
            match_key: "菱歌示范小学",
            kind: OrganisationKind::School,
            ..NewOrganisation::default()
        };
        let organisation_id = tx.add_organisation(&organisation).await.unwrap();
        let named = tx.find_organisation_by_key("菱歌示范小学").await.unwrap();
        assert_eq!(named, Some(organisation_id), "{}", db.name);
        let mut host = HostUnitRow {
            id: HostUnitId(0),
            merged_into: None,
            revision: 1,
            organisation_id,
            name: "菱歌示范小学".into(),
            match_key: "菱歌示范小学".into(),
            kind: Some(OrganisationKind::School),
            region_id: Some(region),
            town: "建设街道".into(),
            town_id: None,
            pupils: Some(900),
            hall: None,
            hall_type: "报告厅".into(),
            equipment: String::new(),
            contact: "沈老师".into(),
            phone: None,
            whitelisted: None,
            note: String::new(),
        };
        tx.add_host_units(std::slice::from_ref(&host)).await.unwrap();
        host.id = tx.list_host_units().await.unwrap()[0].id;
        (host.whitelisted, host.revision) = (Some(true), 2);
        tx.change_host_units(std::slice::from_ref(&host)).await.unwrap();
        let found = tx.find_host_unit("菱歌示范小学", Some(region)).await.unwrap();
        assert_eq!(found, Some(host.clone()), "{}", db.name);
        assert_eq!(tx.find_host_unit("菱歌示范小学", None).await.unwrap(), None);
        assert_eq!(tx.list_host_units().await.unwrap(), [host]);
        let person = crate::some::a_person(&mut tx, "许静宜").await;
        let grant = Grant {
            role: Role::CountyOffice,
            scope: Scope::Region(region),
            starts_on: today(),
            ends_on: None,
        };
        tx.add_grant(person, &grant).await.unwrap();
        let offices =
            tx.list_with_role_for_region(Role::CountyOffice, region, today()).await.unwrap();
        assert_eq!(offices, [person]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn lectures_of_the_same_stage_are_there_to_sit_in_on() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let dispatch = tx.add_dispatch(&offer(&scene)).await.unwrap();
        let delivery = NewDelivery {
            request_id: scene.request,
            dispatch_id: dispatch,
            lecturer_id: scene.lecturer,
            version_id: scene.version,
            region_id: Some(scene.region),
            place_id: None,
            starts_at: minutes(20 * DAYS),
            ends_at: minutes(20 * DAYS + 60),
        };
        tx.add_delivery(&delivery).await.unwrap();
        let other = crate::some::a_person(&mut tx, "孙悦").await;
        let course = a_version(&mut tx, other, "天气", CourseVersionState::NeedsRevision).await;
        let seen = tx.list_sit_ins((course, other), now()).await.unwrap();
        assert_eq!((seen.len(), seen[0].title.as_str()), (1, "潮汐"), "{}", db.name);
        let own = tx.list_sit_ins((scene.version, scene.lecturer), now()).await.unwrap();
        assert!(own.is_empty(), "not the own ones");
        let over = tx.list_sit_ins((course, other), minutes(20 * DAYS)).await.unwrap();
        assert!(over.is_empty(), "{}: only those to come", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_station_counts_the_lectures_that_its_unit_has_hosted() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let organisation = NewOrganisation {
            name: "云东社区",
            match_key: "云东社区",
            ..NewOrganisation::default()
        };
        let organisation_id = tx.add_organisation(&organisation).await.unwrap();
        let host =
            HostUnitRow { organisation_id, name: "云东社区".into(), ..HostUnitRow::default() };
        tx.add_host_units(std::slice::from_ref(&host)).await.unwrap();
        let host = tx.list_hosts_of(organisation_id).await.unwrap()[0].id;
        let station = crate::register_entry::facts("云东社区e站");
        let station = NewRegisterEntry {
            organisation_id: Some(organisation_id),
            ..crate::register_entry::new(RegisterKind::EStation, &station)
        };
        let station = tx.add_register_entry(&station, scene.lecturer, now()).await.unwrap();
        let (wish, times) = (wish(scene.region), times());
        let asked = NewLectureRequest {
            host_unit_id: Some(host),
            ..new(&wish, &times, scene.version, "station")
        };
        let request_id = tx.add_lecture_request(&asked).await.unwrap();
        let offer = NewDispatch { request_id, ..offer(&scene) };
        let dispatch_id = tx.add_dispatch(&offer).await.unwrap();
        let (starts_at, ends_at) = times[0];
        let planned = NewDelivery {
            request_id,
            dispatch_id,
            lecturer_id: scene.lecturer,
            version_id: scene.version,
            region_id: Some(scene.region),
            place_id: None,
            starts_at,
            ends_at,
        };
        let lecture = tx.add_delivery(&planned).await.unwrap();
        let row = tx.find_register_entry(station).await.unwrap().unwrap();
        assert_eq!(row.n_activities, 0, "{}: it is only planned", db.name);
        let says = ((60, starts_at, ends_at), "");
        let held = DeliveryState::Held;
        assert!(tx.report_delivery(lecture, 1, Reporter::Host, says, held).await.unwrap());
        let row = tx.find_register_entry(station).await.unwrap().unwrap();
        assert_eq!(row.n_activities, 1, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
