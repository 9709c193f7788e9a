//! Unicode simple case folding, for the `…IgnoreCase` operators (3.4).
//!
//! Statuses C and S of `CaseFolding.txt`: one character folds to one character, whatever the
//! language. Must not know operators.

use core::cmp::Ordering;

use crate::fold_table::RUNS;

/// The character that `c` folds to; `c` itself for most.
#[inline]
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        fold_beyond_ascii(c)
    }
}

fn fold_beyond_ascii(c: char) -> char {
    let code = u32::from(c);
    let found = RUNS.binary_search_by(|run| {
        if run.last < code {
            Ordering::Less
        } else if run.first > code {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    });
    found
        .ok()
        .and_then(|index| RUNS.get(index))
        .filter(|run| (code - run.first).is_multiple_of(run.step))
        .and_then(|run| code.checked_add_signed(run.delta))
        .and_then(char::from_u32)
        .unwrap_or(c)
}

/// The folded characters of a text, one for each of its own.
pub fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(fold_char)
}

/// Whether two texts are equal without regard to case. Linear, no allocation.
pub fn eq_folded(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

#[cfg(test)]
mod tests {
    use super::{eq_folded, fold_char};

    #[test]
    fn agrees_with_an_independent_table() {
        for c in '\0'..=char::MAX {
            let expected = unicode_case_mapping::case_folded(c)
                .and_then(|code| char::from_u32(code.get()))
                .unwrap_or(c);
            assert_eq!(fold_char(c), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn simple_folding_never_changes_the_number_of_characters() {
        assert!(eq_folded("\u{1E9E}", "ß") && !eq_folded("ß", "ss"));
        assert!(eq_folded("\u{212A}", "k") && eq_folded("ΣΑΣ", "σας"));
        assert!(!eq_folded("\u{130}", "i") && !eq_folded("é", "e\u{301}"));
    }
}
