// Every page: accessible, never wider than the screen, nothing from elsewhere, and no script where
// no island is. Variants of language, scheme, type size and width take turns.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { signIn } from "./support/people.ts";
import type { Server } from "./support/server.ts";
import { ask, requestOf } from "./support/lecture.ts";
import { expect, post, test as base, unique } from "./support/story.ts";

// One window for all pages of a worker: to open one takes as long as to look at a page.
const test = base.extend<object, { window: Page }>({
  window: [
    async ({ browser }, use, { project }) => {
      const { javaScriptEnabled, locale, timezoneId } = project.use;
      const context = await browser.newContext({ javaScriptEnabled, locale, timezoneId });
      await use(await context.newPage());
      await context.close();
    },
    { scope: "worker" },
  ],

  page: async ({ window }, use) => {
    await use(window);
    window.removeAllListeners();
    await window.goto("about:blank");
    await window.context().clearCookies();
  },
});

type Entry = {
  route: string;
  who?: string;
  /** The address, where it is not the route itself. */
  address?: string | ((page: Page, server: Server) => Promise<string>);
  /** What the page is about, where route and person have another entry. */
  about?: string;
  status?: number;
  hasIsland?: boolean;
};

const application = /^\/lecturer_application\/\d+$/;
const assessment = /^\/annual_assessment\/\d+$/;

const pages: Entry[] = [
  { route: "/" },
  { route: "/privacy" },
  { route: "/complaint" },
  { route: "/verify" },
  {
    route: "/verify/{token}",
    who: "decider",
    address: async (page) =>
      linked(
        await linked("/award/3/certificates", /^\/certificate\/\d+$/)(page),
        /^\/verify\/[0-9a-f]+$/,
      )(page),
  },
  { route: "/certificates", who: "lecturer" },
  { route: "/certificates", who: "unit" },
  { route: "/certificates/new", who: "tutor" },
  { route: "/certificate_issuer", who: "office" },
  { route: "/work_calendar", who: "office" },
  { route: "/work_calendar/{year}", who: "office", address: "/work_calendar/2027" },
  { route: "/evidence", who: "tutor" },
  { route: "/evidence/new", who: "lecturer" },
  { route: "/evidence/queue", who: "unit" },
  { route: "/evidence/{id}", who: "unit", address: linked("/evidence/queue", /^\/evidence\/\d+$/) },
  {
    route: "/evidence/{id}/change",
    who: "tutor",
    address: async (page) => `${await linked("/evidence", /^\/evidence\/\d+$/)(page)}/change`,
  },
  { route: "/person/{id}/evidence", who: "county", address: evidenceOf("") },
  { route: "/person/{id}/evidence/new", who: "unit", address: evidenceOf("/new") },
  { route: "/paper_corrections", who: "county" },
  {
    route: "/paper_correction/{id}",
    who: "county",
    address: linked("/paper_corrections", /^\/paper_correction\/\d+$/),
  },
  { route: "/award/{id}/certificates", who: "office", address: "/award/3/certificates" },
  {
    route: "/certificate/{id}",
    who: "office",
    address: linked("/award/3/certificates", /^\/certificate\/\d+$/),
  },
  {
    route: "/certificate/{id}",
    who: "decider",
    about: "a revocation",
    address: linked("/award/3/certificates", /^\/certificate\/3$/),
  },
  { route: "/my_information", who: "lecturer" },
  { route: "/data_request", who: "office" },
  { route: "/data_request/{id}", who: "office", address: dataRequest },
  { route: "/complaints", who: "office" },
  { route: "/complaint/{id}", who: "office", address: complaint },
  { route: "/receipt/{token}", address: async (page) => complained(page) },
  { route: "/sign_in" },
  { route: "/activate/{code}", address: activation },
  { route: "/catalogue" },
  { route: "/catalogue", address: "/catalogue?q=nothing+of+that+kind" },
  { route: "/catalogue/{id}", address: linked("/catalogue", /^\/catalogue\/\d+$/) },
  {
    route: "/catalogue/{id}/report_error",
    address: async (page) =>
      `${await linked("/catalogue", /^\/catalogue\/\d+$/)(page)}/report_error`,
  },
  { route: "/style-guide" },
  { route: "/nowhere", status: 404 },
  { route: "/", who: "lecturer" },
  { route: "/desk", who: "lecturer" },
  { route: "/desk", who: "lecturer2" },
  { route: "/desk", who: "office" },
  { route: "/desk", who: "county" },
  { route: "/desk", who: "reviewer" },
  { route: "/desk", who: "panelist" },
  { route: "/desk", who: "supervisor" },
  { route: "/account", who: "lecturer" },
  { route: "/account/second_factor", who: "lecturer" },
  { route: "/factor_demand", who: "admin" },
  { route: "/password", who: "supervisor" },
  { route: "/calendar", who: "county" },
  { route: "/calendar/feed", who: "lecturer" },
  { route: "/account/mail", who: "lecturer" },
  { route: "/told", who: "tutor" },
  { route: "/unread", who: "county" },
  { route: "/outbox", who: "admin" },
  { route: "/deputy", who: "county" },
  { route: "/absence", who: "lecturer" },
  { route: "/register", who: "office" },
  { route: "/report", who: "county" },
  { route: "/register/{kind}", who: "county", address: "/register/safeguarding" },
  { route: "/register/{kind}/new", who: "office", address: "/register/whitelist/new" },
  {
    route: "/register_entry/{id}",
    who: "county",
    address: linked("/register/e_station", /^\/register_entry\/\d+$/),
  },
  {
    route: "/register_entry/{id}/change",
    who: "office",
    address: async (page) => `${await linked("/register/team", /^\/register_entry\/\d+$/)(page)}/change`,
  },
  { route: "/school_calendar", who: "county" },
  { route: "/school_calendar/{id}", who: "office", address: linked("/school_calendar", /^\/school_calendar\/\d+$/) },
  { route: "/absence/{id}", who: "panelist", address: linked("/absence", /^\/absence\/\d+$/) },
  {
    route: "/person/{id}/absence",
    who: "office",
    address: async (page) => `${await linked("/person?q=zhou", /^\/person\/\d+$/)(page)}/absence`,
  },
  { route: "/calendar", who: "lecturer2" },
  { route: "/calendar", who: "panelist" },
  { route: "/calendar", who: "lecturer", address: "/calendar?view=month" },
  { route: "/calendar", who: "lecturer2", address: "/calendar?view=week" },
  {
    route: "/calendar/county/{id}",
    who: "county",
    address: async (page) => `${await linked("/calendar", /county\/\d+$/)(page)}?view=month`,
  },
  { route: "/calendar/person/{id}", who: "office", address: personCalendar },
  { route: "/calendar/place/{id}", who: "office", address: "/calendar/place/1" },
  { route: "/inbox", who: "county" },
  { route: "/inbox", who: "panelist" },
  { route: "/course", who: "lecturer" },
  { route: "/course/new", who: "lecturer" },
  { route: "/course/{id}", who: "lecturer", address: linked("/course", /^\/course\/\d+$/) },
  { route: "/course/{id}/edit", who: "lecturer", address: linked("/desk", /\/edit$/) },
  {
    route: "/course/{id}/booking",
    who: "lecturer",
    address: linked("/desk", /\/booking$/),
    hasIsland: true,
  },
  { route: "/booking/{id}", who: "lecturer2", address: linked("/desk", /^\/booking\/\d+$/) },
  { route: "/course_check", who: "reviewer" },
  {
    route: "/course_check/{id}",
    who: "office",
    address: linked("/course_check", /^\/course_check\/\d+$/),
  },
  {
    route: "/booking/{id}/reschedule",
    who: "lecturer2",
    address: async (page) => `${await linked("/desk", /^\/booking\/\d+$/)(page)}/reschedule`,
  },
  { route: "/waiting/{id}", who: "lecturer", address: linked("/desk", /^\/waiting\/\d+$/) },
  { route: "/listing", who: "office" },
  {
    route: "/course/{id}/listing",
    who: "office",
    address: linked("/listing", /^\/course\/\d+\/listing$/),
  },
  { route: "/review_session/{id}/slot/{slot}", who: "office", address: freeSlot },
  { route: "/review_session", who: "county", status: 403 },
  { route: "/review_session", who: "office" },
  { route: "/review_session/new", who: "office" },
  { route: "/panel_proposal", who: "office" },
  { route: "/review_session/{id}", who: "office", address: linked("/desk", /session\/\d+$/) },
  { route: "/review_session/{id}", who: "panelist", address: linked("/desk", /session\/\d+$/) },
  { route: "/review_session/{id}/sitting", who: "panelist", address: sitting },
  { route: "/review_session/{id}/sitting", who: "office", address: sitting },
  { route: "/calibration", who: "office" },
  { route: "/observation", who: "office" },
  { route: "/observation", who: "panelist" },
  { route: "/observation", who: "lecturer" },
  { route: "/observation/{id}", who: "panelist", address: linked("/observation", /^\/observation\/\d+$/) },
  { route: "/observation/{id}", who: "lecturer", address: linked("/observation", /^\/observation\/\d+$/) },
  { route: "/observation/{id}", who: "office", address: linked("/observation", /^\/observation\/\d+$/) },
  { route: "/observation/{id}/observer", who: "office", address: linked("/desk", /^\/observation\/\d+\/observer$/) },
  {
    route: "/observation/{id}/sheet",
    who: "panelist",
    address: async (page) => `${await linked("/observation", /^\/observation\/\d+$/)(page)}/sheet`,
  },
  {
    route: "/delivery/{id}/observation",
    who: "office",
    address: linked("/observation", /^\/delivery\/\d+\/observation$/),
  },
  { route: "/trial_lecture/{id}/audience_juror", who: "office", address: jurorPage },
  { route: "/j/{code}", address: jurorLink },
  { route: "/j/{code}/thanks", address: async (page, server) => `${await jurorLink(page, server)}/thanks` },
  { route: "/trial_lecture/{id}", who: "office", address: anyLecture },
  { route: "/trial_lecture/{id}", who: "panelist", address: lecture },
  {
    route: "/trial_lecture/{id}/sheet",
    who: "panelist",
    address: async (page) => `${await lecture(page)}/sheet`,
    hasIsland: true,
  },
  {
    route: "/course/{id}/refinement",
    who: "lecturer",
    address: linked("/inbox", /refinement$/),
  },
  {
    route: "/course/{id}/refinement",
    who: "office",
    about: "a course with three rounds",
    // The newest course of the front page.
    address: async (page) => {
      const course = await linked("/", /^\/catalogue\/\d+$/)(page);
      return `${course.replace("/catalogue/", "/course/")}/refinement`;
    },
  },
  {
    route: "/review_session/{id}/edit",
    who: "office",
    address: plannedSession,
  },
  {
    route: "/review_session/{id}/panel",
    who: "office",
    address: async (page) => `${await linked("/desk", /session\/\d+$/)(page)}/panel`,
  },
  {
    route: "/review_session/{id}/series",
    who: "office",
    address: async (page) => `${await linked("/desk", /session\/\d+$/)(page)}/series`,
  },
  {
    route: "/review_session/{id}/series",
    who: "office",
    about: "its days",
    address: async (page) =>
      `${await linked("/desk", /session\/\d+$/)(page)}/series?held_on=2030-03-07&every_weeks=2&n_sessions=6`,
  },
  { route: "/review_session/{id}/slot/{slot}/change", who: "office", address: slotToChange },
  { route: "/review_session", who: "organiser" },
  { route: "/review_session/new", who: "organiser" },
  { route: "/award", who: "organiser" },
  { route: "/award/new", who: "organiser" },
  { route: "/reference_lecture", who: "office" },
  { route: "/reference_lecture", who: "panelist" },
  {
    route: "/reference_lecture/{id}",
    who: "panelist",
    address: linked("/reference_lecture", /^\/reference_lecture\/\d+$/),
  },
  {
    route: "/review_session/{id}/move",
    who: "office",
    address: async (page) => `${await linked("/desk", /session\/\d+$/)(page)}/move`,
  },
  {
    route: "/catalogue/{id}/request",
    address: async (page) => `${await linked("/catalogue", /^\/catalogue\/\d+$/)(page)}/request`,
  },
  { route: "/request/{token}", address: async (page) => (await asked(page)).link },
  { route: "/request/{token}/edit", address: returned },
  { route: "/lecture_request", who: "county" },
  { route: "/lecture_request", who: "office" },
  { route: "/lecture_request", who: "office", address: "/lecture_request?state=closed" },
  { route: "/lecture_request", who: "lecturer", status: 403 },
  {
    route: "/lecture_request/{id}",
    who: "county",
    address: linked("/lecture_request", /^\/lecture_request\/\d+$/),
  },
  {
    route: "/lecture_request/{id}",
    who: "office",
    address: linked("/lecture_request", /^\/lecture_request\/\d+$/),
  },
  {
    route: "/lecture_request/{id}/link",
    who: "office",
    address: async (page) =>
      `${await linked("/lecture_request", /^\/lecture_request\/\d+$/)(page)}/link`,
  },
  { route: "/dispatch/{id}", who: "lecturer", address: linked("/desk", /^\/dispatch\/\d+$/) },
  { route: "/delivery/{id}", who: "lecturer", address: linked("/desk", /^\/delivery\/\d+$/) },
  { route: "/delivery", who: "office" },
  { route: "/delivery", who: "county", address: "/delivery?state=given&from=2026-01-01" },
  { route: "/place", who: "office" },
  { route: "/roster", who: "office" },
  { route: "/roster/{plan}", who: "office", address: plan },
  { route: "/place/{id}/change", who: "office", address: linked("/place", /^\/place\/\d+\/change$/) },
  { route: "/person", who: "office" },
  { route: "/person", who: "office", address: "/person?q=nobody+of+that+name" },
  {
    route: "/person/{id}",
    who: "office",
    address: linked("/person?q=zhou", /^\/person\/\d+$/),
  },
  { route: "/person/{id}", who: "admin", address: linked("/person?q=zhou", /^\/person\/\d+$/) },
  { route: "/person", who: "office", address: "/person?role=lecturer&field=1" },
  { route: "/person", who: "unit" },
  { route: "/person/new", who: "office" },
  { route: "/person/new", who: "unit" },
  { route: "/person/{id}/change", who: "office", address: lecturersOwn("change") },
  { route: "/person/{id}/workplace", who: "office", address: lecturersOwn("workplace") },
  { route: "/person/{id}/tie", who: "office", address: lecturersOwn("tie") },
  { route: "/person/{id}/trace", who: "office", address: lecturersOwn("trace?kind=course") },
  { route: "/person/{id}/appointment", who: "office", address: lecturersOwn("appointment") },
  { route: "/person/{id}/lecturer_application", who: "unit", address: personOfUnit },
  { route: "/lecturer_application", who: "office" },
  { route: "/lecturer_application", who: "unit" },
  { route: "/lecturer_application", who: "applicant" },
  { route: "/lecturer_application", who: "lecturer", status: 403 },
  { route: "/lecturer_application/{id}", who: "applicant", address: linked("/lecturer_application", application) },
  { route: "/lecturer_application/{id}/edit", who: "applicant", address: async (page) => `${await linked("/lecturer_application", application)(page)}/edit` },
  { route: "/lecturer_application/{id}", who: "unit", about: "the unit's word", address: linked("/lecturer_application?state=submitted", application) },
  { route: "/lecturer_application/{id}", who: "office", about: "the screening", address: linked("/lecturer_application?state=screening", application) },
  { route: "/lecturer_application/{id}", who: "office", about: "the trial", address: linked("/lecturer_application?state=trial", application) },
  { route: "/lecturer_application/{id}", who: "decider", about: "the decision", address: linked("/lecturer_application?state=proposed", application) },
  { route: "/lecturer_application/{id}", who: "office", about: "the term", address: linked("/lecturer_application?state=appointed", application) },
  { route: "/desk", who: "applicant" },
  { route: "/course", who: "applicant" },
  { route: "/appointment", who: "office" },
  { route: "/appointment/{id}", who: "office", address: linked("/appointment", /^\/appointment\/\d+$/) },
  {
    route: "/appointment/{id}/correct",
    who: "office",
    address: async (page) =>
      `${await linked("/appointment", /^\/appointment\/\d+$/)(page)}/correct`,
  },
  { route: "/annual_assessment", who: "office" },
  { route: "/annual_assessment/year/{year}", who: "office", address: assessedYear(0) },
  { route: "/annual_assessment/year/{year}", who: "office", about: "the year before", address: assessedYear(1) },
  { route: "/annual_assessment/year/{year}", who: "county", address: assessedYear(0) },
  { route: "/annual_assessment/{id}", who: "office", address: async (page) => assessedIn(page, 0) },
  { route: "/annual_assessment/{id}", who: "office", about: "the year before", address: async (page) => assessedIn(page, 1) },
  { route: "/annual_assessment/{id}", who: "county", address: async (page) => assessedIn(page, 0) },
  { route: "/annual_assessment/{id}", who: "lecturer", address: linked("/own_assessment", assessment) },
  { route: "/own_assessment", who: "lecturer" },
  {
    route: "/annual_assessment/{id}/lecture",
    who: "lecturer",
    address: async (page) => `${await linked("/own_assessment", assessment)(page)}/lecture`,
  },
  { route: "/outside_lecture/{id}", who: "lecturer", address: outsideLecture },
  {
    route: "/outside_lecture/{id}",
    who: "office",
    address: async (page) => linked(await assessedYear(0)(page), /^\/outside_lecture\/\d+$/)(page),
  },
  { route: "/person/{id}/merge", who: "office", address: async (page) => `${(await people(page))[0]}/merge` },
  { route: "/person/{id}/merge/{other}", who: "office", address: twoRecords },
  { route: "/organisation", who: "office" },
  { route: "/organisation", who: "office", address: "/organisation?q=no+unit+of+that+name" },
  { route: "/organisation", who: "county", address: "/organisation?unit_kind=school" },
  { route: "/organisation/tree", who: "office" },
  { route: "/organisation/tree", who: "county", address: "/organisation/tree?unit_kind=school" },
  {
    route: "/organisation/tree",
    who: "office",
    about: "a branch",
    address: async (page) => (await units(page))[0]!.replace("/organisation/", "/organisation/tree?unit="),
  },
  { route: "/organisation/new", who: "office" },
  {
    route: "/organisation/{id}/host/{host}",
    who: "office",
    address: async (page) =>
      linked(
        await linked("/organisation?q=听雨示范第二小学", /^\/organisation\/\d+$/)(page),
        /^\/organisation\/\d+\/host\/\d+$/,
      )(page),
  },
  {
    route: "/organisation/{id}/change",
    who: "office",
    address: async (page) => `${(await units(page))[0]}/change`,
  },
  { route: "/organisation/{id}", who: "office", address: async (page) => (await units(page))[0]! },
  {
    route: "/organisation/{id}/merge",
    who: "office",
    address: async (page) => `${(await units(page))[0]}/merge`,
  },
  { route: "/organisation/{id}/merge/{other}", who: "office", address: twoUnits },
  { route: "/notice" },
  { route: "/notice/{id}", address: linked("/notice", /^\/notice\/\d+$/) },
  { route: "/notice/{id}/objection", address: "/notice/1/objection" },
  { route: "/objector/{token}", address: async (page) => objected(page) },
  { route: "/award/{id}/objection", who: "supervisor", address: "/award/9/objection" },
  { route: "/award/{id}/objection/new", who: "office", address: "/award/1/objection/new" },
  {
    route: "/objection/{id}",
    who: "supervisor",
    address: linked("/award/9/objection", /^\/objection\/\d+$/),
  },
  {
    route: "/objection/{id}",
    who: "office",
    about: "without a name",
    address: linked("/award/1/objection", /^\/objection\/\d+$/),
  },
  { route: "/award/{id}/changes", who: "office", address: "/award/9/changes" },
  {
    route: "/nomination/{id}/correct",
    who: "office",
    address: linked("/award/1/changes", /^\/nomination\/\d+\/correct$/),
  },
  { route: "/award/{id}/abort", who: "decider", address: "/award/1/abort" },
  { route: "/award/{id}/archive", who: "office", address: "/award/3/archive" },
  { route: "/award/{id}/archive", who: "office", about: "something is open", address: "/award/9/archive" },
  { route: "/notice/{id}", about: "a substitute on notice", address: "/notice/9" },
  { route: "/notice/{id}", about: "given up", address: "/notice/10" },
  { route: "/nominate", who: "county" },
  { route: "/nominate/{id}", who: "county", address: "/nominate/11" },
  {
    route: "/nominate/{id}/{unit}/{category}",
    who: "county",
    address: linked("/nominate/11", /^\/nominate\/11\/\d+\/\d+$/),
  },
  {
    route: "/nomination/{id}/filing",
    who: "county",
    address: linked("/nominate/11", /^\/nomination\/\d+\/filing$/),
  },
  { route: "/nominee/{token}", who: "county", address: nominee },
  { route: "/award_result", who: "tutor" },
  { route: "/notice/{id}/deeds", address: "/notice/3/deeds" },
  { route: "/award", who: "judge2" },
  { route: "/award", who: "office" },
  { route: "/desk", who: "judge2" },
  { route: "/desk", who: "decider" },
  { route: "/award/new", who: "office" },
  { route: "/award/{id}", who: "supervisor", address: "/award/1" },
  { route: "/award/{id}", who: "office", address: "/award/2" },
  { route: "/award/{id}/edit", who: "office", address: openCycle("edit") },
  { route: "/award/{id}/category/{category}", who: "office", address: openCycle("category") },
  { route: "/award/{id}/judges", who: "office", address: openCycle("judges") },
  { route: "/award/{id}/stage", who: "office", address: "/award/11/stage" },
  {
    route: "/award/{id}/title",
    who: "decider",
    address: linked("/award", /^\/award\/\d+\/title$/),
  },
  { route: "/notice/{id}", about: "dates", address: "/notice/11" },
  { route: "/notice/{id}/nominate", who: "tutor2", address: "/notice/11/nominate" },
  {
    route: "/nomination/{id}/own",
    who: "tutor",
    address: linked("/award_result", /^\/nomination\/\d+\/own$/),
  },
  { route: "/award/{id}/substitute", who: "office", address: "/award/2/substitute" },
  { route: "/award/{id}", who: "office", address: "/award/12" },
  { route: "/award/{id}/judging", who: "judge", address: "/award/12/judging" },
  { route: "/award/{id}/evaluation", who: "office", address: "/award/14/evaluation" },
  { route: "/award/{id}/evaluation", who: "office", address: "/award/2/evaluation" },
  { route: "/award/{id}/evaluation/{seat}", who: "office", address: "/award/14/evaluation/2" },
  { route: "/award/{id}/meeting", who: "office", address: "/award/12/meeting" },
  { route: "/award/{id}/meeting", who: "office", address: "/award/13/meeting" },
  { route: "/award/{id}/room", who: "judge2", address: "/award/12/room", hasIsland: true },
  { route: "/award/{id}/room", who: "judge", address: "/award/13/room", hasIsland: true },
  { route: "/award/{id}/final", who: "office", address: "/award/13/final" },
  { route: "/award/{id}/nomination", who: "office", address: "/award/2/nomination" },
  {
    route: "/nomination/{id}",
    who: "office",
    address: linked("/award/2/nomination", /^\/nomination\/\d+$/),
  },
  { route: "/award/{id}/judging", who: "judge2", address: "/award/2/judging" },
  { route: "/score_sheet/{id}", who: "judge2", address: sheet, hasIsland: true },
  {
    route: "/award/{id}/ranking/{category}",
    who: "office",
    address: linked("/award/1", /^\/award\/1\/ranking\/\d+$/),
  },
  {
    route: "/award/{id}/ranking/{category}/stability",
    who: "decider",
    address: async (page) =>
      `${await linked("/award/1", /^\/award\/1\/ranking\/\d+$/)(page)}/stability`,
  },
  {
    route: "/award/{id}/ranking/{category}/comments",
    who: "office",
    address: async (page) =>
      `${await linked("/award/1", /^\/award\/1\/ranking\/\d+$/)(page)}/comments`,
  },
  { route: "/award/{id}/proposal", who: "decider", address: "/award/1/proposal" },
  { route: "/desk", who: "tutor" },
  { route: "/desk", who: "unit" },
  { route: "/hour_claim", who: "tutor" },
  { route: "/hour_claim/new", who: "tutor" },
  { route: "/hour_claim/{id}", who: "tutor", address: linked("/hour_claim", /^\/hour_claim\/\d+$/) },
  { route: "/hour_claim/{id}/edit", who: "tutor", address: linked("/desk", /^\/hour_claim\/\d+\/edit$/) },
  { route: "/hour_claim/queue", who: "unit" },
  { route: "/hour_claim/queue", who: "county" },
  { route: "/hour_claim/queue", who: "office", address: "/hour_claim/queue?state=verified" },
  { route: "/hour_claim/{id}", who: "unit", address: linked("/hour_claim/queue", /^\/hour_claim\/\d+$/) },
  { route: "/hour_claim/{id}", who: "county", address: linked("/hour_claim/queue", /^\/hour_claim\/\d+$/) },
  { route: "/unit_enrolment", who: "unit" },
  { route: "/unit_enrolment/{id}", who: "unit", address: linked("/unit_enrolment", /^\/unit_enrolment\/\d+$/) },
  { route: "/training_event", who: "tutor" },
  { route: "/training_event", who: "office" },
  { route: "/training_event/new", who: "office" },
  { route: "/training_event/{id}", who: "tutor2", address: linked("/desk", /^\/training_event\/\d+$/) },
  { route: "/training_event/{id}/edit", who: "office", address: draftTraining },
  {
    route: "/training_event/{id}/roster",
    who: "office",
    address: async (page) => (await attendance(page)).replace("attendance", "roster"),
  },
  { route: "/training_event/{id}/attendance", who: "office", address: attendance },
  { route: "/training_event/{id}/correct", who: "office", address: correction },
  { route: "/enrolment/{id}/remove", who: "office", address: removal },
  { route: "/assessment_year", who: "office" },
  { route: "/rulebook", who: "office" },
  { route: "/rulebook", who: "supervisor", address: "/rulebook?q=nothing+of+that+name" },
  { route: "/rulebook", who: "county" },
  { route: "/rulebook", who: "lecturer", status: 403 },
  { route: "/rulebook/apart", who: "admin" },
  { route: "/rulebook/apart", who: "supervisor" },
  { route: "/rulebook/{rule}", who: "office", address: "/rulebook/hold_minutes" },
  { route: "/rulebook/{rule}", who: "county", address: "/rulebook/request_review_working_days" },
  { route: "/deadline", who: "office" },
  { route: "/unconfirmed_request", who: "office" },
  { route: "/training_record", who: "tutor" },
  { route: "/training_record/print", who: "tutor" },
  { route: "/training_record/{id}", who: "county", address: record },
  {
    route: "/training_record/{id}/print",
    who: "unit",
    address: async (page) => `${await record(page)}/print`,
  },
  { route: "/audit", who: "supervisor" },
  { route: "/audit", who: "lecturer", status: 403 },
  {
    route: "/audit",
    who: "supervisor",
    about: "a filter with what is wrong with it",
    address: "/audit?from=tomorrow&thing_id=x",
    status: 422,
  },
  { route: "/access_log", who: "supervisor" },
  { route: "/access_log", who: "lecturer", status: 403 },
  // Other states of pages above, as the demonstration has them.
  { route: "/award/{id}", who: "office", address: "/award/8" },
  { route: "/award/{id}/nomination", who: "office", address: "/award/7/nomination" },
  {
    route: "/award/{id}/ranking/{category}",
    who: "office",
    about: "an open tie",
    address: linked("/award/6", /^\/award\/6\/ranking\/\d+$/),
  },
  { route: "/award/{id}/proposal", who: "office", address: "/award/6/proposal" },
  { route: "/award/{id}/proposal", who: "decider", address: "/award/5/proposal" },
  { route: "/award/{id}/proposal", who: "supervisor", address: "/award/3/proposal" },
  { route: "/notice/{id}", address: "/notice/3" },
  { route: "/delivery/{id}", who: "office", address: linked("/desk", /^\/delivery\/\d+$/) },
  { route: "/delivery/{id}", who: "office", about: "verified", address: verifiedLecture },
  {
    route: "/delivery/{id}/correct",
    who: "office",
    address: async (page) => `${await verifiedLecture(page)}/correct`,
  },
  {
    route: "/hour_claim/{id}",
    who: "county",
    about: "a dispute",
    address: linked("/hour_claim/queue?state=disputed", /^\/hour_claim\/\d+\?/),
  },
];

/** Not pages but files. */
const files = [
  "/course/{id}/slides",
  "/trial_lecture/{id}/slides",
  "/reference_lecture/{id}/slides",
  "/award/{id}/package",
  "/award/{id}/record.xlsx",
  "/award/{id}/record.pdf",
  "/notice/{id}/result.json",
  "/notice/{id}/notice.pdf",
  "/notice/{id}/announcement.pdf",
  "/award/{id}/nomination.xlsx",
  "/award/{id}/nomination.pdf",
  "/nominate/{id}/summary.xlsx",
  "/nominate/{id}/summary.pdf",
  "/nomination/{id}/form.xlsx",
  "/nomination/{id}/form.pdf",
  "/objection/{id}/scan",
  "/nomination/{id}/attachment/{attachment}",
  "/nomination/{id}/consent/scan",
  "/award/{id}/certificates.zip",
  "/award/{id}/certificates.pdf",
  "/certificate/{id}/paper.pdf",
  "/review_session/{id}/package",
  "/review_session/{id}/programme.xlsx",
  "/review_session/{id}/programme.pdf",
  "/review_session/{id}/name_cards.pdf",
  "/trial_lecture/{id}/record.xlsx",
  "/trial_lecture/{id}/record.pdf",
  "/course/{id}/poster.pdf",
  "/appointment/{id}/letter.pdf",
  "/hour_claim/{id}/proof",
  "/outside_lecture/{id}/proof",
  "/evidence/{id}/proof",
  "/register/{kind}/export.xlsx",
  "/report/{kind}/export.xlsx",
  "/appointment.xlsx",
  "/delivery.xlsx",
  "/lecture_request.xlsx",
  "/organisation.xlsx",
  "/person.xlsx",
  "/review_session.xlsx",
  "/training_event.xlsx",
  "/hour_claim/queue.xlsx",
  "/my_information.json",
  "/calendar/feed/{token}",
  // A page whose address stands in a mail: mail.spec.ts opens it.
  "/mail/{token}",
  // A page that is gone once all certificates are issued: award_year.spec.ts opens it.
  "/award/{id}/certificates/{nomination}",
];

test("the list of pages is complete", () => {
  const source = resolve(import.meta.dirname, "../../app/src");
  const routes = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => readFileSync(join(source, name), "utf8"))
    .flatMap((text) => [...text.matchAll(/Route::get\(\s*"([^"]+)"/g)].map((match) => match[1]));
  expect(routes).toContain("/desk");
  const seen = new Set([...pages.map(({ route }) => route), ...files]);
  expect(routes.filter((route) => !seen.has(route))).toEqual([]);
});

const widths = [360, 768, 1440];

for (const [at, entry] of pages.entries()) {
  const { route, who, address = route, about, status = 200, hasIsland = false } = entry;
  const shown = typeof address === "string" ? address : route;
  const title = [[shown, who].filter(Boolean).join(" as "), about].filter(Boolean).join(", ");
  test(title, async ({ baseURL, javaScriptEnabled, page, server }) => {
    // Where there is no script, the turns come in another order.
    const turn = javaScriptEnabled === false ? at + 7 : at;
    const language = turn % 2 === 0 ? "zh-CN" : "en";
    const theme = Math.floor(turn / 2) % 2 === 0 ? "light" : "dark";
    const isElder = Math.floor(turn / 4) % 2 === 0;
    const width = widths[turn % 3];
    await page.setViewportSize({ width, height: 900 });
    const url = baseURL!;
    await page.context().addCookies([
      { name: "language", value: language, url },
      { name: "theme", value: theme, url },
      { name: "elder", value: isElder ? "on" : "off", url },
    ]);
    if (who) await signIn(page, server, who);
    const here = typeof address === "string" ? address : await address(page, server);

    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => {
      const isOwnStatus = status !== 200 && message.location().url === url + here;
      if (message.type() === "error" && !isOwnStatus) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    const answer = await page.goto(here);

    expect(answer?.status()).toBe(status);
    expect(new URL(page.url()).pathname, "not led elsewhere").toBe(new URL(here, url).pathname);
    const html = page.locator("html");
    await expect(html).toHaveAttribute("lang", language);
    await expect(html).toHaveAttribute("data-theme", theme);
    await expect(page.locator("html[data-elder]")).toHaveCount(isElder ? 1 : 0);
    await expect(page.locator("h1")).toHaveCount(1);
    const wide = await page.evaluate(() => ({
      content: document.scrollingElement!.scrollWidth,
      screen: innerWidth,
    }));
    expect(wide.content, `as wide as the screen of ${width}`).toBeLessThanOrEqual(wide.screen);

    const isElsewhere = (address: string) => !address.startsWith(url) && !/^data:/.test(address);
    expect(asked.filter(isElsewhere), "nothing from another host").toEqual([]);
    const scripts = () => asked.filter((at) => /\.(js|wasm)$/.test(new URL(at).pathname));
    if (!hasIsland) {
      expect(scripts(), "no script without an island").toEqual([]);
      await expect(page.locator("script, link[rel*=preload]")).toHaveCount(0);
    } else if (javaScriptEnabled !== false) {
      const isThere = () => scripts().some((at) => at.endsWith(".wasm"));
      await expect.poll(isThere, "the island's wasm").toBe(true);
      await page.waitForLoadState("networkidle");
    }
    // Every page is audited once: in the settings with script, which are half of them.
    if (javaScriptEnabled !== false) await expectAccessible(page);
    expect(complaints).toEqual([]);
  });
}

/** The first link of a page to an address of this form. */
function linked(from: string, form: RegExp): (page: Page) => Promise<string> {
  return async (page) => {
    await page.goto(from);
    const links = await page.locator("main a[href]").all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
    const found = addresses.find((address) => form.test(address ?? ""));
    expect(found, `a link of ${from} to ${form}`).toBeDefined();
    return found!;
  };
}

/** A lecture that both sides have reported alike. */
async function verifiedLecture(page: Page): Promise<string> {
  const request = await linked("/lecture_request?state=reported", /^\/lecture_request\/\d+$/)(page);
  return linked(request, /^\/delivery\/\d+$/)(page);
}

/** Opening an application for somebody of the officer's unit who has none and is no lecturer. */
async function personOfUnit(page: Page): Promise<string> {
  await page.goto("/person");
  const people = await page.locator("main td a[href^='/person/']").all();
  for (const address of await Promise.all(people.map((one) => one.getAttribute("href")))) {
    await page.goto(address!);
    const link = page.locator("main a[href$='/lecturer_application']");
    if ((await link.count()) > 0) return (await link.getAttribute("href"))!;
  }
  throw new Error("nobody of the unit can apply");
}

/** The plan of a session that is not published yet. */
async function plannedSession(page: Page): Promise<string> {
  await page.goto("/desk");
  const links = await page.locator('main a[href^="/review_session/"]').all();
  for (const link of links) {
    const plan = `${await link.getAttribute("href")}/edit`;
    if ((await page.request.get(plan)).ok()) return plan;
  }
  throw new Error("no session is planned");
}

/** A slot that the office can book for somebody. */
async function freeSlot(page: Page): Promise<string> {
  return findSlot(page, /\/slot\/\d+$/);
}

/** A slot whose hours the office can change. */
async function slotToChange(page: Page): Promise<string> {
  return findSlot(page, /\/change$/);
}

async function findSlot(page: Page, form: RegExp): Promise<string> {
  await page.goto("/review_session");
  const links = await page.locator('main a[href^="/review_session/"]').all();
  const sessions = await Promise.all(links.map((link) => link.getAttribute("href")));
  for (const session of sessions.filter((href) => /^\/review_session\/\d+$/.test(href ?? ""))) {
    await page.goto(session!);
    const slots = await page.locator('main a[href*="/slot/"]').all();
    const found = await Promise.all(slots.map((slot) => slot.getAttribute("href")));
    const slot = found.find((href) => form.test(href ?? ""));
    if (slot) return slot;
  }
  throw new Error("no session has such a slot");
}

/** The sitting that waits on a desk. */
async function sitting(page: Page): Promise<string> {
  return linked("/desk", /\/sitting$/)(page);
}

/** The lecture whose sheet waits on a desk. */
async function lecture(page: Page): Promise<string> {
  await page.goto("/desk");
  const task = page.locator("main .card").filter({ hasText: "火山为什么喷发" });
  const sheet = await task.getByRole("link").first().getAttribute("href");
  return sheet!.replace(/\/sheet$/, "");
}

/** A lecture that the reader may open. */
async function anyLecture(page: Page): Promise<string> {
  for (let id = 1; id < 40; id += 1) {
    const address = `/trial_lecture/${id}`;
    if ((await page.request.get(address)).ok()) return address;
  }
  throw new Error("no lecture can be opened");
}

/** The chair's page of a lecture whose audience answers. */
async function jurorPage(page: Page): Promise<string> {
  for (let id = 1; id < 40; id += 1) {
    const address = `/trial_lecture/${id}/audience_juror`;
    const answer = await page.request.get(address);
    if (answer.ok() && /href="\/j\/\w+"/.test(await answer.text())) return address;
  }
  throw new Error("no audience answers");
}

/** What the code on that page opens. */
async function jurorLink(page: Page, server: Server): Promise<string> {
  await signIn(page, server, "office");
  const answer = await page.request.get(await jurorPage(page));
  return /href="(\/j\/\w+)"/.exec(await answer.text())![1]!;
}

/** A page of a cycle whose rules are still being written. */
function openCycle(part: string): (page: Page) => Promise<string> {
  return async (page) => {
    await page.goto("/award/new");
    const once = await page.locator("[name=once]").inputValue();
    const form = { once, award_title: unique("筹备中的评优"), year: "2030", legal_basis: "internal" };
    const answer = await page.request.post("/award/new", { form: { ...form, objections_to: "科普部 0573" } });
    const cycle = new URL(answer.url()).pathname;
    if (part !== "category") return `${cycle}/${part}`;
    return linked(cycle, /\/category\/\d+$/)(page);
  };
}

/** The sheet of a judge's first nominee, after every relation was declared. */
async function sheet(page: Page): Promise<string> {
  await page.goto("/award/2/judging");
  const fields = page.locator("select[name^=relation_]");
  const names = await fields.evaluateAll((all) => all.map((one) => one.getAttribute("name")!));
  const form = Object.fromEntries(names.map((name) => [name, "none"]));
  await page.request.post("/award/2/judging", { form });
  return linked("/award/2/judging", /^\/score_sheet\/\d+$/)(page);
}

/** A request that was just sent by a host: its link and its number. */
async function asked(page: Page): Promise<{ link: string; host: string }> {
  return ask(page, unique("示范小学").replace(" ", ""));
}

/** The form of a request that an office has sent back. */
async function returned(page: Page, server: Server): Promise<string> {
  const { link, host } = await asked(page);
  await signIn(page, server, "county");
  await page.goto(await requestOf(page, "county_review", host));
  await page.locator("[name=decision][value=send_back]").check();
  await page.locator("#remark").fill("请补充场地情况");
  await page.locator("main .button.primary").first().click();
  await expect(page.locator(".notice.success")).toBeVisible();
  return `${link}/edit`;
}

/** The addresses of everybody on the first page of people. */
async function people(page: Page): Promise<string[]> {
  await page.goto("/person");
  const links = page.locator("main td a[href^='/person/']");
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
}

/** The addresses of all units on the first page of them. */
async function units(page: Page): Promise<string[]> {
  await page.goto("/organisation");
  const links = page.locator("main td a[href^='/organisation/']");
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
}

/** Two records of units side by side. */
async function twoUnits(page: Page): Promise<string> {
  const [one, other] = await units(page);
  return `${one}/merge/${other!.split("/").at(-1)}`;
}

/** Two records side by side. */
async function twoRecords(page: Page): Promise<string> {
  const [one, other] = await people(page);
  return `${one}/merge/${other!.split("/").at(-1)}`;
}

/** The calendar of somebody whom the office finds. */
/** The papers and contest results of somebody who has some; the office of the county and the unit see them. */
function evidenceOf(path: string): (page: Page) => Promise<string> {
  return async (page) => {
    await page.goto("/evidence/queue");
    await page.locator("main .card-title a").first().click();
    const link = page.locator("main a[href^='/person/'][href$='/evidence']");
    return `${await link.first().getAttribute("href")}${path}`;
  };
}

async function personCalendar(page: Page): Promise<string> {
  const person = await linked("/person", /^\/person\/\d+$/)(page);
  return `/calendar${person}`;
}

/** The roster of a training that is over, from the organiser's desk. */
function attendance(page: Page): Promise<string> {
  return linked("/desk", /^\/training_event\/\d+\/attendance$/)(page);
}

/** The form of a training that is a draft still. */
async function draftTraining(page: Page): Promise<string> {
  await page.goto("/training_event");
  const links = await page.locator("main .card-title a").all();
  for (const link of links) {
    const address = (await link.getAttribute("href")) ?? "";
    const answer = await page.request.get(`${address}/edit`);
    if (answer.ok()) return `${address}/edit`;
  }
  throw new Error("no training is a draft");
}

/** The record of somebody whose claim waits. */
async function record(page: Page): Promise<string> {
  await page.goto(await linked("/hour_claim/queue", /^\/hour_claim\/\d+$/)(page));
  const link = page.locator("main a[href^='/training_record/']");
  return (await link.getAttribute("href")) ?? "";
}

/** A complaint that was just sent: the page behind its link. */
async function complained(page: Page): Promise<string> {
  await page.goto("/complaint");
  const once = await page.locator("[name=once]").inputValue();
  const form = { once, complaint_kind: "suggestion", complaint: unique("目录里请加上交通说明") };
  return new URL(await post(page, "/complaint", form)).pathname;
}

/** The page behind the link of a nominee, which is shown once. */
async function nominee(page: Page): Promise<string> {
  const filing = await linked("/nominate/11", /^\/nomination\/\d+\/filing$/)(page);
  await page.goto(filing);
  await page.locator(`form[action='${filing}/link'] button`).click();
  const link = await page.locator("main a[href*='/nominee/']").first().getAttribute("href");
  return new URL(link!).pathname;
}

/** An objection that was just sent: the page behind its link. */
async function objected(page: Page): Promise<string> {
  await page.goto("/notice/1/objection");
  const once = await page.locator("[name=once]").inputValue();
  const who = { objector_kind: "person", objector_name: "匡直言", objector_contact: "0573-00000000" };
  const form = { once, objection_about: "procedure", objection: unique("请公开评委回避情况"), ...who };
  return new URL(await post(page, "/notice/1/objection", form)).pathname;
}

/** The same, where the office answers it. */
async function complaint(page: Page): Promise<string> {
  await complained(page);
  return linked("/complaints", /^\/complaint\/\d+$/)(page);
}

/** What somebody asks about the own data, where the office answers it. */
/** A page about a lecturer of the demonstration, below the person's own. */
function lecturersOwn(rest: string) {
  return async (page: Page) => `${await linked("/person?q=zhou", /^\/person\/\d+$/)(page)}/${rest}`;
}

/** The page of a year of assessments: the present one, or the one before. */
function assessedYear(at: number) {
  return async (page: Page) => {
    await page.goto("/annual_assessment");
    const links = page.locator("main a[href^='/annual_assessment/year/']");
    return (await links.nth(at).getAttribute("href"))!;
  };
}

/** The first assessment of a year, or of the last one before it that has any. */
async function assessedIn(page: Page, at: number): Promise<string> {
  const year = await assessedYear(at)(page);
  await page.goto(year);
  const links = await page.locator("main a").all();
  const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
  const found = addresses.find((address) => assessment.test(address ?? ""));
  return found ?? assessedIn(page, at + 1);
}

/** A lecture that the lecturer gave elsewhere. */
async function outsideLecture(page: Page): Promise<string> {
  const own = await linked("/own_assessment", assessment)(page);
  return linked(own, /^\/outside_lecture\/\d+$/)(page);
}

async function dataRequest(page: Page, server: Server): Promise<string> {
  await signIn(page, server, "tutor2");
  await page.goto("/my_information");
  const once = await page.locator("main [name=once]").inputValue();
  const form = { once, data_request_kind: "question", data_request: "我的材料都给谁看过" };
  await post(page, "/my_information/request", form);
  await signIn(page, server, "office");
  return linked("/data_request", /^\/data_request\/\d+$/)(page);
}

/** The one-time address that a new administrator gets. */
async function activation(_: Page, server: Server): Promise<string> {
  const name = unique("admin").replace(" ", "-");
  const said = server.run("account", "create-admin", "--name", "新管理员", "--sign-in-name", name);
  return /\/activate\/\S+/.exec(said)![0];
}

/** The correction of a training whose attendance was confirmed. */
async function correction(page: Page): Promise<string> {
  for (let id = 1; id < 20; id += 1) {
    const address = `/training_event/${id}/correct`;
    if ((await page.request.get(address)).ok()) return address;
  }
  throw new Error("no attendance was confirmed");
}

/** The page to take somebody off a roster. */
async function removal(page: Page): Promise<string> {
  for (let id = 1; id < 20; id += 1) {
    const roster = await page.request.get(`/training_event/${id}/roster`);
    const link = /\/enrolment\/\d+\/remove/.exec(await roster.text());
    if (roster.ok() && link !== null) return link[0];
  }
  throw new Error("nobody is on a roster");
}

/** The preview of a roster with everything in it: findings, and something new. */
async function plan(page: Page): Promise<string> {
  await page.goto("/roster");
  const rows = ["姓名,工作单位,联系电话", "新来的人,禾城示范博物馆,123", "有问题的人,,13800000124"];
  await page.locator("[name=kind][value=lecturers]").check();
  await page.locator("#file").setInputFiles({
    name: "两行.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(rows.join("\n")),
  });
  await page.locator("main .button.primary").click();
  await expect(page.locator("details.more")).toHaveCount(2);
  return new URL(page.url()).pathname;
}
