//! Action classes: actions that match the same patterns share one row of statements.
//!
//! Every action that a policy writes without wildcard has its class; all others are sorted by an
//! automaton over the patterns with wildcards, whose end states are the classes. Where that
//! automaton does not fit, actions without a class are tested pattern by pattern. Must not know
//! resources or conditions.

use std::collections::{BTreeMap, HashSet};

use ramgate_image::ImageWriter;
use ramgate_image::hash::hash;
use ramgate_image::record::{ActionLiteral, HashTable, NONE};
use ramgate_image::writer::position;
use ramgate_model::Case;
use ramgate_model::glob::{is_literal, matches};
use zerocopy::little_endian::U32;

use crate::automaton::{Accept, determinize};
use crate::budget::Budget;
use crate::config::Config;
use crate::normal::Need;
use crate::patterns::{count, part_explosive, simplify};
use crate::postings::Postings;

/// The most patterns with inner stars that may overlap in the automaton of all actions.
const MOST_OVERLAPPING: usize = 6;
/// The most times that a literal action is tried against a wildcard pattern.
const MOST_TRIALS: usize = 4 << 20;

/// What all statements need of an action.
pub(crate) struct Actions {
    /// Patterns in lower case, with the ranks that a match makes apply, and those that it stops.
    patterns: BTreeMap<String, Effects>,
    /// The ranks that apply unless a pattern stops them.
    otherwise: Vec<u32>,
}

#[derive(Default)]
struct Effects {
    applies: Vec<u32>,
    stops: Vec<u32>,
}

/// What is written of the actions.
pub(crate) struct Written {
    pub(crate) literals: HashTable,
    pub(crate) automaton: u32,
    pub(crate) unlisted_class: u32,
}

impl Actions {
    pub(crate) fn new() -> Self {
        Self {
            patterns: BTreeMap::new(),
            otherwise: Vec::new(),
        }
    }

    /// Adds what the statement of a rank needs.
    pub(crate) fn add(&mut self, rank: u32, need: Need<&str>) {
        match need {
            Need::Never => {}
            Need::Always => {
                self.otherwise.push(rank);
            }
            Need::Some(patterns) => {
                for pattern in patterns {
                    self.effects(pattern).applies.push(rank);
                }
            }
            Need::NoneOf(patterns) => {
                self.otherwise.push(rank);
                for pattern in patterns {
                    self.effects(pattern).stops.push(rank);
                }
            }
        }
    }

    fn effects(&mut self, pattern: &str) -> &mut Effects {
        self.patterns
            .entry(simplify(pattern).to_ascii_lowercase())
            .or_default()
    }

    /// Writes classes, rows, the table of literals and the automaton.
    pub(crate) fn write(
        &self,
        image: &mut ImageWriter,
        postings: &mut Postings,
        config: Config,
    ) -> Written {
        let (literals, wild): (Vec<&str>, Vec<&str>) = self
            .patterns
            .keys()
            .map(String::as_str)
            .partition(|pattern| is_literal(pattern));
        let mut rows = Rows {
            bytes: config.action_row_bytes,
            by_patterns: BTreeMap::new(),
        };
        let (automaton, unlisted_class) = if wild.is_empty() {
            (NONE, self.class(image, postings, &mut rows, Vec::new()))
        } else {
            (
                self.write_automaton(image, postings, &mut rows, config, &wild),
                NONE,
            )
        };
        let affordable = literals.len().saturating_mul(wild.len()) <= MOST_TRIALS;
        let mut records = Vec::new();
        for literal in &literals {
            let class = if affordable {
                let wild = wild.iter().copied();
                let mut matched: Vec<&str> = wild
                    .filter(|pattern| matches(pattern, literal, Case::Sensitive))
                    .collect();
                matched.push(literal);
                self.class(image, postings, &mut rows, matched)
            } else {
                NONE
            };
            records.push(ActionLiteral {
                text: image.text(literal),
                class: U32::new(class),
            });
        }
        image.action_literals = records;
        let literals = image.hash_table(position(&literals), |seed, at| {
            hash(
                seed,
                literals
                    .get(at as usize)
                    .map_or(&[], |literal| literal.as_bytes()),
            )
        });
        Written {
            literals,
            automaton,
            unlisted_class,
        }
    }

    /// The automaton that gives actions their class by the patterns with wildcards that they match;
    /// `NONE` where it does not fit.
    fn write_automaton<'p>(
        &'p self,
        image: &mut ImageWriter,
        postings: &mut Postings,
        rows: &mut Rows<'p>,
        config: Config,
        wild: &[&'p str],
    ) -> u32 {
        let budget = Budget::new(config);
        let (tame, explosive) = part_explosive(wild.iter().copied(), MOST_OVERLAPPING);
        if !budget.admits(tame.len(), 1) {
            return NONE;
        }
        if !explosive.is_empty() {
            count(
                &mut image.summary,
                |summary| &mut summary.too_explosive,
                explosive.len(),
            );
            return NONE;
        }
        let accepts: Vec<_> = tame.iter().map(|pattern| Accept::Whole(pattern)).collect();
        let Some(dfa) = determinize(&accepts, budget.limit(tame.len())) else {
            count(&mut image.summary, |summary| &mut summary.over_budget, 1);
            return NONE;
        };
        let mut end = Vec::with_capacity(dfa.end.len());
        for matched in &dfa.end {
            let matched = matched
                .iter()
                .filter_map(|at| tame.get(*at as usize).copied())
                .collect();
            end.push(self.class(image, postings, rows, matched));
        }
        let automaton = dfa.write_classes(image, end);
        image.automata.push(automaton);
        position(&image.automata) - 1
    }

    /// The class of actions that match just these patterns; `NONE` where its row does not fit.
    fn class<'p>(
        &'p self,
        image: &mut ImageWriter,
        postings: &mut Postings,
        rows: &mut Rows<'p>,
        mut matched: Vec<&'p str>,
    ) -> u32 {
        matched.sort_unstable();
        if let Some(known) = rows.by_patterns.get(&matched) {
            return *known;
        }
        let effects = || {
            matched
                .iter()
                .filter_map(|pattern| self.patterns.get(*pattern))
        };
        let stopped: HashSet<u32> = effects()
            .flat_map(|effects| &effects.stops)
            .copied()
            .collect();
        let mut row = self.otherwise.clone();
        row.retain(|rank| !stopped.contains(rank));
        row.extend(effects().flat_map(|effects| &effects.applies));
        row.sort_unstable();
        row.dedup();
        let bytes = postings.bytes(row.len());
        let class = match rows.bytes.checked_sub(bytes) {
            None => NONE,
            Some(left) => {
                rows.bytes = left;
                let posting = postings.write(image, row);
                image.action_classes.push(U32::new(posting));
                position(&image.action_classes) - 1
            }
        };
        rows.by_patterns.insert(matched, class);
        class
    }
}

/// The classes that have been written, by the patterns that their actions match.
struct Rows<'p> {
    /// How many bytes further rows may take.
    bytes: usize,
    by_patterns: BTreeMap<Vec<&'p str>, u32>,
}
