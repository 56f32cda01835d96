//! What holds for any package.

use domain::{
    quota::Outcome,
    result_package::{Input, build, recompute},
};
use proptest::{prelude::*, sample::Index};

use super::{
    any_input::{any_input, settled},
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
