//! Text: soundness of patterns and keys, wildcards, case.
//!
//! Must not know what the text is part of.

/// Whether a pattern or key has neither padding (1.24) nor control characters (1.29).
pub(crate) fn is_sound(text: &str) -> bool {
    let padded = text.chars().next().is_some_and(is_white_space)
        || text.chars().next_back().is_some_and(is_white_space);
    !padded && !text.chars().any(is_control)
}

/// The Unicode property `White_Space`.
fn is_white_space(c: char) -> bool {
    matches!(
        u32::from(c),
        0x09..=0x0D
            | 0x20
            | 0x85
            | 0xA0
            | 0x1680
            | 0x2000..=0x200A
            | 0x2028
            | 0x2029
            | 0x202F
            | 0x205F
            | 0x3000
    )
}

/// The Unicode general category `Cc`.
fn is_control(c: char) -> bool {
    matches!(u32::from(c), 0x00..=0x1F | 0x7F..=0x9F)
}

/// Code points stand for themselves.
pub(crate) fn same_char(a: char, b: char) -> bool {
    a == b
}

/// `a` to `z` are `A` to `Z`; everything else stands for itself.
pub(crate) fn same_char_ignoring_ascii_case(a: char, b: char) -> bool {
    let upper = |c: char| match c {
        'a'..='z' => u32::from(c) - 0x20,
        _ => u32::from(c),
    };
    upper(a) == upper(b)
}

/// Whether two texts are equal under `same`, code point by code point.
pub(crate) fn equal(a: &str, b: &str, same: fn(char, char) -> bool) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(&a, &b)| same(a, b))
}

/// Unicode simple case folding, statuses C and S (3.4).
pub(crate) fn same_char_ignoring_case(a: char, b: char) -> bool {
    let fold = |c: char| unicode_case_mapping::case_folded(c).map_or(u32::from(c), u32::from);
    fold(a) == fold(b)
}

/// Whether the pattern matches the whole text: `*` is any run of characters, also none, `?` is one
/// character, anything else is itself (2.4, 3.4). There is no escape (2.9, 2.36).
///
/// Reads the pattern from left to right and keeps, for every number of characters, whether what
/// was read so far can have matched exactly so many of the text.
pub(crate) fn glob(pattern: &str, text: &str, same: fn(char, char) -> bool) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut reached = vec![false; text.len() + 1];
    if let Some(nothing) = reached.first_mut() {
        *nothing = true;
    }
    for symbol in pattern.chars() {
        reached = if symbol == '*' {
            let mut from_here = false;
            let from_here_on = reached.iter().map(|&here| {
                from_here = from_here || here;
                from_here
            });
            from_here_on.collect()
        } else {
            let one_further = reached
                .iter()
                .zip(&text)
                .map(|(&before, &c)| before && (symbol == '?' || same(symbol, c)));
            std::iter::once(false).chain(one_further).collect()
        };
    }
    reached.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::{
        equal, glob, is_sound, is_white_space, same_char, same_char_ignoring_ascii_case,
        same_char_ignoring_case,
    };

    #[test]
    fn wildcards() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("a", "", false),
            ("*", "", true),
            ("*", "anything/at:all", true),
            ("?", "", false),
            ("?", "é", true),
            ("??", "é", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*?*", "", false),
            ("**a**", "bab", true),
            ("a?c", "aBc", true),
            ("a?c", "aBBc", false),
            ("A", "a", false),
        ] {
            assert_eq!(glob(pattern, text, same_char), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn ascii_case() {
        let same = same_char_ignoring_ascii_case;
        assert!(same('a', 'A') && same('Z', 'z') && same('é', 'é'));
        assert!(!same('é', 'É') && !same('[', '{') && !same('@', '`'));
        assert!(glob("KMS:*", "kms:x", same));
    }

    #[test]
    fn simple_folding() {
        let same = |a, b| equal(a, b, same_char_ignoring_case);
        assert!(same("Straẞe", "STRAßE") && same("ΣΑΣ", "σας") && same("\u{212A}", "k"));
        assert!(!same("ß", "ss") && !same("İ", "i") && !same("a", "ab") && !same("ı", "I"));
    }

    #[test]
    fn soundness() {
        for text in ["", "a b", "a\u{200b}", "日本"] {
            assert!(is_sound(text), "{text:?}");
        }
        for text in [
            " a",
            "a ",
            "\u{3000}a",
            "a\tb",
            "a\u{0}b",
            "a\u{85}b",
            "\u{a0}",
        ] {
            assert!(!is_sound(text), "{text:?}");
        }
        let white: Vec<char> = ('\0'..=char::MAX).filter(|&c| is_white_space(c)).collect();
        let expected: Vec<char> = ('\0'..=char::MAX).filter(|c| c.is_whitespace()).collect();
        assert_eq!(white, expected);
    }
}
