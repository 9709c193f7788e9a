//! JSON as text with places: a small tree in which everything knows where it stands.
//!
//! Must not know policies, requests or suites. Numbers keep their text, members their order;
//! what `serde_json` refuses is refused, and beyond it duplicate member names, lone surrogates,
//! and what exceeds the [`Limits`].

mod fault;
mod parse;
mod raw;
mod write;

use std::borrow::Cow;

pub(crate) use parse::parse;

use crate::diagnostics::{Diagnostics, Sink};
use crate::{Limits, Mode, Span};

/// A JSON value and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Node<'t> {
    /// Its bytes, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'t>,
}

/// What a JSON value is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(Cow<'t, str>),
    /// A string, without its escapes.
    String(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// An object, in the order of the text; no two members of one name.
    Object(Vec<Member<'t>>),
}

/// A member of an object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member<'t> {
    /// Its name, without its escapes.
    pub name: Cow<'t, str>,
    /// Where the name stands, quotes included.
    pub name_span: Span,
    /// Its value.
    pub value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object.
    pub fn as_object(&self) -> Option<&[Member<'t>]> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of that name, if this is an object that has it.
    pub fn member(&self, name: &str) -> Option<&Member<'t>> {
        self.as_object()?.iter().find(|member| member.name == name)
    }

    /// What kind of value it is, as a noun: "a string".
    pub fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Null => "`null`",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }
}

/// Reads a text as JSON.
///
/// It is accepted exactly if `serde_json` accepts it, no object has two members of one name
/// (compared without their escapes), no string has a lone surrogate, and it keeps to the limits.
/// Memory is linear in the text; time is the text's length times its nesting.
///
/// # Errors
/// All faults of the kinds above; only the first if the text is no JSON at all.
pub fn read<'t>(text: &'t [u8], limits: &Limits) -> Result<Node<'t>, Diagnostics> {
    let mut sink = Sink::new(Mode::Strict);
    let node = parse(text, limits, &mut sink);
    match node {
        Some(node) if !sink.has_errors() => Ok(node),
        _ => Err(sink.finish()),
    }
}

#[cfg(test)]
mod tests;
