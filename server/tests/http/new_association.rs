//! A new association begins on an empty database: two accounts from the command line, and everything
//! else on pages, without any spreadsheet, up to a published session, a dispatched lecture, a verified
//! hour and an announced award.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use domain::{
    form::{Field, Values},
    id::PersonId,
};

use crate::{
    hour_claim::{PDF, claim, decision, send},
    trial_scene::{GOOD, sheet},
    world::{Answer, Person, World, complete_course, session_plan, start, worlds},
};

const PASSWORD: &str = "Kiln-osprey-7-Tarn";

/// The value of a field as a page has it.
fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
    rest.split('"').next().unwrap()
}

/// The value of an entry of a list, by its text.
fn entry(page: &str, text: &str) -> String {
    let (before, _) = page.split_once(&format!(">{text}</option>")).expect(text);
    let (_, option) = before.rsplit_once("<option value=\"").unwrap();
    option.split('"').next().unwrap().to_owned()
}

fn ok(answer: Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer
}

/// Whoever has a code sets a password with it, and is signed in.
async fn activated(world: &World, code: &str, id: PersonId) -> Person {
    let passwords =
        Values::default().with(Field::NewPassword, PASSWORD).with(Field::RepeatPassword, PASSWORD);
    let answer = ok(world.visitor().post(code, &passwords).await);
    let session = answer.cookies.iter().find(|cookie| cookie.starts_with("session=")).unwrap();
    world.visitor().with_cookie(session.split(';').next().unwrap()).known_as(id)
}

struct Story<'a> {
    world: &'a World,
    office: Person,
}

impl Story<'_> {
    /// Adds a person on the page, and opens an account for whoever gets one.
    async fn add(&self, name: &str, workplace: &str, field: &str) -> Person {
        let form = self.office.get("/person/new").await.body;
        let values = Values::default()
            .with(Field::Once, value(&form, "once"))
            .with(Field::PersonName, name)
            .with(Field::Workplace, workplace)
            .with(Field::County, entry(&form, "南湖区"))
            .with(Field::SubjectField, entry(&form, field));
        let id = ok(self.office.post("/person/new", &values).await).made();
        let code = Values::default().with(Field::SignInName, format!("user-{id}"));
        let issued = self.office.post(&format!("/person/{id}/activation"), &code).await.body;
        let (_, code) = issued.split_once("href=\"/activate/").expect("a code");
        let code = format!("/activate/{}", code.split('"').next().unwrap());
        activated(self.world, &code, PersonId(id)).await
    }

    /// Gives a role for everything, or for a county or unit as the page offers it.
    async fn give(&self, to: &Person, role: &str, scope: Option<&str>) {
        let at = format!("/person/{}", to.id);
        let page = self.office.get(&at).await.body;
        let scope = scope.map_or_else(|| "everything".to_owned(), |text| entry(&page, text));
        let values = Values::default().with(Field::Role, role).with(Field::Scope, scope);
        ok(self.office.post(&format!("{at}/grant"), &values).await);
    }

    async fn appoint(&self, lecturer: &Person, decider: &Person) {
        let today = start().date_naive();
        let values = Values::default()
            .with(Field::Corps, "city_lecturers")
            .with(Field::StartsOn, today.to_string())
            .with(Field::TermUntil, (today + Days::new(1_000)).to_string())
            .with(Field::Decider, decider.id.to_string())
            .with(Field::DocumentNo, "嘉科协〔2026〕8号")
            .with(Field::Once, "appointment");
        let at = format!("/person/{}/appointment", lecturer.id);
        ok(self.office.post(&at, &values).await);
    }
}

fn step(step: &str) -> Values {
    Values::default().with(Field::Step, step)
}

#[expect(clippy::too_many_lines, reason = "a whole year in one story")]
#[tokio::test(flavor = "multi_thread")]
async fn an_association_begins_with_two_accounts_and_pages_alone() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let first = world.actions.create_office(&call, "zhou", "周明远").await.unwrap();
        let office = activated(&world, &format!("/activate/{}", first.code), PersonId(1)).await;
        let story = Story { world: &world, office };
        let office = &story.office;

        // Who keeps the system and who keeps the trade name together somebody who decides.
        let keeper = world.actions.create_admin(&call, "yan", "严守业").await.unwrap();
        let keeper = activated(&world, &format!("/activate/{}", keeper.code), PersonId(2)).await;
        let decider = story.add("沈主席", "市科协", "物理").await;
        let keeping = Story { world: &world, office: keeper };
        keeping.give(&decider, "decision_maker", None).await;
        let second = office;
        let page = second.get(&format!("/person/{}", decider.id)).await.body;
        let (_, proposal) = page.split_once("/proposal/").expect("it waits for a second keeper");
        let proposal = proposal.split('/').next().unwrap();
        let confirm = format!("/person/{}/proposal/{proposal}/confirm", decider.id);
        ok(second.post(&confirm, &Values::default()).await);

        // A lecturer is appointed; a panel of five workplaces, the first a school.
        let lecturer = story.add("钱进", "嘉兴示范大学", "水利与潮汐").await;
        story.appoint(&lecturer, &decider).await;
        let fields = ["物理", "化学", "数学", "气象", "天文与航天"];
        let mut panel = Vec::new();
        for (name, field) in ["郑一", "王二", "冯三", "陈四", "褚五"].iter().zip(fields) {
            let place = if panel.is_empty() {
                "示范中学".into()
            } else {
                format!("{name}的示范研究所")
            };
            let one = story.add(name, &place, field).await;
            story.give(&one, "panelist", None).await;
            panel.push(one);
        }

        // A course is written, found sound, and reviewed in a published session.
        let mut course = complete_course();
        course.set(Field::Once, "course");
        let file = Some(("slides", "潮汐.pdf", PDF));
        let version = ok(lecturer.upload("/course/new", &course, file).await).made();
        ok(lecturer.post(&format!("/course/{version}/submit"), &Values::default()).await);
        let clear = Values::default().with(Field::Decision, "clear");
        ok(office.post(&format!("/course_check/{version}"), &clear).await);
        let mut plan = session_plan("2026-12-10", "09:00").with(Field::Once, "session");
        for one in &panel {
            plan.push(Field::Panel, one.id.to_string());
        }
        let session = ok(office.post("/review_session/new", &plan).await).made();
        let at_session = format!("/review_session/{session}");
        ok(office.post(&format!("{at_session}/publish"), &Values::default()).await);

        let picker = lecturer.get(&format!("/course/{version}/booking")).await.body;
        let (before, _) = picker.split_once("data-state=\"free\"").expect("a free slot");
        let (_, slot) = before.rsplit_once("value=\"").unwrap();
        let slot = Values::default().with(Field::Slot, slot.split('"').next().unwrap());
        let held = ok(lecturer.post(&format!("/course/{version}/booking"), &slot).await).location;
        ok(lecturer.post(&format!("{held}/confirm"), &Values::default()).await);
        let lecture = held.replace("/booking/", "/trial_lecture/");
        let booking = held.rsplit('/').next().unwrap().to_owned();

        let morning = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        let day: NaiveDate = "2026-12-10".parse().unwrap();
        world.wait(actions::to_utc(day, morning) - world.now());
        world.actions.close_due_sessions(world.now()).await.unwrap();
        let office = &again(&world, "zhou", office.id).await;
        let lecturer = &again(&world, &format!("user-{}", lecturer.id), lecturer.id).await;
        let mut seats = Vec::new();
        for one in &panel {
            let one = again(&world, &format!("user-{}", one.id), one.id).await;
            let none = Values::default().with(Field::Relation, "none");
            ok(one.post(&format!("{lecture}/relation"), &none).await);
            seats.push(one);
        }
        let sitting = format!("{at_session}/sitting");
        ok(office.post(&sitting, &Values::default()).await);
        let mut presence = step("presence");
        for one in &seats {
            presence.push(Field::Present, one.id.to_string());
        }
        let at_lecture = format!("{sitting}/{booking}");
        ok(office.post(&at_lecture, &presence).await);
        ok(office.post(&at_lecture, &step("start")).await);
        world.wait(TimeDelta::minutes(20));
        ok(office.post(&at_lecture, &step("end")).await);
        for one in &seats {
            ok(one.post(&format!("{lecture}/sheet"), &sheet(GOOD)).await);
        }
        ok(office.post(&format!("{lecture}/close"), &Values::default()).await);
        let verdict = Values::default().with(Field::Verdict, "approve").with(Field::Changes, "");
        ok(office.post(&format!("{lecture}/verdict"), &verdict).await);
        let confirm = Values::default().with(Field::Decision, "confirm");
        ok(office.post(&format!("{lecture}/decision"), &confirm).await);
        ok(office.post(&format!("/course/{version}/refinement/list"), &Values::default()).await);

        // A school that nobody has entered asks for it, and the lecturer comes.
        let catalogue = world.visitor().get("/catalogue").await.body;
        let (_, course) = catalogue.split_once("href=\"/catalogue/").expect("it is listed");
        let course = format!("/catalogue/{}/request", course.split('"').next().unwrap());
        let form = world.visitor().get(&course).await.body;
        let wish = Values::default()
            .with(Field::Once, value(&form, "once"))
            .with(Field::HostName, "菱歌示范小学")
            .with(Field::HostKind, "school")
            .with(Field::HostCounty, entry(&form, "南湖区"))
            .with(Field::Whitelist, "进校园白名单第12号")
            .with(Field::Address, "示范路1号")
            .with(Field::Hall, "报告厅")
            .with(Field::HallEquipment, "投影")
            .with(Field::Stage, "primary_upper")
            .with(Field::Audience, "100")
            .with(Field::Mode, "onsite")
            .with(Field::Day1, "2027-01-14")
            .with(Field::Hour1, "14:00")
            .with(Field::Contact, "沈老师")
            .with(Field::ContactPhone, "13812345678")
            .with(Field::Wish, "")
            .with(Field::Adult, "yes")
            .with(Field::Consent, "yes");
        ok(world.visitor().post(&course, &wish).await);
        let list = office.get("/lecture_request?state=county_review").await.body;
        let (_, request) = list.split_once("href=\"/lecture_request/").expect("the request");
        let request = format!("/lecture_request/{}", request.split('"').next().unwrap());
        // Of a county without an office of its own the city passes both reviews.
        for _ in 0..2 {
            let page = office.get(&request).await.body;
            if !page.contains("name=\"decision\"") {
                break;
            }
            let pass = Values::default()
                .with(Field::Revision, value(&page, "revision"))
                .with(Field::Decision, "pass");
            ok(office.post(&format!("{request}/decide"), &pass).await);
        }
        let board = office.get(&request).await.body;
        let (_, candidate) = board.split_once("name=\"candidate\" value=\"").expect("a candidate");
        let choice = Values::default().with(Field::Candidate, candidate.split('"').next().unwrap());
        ok(office.post(&format!("{request}/dispatch"), &choice).await);
        let desk = lecturer.get("/desk").await.body;
        let (_, dispatch) = desk.split_once("href=\"/dispatch/").expect("an offer");
        let dispatch = format!("/dispatch/{}", dispatch.split('"').next().unwrap());
        ok(lecturer.post(&format!("{dispatch}/accept"), &Values::default()).await);

        // A tutor's hours: the unit's officer confirms, the city verifies.
        let story = Story { world: &world, office: office.clone() };
        let tutor = story.add("沈小鱼", "菱歌示范中学", "科学教育").await;
        story.give(&tutor, "tutor", None).await;
        let officer = story.add("单正", "菱歌示范中学", "科学教育").await;
        story.give(&officer, "unit_officer", Some("菱歌示范中学")).await;
        let mut hours = claim("one");
        // The year before ended with November.
        hours.set(Field::FirstDay, "2026-12-05");
        hours.set(Field::LastDay, "2026-12-06");
        let claimed = ok(send(&tutor, &hours, PDF).await).made();
        let decide = format!("/hour_claim/{claimed}/decide");
        ok(officer.post(&decide, &decision("accept", 2, "", "")).await);
        ok(office.post(&decide, &decision("accept", 3, "12", "")).await);
        assert!(tutor.get("/training_record").await.body.contains("12"), "{}", world.db.name);

        // An award is announced; its judges were entered on pages, too.
        let mut judges = Values::default();
        for name in ["卫评", "蒋评", "沈评", "韩评", "杨评"] {
            let judge = story.add(name, &format!("{name}的单位"), "数学").await;
            story.give(&judge, "judge", None).await;
            judges.push(Field::Judges, judge.id.to_string());
        }
        let cycle = ok(office.post("/award/new", &crate::award_scene::head()).await).made();
        let page = office.get(&format!("/award/{cycle}")).await.body;
        let (_, category) = page.split_once(&format!("/award/{cycle}/category/")).unwrap();
        let category = category.split('"').next().unwrap();
        let rules = Values::default()
            .with(Field::Revision, "1")
            .with(Field::Criteria, "育人成效 50\n活动 50")
            .with(Field::QuotaKind, "open")
            .with(Field::Seats, "2")
            .with(Field::AddedSeats, "");
        ok(office.post(&format!("/award/{cycle}/category/{category}"), &rules).await);
        ok(office.post(&format!("/award/{cycle}/judges"), &judges).await);
        ok(office.post(&format!("/award/{cycle}/step"), &step("announce")).await);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The same person signed in anew: weeks have passed.
async fn again(world: &World, name: &str, id: PersonId) -> Person {
    let values = Values::default().with(Field::SignInName, name).with(Field::Password, PASSWORD);
    let answer = ok(world.visitor().post("/sign_in", &values).await);
    let session = answer.cookies.iter().find(|cookie| cookie.starts_with("session=")).unwrap();
    world.visitor().with_cookie(session.split(';').next().unwrap()).known_as(id)
}
