//! Text that is not JSON: where it stops to be, and what is to be said about it.
//!
//! Must not know nodes.

use crate::Span;
use crate::codes::Code;
use crate::diagnostics::{Note, Sink};
use crate::path::Path;

/// Reports what `serde_json` has against a text.
pub(super) fn report_syntax(text: &str, error: &serde_json::Error, sink: &mut Sink) {
    let written = error.to_string();
    let message = written
        .rsplit_once(" at line ")
        .map_or(written.as_str(), |(message, _)| message);
    let at_end = message.strip_prefix("EOF while parsing ");
    let span = match at_end {
        Some(_) => Span::new(text.len(), text.len()),
        // This one fault is placed on the character before.
        None if message.starts_with("control character") => {
            let before = offset_of(text, error.line(), error.column());
            character_at(text, before + 1)
        }
        None => character_at(text, offset_of(text, error.line(), error.column())),
    };
    let found = text.get(span.range()).unwrap_or_default();
    sink.report(Code::NotJson, span, &Path::root(), || {
        let note = Note::new(match at_end {
            Some(what) => format!("the text is not JSON: it ends within {what}"),
            None => format!("the text is not JSON: {message}"),
        });
        match found {
            "/" | "#" => note.help("JSON has no comments"),
            "\u{feff}" => note.help("remove the byte order mark at the beginning"),
            "'" => note.help("strings stand in double quotes"),
            _ if message == "trailing comma" => note.help("remove the comma"),
            _ => note,
        }
    });
}

/// The offset of the place that an error of `serde_json` is about: lines from 1, columns in bytes
/// from 1, and column 0 for the line break before the line.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let line_start: usize = lines.map(str::len).sum();
    (line_start + column).saturating_sub(1)
}

/// The character that an offset is in.
fn character_at(text: &str, offset: usize) -> Span {
    let start = text.floor_char_boundary(offset);
    let rest = text.get(start..).unwrap_or_default();
    let len = rest.chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + len)
}
