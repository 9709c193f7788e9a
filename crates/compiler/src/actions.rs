//! From actions to statements: what every action needs to know of the policies, sorted ahead.
//!
//! Three things make a statement a candidate: it is one for any action unless stopped; patterns
//! with wildcards that the action matches make it one or stop it; the action's own name does.
//! Actions that match the same patterns with wildcards are a class; an automaton over these
//! patterns, whose end states are the classes, sorts them. So a class holds only what sets it
//! apart, and what all of them share is kept once. A statement with a pattern that the automaton
//! cannot hold is a candidate for any action and tested by itself. Must not know resources or
//! conditions.

use std::collections::{BTreeMap, BTreeSet};

use ramgate_image::ImageWriter;
use ramgate_image::hash::hash;
use ramgate_image::record::{ActionClass, ActionLiteral, HashTable, NONE};
use ramgate_image::writer::position;
use ramgate_model::glob::is_literal;
use zerocopy::little_endian::U32;

use crate::automaton::{Accept, Dfa, determinize};
use crate::budget::Budget;
use crate::config::Config;
use crate::normal::Need;
use crate::patterns::{count, part_explosive, simplify};
use crate::postings::Postings;

/// The most patterns with inner stars that may overlap in the automaton.
const MOST_OVERLAPPING: usize = 6;

/// What all statements need of an action.
#[derive(Default)]
pub(crate) struct Actions {
    /// By rank; patterns simplified and in lower case.
    needs: Vec<(u32, Need<String>)>,
}

/// What is written of the actions.
pub(crate) struct Written {
    pub(crate) any_action: u32,
    pub(crate) literals: HashTable,
    pub(crate) automaton: u32,
    pub(crate) unlisted_class: u32,
    /// Ranks whose action element must be tested by itself.
    pub(crate) tested: Vec<u32>,
}

/// What follows from matching a pattern.
#[derive(Default)]
struct Effects {
    applies: Vec<u32>,
    stops: Vec<u32>,
}

/// What follows from matching each pattern, and what holds for any action.
#[derive(Default)]
struct Index {
    by_pattern: BTreeMap<String, Effects>,
    any_action: Vec<u32>,
    tested: Vec<u32>,
}

impl Actions {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds what the statement of a rank needs.
    pub(crate) fn add(&mut self, rank: u32, need: Need<&str>) {
        let own = |patterns: Vec<&str>| {
            patterns
                .into_iter()
                .map(|text| simplify(text).to_ascii_lowercase())
                .collect()
        };
        let need = match need {
            Need::Never => return,
            Need::Always => Need::Always,
            Need::Some(patterns) => Need::Some(own(patterns)),
            Need::NoneOf(patterns) => Need::NoneOf(own(patterns)),
        };
        self.needs.push((rank, need));
    }

    /// Writes literals, classes and the automaton.
    pub(crate) fn write(
        self,
        image: &mut ImageWriter,
        postings: &mut Postings,
        budget: &mut Budget,
        config: Config,
    ) -> Written {
        let (wild, untamed) = self.part();
        let built = build(image, budget, &wild);
        if built.is_some() {
            count(
                &mut image.summary,
                |summary| &mut summary.too_explosive,
                untamed.len(),
            );
        }
        let (wild, untamed) = match built {
            Some(_) => (wild, untamed),
            None => (Vec::new(), untamed.into_iter().chain(wild).collect()),
        };
        let index = self.index(&untamed);
        let mut classes = Classes {
            index: &index,
            wild: &wild,
            bytes: config.action_row_bytes,
            known: BTreeMap::new(),
        };
        let unlisted_class = classes.class(image, postings, &[]);
        let automaton = match &built {
            None => NONE,
            Some(dfa) => {
                let mut end = Vec::with_capacity(dfa.end.len());
                for matched in &dfa.end {
                    end.push(classes.class(image, postings, matched));
                }
                let automaton = dfa.write_classes(image, end);
                image.automata.push(automaton);
                position(&image.automata) - 1
            }
        };
        let literals: Vec<(&String, &Effects)> = index
            .by_pattern
            .iter()
            .filter(|(pattern, _)| is_literal(pattern))
            .collect();
        for (literal, effects) in &literals {
            let matched = built
                .as_ref()
                .map_or(&[][..], |dfa| dfa.matched_by(literal));
            let record = ActionLiteral {
                text: image.text(literal),
                class: U32::new(classes.class(image, postings, matched)),
                applies: U32::new(postings.write(image, effects.applies.clone())),
                stops: U32::new(postings.write(image, effects.stops.clone())),
            };
            image.action_literals.push(record);
        }
        let table = image.hash_table(position(&literals), |seed, at| {
            hash(
                seed,
                literals
                    .get(at as usize)
                    .map_or(&[], |(literal, _)| literal.as_bytes()),
            )
        });
        Written {
            any_action: postings.write(image, index.any_action.clone()),
            literals: table,
            automaton,
            unlisted_class,
            tested: index.tested,
        }
    }

    /// The patterns with wildcards that one automaton can hold, and those that it cannot.
    fn part(&self) -> (Vec<String>, BTreeSet<String>) {
        let all: BTreeSet<&str> = self
            .needs
            .iter()
            .flat_map(|(_, need)| need.patterns())
            .map(String::as_str)
            .filter(|pattern| !is_literal(pattern))
            .collect();
        let (tame, explosive) = part_explosive(all.into_iter(), MOST_OVERLAPPING);
        (
            tame.into_iter().map(str::to_owned).collect(),
            explosive.into_iter().map(str::to_owned).collect(),
        )
    }

    fn index(&self, untamed: &BTreeSet<String>) -> Index {
        let mut index = Index::default();
        for (rank, need) in &self.needs {
            if need
                .patterns()
                .iter()
                .any(|pattern| untamed.contains(pattern))
            {
                index.tested.push(*rank);
                index.any_action.push(*rank);
                continue;
            }
            if !matches!(need, Need::Some(_)) {
                index.any_action.push(*rank);
            }
            for pattern in need.patterns() {
                let effects = index.by_pattern.entry(pattern.clone()).or_default();
                match need {
                    Need::Some(_) => effects.applies.push(*rank),
                    _ => effects.stops.push(*rank),
                }
            }
        }
        index.any_action.sort_unstable();
        for effects in index.by_pattern.values_mut() {
            for ranks in [&mut effects.applies, &mut effects.stops] {
                ranks.sort_unstable();
                ranks.dedup();
            }
        }
        index
    }
}

impl<P> Need<P> {
    fn patterns(&self) -> &[P] {
        match self {
            Self::Always | Self::Never => &[],
            Self::Some(patterns) | Self::NoneOf(patterns) => patterns,
        }
    }
}

/// The automaton of all patterns together, if there are any and it fits.
fn build(image: &mut ImageWriter, budget: &mut Budget, patterns: &[String]) -> Option<Dfa> {
    let limit = budget.limit(patterns.len(), 1)?;
    let accepts: Vec<_> = patterns
        .iter()
        .map(|pattern| Accept::Whole(pattern))
        .collect();
    let dfa = determinize(&accepts, limit);
    if let Some(dfa) = &dfa {
        budget.spend(dfa.bytes());
    } else {
        budget.fail(limit);
        count(&mut image.summary, |summary| &mut summary.over_budget, 1);
    }
    dfa
}

/// The classes that have been written.
struct Classes<'i> {
    index: &'i Index,
    /// The patterns with wildcards, by their numbers in the automaton.
    wild: &'i [String],
    /// How many bytes further rows may take.
    bytes: usize,
    known: BTreeMap<Vec<u32>, u32>,
}

impl Classes<'_> {
    /// The class of actions that match just these patterns with wildcards; `NONE` where its rows do
    /// not fit.
    fn class(&mut self, image: &mut ImageWriter, postings: &mut Postings, matched: &[u32]) -> u32 {
        if let Some(known) = self.known.get(matched) {
            return *known;
        }
        let index = self.index;
        let effects = || {
            let patterns = matched.iter().filter_map(|at| self.wild.get(*at as usize));
            patterns.filter_map(|pattern| index.by_pattern.get(pattern))
        };
        let members: usize = effects().map(|of| of.applies.len() + of.stops.len()).sum();
        let bytes = members * size_of::<u32>();
        let class = if bytes > self.bytes {
            NONE
        } else {
            let rows = [
                union(effects().map(|of| of.applies.as_slice())),
                union(effects().map(|of| of.stops.as_slice())),
            ];
            let [applies, stops] = rows.map(|ranks| U32::new(postings.write(image, ranks)));
            image.action_classes.push(ActionClass { applies, stops });
            position(&image.action_classes) - 1
        };
        if class != NONE {
            self.bytes -= bytes;
        }
        self.known.insert(matched.to_vec(), class);
        class
    }
}

/// All ranks of some ascending lists, ascending.
fn union<'r>(lists: impl Iterator<Item = &'r [u32]>) -> Vec<u32> {
    let mut ranks: Vec<u32> = lists.flatten().copied().collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}
