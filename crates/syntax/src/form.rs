//! The form of our own files: objects of known members, some of them required, of fixed types.
//!
//! Must not know which files there are; each brings the codes of its faults.

use crate::Span;
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::json::{Kind, Member, Node};
use crate::path::Path;
use crate::policy::opening;
use crate::suggest::nearest;

/// Something could not be read, and has been reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported;

/// Something that was read, unless it has been reported.
pub(crate) type Readable<T> = Result<T, Reported>;

/// What faults of form are called in a kind of file.
#[derive(Clone, Copy)]
pub(crate) struct FormCodes {
    pub(crate) missing: Code,
    pub(crate) unknown: Code,
    pub(crate) wrong_type: Code,
}

/// Reads members by their form.
pub(crate) struct Form<'s> {
    pub(crate) sink: &'s mut Sink,
    codes: FormCodes,
}

impl<'s> Form<'s> {
    pub(crate) fn new(sink: &'s mut Sink, codes: FormCodes) -> Self {
        Self { sink, codes }
    }

    /// The members of an object; `what` is what should be one.
    pub(crate) fn object<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        path: &Path<'_>,
        what: &str,
    ) -> Readable<&'n [Member<'t>]> {
        node.as_object().ok_or_else(|| {
            let code = if path.is_root() {
                Code::NotAnObject
            } else {
                self.codes.wrong_type
            };
            self.report(code, node.span, path, || {
                Note::new(format!("{what} is an object, not {}", node.noun()))
            });
            Reported
        })
    }

    /// Reports the members that are not known.
    pub(crate) fn known(&mut self, members: &[Member<'_>], path: &Path<'_>, known: &[&str]) {
        for member in members {
            if !known.contains(&&*member.name) {
                let path = path.member(&member.name);
                self.report(self.codes.unknown, member.name_span, &path, || {
                    Note::new(format!("there is no member {}", quoted(&member.name)))
                        .did_you_mean(nearest(&member.name, known.iter().copied()))
                });
            }
        }
    }

    /// A required text.
    pub(crate) fn text(
        &mut self,
        node: &Node<'_>,
        name: &str,
        path: &Path<'_>,
    ) -> Readable<String> {
        match self.optional_text(node, name, path)? {
            Some(text) => Ok(text),
            None => Err(self.missing(node, name, path)),
        }
    }

    /// A text, if it is there.
    pub(crate) fn optional_text(
        &mut self,
        node: &Node<'_>,
        name: &str,
        path: &Path<'_>,
    ) -> Readable<Option<String>> {
        let Some(member) = node.member(name) else {
            return Ok(None);
        };
        let what = format!("`{name}`");
        self.item_text(&member.value, &path.member(name), &what)
            .map(Some)
    }

    /// A text that stands anywhere.
    pub(crate) fn item_text(
        &mut self,
        node: &Node<'_>,
        path: &Path<'_>,
        what: &str,
    ) -> Readable<String> {
        match node.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(self.wrong_type(node, path, &format!("{what} is a string"))),
        }
    }

    /// `true` or `false`, if it is there.
    pub(crate) fn optional_bool(
        &mut self,
        node: &Node<'_>,
        name: &str,
        path: &Path<'_>,
    ) -> Readable<Option<bool>> {
        let Some(member) = node.member(name) else {
            return Ok(None);
        };
        if let Kind::Bool(value) = member.value.kind {
            Ok(Some(value))
        } else {
            let what = format!("`{name}` is `true` or `false`");
            Err(self.wrong_type(&member.value, &path.member(name), &what))
        }
    }

    /// The items of a list, if it is there. All of them are read, whatever the first ones are.
    pub(crate) fn items<T>(
        &mut self,
        node: &Node<'_>,
        name: &str,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &Node<'_>, &Path<'_>) -> Readable<T>,
    ) -> Readable<Option<Vec<T>>> {
        let Some(member) = node.member(name) else {
            return Ok(None);
        };
        let path = path.member(name);
        let Some(items) = member.value.as_list() else {
            return Err(self.wrong_type(&member.value, &path, &format!("`{name}` is a list")));
        };
        let items = items.iter().enumerate();
        let read: Vec<_> = items
            .map(|(index, item)| read(self, item, &path.index(index)))
            .collect();
        read.into_iter().collect::<Readable<_>>().map(Some)
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, path: &Path<'_>, what: &str) -> Reported {
        self.report(self.codes.wrong_type, node.span, path, || {
            Note::new(format!("{what}, not {}", node.noun()))
        });
        Reported
    }

    /// Reports a member that is not there.
    pub(crate) fn missing(&mut self, node: &Node<'_>, name: &str, path: &Path<'_>) -> Reported {
        self.report(self.codes.missing, opening(node), path, || {
            Note::new(format!("there is no `{name}`"))
        });
        Reported
    }

    pub(crate) fn report(
        &mut self,
        code: Code,
        span: Span,
        path: &Path<'_>,
        note: impl FnOnce() -> Note,
    ) {
        self.sink.report(code, span, path, note);
    }
}
