//! Objects of known members, of fixed types, every text with its place.
//!
//! Must not know what a catalogue consists of.

use std::collections::BTreeSet;

use ramgate_syntax::json::{Kind, Member, Node};
use ramgate_syntax::{Diagnostic, Diagnostics, Span};

use crate::text::{Quoted, nearest};

/// Lists within an entry are short; a long one is a mistake.
const MAX_ITEMS: usize = 64;

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) path: String,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    /// The first thing that makes a text no JSON.
    pub(super) fn of_json(found: &Diagnostics) -> Self {
        let first = found.first();
        Self {
            span: first.map_or(Span::new(0, 0), Diagnostic::span),
            path: first.map_or("", |first| first.path()).to_owned(),
            message: first
                .map_or("the text is not JSON", |first| first.message())
                .to_owned(),
            help: first.and_then(|first| first.help()).map(str::to_owned),
        }
    }
}

/// A text of the document. Never empty.
#[derive(Debug)]
pub(super) struct Text<'n> {
    pub(super) value: &'n str,
    pub(super) path: String,
    span: Span,
}

impl<'n> Text<'n> {
    fn new(node: &'n Node<'_>, path: String) -> Result<Self, Fault> {
        match node.as_str() {
            Some(text) if !text.is_empty() => Ok(Self {
                value: text,
                path,
                span: node.span,
            }),
            Some(_) => Err(wrong(node.span, path, "the text is empty")),
            None => Err(wrong(
                node.span,
                path,
                format!("expected a string, not {}", node.noun()),
            )),
        }
    }

    pub(super) fn to_owned(&self) -> String {
        self.value.to_owned()
    }

    /// Whether it consists of lower-case letters, digits and `-`, and begins with a letter.
    pub(super) fn is_word(&self) -> bool {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        self.value.starts_with(|c: char| c.is_ascii_lowercase()) && self.value.bytes().all(is_plain)
    }

    pub(super) fn fault(&self, message: &str) -> Fault {
        let message = format!("{}: {message}", Quoted(self.value));
        wrong(self.span, self.path.clone(), message)
    }

    /// Looks whether it is one of those names.
    pub(super) fn known(&self, names: &BTreeSet<&str>, what: &str) -> Result<(), Fault> {
        if names.contains(self.value) {
            Ok(())
        } else {
            Err(self.unknown(names.iter().copied(), what))
        }
    }

    /// The fault of a name that is none of those.
    pub(super) fn unknown<'k>(
        &self,
        known: impl IntoIterator<Item = &'k str>,
        what: &str,
    ) -> Fault {
        let meant = nearest(self.value, known);
        Fault {
            help: meant.map(|name| format!("did you mean `{name}`?")),
            message: format!("there is no {what} {}", Quoted(self.value)),
            span: self.span,
            path: self.path.clone(),
        }
    }
}

/// An object of the document, without unknown members.
pub(super) struct Object<'n, 't> {
    node: &'n Node<'t>,
    path: String,
}

impl<'n, 't> Object<'n, 't> {
    pub(super) fn new(node: &'n Node<'t>, path: String, known: &[&str]) -> Result<Self, Fault> {
        let Some(members) = node.as_object() else {
            let message = format!("expected an object, not {}", node.noun());
            return Err(wrong(node.span, path, message));
        };
        let object = Self { node, path };
        match members
            .iter()
            .find(|member| !known.contains(&&*member.name))
        {
            None => Ok(object),
            Some(member) => {
                let name = Text {
                    value: &member.name,
                    span: member.name_span,
                    path: object.path.clone(),
                };
                Err(name.unknown(known.iter().copied(), "member"))
            }
        }
    }

    pub(super) fn text(&self, name: &str) -> Result<Text<'n>, Fault> {
        self.optional_text(name)?.ok_or_else(|| self.missing(name))
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<Text<'n>>, Fault> {
        let member = self.node.member(name);
        member
            .map(|member| Text::new(&member.value, self.member(name)))
            .transpose()
    }

    /// A boolean that is false if it is not there.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Fault> {
        match self.node.member(name) {
            None => Ok(false),
            Some(member) => match member.value.kind {
                Kind::Bool(value) => Ok(value),
                _ => Err(wrong(
                    member.value.span,
                    self.member(name),
                    format!("expected a boolean, not {}", member.value.noun()),
                )),
            },
        }
    }

    /// A list of texts, none of them twice; empty if it is not there.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<Text<'n>>, Fault> {
        let Some(member) = self.node.member(name) else {
            return Ok(Vec::new());
        };
        let mut texts: Vec<Text<'n>> = Vec::new();
        for (index, item) in self.short_list(member)?.iter().enumerate() {
            let text = Text::new(item, format!("{}[{index}]", self.member(name)))?;
            if texts.iter().any(|other| other.value == text.value) {
                return Err(text.fault("it is there twice"));
            }
            texts.push(text);
        }
        Ok(texts)
    }

    /// A short list of objects; empty if it is not there.
    pub(super) fn few_objects(&self, name: &str, known: &[&str]) -> Result<Vec<Self>, Fault> {
        match self.node.member(name) {
            None => Ok(Vec::new()),
            Some(member) => {
                self.short_list(member)?;
                self.objects(name, known)
            }
        }
    }

    /// A list of objects.
    pub(super) fn objects(&self, name: &str, known: &[&str]) -> Result<Vec<Self>, Fault> {
        let member = self.node.member(name).ok_or_else(|| self.missing(name))?;
        let items = self.list(member)?.iter().enumerate();
        items
            .map(|(index, item)| Self::new(item, format!("{}[{index}]", self.member(name)), known))
            .collect()
    }

    /// The fault of a member, whether it is there or not.
    pub(super) fn fault(&self, name: &str, message: &str) -> Fault {
        match self.node.member(name) {
            Some(member) => wrong(member.value.span, self.member(name), message),
            None => wrong(self.node.span, self.path.clone(), message),
        }
    }

    fn short_list(&self, member: &'n Member<'t>) -> Result<&'n [Node<'t>], Fault> {
        let items = self.list(member)?;
        if items.len() > MAX_ITEMS {
            let message = format!("the list has more than {MAX_ITEMS} items");
            return Err(self.fault(&member.name, &message));
        }
        Ok(items)
    }

    fn list(&self, member: &'n Member<'t>) -> Result<&'n [Node<'t>], Fault> {
        let value = &member.value;
        value.as_list().ok_or_else(|| {
            let message = format!("expected a list, not {}", value.noun());
            self.fault(&member.name, &message)
        })
    }

    fn missing(&self, name: &str) -> Fault {
        wrong(
            self.node.span,
            self.path.clone(),
            format!("there is no `{name}`"),
        )
    }

    fn member(&self, name: &str) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{name}", self.path)
    }
}

fn wrong(span: Span, path: String, message: impl Into<String>) -> Fault {
    Fault {
        span,
        path,
        message: message.into(),
        help: None,
    }
}
