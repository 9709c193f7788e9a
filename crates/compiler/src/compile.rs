//! From a policy set to the bytes of an image: the order in which the parts are made.
//!
//! Must not know how any part is laid out inside.

use std::collections::BTreeMap;
use std::fmt;

use ramgate_image::ImageWriter;
use ramgate_image::hash::service_bit;
use ramgate_image::record::{
    self, DENY, HashTable, NEGATED, NONE, PrincipalElement, PrincipalEntry, Rank, Run, Summary,
    TEST_ACTION, TEST_PRINCIPAL, TEST_RESOURCE, TextRef, UNREADABLE, UNSOUND,
};
use ramgate_image::writer::{append, position};
use ramgate_model::Effect;
use ramgate_model::glob::is_literal;
use ramgate_syntax::{KeyRegistry, Policy, PolicySet};
use zerocopy::little_endian::{U32, U64};

use crate::actions::Actions;
use crate::budget::Budget;
use crate::config::Config;
use crate::cost;
use crate::normal::{
    Element, Need, NormalPolicy, NormalPrincipal, NormalPrincipals, normalize, normalize_policy,
};
use crate::postings::Postings;
use crate::predicates::Predicates;
use crate::resources::Resources;

/// A policy set cannot be compiled.
#[derive(Debug)]
pub struct CompileError(ramgate_image::writer::TooLargeError);

impl From<ramgate_image::writer::TooLargeError> for CompileError {
    fn from(error: ramgate_image::writer::TooLargeError) -> Self {
        Self(error)
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policies cannot be compiled")
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
    write(&normalize(set), set.keys(), config)
}

/// The image of one policy of any kind, in which it has no name. The same bytes for the same
/// policy, on every machine.
///
/// # Errors
/// When the image would be larger than 4 GiB.
pub fn compile_policy(
    policy: &Policy,
    keys: &KeyRegistry,
    config: Config,
) -> Result<Vec<u8>, CompileError> {
    write(&[normalize_policy("", policy, keys)], keys, config)
}

fn write(
    policies: &[NormalPolicy<'_>],
    keys: &KeyRegistry,
    config: Config,
) -> Result<Vec<u8>, CompileError> {
    let mut image = ImageWriter::new();
    image.summary.push(empty_summary());
    let mut budget = Budget::new(config, pattern_bytes(policies));
    write_statements(&mut image, keys, &mut budget, policies);
    let ranks = write_ranks(&mut image);
    let mut postings = Postings::new(position(&image.ranks));
    let (mut actions, mut resources) = (Actions::new(), Resources::new());
    let mut services = 0;
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    for (statement, rank) in statements.zip(ranks) {
        if statement.is_dead() {
            continue;
        }
        let need = statement.action.action_need(statement.effect);
        services |= services_of(&need);
        actions.add(rank, need);
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
        summary.services = U64::new(services);
        summary.always_allows = U32::new(u32::from(always_allows(policies)));
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
        services: U64::ZERO,
        always_allows: U32::ZERO,
        principal_arn: U32::new(NONE),
        keys: no_table,
        action_literals: no_table,
    }
}

/// Writes policies, statements, elements, conditions and predicates.
fn write_statements(
    image: &mut ImageWriter,
    keys: &KeyRegistry,
    budget: &mut Budget,
    policies: &[NormalPolicy<'_>],
) {
    let mut predicates = Predicates::new();
    let (mut elements, mut principals) = (BTreeMap::new(), BTreeMap::new());
    for policy in policies {
        let first = position(&image.statements);
        for statement in &policy.statements {
            let conditions: Vec<U32> = statement
                .conditions
                .iter()
                .map(|condition| U32::new(predicates.write(image, budget, keys, condition)))
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
                principal: U32::new(write_principals(
                    image,
                    &mut principals,
                    statement.principals.as_ref(),
                )),
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
    let principal_arn = predicates.slot_of("acs:principalarn");
    if let Some(summary) = image.summary.first_mut() {
        summary.keys = keys;
        summary.principal_arn = U32::new(principal_arn);
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

fn write_principals<'p>(
    image: &mut ImageWriter,
    known: &mut BTreeMap<NormalPrincipals<'p>, u32>,
    principals: Option<&NormalPrincipals<'p>>,
) -> u32 {
    let Some(principals) = principals else {
        return NONE;
    };
    if let Some(known) = known.get(principals) {
        return *known;
    }
    let entries: Vec<PrincipalEntry> = principals
        .entries
        .iter()
        .map(|entry| {
            let (kind, account, name) = match entry {
                NormalPrincipal::User(account, name) => (record::USER, *account, name.as_str()),
                NormalPrincipal::Role(account, name) => (record::ROLE, *account, name.as_str()),
                NormalPrincipal::Everyone(account, form) => (record::EVERYONE, *account, *form),
                NormalPrincipal::Service(name) => (record::SERVICE, "", *name),
                NormalPrincipal::Provider(name) => (record::PROVIDER, "", *name),
            };
            PrincipalEntry {
                kind: U32::new(kind),
                account: image.text(account),
                name: image.text(name),
            }
        })
        .collect();
    let at = position(&image.principal_elements);
    let entries = append(&mut image.principals, entries);
    let unreadable = if principals.unreadable { UNREADABLE } else { 0 };
    image.principal_elements.push(PrincipalElement {
        entries,
        flags: U32::new(unreadable),
    });
    known.insert(principals.clone(), at);
    at
}

/// Whether nothing denies, and the first Allow holds for every request.
fn always_allows(policies: &[NormalPolicy<'_>]) -> bool {
    let mut statements = policies.iter().flat_map(|policy| &policy.statements);
    let Some(first) = statements.next() else {
        return false;
    };
    first.effect == Effect::Allow
        && statements.all(|statement| statement.effect == Effect::Allow)
        && !first.unsound
        && first.principals.is_none()
        && first.conditions.is_empty()
        && first.action.action_need(first.effect) == Need::Always
        && first.resource.resource_need(first.effect) == Need::Always
}

/// The services whose actions can meet a need, as a set of bits.
fn services_of(need: &Need<&str>) -> u64 {
    match need {
        Need::Never => 0,
        Need::Always | Need::NoneOf(_) => u64::MAX,
        Need::Some(patterns) => patterns.iter().fold(0, |services, pattern| {
            services
                | match pattern.split_once(':') {
                    Some((service, _)) if is_literal(service) => service_bit(service.as_bytes()),
                    _ => u64::MAX,
                }
        }),
    }
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
                flags: U32::new(if statement.principal == NONE {
                    0
                } else {
                    TEST_PRINCIPAL
                }),
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
