//! The linear matcher for patterns of `*` and `?`, on which every fallback rests.
//!
//! Must not know what the pattern is a pattern of. Two pointers and one remembered star: the time
//! is at most the product of the two lengths, for any number of stars, and nothing is allocated.

/// Whether ASCII letters of different case are the same letter.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Case {
    /// `a` is not `A`.
    Sensitive,
    /// `a` is `A`; other characters stand for themselves.
    AsciiInsensitive,
}

impl Case {
    /// Whether two bytes are the same under this rule.
    #[inline]
    pub fn same(self, a: u8, b: u8) -> bool {
        match self {
            Self::Sensitive => a == b,
            Self::AsciiInsensitive => a.eq_ignore_ascii_case(&b),
        }
    }
}

/// Whether the pattern consists of one or more `*` and nothing else: it means everything.
#[inline]
pub fn is_wildcard_only(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|b| b == b'*')
}

/// Whether the pattern contains neither `*` nor `?`.
#[inline]
pub fn is_literal(pattern: &str) -> bool {
    !pattern.bytes().any(|b| matches!(b, b'*' | b'?'))
}

/// Whether `pattern` matches the whole of `text`: `*` any run of characters, also none; `?`
/// exactly one character (code point); anything else itself (2.4, 3.4). There is no escape (2.36).
///
/// At most `pattern.len() * text.len()` steps; no allocation.
pub fn matches(pattern: &str, text: &str, case: Case) -> bool {
    matches_bytes(pattern.as_bytes(), text.as_bytes(), case)
}

/// [`matches()`] for texts that are known to be UTF-8 and at hand as bytes.
pub fn matches_bytes(pattern: &[u8], text: &[u8], case: Case) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where to go on after a mismatch: just behind the last star, one character further in the
    // text than at the last attempt.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                p += 1;
                retry = Some((p, t));
                continue;
            }
            Some(b'?') => {
                p += 1;
                t += char_len(byte);
                continue;
            }
            Some(&literal) if case.same(literal, byte) => {
                p += 1;
                t += 1;
                continue;
            }
            _ => {}
        }
        let Some((behind_star, from)) = retry else {
            return false;
        };
        let Some(&skipped) = text.get(from) else {
            return false;
        };
        p = behind_star;
        t = from + char_len(skipped);
        retry = Some((p, t));
    }
    pattern.iter().skip(p).all(|&b| b == b'*')
}

/// The length in bytes of the UTF-8 character that begins with `first`.
#[inline]
pub fn char_len(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, is_literal, is_wildcard_only, matches};

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("a*", "a", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("?", "é", true),
            ("??", "é", false),
            ("*?", "😀", true),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbXcd", false),
            ("*é?", "xéyézé!", true),
            ("a**", "a", true),
            ("*a?b", "aababb", true),
            ("*a?b", "aabab", false),
        ] {
            assert_eq!(
                matches(pattern, text, Case::Sensitive),
                expected,
                "{pattern} on {text}"
            );
        }
    }

    #[test]
    fn case_folds_only_ascii() {
        assert!(matches("KMS:Get*", "kms:getX", Case::AsciiInsensitive));
        assert!(!matches("É", "é", Case::AsciiInsensitive));
        assert!(!matches("K", "\u{212A}", Case::AsciiInsensitive));
    }

    #[test]
    fn many_stars_stay_cheap() {
        let pattern = "*a".repeat(200) + "b";
        let text = "a".repeat(4000);
        assert!(!matches(&pattern, &text, Case::Sensitive));
    }

    #[test]
    fn shapes() {
        assert!(is_wildcard_only("**") && !is_wildcard_only("") && !is_wildcard_only("*?"));
        assert!(is_literal("") && is_literal("a.b") && !is_literal("a?") && !is_literal("a*"));
    }
}
