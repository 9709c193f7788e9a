//! Texts and lists of them, whatever they are for: what is text at all, and which characters
//! make it suspect (1.14, 1.24, 1.25, 1.29, 5).
//!
//! Must not know patterns, values or principals.

use ramgate_model::text::{has_control, has_placeholder, is_padded};

use super::Reader;
use crate::Span;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Kind, Node};
use crate::path::Path;
use crate::tree::{Entries, Entry};

/// What the texts of an element are.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    /// One of them, as a noun phrase in the singular, with its article.
    pub(super) one: &'static str,
    /// Whether numbers and booleans are texts as they are written (1.17).
    pub(super) takes_bare: bool,
}

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    pub(super) span: Span,
    pub(super) path: &'p Path<'p>,
}

impl Reader<'_> {
    /// Reads one text or a list of them, and looks at each.
    pub(super) fn texts(
        &mut self,
        node: &Node<'_>,
        path: &Path<'_>,
        of: Texts,
        check: &mut dyn FnMut(&mut Self, &str, At<'_>),
    ) -> Entries {
        match &node.kind {
            Kind::List(items) => {
                if items.is_empty() {
                    self.report(Code::EmptyList, node.span, path, || {
                        Note::new("the list is empty")
                    });
                }
                let read = |(index, item)| {
                    let path = path.index(index);
                    self.text(item, &path, of, check)
                        .unwrap_or_else(|| unreadable(item))
                };
                Entries::List(items.iter().enumerate().map(read).collect())
            }
            _ => match self.text(node, path, of, check) {
                Some(entry) => Entries::List(vec![entry]),
                None => Entries::Unreadable(node.to_compact()),
            },
        }
    }

    fn text(
        &mut self,
        node: &Node<'_>,
        path: &Path<'_>,
        of: Texts,
        check: &mut dyn FnMut(&mut Self, &str, At<'_>),
    ) -> Option<Entry> {
        let (text, raw) = match &node.kind {
            Kind::String(text) => (text.clone().into_owned(), None),
            Kind::Number(_) | Kind::Bool(_) if of.takes_bare => {
                let raw = node.to_compact();
                self.report(Code::BareValue, node.span, path, || {
                    Note::new(format!("{} stands without quotes", quoted(&raw)))
                        .help(format!("write `\"{raw}\"`"))
                });
                (raw.clone(), Some(raw))
            }
            _ => {
                self.report(Code::NotText, node.span, path, || {
                    Note::new(format!("{} is text, not {}", of.one, node.noun()))
                });
                return None;
            }
        };
        let at = At {
            span: node.span,
            path,
        };
        check(self, &text, at);
        Some(Entry {
            text: Some(text),
            span: node.span,
            raw,
        })
    }

    /// Looks at the characters of a text. Answers whether it is worth a closer look.
    pub(super) fn characters(&mut self, text: &str, at: At<'_>) -> bool {
        if is_padded(text) {
            self.report(Code::Padded, at.span, at.path, || {
                Note::new(format!("{} begins or ends with white space", quoted(text)))
                    .help("remove the white space")
            });
        }
        if has_control(text) {
            self.report(Code::ControlCharacter, at.span, at.path, || {
                Note::new(format!("{} contains a control character", quoted(text)))
                    .help("remove the character")
            });
        }
        if has_placeholder(text) {
            self.report(Code::Placeholder, at.span, at.path, || {
                Note::new(format!(
                    "{} contains the placeholder {}",
                    quoted(text),
                    quoted(placeholder(text))
                ))
                .help("put the value in its place; policies have no variables")
            });
        }
        !(is_padded(text) || has_control(text) || self.is_strict() && has_placeholder(text))
    }
}

/// The first placeholder in a text, up to its brace.
fn placeholder(text: &str) -> &str {
    let from = text.find("${").unwrap_or_default();
    let rest = text.get(from..).unwrap_or_default();
    let to = rest.find('}').map_or(rest.len(), |brace| brace + 1);
    rest.get(..to).unwrap_or_default()
}

fn unreadable(node: &Node<'_>) -> Entry {
    Entry {
        text: None,
        span: node.span,
        raw: Some(node.to_compact()),
    }
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn placeholders_end_with_their_brace() {
        assert_eq!(placeholder("acs:kms:${region}:${account}"), "${region}");
        assert_eq!(placeholder("a${b"), "${b");
    }
}
