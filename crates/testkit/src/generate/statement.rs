//! Statements that a strict reader accepts, and in import mode also spoilt ones.
//!
//! Must not know requests. What is wrong with a statement comes from `fault`.

use ramgate_model::{ContextKey, Effect, Family, KeyType, Operator};
use ramgate_syntax::Span;
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionElement, ConditionEntry, Entries, Entry, Mode,
    PatternElement, ResourceElement, Statement,
};

use super::keys::{KEYS, declared_keys};
use super::{Dice, fault, pattern, value};

/// Which parts of a statement are drawn; the others say "everything".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum About {
    /// All of them.
    All,
    /// The action.
    Actions,
    /// The resource.
    Resources,
    /// The conditions, of which there are few.
    Conditions,
}

/// A statement as a mode would load it.
pub(super) fn statement(dice: &mut Dice<'_>, mode: Mode, about: About) -> Statement {
    let mut statement = everything(if dice.chance(40) {
        Effect::Deny
    } else {
        Effect::Allow
    });
    if matches!(about, About::All | About::Actions) {
        let negated = dice.chance(15);
        statement.action = patterns(dice, negated, pattern::action_pattern);
    }
    if matches!(about, About::All | About::Resources) {
        let negated = mode == Mode::Import && dice.chance(15);
        let resource = patterns(dice, negated, pattern::resource_pattern);
        statement.resource = ResourceElement::Present(resource);
    }
    let (blocks, keys) = match about {
        About::All => (dice.below(4), 3),
        About::Actions | About::Resources => (0, 0),
        About::Conditions => (1 + usize::from(dice.chance(20)), 1),
    };
    let blocks = (0..blocks).map(|_| block_of(dice, mode, keys, ALL_KEYS));
    statement.conditions = ConditionElement::Blocks(blocks.collect());
    if mode == Mode::Import {
        while dice.chance(30) {
            fault::spoil(dice, &mut statement);
        }
    }
    name_operators_once(&mut statement.conditions);
    statement
}

/// The statement that always applies.
pub(super) fn everything(effect: Effect) -> Statement {
    let all = || PatternElement {
        negated: false,
        entries: list(vec!["*".to_owned()]),
        span: Span::default(),
    };
    Statement {
        sid: None,
        effect,
        principal: None,
        action: all(),
        resource: ResourceElement::Present(all()),
        conditions: ConditionElement::Blocks(Vec::new()),
        unknown_members: Vec::new(),
        span: Span::default(),
    }
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
pub(super) fn crowd(dice: &mut Dice<'_>, most: usize) -> usize {
    if dice.chance(3) { dice.below(most) } else { 0 }
}

/// Every key that conditions may be about.
pub(super) const ALL_KEYS: &[&str] = KEYS;

/// An operator with one to `keys` of these keys whose types it fits; the first of them is text.
pub(super) fn block_of(
    dice: &mut Dice<'_>,
    mode: Mode,
    keys: usize,
    of: &[&str],
) -> ConditionBlock {
    let operator = dice.pick(Operator::ALL).copied();
    let mut operator = operator.unwrap_or(Operator::StringEquals);
    let declared = declared_keys();
    let mut fitting: Vec<&str> = of
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
    if fitting.is_empty() {
        operator = Operator::StringEquals;
        fitting.extend(of.first());
    }
    let mut entries: Vec<ConditionEntry> = Vec::new();
    for _ in 0..=dice.below(keys) {
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
