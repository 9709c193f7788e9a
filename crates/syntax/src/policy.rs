//! Policy documents: JSON to trees, by the rules of each kind and mode.
//!
//! Must not know what a statement means to a request. Every rule about a document alone is here;
//! what a code of [`Code`] means in import mode is the code's own affair.

mod conditions;
mod kinds;
pub(crate) mod limits;
mod patterns;
mod principals;
mod providers;
mod statement;
mod texts;
mod values;

use crate::codes::Code;
use crate::diagnostics::{Diagnostics, Note, Sink, quoted};
use crate::json::{self, Kind, Member, Node};
use crate::path::Path;
use crate::suggest::nearest;
use crate::tree;
use crate::{KeyRegistry, Mode, Policy, PolicyKind, Read, ReadOptions, Span};

/// Reads a policy document.
///
/// In strict mode a document with any fault is refused; in import mode those that can be
/// tolerated become warnings, and what cannot be read soundly stays in the tree as it is written.
/// A document is never half loaded. Time and memory are linear in the text, apart from its
/// nesting (see [`json::read`]).
///
/// # Errors
/// Everything that is to be said about a document that does not load, at once.
pub fn read_policy(
    text: impl AsRef<[u8]>,
    kind: PolicyKind,
    options: &ReadOptions<'_>,
) -> Result<Read<Policy>, Diagnostics> {
    let text = text.as_ref();
    let mut sink = Sink::new(options.mode());
    let policy = json::parse(text, options.limits(), &mut sink).and_then(|node| {
        if options.length_limits() {
            limits::check(text, kind, &mut sink);
        }
        read_node(&node, kind, options.keys(), &Path::root(), &mut sink)
    });
    sink.settle(policy)
}

/// Reads a policy that stands within another document, in the mode of the sink.
pub(crate) fn read_node(
    node: &Node<'_>,
    kind: PolicyKind,
    keys: Option<&KeyRegistry>,
    path: &Path<'_>,
    sink: &mut Sink,
) -> Option<Policy> {
    let none_declared = KeyRegistry::new();
    Reader {
        kind,
        keys: keys.unwrap_or(&none_declared),
        sink,
    }
    .policy(node, path)
}

/// Reads one document.
struct Reader<'r> {
    kind: PolicyKind,
    keys: &'r KeyRegistry,
    sink: &'r mut Sink,
}

const MEMBERS: [&str; 2] = ["Version", "Statement"];

impl Reader<'_> {
    fn policy(&mut self, node: &Node<'_>, path: &Path<'_>) -> Option<Policy> {
        let Some(members) = node.as_object() else {
            self.report(Code::NotAnObject, node.span, path, || {
                Note::new(format!("a policy is an object, not {}", node.noun()))
            });
            return None;
        };
        let version = self.version(node, path);
        let statements = self.statements(node, path);
        let mut unknown_members = Vec::new();
        for member in members {
            if !MEMBERS.contains(&&*member.name) {
                let path = path.member(&member.name);
                self.report(Code::UnknownDocumentMember, member.name_span, &path, || {
                    Note::new(format!("a policy has no member {}", quoted(&member.name)))
                        .did_you_mean(nearest(&member.name, MEMBERS))
                });
                unknown_members.push(kept_member(member));
            }
        }
        version?;
        Some(Policy {
            kind: self.kind,
            unknown_members,
            statements: statements?,
            span: node.span,
        })
    }

    fn version(&mut self, document: &Node<'_>, path: &Path<'_>) -> Option<()> {
        let Some(member) = document.member("Version") else {
            self.missing(document, path, "Version", "add `\"Version\": \"1\"`");
            return None;
        };
        let value = &member.value;
        let path = path.member("Version");
        match &value.kind {
            Kind::String(text) if text == "1" => Some(()),
            Kind::Number(text) if text == "1" => {
                self.report(Code::VersionNumber, value.span, &path, || {
                    Note::new("the version is written as a number").help("write `\"1\"`")
                });
                Some(())
            }
            _ => {
                self.report(Code::BadVersion, value.span, &path, || {
                    let found = quoted(&value.to_compact());
                    Note::new(format!(
                        "there is no version {found} of the policy language"
                    ))
                    .help("the only version is `\"1\"`")
                });
                None
            }
        }
    }

    fn statements(&mut self, document: &Node<'_>, path: &Path<'_>) -> Option<Vec<tree::Statement>> {
        let Some(member) = document.member("Statement") else {
            self.missing(document, path, "Statement", "add a list of statements");
            return None;
        };
        let value = &member.value;
        let path = path.member("Statement");
        match &value.kind {
            Kind::List(items) => {
                if items.is_empty() {
                    self.report(Code::NoStatements, value.span, &path, || {
                        Note::new("the policy has no statements")
                    });
                }
                let statements: Vec<_> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.statement(item, &path.index(index)))
                    .collect();
                statements.into_iter().collect()
            }
            Kind::Object(_) => {
                self.report(Code::SingleStatement, value.span, &path, || {
                    Note::new("`Statement` is one statement and no list")
                        .help("put it in square brackets")
                });
                Some(vec![self.statement(value, &path)?])
            }
            _ => {
                self.report(Code::BadStatement, value.span, &path, || {
                    Note::new(format!("`Statement` is a list, not {}", value.noun()))
                });
                None
            }
        }
    }

    fn missing(&mut self, document: &Node<'_>, path: &Path<'_>, name: &str, help: &str) {
        self.report(Code::MissingMember, opening(document), path, || {
            Note::new(format!("the policy has no `{name}`")).help(help)
        });
    }

    fn report(&mut self, code: Code, span: Span, path: &Path<'_>, note: impl FnOnce() -> Note) {
        self.sink.report(code, span, path, note);
    }

    fn is_strict(&self) -> bool {
        self.sink.mode() == Mode::Strict
    }
}

/// The bracket that a list or object begins with.
pub(crate) fn opening(node: &Node<'_>) -> Span {
    Span::new(node.span.start(), node.span.start() + 1)
}

/// A member that is no part of the language, for the tree.
fn kept_member(member: &Member<'_>) -> tree::Member {
    tree::Member {
        name: member.name.clone().into_owned(),
        span: member.name_span,
        value: member.value.to_compact(),
    }
}

#[cfg(test)]
mod tests;
