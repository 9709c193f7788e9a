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
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        let span = Span::new(0, text.len());
        sink.report(Code::NotJson, span, &Path::root(), || {
            Note::new(if text.is_empty() {
                "there is no text"
            } else {
                "there is no text but white space"
            })
        });
        return;
    }
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
            None => format!("the text is not JSON: {}", in_words(message)),
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

/// What `serde_json` says, in words for who wrote the text; as it is where it needs none.
fn in_words(message: &str) -> &str {
    match message {
        "expected ident" => "no word but `true`, `false` and `null` stands without quotes",
        "expected value" => "there is no value here",
        "expected `,` or `]`" => "there is neither `,` nor `]` after the item",
        "expected `,` or `}`" => "there is neither `,` nor `}` after the member",
        "expected `:`" => "there is no `:` after the name",
        "key must be a string" => "the name of a member stands in double quotes",
        "invalid escape" => "there is no such escape in a string",
        "invalid number" => "this is no number",
        "number out of range" => "the number is too large",
        "invalid unicode code point" => "this is no Unicode character",
        "trailing comma" => "nothing follows the comma",
        "trailing characters" => "there is more behind its end",
        message if message.starts_with("control character") => {
            "a control character within a string is written as an escape"
        }
        message => message,
    }
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
