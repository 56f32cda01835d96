//! Comparing stated results with computed ones, figure by figure.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use serde::{Deserialize, Serialize};

use super::{NomineeResult, Results, Score};
use crate::{
    quota::{Line, LineResult},
    ranking::Separation,
    score_sheet::Trim,
};

/// A figure that the package states otherwise than it is computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Where: `tutor/nominees/N07/mean`.
    pub path: String,
    /// What the package says; `None` if it says nothing.
    pub stated: Option<String>,
    /// What is computed; `None` if there is no such figure.
    pub computed: Option<String>,
}

/// All differences of a category, in the order of their paths.
pub(super) fn differences(category: &str, stated: &Results, computed: &Results) -> Vec<Difference> {
    compare(category, &Figures::of(stated), &Figures::of(computed))
}

/// All differences of figures under a key, in the order of their paths.
pub(crate) fn compare(key: &str, stated: &Figures, computed: &Figures) -> Vec<Difference> {
    let paths: BTreeSet<_> = stated.0.keys().chain(computed.0.keys()).collect();
    let difference = |path: &String| {
        let (stated, computed) = (stated.0.get(path), computed.0.get(path));
        (stated != computed).then(|| Difference {
            path: format!("{key}/{path}"),
            stated: stated.cloned(),
            computed: computed.cloned(),
        })
    };
    paths.into_iter().filter_map(difference).collect()
}

/// Every figure of some results as text, under a path of its own.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<String, String>);

impl Figures {
    fn of(results: &Results) -> Self {
        let mut figures = Self::default();
        for (place, nominee) in (1..).zip(&results.nominees) {
            figures.add_nominee("", place, nominee);
        }
        for (place, line) in (1..).zip(&results.lines) {
            figures.add_line(place, line);
        }
        if let Some(preliminary) = &results.preliminary {
            for (place, nominee) in (1..).zip(&preliminary.nominees) {
                figures.add_nominee("preliminary/", place, nominee);
            }
            for (place, line) in (1..).zip(&preliminary.lines) {
                let at = |figure: &str| format!("preliminary/{}/{figure}", path_of(&line.line));
                figures.add(at("place"), place);
                figures.add(at("places"), line.places);
                figures.add(at("taken"), line.taken);
            }
        }
        figures
    }

    /// A path that is taken, as when a nominee stands there twice, gets a number.
    pub(crate) fn add(&mut self, path: String, value: impl Display) {
        let mut free = path.clone();
        let mut n = 1;
        while self.0.contains_key(&free) {
            n += 1;
            free = format!("{path}#{n}");
        }
        self.0.insert(free, value.to_string());
    }

    fn add_nominee(&mut self, stage: &str, place: usize, row: &NomineeResult) {
        let at = |figure: &str| format!("{stage}nominees/{}/{figure}", row.nominee);
        self.add(at("place"), place);
        self.add(at("outcome"), row.outcome.as_str());
        for total in &row.totals {
            self.add(at(&format!("totals/{}", total.seat)), total.total);
        }
        if let Some(score) = &row.score {
            self.add_score(&at, score);
        }
        if let Some(vote) = &row.vote {
            self.add(at("rank"), vote.rank);
            self.add(at("separation"), vote.separation.map_or("none", Separation::as_str));
            self.add(at("votes"), vote.votes);
        }
    }

    fn add_score(&mut self, at: &impl Fn(&str) -> String, score: &Score) {
        self.add(at("rank"), score.rank);
        self.add(at("separation"), score.separation.map_or("none", Separation::as_str));
        if let Trim::Trimmed { highest, lowest } = score.trim {
            self.add(at("trim/highest"), highest);
            self.add(at("trim/lowest"), lowest);
        }
        self.add(at("mean"), score.mean);
        self.add(at("untrimmed_mean"), score.untrimmed_mean);
        for (n, mean) in (1..).zip(&score.criterion_means) {
            self.add(at(&format!("criterion_means/{n}")), mean);
        }
        if let Some(rank_sum) = &score.rank_sum {
            self.add(at("rank_sum/sum"), rank_sum.sum);
            for (n, seat) in (1..).zip(&rank_sum.seats) {
                self.add(at(&format!("rank_sum/seats/{n}")), seat);
            }
        }
    }

    fn add_line(&mut self, place: usize, row: &LineResult) {
        let at = |figure: &str| format!("{}/{figure}", path_of(&row.line));
        self.add(at("place"), place);
        self.add(at("seats"), row.seats);
        self.add(at("added"), row.added);
        self.add(at("filled"), row.filled);
        self.add(at("vacant"), row.vacant);
        if let Some(undecided) = &row.undecided {
            for (n, nominee) in (1..).zip(&undecided.group) {
                self.add(at(&format!("undecided/group/{n}")), nominee);
            }
            self.add(at("undecided/seats_left"), undecided.seats_left);
        }
    }
}

fn path_of(line: &Line) -> String {
    match line {
        Line::Category => "lines/category".to_owned(),
        Line::Unit(unit) => format!("lines/unit/{unit}"),
    }
}
