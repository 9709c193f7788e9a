//! `Principal` elements: all forms that a kind of policy has, and in import mode broken ones.
//!
//! Must not know what a statement does for its principals.

use ramgate_syntax::Span;
use ramgate_syntax::tree::{Entries, Entry, Mode, PolicyKind, PrincipalElement, PrincipalGroup};

use super::names::{self, PROVIDERS, SERVICES};
use crate::generate::{Dice, pattern};

const BAD: &[&str] = &[
    "*",
    "",
    "acs:ram::1:user/*",
    "acs:ram::1:role/app/s",
    "acs:ram::*:root",
    "acs:ram::1:group/devs",
    " acs:ram::1:root",
    "1",
    "ecs.example.com",
    "acs:ram::x:*",
    "acs:ram::1:user/",
];

/// An element of a kind that has principals, as a mode would load it.
pub(super) fn element(
    dice: &mut Dice<'_>,
    mode: Mode,
    kind: PolicyKind,
) -> Option<PrincipalElement> {
    if mode == Mode::Import && dice.chance(6) {
        let bare = format!("\"{}\"", dice.word(&["*", "acs:ram::1:root"]));
        return match dice.below(4) {
            0 => None,
            1 => Some(PrincipalElement::Groups(Vec::new())),
            _ => Some(PrincipalElement::Unreadable(bare, Span::default())),
        };
    }
    let of = main_type(dice, kind);
    let mut groups = vec![group(dice, mode, kind, of)];
    if kind == PolicyKind::Trust && dice.chance(15) {
        let types = ["RAM", "Service", "Federated"];
        let others = types
            .into_iter()
            .filter(|of| groups.iter().all(|group| group.kind != *of));
        let others: Vec<&'static str> = others.collect();
        let of = dice.word(&others);
        groups.push(group(dice, mode, kind, of));
    }
    if mode == Mode::Import && dice.chance(5) {
        let of = dice.word(&["ram", "AWS", "Service", "Federated"]);
        if groups.iter().all(|group| group.kind != of) {
            let at = dice.below(groups.len() + 1);
            groups.insert(at, group(dice, mode, kind, of));
        }
    }
    Some(PrincipalElement::Groups(groups))
}

fn main_type(dice: &mut Dice<'_>, kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Trust => dice.word(&["RAM", "RAM", "RAM", "Service", "Federated"]),
        _ => "RAM",
    }
}

fn group(dice: &mut Dice<'_>, mode: Mode, kind: PolicyKind, of: &str) -> PrincipalGroup {
    let count = 1 + dice.below(3);
    let mut items: Vec<Entry> = (0..count)
        .map(|_| {
            Entry::new(match of {
                "Service" => dice.word(SERVICES).to_owned(),
                "Federated" => dice.word(PROVIDERS).to_owned(),
                _ => ram(dice, kind),
            })
        })
        .collect();
    let mut entries = None;
    if mode == Mode::Import && dice.chance(12) {
        let at = dice.below(items.len() + 1);
        match dice.below(8) {
            0 => entries = Some(Entries::List(Vec::new())),
            1 => entries = Some(Entries::Unreadable("{}".to_owned())),
            2 => items.insert(at, null()),
            // Of another type, or one that only key policies have.
            3 => items.insert(at, Entry::new(dice.word(SERVICES))),
            4 => items.insert(
                at,
                Entry::new(format!("acs:ram::{}:*", dice.word(&["1", "2"]))),
            ),
            _ => items.insert(at, Entry::new(dice.word(BAD))),
        }
    }
    PrincipalGroup {
        kind: of.to_owned(),
        kind_span: Span::default(),
        entries: entries.unwrap_or(Entries::List(items)),
        entries_span: Span::default(),
    }
}

/// A principal of the type `RAM`.
fn ram(dice: &mut Dice<'_>, kind: PolicyKind) -> String {
    let account = names::any_account(dice);
    match dice.below(8) {
        0 | 1 => format!("acs:ram::{account}:root"),
        2 if kind != PolicyKind::Trust => format!("acs:ram::{account}:*"),
        3 => pattern::shout(&names::identity(dice)),
        _ => names::identity(dice),
    }
}

fn null() -> Entry {
    Entry {
        text: None,
        span: Span::default(),
        raw: Some("null".to_owned()),
    }
}
