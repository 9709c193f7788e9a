//! What an image holds, in numbers.
//!
//! Must not know how they are printed.

use alloc::vec::Vec;

use ramgate_image::ImageView;
use ramgate_image::format::VERSION;
use ramgate_image::record::{BITMAP, NONE, TEST_ACTION};
use zerocopy::little_endian::U32;

/// The numbers of an image.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ImageSummary {
    /// The version of the format.
    pub format_version: u32,
    /// The size of the whole in bytes.
    pub bytes: usize,
    /// Policies.
    pub policies: u32,
    /// Statements.
    pub statements: u32,
    /// Statements with effect Deny.
    pub denies: u32,
    /// Context keys that conditions test.
    pub keys: u32,
    /// Different conditions, each stored once.
    pub predicates: u32,
    /// Classes of actions that have the same row of statements.
    pub action_classes: u32,
    /// Actions that some policy names without wildcard.
    pub action_literals: u32,
    /// How actions that no policy names without wildcard find their statements.
    pub other_actions: OtherActions,
    /// Statements whose action element is tested pattern by pattern because the automaton cannot
    /// hold one of its patterns.
    pub action_tested: u32,
    /// Patterns of relative ids and `StringLike` values without wildcard, found by hash.
    pub exact_patterns: u32,
    /// Literals followed by one star, found by binary search.
    pub prefix_patterns: u32,
    /// Patterns that share automata.
    pub automaton_patterns: u32,
    /// Patterns that are tried one by one.
    pub glob_patterns: u32,
    /// The automata.
    pub automata: Vec<AutomatonSummary>,
    /// Wildcard patterns that were kept out of automata because they would explode.
    pub too_explosive: u32,
    /// Automata that were given up because they grew beyond their budget.
    pub over_budget: u32,
    /// Sets of statements kept as lists.
    pub list_postings: u32,
    /// Sets of statements kept as bits.
    pub bitmap_postings: u32,
    /// Disjoint ranges of IPv4 addresses.
    pub ranges_v4: u32,
    /// Disjoint ranges of IPv6 addresses.
    pub ranges_v6: u32,
    /// The sections: name, records, bytes.
    pub sections: Vec<(&'static str, u32, usize)>,
    /// The worst that a request can cost.
    pub worst_case: WorstCase,
}

/// How actions find their statements that no policy names without wildcard.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum OtherActions {
    /// No pattern could match them: they all share one class.
    OneClass,
    /// An automaton gives them their class.
    Automaton,
    /// Each candidate statement is tested pattern by pattern.
    Tested,
}

/// One automaton.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AutomatonSummary {
    /// Whether it gives actions their class; else it searches relative ids or values.
    pub sorts_actions: bool,
    /// The patterns in it; of the automaton that sorts actions, 0.
    pub patterns: u32,
    /// Its states.
    pub states: u32,
    /// Its byte classes.
    pub byte_classes: u32,
    /// The bytes of its tables.
    pub bytes: usize,
}

/// The most elementary steps (look-ups, comparisons, glob steps) that deciding a request can take:
/// `fixed + per_byte * n`, where `n` counts the bytes of action, resource, context keys and
/// values, and one for each key and value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WorstCase {
    /// The steps that do not depend on the request.
    pub fixed: u64,
    /// The steps for each of its bytes.
    pub per_byte: u64,
}

impl WorstCase {
    /// The most steps for a request of `n` bytes.
    pub fn steps(&self, n: u64) -> u64 {
        self.fixed.saturating_add(self.per_byte.saturating_mul(n))
    }
}

fn count<T>(records: &[T], of: impl Fn(&T) -> bool) -> u32 {
    u32::try_from(records.iter().filter(|record| of(record)).count()).unwrap_or(NONE)
}

fn sum(counts: impl Iterator<Item = U32>) -> u32 {
    counts.fold(0, |sum: u32, count| sum.saturating_add(count.get()))
}

impl ImageSummary {
    /// The numbers of an image.
    pub fn of(view: ImageView<'_>) -> Self {
        let (layout, bytes) = (view.layout(), view.bytes());
        let facts = view.summary();
        let fact = |of: fn(&ramgate_image::record::Summary) -> u32| facts.map_or(0, of);
        let action_automaton = facts.map_or(NONE, |facts| facts.action_automaton.get());
        let unlisted_class = facts.map_or(NONE, |facts| facts.unlisted_class.get());
        let indexes = layout.pattern_indexes.all(bytes);
        let bitmaps = count(layout.postings.all(bytes), |posting| posting.kind == BITMAP);
        let automata: Vec<AutomatonSummary> = (0..)
            .zip(layout.automata.all(bytes))
            .map(|(at, automaton)| {
                let (states, byte_classes) = (automaton.states.get(), automaton.stride.get());
                let outputs = if automaton.through == NONE { 1 } else { 2 };
                AutomatonSummary {
                    sorts_actions: at == action_automaton,
                    patterns: automaton.patterns.count.get(),
                    states,
                    byte_classes,
                    bytes: 256 + states as usize * (byte_classes as usize + outputs) * 4,
                }
            })
            .collect();
        Self {
            format_version: VERSION,
            bytes: bytes.len(),
            policies: layout.policies.len(),
            statements: layout.statements.len(),
            denies: fact(|facts| facts.denies.get()),
            keys: layout.keys.len(),
            predicates: layout.predicates.len(),
            action_classes: layout.action_classes.len(),
            action_literals: layout.action_literals.len(),
            other_actions: match (unlisted_class, action_automaton) {
                (NONE, NONE) => OtherActions::Tested,
                (_, NONE) => OtherActions::OneClass,
                _ => OtherActions::Automaton,
            },
            action_tested: count(layout.ranks.all(bytes), |rank| {
                rank.flags & TEST_ACTION != 0
            }),
            exact_patterns: sum(indexes.iter().map(|index| index.exact.count)),
            prefix_patterns: layout.prefix_entries.len(),
            automaton_patterns: sum(layout
                .automata
                .all(bytes)
                .iter()
                .map(|of| of.patterns.count)),
            glob_patterns: sum(indexes.iter().map(|index| index.globs.count)),
            automata,
            too_explosive: fact(|facts| facts.too_explosive.get()),
            over_budget: fact(|facts| facts.over_budget.get()),
            list_postings: layout.postings.len().saturating_sub(bitmaps),
            bitmap_postings: bitmaps,
            ranges_v4: layout.ranges_v4.len(),
            ranges_v6: layout.ranges_v6.len(),
            sections: layout.sections().collect(),
            worst_case: facts.map_or(
                WorstCase {
                    fixed: 0,
                    per_byte: 0,
                },
                |facts| WorstCase {
                    fixed: facts.fixed_steps.get(),
                    per_byte: facts.steps_per_byte.get(),
                },
            ),
        }
    }
}
