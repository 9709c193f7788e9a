//! From a policy set to the bytes of an image: the order in which the parts are made.
//!
//! Must not know how any part is laid out inside.

use std::collections::BTreeMap;
use std::fmt;

use ramgate_image::ImageWriter;
use ramgate_image::record::{
    self, DENY, HashTable, NEGATED, NONE, Rank, Run, Summary, TEST_ACTION, TEST_RESOURCE, TextRef,
    UNREADABLE, UNSOUND,
};
use ramgate_image::writer::{append, position};
use ramgate_model::Effect;
use ramgate_syntax::PolicySet;
use zerocopy::little_endian::{U32, U64};

use crate::actions::Actions;
use crate::budget::Budget;
use crate::config::Config;
use crate::cost;
use crate::normal::{Element, NormalPolicy, normalize};
use crate::postings::Postings;
use crate::predicates::Predicates;
use crate::resources::Resources;

/// A policy set cannot be compiled.
#[derive(Debug)]
pub struct CompileError(ramgate_image::writer::TooLargeError);

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policy set cannot be compiled")
    }
}

impl std::error::Error for CompileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// The image of a policy set: the same bytes for the same policies, in whatever order they were
/// added, on every machine.
///
/// Time and memory are bounded by the budgets of `config` and the size of the policies.
///
/// # Errors
/// When the image would be larger than 4 GiB.
pub fn compile(set: &PolicySet, config: Config) -> Result<Vec<u8>, CompileError> {
    let policies = normalize(set);
    let mut image = ImageWriter::new();
    image.summary.push(empty_summary());
    let mut budget = Budget::new(config, pattern_bytes(&policies));
    write_statements(&mut image, set, &mut budget, &policies);
    let ranks = write_ranks(&mut image);
    let mut postings = Postings::new(position(&image.ranks));
    let (mut actions, mut resources) = (Actions::new(), Resources::new());
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    for (statement, rank) in statements.zip(ranks) {
        if statement.is_dead() {
            continue;
        }
        actions.add(rank, statement.action.action_need(statement.effect));
        let test_resource =
            resources.add(rank, &statement.resource.resource_need(statement.effect));
        if let Some(record) = image.ranks.get_mut(rank as usize).filter(|_| test_resource) {
            record.flags |= TEST_RESOURCE;
        }
    }
    let resources = resources.write(&mut image, &mut postings, &mut budget);
    let actions = actions.write(&mut image, &mut postings, &mut budget, config);
    for rank in actions.tested {
        if let Some(record) = image.ranks.get_mut(rank as usize) {
            record.flags |= TEST_ACTION;
        }
    }
    if let Some(summary) = image.summary.first_mut() {
        summary.any_action = U32::new(actions.any_action);
        summary.unsearched = U32::new(resources.unsearched);
        summary.exact_case_index = U32::new(resources.exact_case_index);
        summary.folded_case_index = U32::new(resources.folded_case_index);
        summary.action_automaton = U32::new(actions.automaton);
        summary.unlisted_class = U32::new(actions.unlisted_class);
        summary.action_literals = actions.literals;
    }
    let worst = cost::worst(&image);
    if let Some(summary) = image.summary.first_mut() {
        summary.fixed_steps = U64::new(worst.fixed);
        summary.steps_per_byte = U64::new(worst.per_byte);
    }
    image.finish().map_err(CompileError)
}

/// The bytes of all patterns and values: what the automata's budget is measured by.
fn pattern_bytes(policies: &[NormalPolicy<'_>]) -> usize {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let texts = statements.flat_map(|statement| {
        let conditions = statement
            .conditions
            .iter()
            .flat_map(|condition| &condition.values);
        statement
            .action
            .patterns
            .iter()
            .chain(&statement.resource.patterns)
            .chain(conditions)
    });
    texts.map(|text| text.len()).sum()
}

fn empty_summary() -> Summary {
    let no_table = HashTable {
        slots: Run::EMPTY,
        seed: U64::ZERO,
        longest_probe: U32::ZERO,
    };
    Summary {
        denies: U32::ZERO,
        ranks: U32::ZERO,
        unsearched: U32::ZERO,
        any_action: U32::ZERO,
        exact_case_index: U32::ZERO,
        folded_case_index: U32::ZERO,
        action_automaton: U32::new(NONE),
        unlisted_class: U32::new(NONE),
        too_explosive: U32::ZERO,
        over_budget: U32::ZERO,
        fixed_steps: U64::ZERO,
        steps_per_byte: U64::ZERO,
        keys: no_table,
        action_literals: no_table,
    }
}

/// Writes policies, statements, elements, conditions and predicates.
fn write_statements(
    image: &mut ImageWriter,
    set: &PolicySet,
    budget: &mut Budget,
    policies: &[NormalPolicy<'_>],
) {
    let mut predicates = Predicates::new();
    let mut elements = BTreeMap::new();
    for policy in policies {
        let first = position(&image.statements);
        for statement in &policy.statements {
            let conditions: Vec<U32> = statement
                .conditions
                .iter()
                .map(|condition| U32::new(predicates.write(image, budget, set.keys(), condition)))
                .collect();
            let deny = if statement.effect == Effect::Deny {
                DENY
            } else {
                0
            };
            let unsound = if statement.unsound { UNSOUND } else { 0 };
            let record = record::Statement {
                policy: U32::new(position(&image.policies)),
                flags: U32::new(deny | unsound),
                action: U32::new(write_element(image, &mut elements, &statement.action)),
                resource: U32::new(write_element(image, &mut elements, &statement.resource)),
                conditions: append(&mut image.conditions, conditions),
                sid: image.text(statement.sid),
            };
            image.statements.push(record);
        }
        let statements = Run::new(first, position(&image.statements) - first);
        let name = image.text(policy.name);
        image.policies.push(record::Policy { name, statements });
    }
    let keys = predicates.write_key_table(image);
    if let Some(summary) = image.summary.first_mut() {
        summary.keys = keys;
    }
}

fn write_element<'p>(
    image: &mut ImageWriter,
    known: &mut BTreeMap<Element<'p>, u32>,
    element: &Element<'p>,
) -> u32 {
    if let Some(known) = known.get(element) {
        return *known;
    }
    let texts: Vec<TextRef> = element
        .patterns
        .iter()
        .map(|pattern| image.text(pattern))
        .collect();
    let negated = if element.negated { NEGATED } else { 0 };
    let unreadable = if element.unreadable { UNREADABLE } else { 0 };
    let at = position(&image.elements);
    let patterns = append(&mut image.texts, texts);
    image.elements.push(record::Element {
        patterns,
        flags: U32::new(negated | unreadable),
    });
    known.insert(element.clone(), at);
    at
}

/// Writes the ranks: every Deny, then every Allow, each in the order of the statements. Gives the
/// rank of each statement.
fn write_ranks(image: &mut ImageWriter) -> Vec<u32> {
    let mut ranks = vec![0; image.statements.len()];
    for deny in [DENY, 0] {
        for (number, statement) in image.statements.iter().enumerate() {
            if statement.flags & DENY != deny {
                continue;
            }
            if let Some(rank) = ranks.get_mut(number) {
                *rank = position(&image.ranks);
            }
            image.ranks.push(Rank {
                statement: U32::new(u32::try_from(number).unwrap_or(NONE)),
                flags: U32::ZERO,
                conditions: statement.conditions,
            });
        }
        if let Some(summary) = image.summary.first_mut() {
            summary.ranks = U32::new(position(&image.ranks));
            if deny == DENY {
                summary.denies = summary.ranks;
            }
        }
    }
    ranks
}
