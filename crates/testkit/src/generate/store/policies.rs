//! Policies of every kind that a store or a call has.
//!
//! Must not know what they are attached to.

use ramgate_model::Effect;
use ramgate_syntax::Span;
use ramgate_syntax::tree::{
    ConditionElement, Entries, Entry, Mode, PatternElement, Policy, PolicyKind, ResourceElement,
    Statement,
};

use super::elements::{about_caller, block, entry, list, patterns, resource_pattern, texts};
use super::principals;
use crate::generate::statement::{self, About};
use crate::generate::{Dice, fault, pattern};

/// Actions that the flow tells apart: recovering, of both lists, of one, of none, of
/// other services.
pub(crate) const ACTIONS: &[&str] = &[
    "kms:Decrypt",
    "kms:GetSecretValue",
    "kms:DescribeKey",
    "sts:AssumeRole",
    "kms:SetKeyPolicy",
    "kms:GetSecretPolicy",
    "kms:AsymmetricSign",
    "kms:ListKeys",
    "oss:GetObject",
    "ram:GetRole",
];
const BROAD_ACTIONS: &[&str] = &[
    "*",
    "kms:*",
    "kms:*",
    "sts:AssumeRole",
    "*:*",
    "kms:Get*",
    "KMS:D*",
];
const KMS_ACTIONS: &[&str] = &[
    "kms:*",
    "kms:Decrypt",
    "kms:Get*",
    "KMS:*",
    "kms:DescribeKey",
    "kms:Set*",
    "kms:*Sign",
    "kms:PutSecretValue",
];
const BROAD_RESOURCES: &[&str] = &[
    "*",
    "*",
    "acs:kms:*:*:*",
    "acs:*:*:1:*",
    "acs:*:*:2:*",
    "acs:ram:*:*:role/*",
    "acs:kms:*:*:secret/*",
];
/// Condition keys that policies of keys and secrets have.
const RESOURCE_KEYS: &[&str] = &["kms:tag/a", "acs:SourceVpc", "acs:SourceIp"];
const LOGIN_KEYS: &[&str] = &["saml:recipient", "oidc:iss"];

/// A policy of a kind, as a mode would load it.
pub(crate) fn policy(dice: &mut Dice<'_>, mode: Mode, kind: PolicyKind) -> Policy {
    let count = usize::from(mode == Mode::Strict) + dice.below(3) + usize::from(dice.chance(60));
    let statements = (0..count).map(|_| statement(dice, mode, kind));
    let mut policy = Policy {
        kind,
        unknown_members: Vec::new(),
        statements: statements.collect(),
        span: Span::default(),
    };
    if mode == Mode::Import && dice.chance(3) {
        policy.unknown_members.push(fault::member());
    }
    policy
}

/// A policy of a kind that has few limits: one Allow of much, and perhaps more.
pub(crate) fn broad(dice: &mut Dice<'_>, mode: Mode, kind: PolicyKind) -> Policy {
    let mut allow = statement::everything(Effect::Allow);
    match kind {
        PolicyKind::Identity | PolicyKind::Session | PolicyKind::Control => {
            allow.action = list(dice.word(&["*", "*", "*:*", "kms:*"]));
        }
        PolicyKind::Trust => {
            allow.action = list("sts:AssumeRole");
            allow.resource = ResourceElement::Absent;
            allow.principal = principals::element(dice, mode, kind);
            login_conditions(&mut allow);
        }
        PolicyKind::Key | PolicyKind::Secret => {
            allow.action = list("kms:*");
            allow.principal = principals::element(dice, mode, kind);
        }
    }
    let mut statements = vec![allow];
    while statements.len() < 4 && dice.chance(45) {
        statements.push(statement(dice, mode, kind));
    }
    Policy {
        kind,
        unknown_members: Vec::new(),
        statements,
        span: Span::default(),
    }
}

/// A statement of a kind, as a mode would load it.
pub(crate) fn statement(dice: &mut Dice<'_>, mode: Mode, kind: PolicyKind) -> Statement {
    let mut drawn = match kind {
        PolicyKind::Identity | PolicyKind::Session | PolicyKind::Control => identity(dice, mode),
        PolicyKind::Trust => trust(dice, mode),
        PolicyKind::Key | PolicyKind::Secret => of_resource(dice, mode),
    };
    if kind.has_principal() {
        drawn.principal = principals::element(dice, mode, kind);
        if mode == Mode::Import && dice.chance(15) {
            fault::spoil(dice, &mut drawn);
        }
    }
    if kind == PolicyKind::Trust {
        login_conditions(&mut drawn);
    }
    drawn
}

fn identity(dice: &mut Dice<'_>, mode: Mode) -> Statement {
    if dice.chance(25) {
        return statement::statement(dice, mode, About::All);
    }
    let mut drawn = statement::everything(effect(dice, 55));
    drawn.action = patterns(dice, BROAD_ACTIONS, ACTIONS);
    drawn.resource = ResourceElement::Present(match dice.below(10) {
        0..=5 => list(dice.word(BROAD_RESOURCES)),
        6 | 7 => list(&resource_pattern(dice)),
        _ => list(&pattern::resource_pattern(dice)),
    });
    let mut blocks = Vec::new();
    match dice.below(10) {
        8 => blocks.push(about_caller(dice)),
        9 => blocks.push(statement::block_of(dice, mode, 1, statement::ALL_KEYS)),
        _ => {}
    }
    drawn.conditions = ConditionElement::Blocks(blocks);
    if mode == Mode::Import && dice.chance(8) {
        fault::spoil(dice, &mut drawn);
    }
    drawn
}

fn trust(dice: &mut Dice<'_>, mode: Mode) -> Statement {
    let mut drawn = statement::everything(effect(dice, 35));
    let actions: &[&str] = match mode {
        Mode::Strict => &["sts:AssumeRole", "STS:assumerole"],
        Mode::Import => &["sts:AssumeRole", "sts:AssumeRole", "*", "sts:*", "kms:*"],
    };
    drawn.action = list(dice.word(actions));
    drawn.resource = ResourceElement::Absent;
    if mode == Mode::Import && dice.chance(12) {
        let resource = dice.word(&["*", "acs:ram:*:*:role/App", "acs:ram::1:role/*", "acs"]);
        drawn.resource = ResourceElement::Present(list(resource));
    }
    let mut blocks = Vec::new();
    match dice.below(8) {
        0 | 1 => blocks.push(texts(
            dice,
            &["StringEquals", "StringNotLike"],
            "sts:ExternalId",
        )),
        2 => blocks.push(about_caller(dice)),
        3 => blocks.push(statement::block_of(dice, mode, 1, statement::ALL_KEYS)),
        _ => {}
    }
    drawn.conditions = ConditionElement::Blocks(blocks);
    drawn
}

fn of_resource(dice: &mut Dice<'_>, mode: Mode) -> Statement {
    let mut drawn = statement::everything(effect(dice, 55));
    drawn.action = match mode {
        Mode::Import if dice.chance(15) => patterns(dice, BROAD_ACTIONS, ACTIONS),
        _ => {
            let negated = mode == Mode::Import && dice.chance(10);
            let count = 1 + dice.below(2);
            let words = (0..count).map(|_| Entry::new(dice.word(KMS_ACTIONS)));
            PatternElement {
                negated,
                entries: Entries::List(words.collect()),
                span: Span::default(),
            }
        }
    };
    if mode == Mode::Import && dice.chance(10) {
        drawn.resource = ResourceElement::Present(list(dice.word(&["acs:kms:*:*:*", "**", ""])));
    }
    if dice.chance(20) {
        let block = statement::block_of(dice, mode, 1, RESOURCE_KEYS);
        drawn.conditions = ConditionElement::Blocks(vec![block]);
    }
    drawn
}

fn effect(dice: &mut Dice<'_>, deny: usize) -> Effect {
    if dice.chance(deny) {
        Effect::Deny
    } else {
        Effect::Allow
    }
}

/// Trust in an identity provider needs conditions in strict mode (7.2); they are put first.
fn login_conditions(statement: &mut Statement) {
    let text = format!("{:?}", statement.principal);
    if let ConditionElement::Blocks(blocks) = &mut statement.conditions
        && text.contains("-provider/")
    {
        blocks.retain(|block| block.operator != "StringEquals");
        let entries = LOGIN_KEYS
            .iter()
            .map(|key| entry(key, vec!["a".to_owned()]));
        blocks.insert(0, block("StringEquals", entries.collect()));
    }
}
