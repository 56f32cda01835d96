//! Lectures: what is typed at each field, who sees what, and hosts from a roster.

use domain::{
    form::{Field, Values},
    id::LectureRequestId,
    role::Role,
};

use crate::{
    lecture::Scene,
    world::{Person, World, worlds},
};

#[tokio::test]
async fn a_refused_request_says_why_at_each_field_and_keeps_the_text() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        let cases = [
            (Field::HostName, "x"),
            (Field::HostKind, "university"),
            (Field::HostCounty, "4711"),
            (Field::Address, ""),
            (Field::Hall, ""),
            (Field::Stage, "none"),
            (Field::Audience, "很多"),
            (Field::Mode, "both"),
            (Field::Day1, "2026-12-01"),
            (Field::Day1, "2027-11-01"),
            (Field::Hour1, "25:00"),
            (Field::Contact, ""),
            (Field::ContactPhone, "12345"),
            (Field::Adult, ""),
            (Field::Consent, ""),
        ];
        for (field, wrong) in cases {
            let mut values = scene.wish(1, "2026-12-10", "14:00");
            values.set(field, wrong);
            let answer = world.visitor().post(&path, &values).await;
            assert_eq!(answer.status, 422, "{field} {wrong} on {}", world.db.name);
            assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}");
            assert!(answer.body.contains(&format!("id=\"{field}\"")), "{field}");
            assert!(answer.body.contains("投影䶮") && answer.body.contains("&lt;b&gt;请讲"));
        }
        let page = scene.office.get("/lecture_request?state=county_review").await.body;
        assert!(!page.contains("card-title"), "nothing was written");
        world.remove().await;
    }
}

/// The request at each state of its way, with what there is by then.
async fn addresses(world: &World, scene: &Scene, id: LectureRequestId) -> Vec<String> {
    let mut conn = world.db.store.read().await.unwrap();
    let mut all = vec![format!("/lecture_request/{id}")];
    for dispatch in conn.list_dispatches_of(id).await.unwrap() {
        all.push(format!("/dispatch/{}", dispatch.id));
    }
    if let Some(delivery) = conn.find_delivery_of(id).await.unwrap() {
        all.push(format!("/delivery/{}", delivery.id));
        all.push(format!("/calendar/place/{}", delivery.place_id.unwrap()));
    }
    all.push(format!("/calendar/county/{}", scene.nanhu));
    all.push(format!("/calendar/person/{}", scene.lecturer.id));
    all
}

async fn nothing_for(world: &World, scene: &Scene, id: LectureRequestId, who: &Person, name: &str) {
    for path in addresses(world, scene, id).await {
        let answer = who.get(&path).await;
        let what = format!("{name} at {path} on {}", world.db.name);
        assert!([303, 403, 404].contains(&answer.status), "{what}: {}", answer.status);
        assert!(!answer.body.contains("示范1小学"), "{what}");
        for verb in ["decide", "dispatch", "look_again", "cancel", "report", "settle", "accept"] {
            let values = Values::default().with(Field::Reason, "与我无关的理由");
            let answer = who.post(&format!("{path}/{verb}"), &values).await;
            assert!([303, 403, 404].contains(&answer.status), "{what}/{verb}");
            assert!(answer.status != 303 || answer.location.starts_with("/sign_in"), "{what}");
        }
    }
    for path in ["/lecture_request", "/desk", "/calendar", "/inbox"] {
        assert!(!who.get(path).await.body.contains("示范1小学"), "{name} at {path}");
    }
}

#[tokio::test]
async fn a_neighbour_and_a_visitor_see_nothing_in_any_state() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let stranger = world.lecturer("孙悦").await;
        let tutor = world.person("某人", &[Role::Tutor], "示范", "other", 1).await;
        let others = [
            (&scene.neighbour, "the neighbour county"),
            (&world.visitor(), "a visitor"),
            (&stranger, "another lecturer"),
            (&tutor, "a tutor"),
        ];
        for (who, name) in others {
            nothing_for(&world, &scene, id, who, name).await;
        }
        let dispatch = scene.dispatched(&world, id).await;
        for (who, name) in others {
            nothing_for(&world, &scene, id, who, name).await;
        }
        let accept = format!("/dispatch/{dispatch}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        for (who, name) in others {
            nothing_for(&world, &scene, id, who, name).await;
        }
        for path in addresses(&world, &scene, id).await {
            if path.starts_with("/dispatch") || path.contains("/person/") {
                continue;
            }
            for who in [&scene.county, &scene.office] {
                assert_eq!(who.get(&path).await.status, 200, "{path} on {}", world.db.name);
            }
        }
        let list = scene.county.get("/lecture_request?state=confirmed").await.body;
        assert!(list.contains("示范1小学") && list.contains("138****5678"));
        assert!(!list.contains("13812345678"), "a list shows a masked number");
        let wrong = world.visitor().get("/request/0123456789abcdef0123456789abcdef").await;
        assert_eq!(wrong.status, 404, "an unknown link");
        assert!(!world.visitor().get(&link).await.body.contains("13812345678"));
        world.remove().await;
    }
}

#[tokio::test]
async fn every_calendar_has_month_week_and_list_and_takes_any_address() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        scene.lecturer.post(&format!("/dispatch/{dispatch}/accept"), &Values::default()).await;
        let place = scene.delivery(&world, id).await.place_id.unwrap();
        let pages = [
            (&scene.lecturer, "/calendar".to_owned()),
            (&scene.office, format!("/calendar/person/{}", scene.lecturer.id)),
            (&scene.county, format!("/calendar/place/{place}")),
            (&scene.county, format!("/calendar/county/{}", scene.nanhu)),
        ];
        for (who, path) in &pages {
            for view in ["month", "week", "list"] {
                let shown = who.get(&format!("{path}?view={view}&date=2026-12-10")).await;
                assert_eq!(shown.status, 200, "{path} {view}");
                assert!(shown.body.contains("授课"), "{path} {view} on {}", world.db.name);
                let empty = who.get(&format!("{path}?view={view}&date=2027-06-10")).await;
                assert!(!empty.body.contains("授课</a>"), "{path} {view}");
            }
            for query in ["?view=year&date=x", "?date=0001-01-01", "?date=9999-12-31", "?view=%00"]
            {
                assert_eq!(who.get(&format!("{path}{query}")).await.status, 200, "{path}{query}");
            }
        }
        assert_eq!(scene.county.get("/calendar/county/x").await.status, 404);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lecture_form_breaks_whatever_is_typed() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        let forms = [
            (&scene.office, format!("/lecture_request/{id}/decide")),
            (&scene.office, format!("/lecture_request/{id}/dispatch")),
            (&scene.lecturer, format!("/dispatch/{dispatch}/decline")),
            (&world.visitor(), format!("{link}/report")),
            (&world.visitor(), format!("{link}/edit")),
            (&world.visitor(), format!("/catalogue/{}/request", scene.version)),
        ];
        for text in ["", "　", "<script>alert(1)</script>", "-1", "99999999999999999999", "1-1-1"]
        {
            let mut values = Values::default();
            for field in Field::ALL {
                values.push(*field, text);
            }
            for (who, path) in &forms {
                let answer = who.post(path, &values).await;
                assert!(answer.status < 500, "{path} with {text}: {}", answer.status);
                assert!(!answer.body.contains("<script>alert"), "{path} echoes a script");
            }
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn hosts_are_imported_once_and_found_by_the_request_form() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/rosters/hosts.xlsx");
        let bytes = std::fs::read(path).unwrap();
        let file = actions::Incoming { name: "hosts.xlsx".into(), bytes };
        let call = actions::Call::anonymous(world.now(), "");
        let (reader, kind) = (actions::SheetReader::Here, domain::roster::Kind::Hosts);
        let today = "2026-11-25".parse().unwrap();
        let preview = world.actions.preview_file(&reader, kind, today, file.clone()).await.unwrap();
        assert!(preview.changes.new > 100, "{}", world.db.name);
        assert_eq!(preview.changes.changed, 0);
        let import = world.actions.import_file(&call, &reader, &preview, file.clone());
        import.await.unwrap();
        let again = world.actions.preview_file(&reader, kind, today, file).await.unwrap();
        assert_eq!((again.changes.new, again.changes.changed), (0, 0), "{}", world.db.name);
        let hosts = world.db.store.read().await.unwrap().list_host_units().await.unwrap();
        assert_eq!(hosts.len(), preview.changes.new);
        let host = hosts.iter().find(|host| host.region_id == Some(scene.nanhu)).unwrap();
        let mut values = scene.wish(1, "2026-12-10", "14:00");
        values.set(Field::HostName, host.name.as_str());
        let (_, id) = scene.ask(&world, &values).await;
        let mut conn = world.db.store.read().await.unwrap();
        let request = conn.find_lecture_request(id).await.unwrap().unwrap();
        assert!(request.host_unit_id.is_some(), "known by name and county");
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_county_sends_lecturers_to_its_own_hosts_and_to_no_others() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, id, "pass").await.status, 303);
        let choice = Values::default().with(Field::Candidate, format!("{}-1", scene.version));
        let path = format!("/lecture_request/{id}");
        let early = scene.county.post(&format!("{path}/dispatch"), &choice).await;
        assert_eq!(early.status, 409, "{}: the city has not passed it", world.db.name);
        assert_eq!(scene.decide(&world, &scene.county, id, "pass").await.status, 409);
        assert_eq!(scene.decide(&world, &scene.office, id, "pass").await.status, 303);
        assert!(scene.county.get("/desk").await.body.contains(&format!("href=\"{path}\"")));
        assert!(scene.county.get(&path).await.body.contains("name=\"candidate\""), "the board");
        assert_eq!(scene.neighbour.post(&format!("{path}/dispatch"), &choice).await.status, 404);
        assert_eq!(scene.county.post(&format!("{path}/dispatch"), &choice).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let dispatch = conn.list_dispatches_of(id).await.unwrap().pop().unwrap();
        drop(conn);
        let accept = format!("/dispatch/{}/accept", dispatch.id);
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        let why = Values::default().with(Field::Reason, "学校临时有外事活动，请另约时间");
        assert_eq!(scene.neighbour.post(&format!("{path}/look_again"), &why).await.status, 404);
        assert_eq!(scene.county.post(&format!("{path}/look_again"), &why).await.status, 303);
        assert_eq!(scene.county.post(&format!("{path}/cancel"), &why).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}
