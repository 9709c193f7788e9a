//! JSON text to nodes, one level of nesting at a time.
//!
//! `serde_json` reads; the place of a value or name is where its raw text lies within the whole.
//! Must not know what the nodes are for.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::de::Deserialize;
use serde_json::value::RawValue;

use super::fault::report_syntax;
use super::raw::{Lossy, RawMembers};
use super::{Kind, Member, Node};
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::path::Path;
use crate::{Limits, Span};

/// Reads a text. Faults go to the sink; there is no node if the text is no JSON or exceeds a
/// limit, and a node in spite of duplicate members (the first of them counts) and lone
/// surrogates, so that more faults can be found behind them.
pub(crate) fn parse<'t>(text: &'t [u8], limits: &Limits, sink: &mut Sink) -> Option<Node<'t>> {
    let root = Path::root();
    if text.len() > limits.bytes() {
        let span = Span::new(character_start(text, limits.bytes()), text.len());
        sink.report(Code::TextTooLong, span, &root, || {
            // Whoever read the text may have stopped at the limit.
            Note::new(format!("the text has more than {} bytes", limits.bytes()))
        });
        return None;
    }
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(text.len(), |len| start + len);
            sink.report(Code::NotUtf8, Span::new(start, end), &root, || {
                Note::new("the text is not UTF-8")
            });
            return None;
        }
    };
    let raw = match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => raw,
        Err(error) => {
            report_syntax(text, &error, sink);
            return None;
        }
    };
    Parser {
        text,
        nesting: limits.nesting(),
        sink,
    }
    .node(raw, 1, &root)
}

/// Where the character begins that an offset is in, if the text is UTF-8 there.
fn character_start(text: &[u8], offset: usize) -> usize {
    let begins = |at: &usize| text.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    let mut near = (offset.saturating_sub(3)..=offset).rev();
    near.find(begins).unwrap_or(offset)
}

struct Parser<'t, 's> {
    text: &'t str,
    nesting: usize,
    sink: &'s mut Sink,
}

impl<'t> Parser<'t, '_> {
    fn node(&mut self, raw: &'t RawValue, level: usize, path: &Path<'_>) -> Option<Node<'t>> {
        let span = self.span(raw);
        let kind = match raw.get().bytes().next() {
            Some(b'{') => self.object(raw, level, span, path)?,
            Some(b'[') => self.list(raw, level, span, path)?,
            Some(b'"') => Kind::String(self.string(raw, path)),
            Some(b't') => Kind::Bool(true),
            Some(b'f') => Kind::Bool(false),
            Some(b'n') => Kind::Null,
            _ => Kind::Number(Cow::Borrowed(raw.get())),
        };
        Some(Node { span, kind })
    }

    fn list(
        &mut self,
        raw: &'t RawValue,
        level: usize,
        span: Span,
        path: &Path<'_>,
    ) -> Option<Kind<'t>> {
        self.enter(level, span, path)?;
        let items: Vec<&RawValue> = self.inner(raw)?;
        let mut nodes = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            nodes.push(self.node(item, level + 1, &path.index(index))?);
        }
        Some(Kind::List(nodes))
    }

    fn object(
        &mut self,
        raw: &'t RawValue,
        level: usize,
        span: Span,
        path: &Path<'_>,
    ) -> Option<Kind<'t>> {
        self.enter(level, span, path)?;
        let RawMembers(items) = self.inner(raw)?;
        let mut members = Vec::with_capacity(items.len());
        let mut seen = HashSet::with_capacity(items.len());
        for (name, value) in items {
            let name_span = self.span(name);
            let name = self.string(name, path);
            let path = path.member(&name);
            let value = self.node(value, level + 1, &path)?;
            if seen.insert(name.clone()) {
                members.push(Member {
                    name,
                    name_span,
                    value,
                });
            } else {
                self.sink
                    .report(Code::DuplicateMember, name_span, &path, || {
                        Note::new(format!(
                            "the object has two members named {}",
                            quoted(&name)
                        ))
                        .help("keep one of them")
                    });
            }
        }
        Some(Kind::Object(members))
    }

    /// Refuses a level beyond the limit before anything within it is looked at.
    fn enter(&mut self, level: usize, span: Span, path: &Path<'_>) -> Option<()> {
        if level <= self.nesting {
            return Some(());
        }
        let opening = Span::new(span.start(), span.start() + 1);
        let nesting = self.nesting;
        self.sink.report(Code::NestingTooDeep, opening, path, || {
            Note::new(format!("the text is nested deeper than {nesting} levels"))
        });
        None
    }

    fn string(&mut self, raw: &'t RawValue, path: &Path<'_>) -> Cow<'t, str> {
        let written = raw.get();
        if !written.contains('\\') {
            let inner = written.get(1..written.len().saturating_sub(1));
            return Cow::Borrowed(inner.unwrap_or_default());
        }
        if let Ok(text) = serde_json::from_str::<String>(written) {
            return Cow::Owned(text);
        }
        let span = self.span(raw);
        self.sink.report(Code::LoneSurrogate, span, path, || {
            Note::new("the string has half of a surrogate pair in its escapes")
                .help("write the character itself, or both halves of the pair")
        });
        let Lossy(text) = serde_json::from_str(written).unwrap_or_default();
        Cow::Owned(text)
    }

    /// What `raw` consists of. It has been read as a whole before, so that this cannot fail.
    fn inner<T: Deserialize<'t>>(&mut self, raw: &'t RawValue) -> Option<T> {
        match serde_json::from_str(raw.get()) {
            Ok(inner) => Some(inner),
            Err(error) => {
                report_syntax(self.text, &error, self.sink);
                None
            }
        }
    }

    fn span(&self, raw: &RawValue) -> Span {
        let start = raw.get().as_ptr().addr() - self.text.as_ptr().addr();
        Span::new(start, start + raw.get().len())
    }
}
