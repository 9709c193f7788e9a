//! Policy sets, policy by policy and statement by statement.
//!
//! Must not know requests. Statements that a strict reader accepts are made here; what is wrong
//! with a policy comes from `fault`.

use ramgate_model::{Cardinality, ContextKey, Effect, Family, KeyType, Operator};
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionElement, ConditionEntry, Entries, Entry, Mode,
    PatternElement, Policy, PolicyKind, ResourceElement, Statement,
};
use ramgate_syntax::{KeyRegistry, PolicySet, Span};

use super::{Dice, fault, pattern, value};

const NAMES: &[&str] = &["a", "b", "c"];

/// Keys of every documented type, of no type, and those that [`declared_keys`] declares.
pub(super) const KEYS: &[&str] = &[
    "k",
    "acs:SourceIp",
    "kms:tag/a",
    "kms:tag/A",
    "kms:EncryptionContext:a",
    "acs:SourceVpc",
    "acs:CurrentTime",
    "acs:MFAPresent",
    "kms:RecoveryWindowInDays",
    "Resource",
    "my:Texts",
    "my:Numbers",
    "my:Dates",
    "my:Flags",
    "my:Addresses",
    "my:One",
];

/// A policy set as a mode would load it.
pub fn policy_set(dice: &mut Dice<'_>, mode: Mode) -> PolicySet {
    let keys = if dice.chance(50) {
        declared_keys()
    } else {
        KeyRegistry::new()
    };
    let mut set = PolicySet::with_keys(keys);
    // Half of the sets are one or two statements, which no other statement hides.
    let is_small = !dice.chance(50);
    let policies = if is_small {
        1
    } else {
        1 + dice.below(NAMES.len())
    };
    for name in NAMES.iter().take(policies) {
        let statements = if is_small {
            1 + dice.below(2)
        } else {
            usize::from(mode == Mode::Strict) + dice.below(4) + crowd(dice, 30)
        };
        // The names differ, so none is refused.
        let _ = set.add(*name, policy(dice, mode, statements));
    }
    set
}

/// A registry of keys, most of them multi-valued.
fn declared_keys() -> KeyRegistry {
    let mut keys = KeyRegistry::new();
    for (key, of, cardinality) in [
        ("my:Texts", KeyType::String, Cardinality::Multi),
        ("my:Numbers", KeyType::Numeric, Cardinality::Multi),
        ("my:Dates", KeyType::Date, Cardinality::Multi),
        ("my:Flags", KeyType::Bool, Cardinality::Multi),
        ("my:Addresses", KeyType::IpAddress, Cardinality::Multi),
        ("my:One", KeyType::Numeric, Cardinality::Single),
    ] {
        // None of them is documented, and they differ, so none is refused.
        let _ = keys.declare(key, of, cardinality);
    }
    keys
}

fn policy(dice: &mut Dice<'_>, mode: Mode, statements: usize) -> Policy {
    let mut policy = Policy {
        kind: PolicyKind::Identity,
        unknown_members: Vec::new(),
        statements: (0..statements).map(|_| statement(dice, mode)).collect(),
        span: Span::default(),
    };
    if mode == Mode::Import && dice.chance(3) {
        policy.unknown_members.push(fault::member());
    }
    policy
}

/// A statement as a mode would load it.
pub(super) fn statement(dice: &mut Dice<'_>, mode: Mode) -> Statement {
    let negated_action = dice.chance(15);
    let negated_resource = mode == Mode::Import && dice.chance(15);
    let blocks = if dice.chance(60) { dice.below(4) } else { 0 };
    let mut statement = Statement {
        sid: None,
        effect: if dice.chance(40) {
            Effect::Deny
        } else {
            Effect::Allow
        },
        principal: None,
        action: patterns(dice, negated_action, pattern::action_pattern),
        resource: ResourceElement::Present(patterns(
            dice,
            negated_resource,
            pattern::resource_pattern,
        )),
        conditions: ConditionElement::Blocks((0..blocks).map(|_| block(dice, mode)).collect()),
        unknown_members: Vec::new(),
        span: Span::default(),
    };
    if mode == Mode::Import {
        while dice.chance(25) {
            fault::spoil(dice, &mut statement);
        }
    }
    name_operators_once(&mut statement.conditions);
    statement
}

/// An object cannot have two members of one name (1.20).
fn name_operators_once(conditions: &mut ConditionElement) {
    if let ConditionElement::Blocks(blocks) = conditions {
        let mut names: Vec<String> = Vec::new();
        blocks.retain(|block| {
            let is_new = !names.contains(&block.operator);
            names.push(block.operator.clone());
            is_new
        });
    }
}

fn patterns(
    dice: &mut Dice<'_>,
    negated: bool,
    one: impl Fn(&mut Dice<'_>) -> String,
) -> PatternElement {
    let count = 1 + dice.below(3) + crowd(dice, 60);
    PatternElement {
        negated,
        entries: list((0..count).map(|_| one(dice)).collect()),
        span: Span::default(),
    }
}

fn list(texts: Vec<String>) -> Entries {
    Entries::List(texts.into_iter().map(Entry::new).collect())
}

/// Now and then a number up to `most`, otherwise none: long lists are searched in other ways.
fn crowd(dice: &mut Dice<'_>, most: usize) -> usize {
    if dice.chance(3) { dice.below(most) } else { 0 }
}

/// An operator with one to three keys whose types it fits.
fn block(dice: &mut Dice<'_>, mode: Mode) -> ConditionBlock {
    let operator = dice.pick(Operator::ALL).copied();
    let operator = operator.unwrap_or(Operator::StringEquals);
    let declared = declared_keys();
    let fitting: Vec<&str> = KEYS
        .iter()
        .copied()
        .filter(|key| {
            let of = declared.type_of(&ContextKey::new(key));
            // Text on a typed key loads, but says little.
            match operator.family() {
                Family::String => of.is_none_or(|of| of == KeyType::String || dice.chance(10)),
                family => family.fits(of),
            }
        })
        .collect();
    let mut entries: Vec<ConditionEntry> = Vec::new();
    for _ in 0..=dice.below(3) {
        let key = dice.pick(&fitting).copied().unwrap_or("k");
        if entries.iter().all(|entry| entry.key != key) {
            let count = 1 + dice.below(3) + crowd(dice, 60);
            let values = (0..count).map(|_| value::value(dice, operator.family(), mode));
            entries.push(ConditionEntry {
                key: key.to_owned(),
                key_span: Span::default(),
                values: list(values.collect()),
                values_span: Span::default(),
            });
        }
    }
    ConditionBlock {
        operator: operator.name().to_owned(),
        operator_span: Span::default(),
        body: ConditionBody::Entries(entries),
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::Truth;
    use ramgate_model::{Cardinality, ContextKey};
    use ramgate_reference::StatementTruths;

    use super::{Dice, KEYS, Mode, declared_keys, policy_set};
    use crate::OwnedRequest;

    #[test]
    fn all_keys_are_declared() {
        let keys = declared_keys();
        for key in KEYS.iter().filter(|key| key.starts_with("my:")) {
            let name = ContextKey::new(key);
            assert!(keys.type_of(&name).is_some(), "{key}");
            let multi = keys.cardinality_of(&name) == Cardinality::Multi;
            assert_eq!(multi, *key != "my:One", "{key}");
        }
    }

    /// Without a context nothing can be wrong but the policy.
    fn unknown_statements(mode: Mode) -> usize {
        let mut dice = Dice::seeded(5);
        (0..300)
            .map(|_| {
                let set = policy_set(&mut dice, mode);
                let request = OwnedRequest::new("kms:Decrypt", "acs:kms:r1:1:key/a");
                let judged = request.lend(|request| ramgate_reference::evaluate(&set, request));
                let statements = judged.unwrap().statements;
                let unknown = |truths: &&StatementTruths| {
                    [
                        truths.action,
                        truths.resource,
                        truths.conditions.truth(),
                        truths.members,
                    ]
                    .contains(&Truth::Unknown)
                };
                statements.iter().filter(unknown).count()
            })
            .sum()
    }

    #[test]
    fn only_import_has_faults() {
        assert_eq!(unknown_statements(Mode::Strict), 0);
        assert!(unknown_statements(Mode::Import) > 100);
    }
}
