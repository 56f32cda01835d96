//! For whom every address of an award opens, and in which states of its cycle.

/// The states of a cycle in their order; a decided one has certificates before it is in the archive.
pub(crate) const STATES: [&str; 13] = [
    "configuring",
    "nominating",
    "eligibility",
    "preliminary",
    "final",
    "scored",
    "proposed",
    "confirmed",
    "on_notice",
    "decided",
    "issued",
    "archived",
    "aborted",
];

/// Several people under one name. Who is `near` works with a nominee; `own_organiser` runs the awards of
/// the county whose award it is, and whoever is `foreign` is of another county than that one.
const GROUPS: &[(&str, &str)] = &[
    ("strangers", "visitor by_nominee_link by_objector_link"),
    ("runners", "office near_office handler own_organiser"),
    ("free_runners", "office handler own_organiser"),
    ("city_office", "office near_office handler"),
    ("deciders", "decider near_decider"),
    ("supervisors", "supervisor near_supervisor"),
    ("nominators", "officer county"),
    ("elsewhere", "other_officer neighbour foreign_officer foreign_county"),
    ("city_elsewhere", "other_officer neighbour"),
];

/// Whether somebody is one of these people, who stand there by name or in groups.
pub(crate) fn is_among(who: &str, people: &str) -> bool {
    let is_in = |group: &str| {
        GROUPS.iter().any(|it| it.0 == group && it.1.split(' ').any(|one| one == who))
    };
    people.split(' ').any(|one| match one {
        "all" => true,
        "signed_in" => !is_in("strangers"),
        one => one == who || is_in(one),
    })
}

/// Who has a part in the cycle; the forms of all others are refused.
pub(crate) const TAKE_PART: &str = "by_nominee_link by_objector_link nominators office handler \
    own_organiser decider supervisor judge";

/// An address, and for whom it opens when.
type Line = (&'static str, &'static [(&'static str, &'static str)]);

/// Who is not named is refused. States are `always`, one by one, or from one `..` to another.
#[rustfmt::skip]
pub(crate) const OPEN: &[Line] = &[
    ("/award", &[("runners deciders supervisors organiser neighbour_organiser judge near_judge unseated_judge", "always")]),
    ("/award/new", &[("runners organiser neighbour_organiser", "always")]),
    ("/award/{id}", &[("runners", "always"), ("deciders supervisors", "nominating..aborted")]),
    ("/award/{id}/abort", &[("runners", "configuring..proposed"), ("deciders", "nominating..on_notice")]),
    ("/award/{id}/archive", &[("free_runners", "decided..archived")]),
    ("/award/{id}/category/{category}", &[("runners", "always")]),
    ("/award/{id}/certificates", &[("runners deciders supervisors", "decided..archived")]),
    // Whoever is awarded has a certificate there: `certificate` tells of the others.
    ("/award/{id}/certificates/{nomination}", &[]),
    ("/award/{id}/certificates.pdf", &[("city_office", "issued archived")]),
    ("/award/{id}/certificates.zip", &[("city_office", "decided..archived")]),
    ("/award/{id}/changes", &[("free_runners decider supervisor", "confirmed..archived")]),
    ("/award/{id}/edit", &[("runners", "always")]),
    ("/award/{id}/evaluation", &[("runners", "preliminary final")]),
    ("/award/{id}/evaluation/{seat}", &[("runners", "preliminary final")]),
    // Where the panel votes, of which `award_final` tells.
    ("/award/{id}/final", &[]),
    ("/award/{id}/judges", &[("runners", "always")]),
    ("/award/{id}/judging", &[("judge near_judge", "preliminary final")]),
    ("/award/{id}/meeting", &[("runners", "final")]),
    ("/award/{id}/nomination", &[("runners", "always")]),
    ("/award/{id}/nomination.pdf", &[("runners", "always")]),
    ("/award/{id}/nomination.xlsx", &[("runners", "always")]),
    ("/award/{id}/objection", &[("city_office deciders supervisors", "on_notice..aborted")]),
    ("/award/{id}/objection/new", &[("city_office supervisors", "on_notice..issued")]),
    ("/award/{id}/package", &[("free_runners decider supervisor", "scored..archived")]),
    ("/award/{id}/proposal", &[("free_runners decider supervisor", "scored..archived")]),
    ("/award/{id}/ranking/{category}", &[("free_runners decider supervisor", "scored..archived")]),
    ("/award/{id}/ranking/{category}/comments", &[("free_runners decider supervisor", "scored..archived")]),
    ("/award/{id}/ranking/{category}/stability", &[("decider supervisor", "scored..archived")]),
    ("/award/{id}/record.pdf", &[("free_runners decider supervisor", "scored..archived")]),
    ("/award/{id}/record.xlsx", &[("free_runners decider supervisor", "scored..archived")]),
    ("/award/{id}/room", &[("judge near_judge", "final")]),
    ("/award/{id}/stage", &[("runners", "nominating..proposed")]),
    ("/award/{id}/substitute", &[("runners", "preliminary final")]),
    ("/award/{id}/title", &[("deciders", "configuring")]),
    ("/award_result", &[("signed_in", "always")]),
    ("/certificate/{id}", &[("runners deciders supervisors", "issued archived")]),
    ("/certificate/{id}/paper.pdf", &[("runners deciders supervisors nominee nominators", "issued archived")]),
    ("/certificate_issuer", &[("city_office", "always")]),
    ("/certificates", &[("signed_in", "always")]),
    ("/certificates/new", &[("lecturer", "always")]),
    ("/nominate", &[("nominators elsewhere", "always")]),
    ("/nominate/{id}", &[("nominators city_elsewhere", "nominating..aborted")]),
    ("/nominate/{id}/summary.pdf", &[("nominators city_elsewhere", "nominating..aborted")]),
    ("/nominate/{id}/summary.xlsx", &[("nominators city_elsewhere", "nominating..aborted")]),
    ("/nominate/{id}/{unit}/{category}", &[("nominators", "nominating..aborted")]),
    ("/nomination/{id}", &[("free_runners", "nominating..aborted")]),
    ("/nomination/{id}/attachment/{attachment}", &[("nominators free_runners", "nominating..aborted"), ("judge", "preliminary final")]),
    ("/nomination/{id}/consent/scan", &[("nominators free_runners", "nominating..aborted")]),
    ("/nomination/{id}/correct", &[("free_runners", "confirmed on_notice")]),
    ("/nomination/{id}/filing", &[("nominators", "nominating..aborted")]),
    ("/nomination/{id}/form.pdf", &[("nominators free_runners", "nominating..aborted")]),
    ("/nomination/{id}/form.xlsx", &[("nominators free_runners", "nominating..aborted")]),
    // Of whoever has nominated oneself, of whom `nomination_draft` tells.
    ("/nomination/{id}/own", &[]),
    ("/nominee/{token}", &[("by_nominee_link", "nominating..aborted")]),
    ("/notice", &[("all", "always")]),
    ("/notice/{id}", &[("all", "nominating..aborted")]),
    ("/notice/{id}/announcement.pdf", &[("all", "nominating..aborted")]),
    ("/notice/{id}/deeds", &[("all", "decided..archived")]),
    ("/notice/{id}/nominate", &[("signed_in", "nominating")]),
    ("/notice/{id}/notice.pdf", &[("all", "on_notice..archived")]),
    ("/notice/{id}/objection", &[("all", "on_notice")]),
    ("/notice/{id}/result.json", &[("all", "decided..archived")]),
    ("/objection/{id}", &[("office handler decider supervisor", "on_notice..aborted")]),
    ("/objection/{id}/scan", &[("handler supervisor", "on_notice..aborted")]),
    ("/objector/{token}", &[("by_objector_link", "on_notice..aborted")]),
    ("/score_sheet/{id}", &[("judge", "preliminary final")]),
    ("/verify", &[("all", "always")]),
    ("/verify/{token}", &[("by_nominee_link", "issued archived")]),
];

/// Forms that are answered by more than a refusal, and to whom besides those who have a part: what was
/// typed is wrong, or it is not the time. Nothing is written.
#[rustfmt::skip]
pub(crate) const ANSWERED: &[(&str, &str)] = &[
    ("/award/new", "organiser neighbour_organiser near_office"),
    ("/award/{id}/abort", "near_office near_decider"),
    ("/award/{id}/archive", "near_office"),
    ("/award/{id}/archive/take_out", "near_office"),
    ("/award/{id}/category/{category}", "near_office"),
    ("/award/{id}/certificates", "near_office"),
    ("/award/{id}/changes/confirm", "near_decider"),
    ("/award/{id}/changes/propose", "near_office"),
    ("/award/{id}/changes/supplement", "near_decider"),
    ("/award/{id}/confirm", "near_decider"),
    ("/award/{id}/conflict", "near_office near_decider near_supervisor"),
    ("/award/{id}/decide", "near_decider"),
    ("/award/{id}/edit", "near_office"),
    ("/award/{id}/evaluation", "near_office"),
    ("/award/{id}/evaluation/{seat}/open", "near_office"),
    ("/award/{id}/evaluation/{seat}/undo", "near_office"),
    ("/award/{id}/final", "near_office"),
    ("/award/{id}/judges", "near_office"),
    ("/award/{id}/judging", "near_judge"),
    ("/award/{id}/meeting/close", "near_office"),
    ("/award/{id}/meeting/open", "near_office"),
    ("/award/{id}/meeting/turn", "near_office"),
    ("/award/{id}/objection/new", "near_office near_supervisor"),
    ("/award/{id}/proposal", "near_office"),
    ("/award/{id}/ranking/{category}", "organiser neighbour_organiser near_office"),
    ("/award/{id}/stage", "near_office"),
    ("/award/{id}/step", "organiser neighbour_organiser near_office"),
    ("/award/{id}/substitute", "near_office"),
    ("/award/{id}/title", "near_decider"),
    ("/certificate/{id}/correct", "near_office"),
    ("/certificate/{id}/recover", "near_office"),
    ("/certificate/{id}/reissue", "near_decider"),
    ("/certificate/{id}/revoke", "near_decider"),
    ("/certificate_issuer", "near_office"),
    ("/certificates/new", "lecturer"),
    ("/nomination/{id}/correct", "near_office"),
    ("/notice/{id}/nominate", "signed_in"),
    ("/notice/{id}/objection", "all"),
    ("/score_sheet/{id}", "near_judge"),
    ("/verify", "all"),
    ("/verify/file", "all"),
];
