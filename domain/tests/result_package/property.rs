//! What holds for any package.

use std::collections::BTreeSet;

use domain::{
    quota::{Line, Outcome},
    result_package::{Input, NomineeResult, build, recompute},
};
use proptest::{prelude::*, sample::Index};

use super::{
    any_input::{any_final, any_input, settled},
    cycle, packed,
    spoil::{spoiled, stated},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_built_package_states_what_is_computed(
        inputs in prop::collection::vec(any_input(), 0..3),
    ) {
        let named = |(n, input)| Input { category: format!("category-{n}"), ..input };
        let inputs = inputs.into_iter().enumerate().map(named).collect();
        let package = build(cycle(), inputs).expect("a package");
        let recomputed = recompute(&package).expect("results");
        prop_assert_eq!(recomputed.differences, vec![]);
        let stated: Vec<_> = package.categories.into_iter().map(|it| it.results).collect();
        prop_assert_eq!(recomputed.results, stated);
    }

    #[test]
    fn decisions_settle_every_tie_and_seats_add_up(
        input in any_input(),
        choices in prop::collection::vec(any::<Index>(), 1..5),
    ) {
        let mut choices = choices;
        choices.push(choices[0]);
        let package = settled(input, &choices);
        let results = &package.categories[0].results;
        let selected = results.nominees.iter().filter(|it| it.outcome == Outcome::Selected).count();
        let filled: u32 = results.lines.iter().map(|line| line.filled).sum();
        prop_assert_eq!(u32::try_from(selected), Ok(filled));
        for line in &results.lines {
            prop_assert_eq!(line.filled + line.vacant, line.seats + line.added);
        }
        prop_assert_eq!(recompute(&package).expect("results").differences, vec![]);
    }

    #[test]
    fn any_changed_figure_is_found(
        input in any_input(),
        choices in prop::collection::vec(any::<Index>(), 6),
    ) {
        let package = packed(input);
        for choice in choices {
            let pointers = stated(&package);
            let pointer = pointers.get(choice.index(pointers.len().max(1)));
            if let Some(other) = pointer.and_then(|pointer| spoiled(&package, pointer)) {
                prop_assert_ne!(&other, &package);
                prop_assert_ne!(recompute(&other).expect("results").differences, vec![]);
            }
        }
    }

    #[test]
    fn a_final_states_what_is_computed_and_ranks_those_on_the_shortlist_alone(
        input in any_final(),
        choices in prop::collection::vec(any::<Index>(), 6),
    ) {
        let stage = input.final_stage.clone().expect("a final");
        let lines = input.quota.lines().expect("lines");
        let package = packed(input.clone());
        let results = &package.categories[0].results;
        let first = results.preliminary.as_ref().expect("a first stage");
        let on = |outcome| first.nominees.iter().filter(move |row| row.outcome == outcome);
        let ranked: BTreeSet<_> = results.nominees.iter().map(|row| &row.nominee).collect();
        prop_assert_eq!(ranked, on(Outcome::Selected).map(|row| &row.nominee).collect());
        for (line, seats) in first.lines.iter().zip(&lines) {
            // Rounded up, and more only where the last place is shared.
            prop_assert!(line.places * 100 >= seats.seats * stage.shortlist_percent);
            prop_assert!(line.places == 0 || (line.places - 1) * 100 < seats.seats * stage.shortlist_percent);
            let of_line = |row: &&NomineeResult| match &line.line {
                Line::Category => true,
                Line::Unit(unit) => input
                    .nominees
                    .iter()
                    .any(|it| it.nominee == row.nominee && it.unit == *unit),
            };
            let mean = |row: &NomineeResult| row.score.as_ref().map(|score| score.mean);
            let taken: Vec<_> = on(Outcome::Selected).filter(of_line).map(mean).collect();
            prop_assert_eq!(u32::try_from(taken.len()), Ok(line.taken));
            let (least, best_off) =
                (taken.iter().min(), on(Outcome::NotSelected).filter(of_line).map(mean).max());
            prop_assert!(least.is_none_or(|least| best_off.is_none_or(|off| off < *least)));
            if line.taken > line.places {
                let shared = taken.iter().filter(|mean| Some(*mean) == least).count();
                prop_assert!(usize::try_from(line.taken - line.places).is_ok_and(|more| more < shared));
            }
        }
        prop_assert_eq!(recompute(&package).expect("results").differences, vec![]);
        for choice in choices {
            let pointers = stated(&package);
            let pointer = pointers.get(choice.index(pointers.len().max(1)));
            if let Some(other) = pointer.and_then(|pointer| spoiled(&package, pointer)) {
                prop_assert_ne!(recompute(&other).expect("results").differences, vec![]);
            }
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(
        (input, nominees, sheets) in any_input().prop_flat_map(|input| {
            let (nominees, sheets) = (input.nominees.clone(), input.sheets.clone());
            (Just(input), Just(nominees).prop_shuffle(), Just(sheets).prop_shuffle())
        }),
    ) {
        let other = Input { nominees, sheets, ..input.clone() };
        let results = |input| packed(input).categories.remove(0).results;
        prop_assert_eq!(results(input), results(other));
    }
}
