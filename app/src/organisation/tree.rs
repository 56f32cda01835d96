//! The units as a tree: kinds first, what stands below a unit folded away, and long branches on pages
//! of their own. It unfolds without a script.

use actions::{TreeAt, UnitBranch, UnitGroup, UnitTree};
use domain::{
    form::{Field, Values},
    id::OrganisationId,
    organisation::OrganisationKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::follow;
use crate::{
    error::{Answer, AppError},
    form::query,
    list_filter::address,
    page::Page,
    parts::{empty, further},
    visit::Visit,
};

const PATH: &str = "/organisation/tree";

pub(super) async fn show(visit: Visit) -> Answer {
    let asked = query(&visit);
    let kind = OrganisationKind::parse(asked.get(Field::UnitKind)).map(TreeAt::Kind);
    let unit: Option<OrganisationId> = asked.get(Field::Unit).parse().ok();
    let at = unit.map(TreeAt::Unit).or(kind).unwrap_or(TreeAt::Beginning);
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.unit_tree(&visit.call, at, from).await.map_err(AppError::from);
    let page = page.map(|tree| {
        let l = visit.l;
        let name = tree.unit.as_ref().map(|unit| unit.name.clone());
        let head = Page::new(name.unwrap_or_else(|| t!(l, organisation.tree).to_owned()));
        head.lede(t!(l, organisation.tree_lede)).render(&visit, || parts(l, at, &tree, &asked))
    });
    match unit {
        Some(unit) => follow(&visit, unit, page).await,
        None => page,
    }
}

fn parts(l: Locale, at: TreeAt, tree: &UnitTree, asked: &Values) -> AnyView {
    let above = tree.above.iter().map(|unit| {
        let href = branch_address(unit.id);
        view! { <li><a href=href>{unit.name.clone()}</a></li> }
    });
    let above = above.collect_view();
    let begin = (at != TreeAt::Beginning)
        .then(|| view! { <li><a href=PATH>{t!(l, organisation.tree)}</a></li> });
    let own = tree.unit.as_ref().map(|unit| {
        let href = format!("/organisation/{}", unit.id);
        view! { <p><a class="button" href=href>{t!(l, organisation.to_unit)}</a></p> }
    });
    let is_empty = tree.groups.iter().all(|group| group.branches.rows.is_empty());
    let groups = tree.groups.iter().map(|group| self::group(l, at, group, asked)).collect_view();
    view! {
        <nav aria-label=t!(l, organisation.above)>
            <ul class="names">
                <li><a href="/organisation">{t!(l, organisation.to_list)}</a></li>
                {begin}
                {above}
            </ul>
        </nav>
        {own}
        {is_empty.then(|| empty(t!(l, organisation.nothing_below), None))}
        {groups}
    }
    .into_any()
}

/// Units side by side: at the beginning some of a kind, folded away; by themselves all of them, page by
/// page.
fn group(l: Locale, at: TreeAt, group: &UnitGroup, asked: &Values) -> AnyView {
    let branches = group.branches.rows.iter().map(|it| branch(l, it)).collect_view();
    let n = words::organisation::n_units(l, group.n);
    let kind = group.kind.map(|kind| words::organisation::kind(l, kind));
    if at != TreeAt::Beginning {
        let next = group.branches.next.map(|id| id.to_string());
        return view! {
            <h2>{kind.unwrap_or(t!(l, organisation.below))}" "<small>{n}</small></h2>
            <ul class="tree">{branches}</ul>
            {further(l, &address(PATH, asked), asked, next)}
        }
        .into_any();
    }
    let all = group.kind.filter(|_| group.branches.next.is_some()).map(|kind| {
        let href = format!("{PATH}?{}={}", Field::UnitKind.as_str(), kind.as_str());
        view! { <p><a href=href>{words::organisation::all_of(l, kind)}</a></p> }
    });
    view! {
        <details class="fold">
            <summary>{kind}" "<small>{n}</small></summary>
            <ul class="tree">{branches}</ul>
            {all}
        </details>
    }
    .into_any()
}

/// A unit; what stands below it is folded away where it is little, and behind a link where it is much.
fn branch(l: Locale, branch: &UnitBranch) -> AnyView {
    let unit = &branch.unit;
    let href = format!("/organisation/{}", unit.id);
    let link = view! { <a href=href>{unit.name.clone()}</a> };
    if branch.n_below == 0 {
        return view! { <li>{link}</li> }.into_any();
    }
    let n = words::organisation::n_below(l, branch.n_below);
    let name = words::organisation::below_of(l, &unit.name);
    if branch.below.is_empty() {
        let href = branch_address(unit.id);
        return view! {
            <li>{link}" "<a href=href>{n}<span class="visually-hidden">" "{name}</span></a></li>
        }
        .into_any();
    }
    let below = branch.below.iter().map(|it| self::branch(l, it)).collect_view();
    view! {
        <li>
            {link}
            <details>
                <summary>{n}<span class="visually-hidden">" "{name}</span></summary>
                <ul class="tree">{below}</ul>
            </details>
        </li>
    }
    .into_any()
}

fn branch_address(unit: OrganisationId) -> String {
    format!("{PATH}?{}={unit}", Field::Unit.as_str())
}
