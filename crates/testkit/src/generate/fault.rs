//! What can be wrong with a statement that import mode loads all the same.
//!
//! Must not know good statements.

use ramgate_model::Operator;
use ramgate_syntax::Span;
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionElement, ConditionEntry, Entries, Entry, Member,
    PatternElement, ResourceElement, Statement,
};

use super::keys::KEYS;
use super::{Dice, value};

const BAD_ACTIONS: &[&str] = &[
    "kms",
    " kms:*",
    "kms:* ",
    "kms:\u{1}*",
    "",
    "k?s",
    "*\u{3000}",
];
const BAD_RESOURCES: &[&str] = &[
    "acs:kms:*",
    "arn:kms:*:*:*",
    "",
    " *",
    "acs:kms:*:*:key/*\t",
    "acs:kms:*:*:\u{7f}*",
    "*?",
    ":kms:*:*:*",
];
const BAD_OPERATORS: &[&str] = &[
    "Null",
    "StringEqualsIfExists",
    "ForAnyValue:StringLike",
    "stringEquals",
    "ArnLike",
    " Bool",
    "",
];

/// A member that is no part of the language.
pub(super) fn member() -> Member {
    Member {
        name: "Condtion".to_owned(),
        span: Span::default(),
        value: "{}".to_owned(),
    }
}

/// Makes one thing wrong with the statement, if it has the thing.
pub(super) fn spoil(dice: &mut Dice<'_>, statement: &mut Statement) {
    match dice.below(7) {
        0 => spoil_list(dice, &mut statement.action.entries, BAD_ACTIONS),
        1 => spoil_resource(dice, &mut statement.resource),
        2 => statement.unknown_members = vec![member()],
        3 if dice.chance(20) => {
            let null = "null".to_owned();
            statement.conditions = ConditionElement::Unreadable(null, Span::default());
        }
        _ => {
            if let ConditionElement::Blocks(blocks) = &mut statement.conditions {
                let at = dice.below(blocks.len());
                if let Some(block) = blocks.get_mut(at) {
                    spoil_block(dice, block);
                }
            }
        }
    }
}

/// Something that is no text.
fn no_text() -> Entry {
    Entry {
        text: None,
        span: Span::default(),
        raw: Some("null".to_owned()),
    }
}

fn spoil_list(dice: &mut Dice<'_>, entries: &mut Entries, bad: &[&'static str]) {
    let choice = dice.below(10);
    let word = Entry::new(dice.word(bad));
    match (choice, &mut *entries) {
        (0, _) => *entries = Entries::List(Vec::new()),
        (1, _) => *entries = Entries::Unreadable("{}".to_owned()),
        (2, Entries::List(items)) => items.push(no_text()),
        (3..=5, Entries::List(items)) => {
            let at = dice.below(items.len());
            if let Some(item) = items.get_mut(at) {
                *item = word;
            }
        }
        (_, Entries::List(items)) => items.push(word),
        (_, Entries::Unreadable(_)) => {}
    }
}

fn spoil_resource(dice: &mut Dice<'_>, resource: &mut ResourceElement) {
    match dice.below(10) {
        0 => *resource = ResourceElement::Absent,
        1 => {
            let all = |negated| PatternElement {
                negated,
                entries: Entries::List(vec![Entry::new("*")]),
                span: Span::default(),
            };
            *resource = ResourceElement::Both(Box::new([all(false), all(true)]));
        }
        _ => {
            if let ResourceElement::Present(element) = resource {
                spoil_list(dice, &mut element.entries, BAD_RESOURCES);
            }
        }
    }
}

fn spoil_block(dice: &mut Dice<'_>, block: &mut ConditionBlock) {
    match dice.below(10) {
        0 => dice.word(BAD_OPERATORS).clone_into(&mut block.operator),
        1 => block.body = ConditionBody::Entries(Vec::new()),
        2 => block.body = ConditionBody::Unreadable("[]".to_owned(), Span::default()),
        // Of any family: it may not fit the keys, and may not read the values.
        3 | 4 => {
            if let Some(operator) = dice.pick(Operator::ALL) {
                operator.name().clone_into(&mut block.operator);
            }
        }
        choice => {
            if let ConditionBody::Entries(entries) = &mut block.body {
                let other_key = dice.word(KEYS);
                let is_free = entries.iter().all(|entry| entry.key != other_key);
                let at = dice.below(entries.len());
                match entries.get_mut(at) {
                    // Perhaps of another type than the operator's.
                    Some(entry) if choice < 7 && is_free => other_key.clone_into(&mut entry.key),
                    Some(entry) => spoil_entry(dice, entry),
                    None => {}
                }
            }
        }
    }
}

fn spoil_entry(dice: &mut Dice<'_>, entry: &mut ConditionEntry) {
    match dice.below(10) {
        0 => entry.key = format!(" {}", entry.key),
        1 => entry.key.push('\u{1}'),
        2 => entry.values = Entries::List(Vec::new()),
        3 => entry.values = Entries::Unreadable("{}".to_owned()),
        choice => {
            let bad = if choice == 4 {
                no_text()
            } else {
                Entry::new(value::bad(dice))
            };
            if let Entries::List(items) = &mut entry.values {
                let at = dice.below(items.len() + 1);
                match items.get_mut(at) {
                    Some(item) if dice.chance(40) => *item = bad,
                    _ => items.insert(at, bad),
                }
            }
        }
    }
}
