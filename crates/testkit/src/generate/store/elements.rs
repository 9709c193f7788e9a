//! Patterns and conditions of statements near what stores have.
//!
//! Must not know which kind of policy they are for.

use ramgate_model::Family;
use ramgate_syntax::Span;
use ramgate_syntax::tree::{
    ConditionBlock, ConditionBody, ConditionEntry, Entries, Entry, Mode, PatternElement,
};

use super::names;
use crate::generate::{Dice, pattern, value};

/// A condition on the name of the caller, which the flow supplies.
pub(super) fn about_caller(dice: &mut Dice<'_>) -> ConditionBlock {
    let count = 1 + dice.below(2);
    let values = (0..count).map(|_| {
        let name = names::identity(dice);
        match dice.below(4) {
            0 => name,
            1 => name.to_ascii_lowercase(),
            2 => format!("acs:ram::{}:root", names::any_account(dice)),
            _ => pattern::wildcardise(dice, &name),
        }
    });
    let values = values.collect();
    let operators = [
        "StringLike",
        "StringEquals",
        "StringNotLike",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
    ];
    let operator = dice.word(&operators);
    let key = dice.word(&["acs:PrincipalARN", "acs:PrincipalArn"]);
    block(operator, vec![entry(key, values)])
}

pub(super) fn texts(dice: &mut Dice<'_>, operators: &[&'static str], key: &str) -> ConditionBlock {
    let operator = dice.word(operators);
    let text = value::value(dice, Family::String, Mode::Strict);
    block(operator, vec![entry(key, vec![text])])
}

pub(super) fn block(operator: &str, entries: Vec<ConditionEntry>) -> ConditionBlock {
    ConditionBlock {
        operator: operator.to_owned(),
        operator_span: Span::default(),
        body: ConditionBody::Entries(entries),
    }
}

pub(super) fn entry(key: &str, values: Vec<String>) -> ConditionEntry {
    ConditionEntry {
        key: key.to_owned(),
        key_span: Span::default(),
        values: Entries::List(values.into_iter().map(Entry::new).collect()),
        values_span: Span::default(),
    }
}

/// One or two patterns, broad ones or near the words; negated now and then.
pub(super) fn patterns(
    dice: &mut Dice<'_>,
    broad: &[&'static str],
    words: &[&'static str],
) -> PatternElement {
    let negated = dice.chance(8);
    let count = 1 + dice.below(2);
    let entries = (0..count).map(|_| {
        let text = if dice.chance(55) {
            dice.word(broad).to_owned()
        } else {
            let word = dice.word(words);
            let text = pattern::wildcardise(dice, word);
            if text.contains([':', '*']) {
                text
            } else {
                format!("{text}*")
            }
        };
        Entry::new(text)
    });
    PatternElement {
        negated,
        entries: Entries::List(entries.collect()),
        span: Span::default(),
    }
}

/// A pattern near a resource or role that a store may have.
pub(super) fn resource_pattern(dice: &mut Dice<'_>) -> String {
    let literal = if dice.chance(30) {
        names::identity(dice)
    } else {
        names::resource(dice)
    };
    let mut segments: Vec<String> = literal.splitn(5, ':').map(str::to_owned).collect();
    let at = 1 + dice.below(4);
    if let Some(segment) = segments.get_mut(at) {
        *segment = pattern::wildcardise(dice, segment);
    }
    segments.join(":")
}

pub(super) fn list(text: &str) -> PatternElement {
    PatternElement {
        negated: false,
        entries: Entries::List(vec![Entry::new(text)]),
        span: Span::default(),
    }
}
