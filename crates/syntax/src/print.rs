//! Trees to JSON text.
//!
//! Reading what is printed gives the same tree, in the mode in which it was read. Must not know
//! the text that a tree came from: a statement outside a list, or a list of one, comes back in
//! the usual form.

use std::borrow::Cow;

use crate::json::{self, Kind, Member, Node};
use crate::tree::{
    ConditionBody, ConditionElement, Entries, Entry, PatternElement, Policy, PrincipalElement,
    ResourceElement, Statement,
};
use crate::{Limits, Span};

impl Policy {
    /// The policy as JSON without white space.
    pub fn to_json(&self) -> String {
        document(self).to_compact()
    }

    /// The policy as JSON with one item a line, indented by two blanks.
    pub fn to_json_pretty(&self) -> String {
        document(self).to_pretty()
    }
}

pub(crate) fn document(policy: &Policy) -> Node<'_> {
    let statements = policy.statements.iter().map(statement).collect();
    let mut members = vec![
        member("Version", string("1")),
        member("Statement", node(Kind::List(statements))),
    ];
    members.extend(policy.unknown_members.iter().map(unknown));
    node(Kind::Object(members))
}

fn statement(statement: &Statement) -> Node<'_> {
    let mut members = Vec::new();
    if let Some(sid) = &statement.sid {
        members.push(member("Sid", entry(sid)));
    }
    members.push(member("Effect", string(statement.effect.name())));
    if let Some(element) = &statement.principal {
        members.push(member("Principal", principal(element)));
    }
    members.push(patterns(["Action", "NotAction"], &statement.action));
    let resources = ["Resource", "NotResource"];
    match &statement.resource {
        ResourceElement::Absent => {}
        ResourceElement::Present(element) => members.push(patterns(resources, element)),
        ResourceElement::Both(both) => {
            members.extend(both.iter().map(|element| patterns(resources, element)));
        }
    }
    match &statement.conditions {
        ConditionElement::Blocks(blocks) if blocks.is_empty() => {}
        element => members.push(member("Condition", conditions(element))),
    }
    members.extend(statement.unknown_members.iter().map(unknown));
    node(Kind::Object(members))
}

fn patterns<'n>([positive, negated]: [&'n str; 2], element: &'n PatternElement) -> Member<'n> {
    let name = if element.negated { negated } else { positive };
    member(name, entries(&element.entries))
}

fn principal(element: &PrincipalElement) -> Node<'_> {
    match element {
        PrincipalElement::Unreadable(json, _) => raw(json),
        PrincipalElement::Groups(groups) => {
            let members = groups
                .iter()
                .map(|group| member(&group.kind, entries(&group.entries)));
            node(Kind::Object(members.collect()))
        }
    }
}

fn conditions(element: &ConditionElement) -> Node<'_> {
    let blocks = match element {
        ConditionElement::Unreadable(json, _) => return raw(json),
        ConditionElement::Blocks(blocks) => blocks,
    };
    let members = blocks.iter().map(|block| {
        let body = match &block.body {
            ConditionBody::Unreadable(json, _) => raw(json),
            ConditionBody::Entries(list) => {
                let members = list
                    .iter()
                    .map(|entry| member(&entry.key, entries(&entry.values)));
                node(Kind::Object(members.collect()))
            }
        };
        member(&block.operator, body)
    });
    node(Kind::Object(members.collect()))
}

/// A list of one text is written as that text; anything else in a list would be read otherwise
/// if it stood alone.
fn entries(entries: &Entries) -> Node<'_> {
    match entries {
        Entries::Unreadable(json) => raw(json),
        Entries::List(items) => match items.as_slice() {
            [one] if one.text.is_some() => entry(one),
            items => node(Kind::List(items.iter().map(entry).collect())),
        },
    }
}

fn entry(entry: &Entry) -> Node<'_> {
    match (&entry.raw, &entry.text) {
        (Some(json), _) => raw(json),
        (None, Some(text)) => string(text),
        (None, None) => node(Kind::Null),
    }
}

fn unknown(unknown: &crate::tree::Member) -> Member<'_> {
    member(&unknown.name, raw(&unknown.value))
}

/// What the tree keeps as JSON. A tree that was built, and not read, may hold something else
/// there; it is printed as a string.
fn raw(json: &str) -> Node<'_> {
    let limits = Limits::default()
        .with_nesting(Limits::MAX_NESTING)
        .with_bytes(Limits::MAX_BYTES);
    json::read(json.as_bytes(), &limits).unwrap_or_else(|_| string(json))
}

pub(crate) fn member<'n>(name: &'n str, value: Node<'n>) -> Member<'n> {
    Member {
        name: Cow::Borrowed(name),
        name_span: Span::default(),
        value,
    }
}

pub(crate) fn string(text: &str) -> Node<'_> {
    node(Kind::String(Cow::Borrowed(text)))
}

pub(crate) fn node(kind: Kind<'_>) -> Node<'_> {
    Node {
        span: Span::default(),
        kind,
    }
}

#[cfg(test)]
mod tests;
