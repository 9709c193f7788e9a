//! Text of users, made safe for a terminal, and small words.
//!
//! Must not know what the text is about.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with its control characters written as escapes.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hidden(c) {
            // Writing to a string does not fail.
            let _ = write!(shown, "{}", c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Control characters, and those that turn the direction of what follows.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text in backticks, safe, and cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", visible(text.get(..end).unwrap_or_default())),
        None => format!("`{}`", visible(text)),
    }
}

/// The first few of a list, in backticks, and how many more there are.
pub(crate) fn listed<'t>(texts: impl ExactSizeIterator<Item = &'t str>) -> String {
    const SHOWN: usize = 3;
    let more = texts.len().saturating_sub(SHOWN);
    let shown: Vec<_> = texts.take(SHOWN).map(quoted).collect();
    let shown = shown.join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

/// A number with its noun: `1 case`, `2 cases`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: impl std::fmt::Display) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{grouped, listed, quoted, visible};

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        assert_eq!(
            visible("a\u{1b}[31m\n\u{202e}b"),
            "a\\u{1b}[31m\\n\\u{202e}b"
        );
        assert_eq!(visible("Schlüssel"), "Schlüssel");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 83);
    }

    #[test]
    fn numbers_and_lists() {
        assert_eq!(
            [1u64, 999, 1000, 1_234_567].map(grouped),
            ["1", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            listed(["a", "b", "c", "d"].into_iter()),
            "`a`, `b`, `c` and 1 more"
        );
        assert_eq!(listed(["a"].into_iter()), "`a`");
    }
}
