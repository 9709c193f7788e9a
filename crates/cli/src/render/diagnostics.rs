//! Diagnostics with the text underlined, as a compiler shows them.
//!
//! Must not know how faults are found. A line that is very long is cut around the place, so that
//! what is drawn stays small whatever the document.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use ramgate::catalogue::OperationError;
use ramgate::{Code, Diagnostic, Diagnostics, Severity, Span};
use ramgate_syntax::LineIndex;
use ramgate_testkit::suite::RunError;

use super::style;
use crate::input::Source;
use crate::question::OPERATION;

/// A line up to this many bytes is left to the renderer, which cuts it to the terminal.
const WHOLE: usize = 4096;

/// Of a longer line, so much is kept on both sides of the place.
const AROUND: usize = 60;

/// An error in words, with advice.
pub(crate) fn message(text: &str, help: Option<&str>) -> String {
    let title = Level::ERROR.primary_title(text);
    let group = match help {
        Some(help) => title.element(Level::HELP.message(help)),
        None => Group::with_title(title),
    };
    Renderer::styled().render(&[group])
}

/// An error that has a code and no place.
pub(crate) fn coded(code: Code, text: &str) -> String {
    let title = Level::ERROR.primary_title(text).id(code.as_str());
    let group = title.element(Level::NOTE.message(page(code)));
    Renderer::styled().render(&[group])
}

/// The page that says more about a code.
pub(crate) fn page(code: Code) -> String {
    format!("docs/diagnostics/{code}.md")
}

/// All diagnostics of a text, each as it stands in it.
pub(crate) fn draw<'d>(
    source: &'d Source,
    diagnostics: &'d Diagnostics,
) -> impl Iterator<Item = String> + 'd {
    let lines = LineIndex::new(&source.text);
    let omitted = diagnostics.omitted();
    let more = (omitted > 0).then(|| {
        let text = format!("and {omitted} more diagnostics of `{}`", source.name);
        message(&text, None)
    });
    diagnostics
        .iter()
        .map(move |diagnostic| one(source, &lines, &Placed::of(diagnostic)))
        .chain(more)
}

/// A fault in the operation of a request, as it stands in its text.
pub(crate) fn operation(source: &Source, error: &OperationError) -> String {
    let help = error.help();
    let placed = Placed {
        severity: Severity::Error,
        code: OPERATION,
        span: error.span().unwrap_or_default(),
        path: &error.member(),
        message: &error.to_string(),
        help: help.as_deref(),
    };
    one(source, &LineIndex::new(&source.text), &placed)
}

/// A case of a suite whose request cannot be read, as it stands in the suite; of anything else
/// that keeps a suite from being run, what it is.
pub(crate) fn case(source: &Source, error: &RunError) -> String {
    let Some((_, span)) = error.unreadable_case() else {
        return message(error.reason(), error.help());
    };
    let placed = Placed {
        severity: Severity::Error,
        code: OPERATION,
        span,
        path: "",
        message: &error.to_string(),
        help: error.help(),
    };
    one(source, &LineIndex::new(&source.text), &placed)
}

/// A diagnostic of a line of a batch, on one line.
pub(crate) fn on_line(number: u64, diagnostic: &Diagnostic) -> String {
    let (style, severity) = match diagnostic.severity() {
        Severity::Error => (style::BAD, "error"),
        Severity::Warning => (style::OPEN, "warning"),
    };
    let word = style::in_style(style, format!("{severity}[{}]", diagnostic.code()));
    format!("{word} on line {number}: {}", diagnostic.message())
}

/// Something that is said about a place in a text.
struct Placed<'d> {
    severity: Severity,
    code: Code,
    span: Span,
    path: &'d str,
    message: &'d str,
    help: Option<&'d str>,
}

impl<'d> Placed<'d> {
    fn of(diagnostic: &'d Diagnostic) -> Self {
        Self {
            severity: diagnostic.severity(),
            code: diagnostic.code(),
            span: diagnostic.span(),
            path: diagnostic.path(),
            message: diagnostic.message(),
            help: diagnostic.help(),
        }
    }
}

fn one(source: &Source, lines: &LineIndex<'_>, placed: &Placed<'_>) -> String {
    let excerpt = Excerpt::of(source, lines, placed.span.range());
    let level = match placed.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut annotation = AnnotationKind::Primary.span(excerpt.span.clone());
    if !placed.path.is_empty() {
        annotation = annotation.label(placed.path);
    }
    let snippet = Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.line)
        .annotation(annotation);
    let title = level.primary_title(placed.message).id(placed.code.as_str());
    let mut group = if excerpt.cut {
        let origin = Origin::path(source.name.as_str())
            .line(excerpt.line)
            .char_column(excerpt.column);
        title.element(origin).element(snippet)
    } else {
        title.element(snippet.path(source.name.as_str()))
    };
    if let Some(help) = placed.help {
        group = group.element(Level::HELP.message(help));
    }
    group = group.element(Level::NOTE.message(page(placed.code)));
    Renderer::styled().render(&[group])
}

/// The line on which a span begins, or a part of it.
struct Excerpt {
    text: String,
    /// The part of the span that stands on the line, in bytes of `text`.
    span: Range<usize>,
    line: usize,
    column: usize,
    /// Whether the beginning of the line is missing, so that `column` is not the place in `text`.
    cut: bool,
}

impl Excerpt {
    fn of(source: &Source, lines: &LineIndex<'_>, span: Range<usize>) -> Self {
        let place = lines.line_column(span.start);
        let line = lines.line(place.line).unwrap_or_default();
        // The line is a part of the text: where it begins follows from where the span does.
        let offset = span.start.min(source.text.len());
        let before = source.text.get(..offset).unwrap_or_default();
        let start = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => offset - at - 1,
            None => offset,
        };
        let start = start.min(line.len());
        let end = (start + span.len()).min(line.len());
        let (from, to) = if line.len() <= WHOLE {
            (0, line.len())
        } else {
            (
                start.saturating_sub(AROUND),
                end.min(start + AROUND) + AROUND,
            )
        };
        let (from, to) = (boundary(line, from), boundary(line, to.min(line.len())));
        let end = end.min(to);
        let lossy =
            |range: Range<usize>| String::from_utf8_lossy(line.get(range).unwrap_or_default());
        let (head, middle, tail) = (lossy(from..start), lossy(start..end), lossy(end..to));
        let mut text = String::new();
        if from > 0 {
            text.push('…');
        }
        text.push_str(&head);
        let begins = text.len();
        text.push_str(&middle);
        let ends = text.len();
        text.push_str(tail.trim_end_matches('\r'));
        if to < line.len() {
            text.push('…');
        }
        Self {
            text,
            span: begins..ends,
            line: place.line,
            column: place.column,
            cut: from > 0,
        }
    }
}

/// The nearest byte at or below that begins a character.
fn boundary(line: &[u8], mut at: usize) -> usize {
    while at > 0
        && line
            .get(at)
            .is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000)
    {
        at -= 1;
    }
    at
}
