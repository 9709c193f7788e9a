//! The name that somebody may have meant.
//!
//! Must not know what is named.

/// Names longer than this are compared with nothing.
const LONGEST: usize = 64;

/// The name that takes the fewest edits to reach, if they change no more than half of it. ASCII
/// case does not count. The first of several equally near ones.
pub(crate) fn nearest(
    text: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    names
        .map(|name| (distance(text.as_bytes(), name.as_bytes()), name))
        .filter(|(distance, name)| distance * 2 <= name.len().max(text.len()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The number of bytes to insert, remove or replace (Levenshtein), in a row of a table at a time.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut left = i + 1;
        for (y, pair) in b.iter().zip(above.windows(2)) {
            let &[diagonal, up] = pair else { continue };
            let replaced = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            left = replaced.min(up + 1).min(left + 1);
            row.push(left);
        }
        above = row;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("region", "REGION", 0),
            ("region", "regoin", 2),
        ] {
            assert_eq!(
                distance(a.as_bytes(), b.as_bytes()),
                expected,
                "`{a}` `{b}`"
            );
        }
    }

    #[test]
    fn far_names_are_not_suggested() {
        let names = || ["use-keys", "query-keys"].into_iter();
        assert_eq!(nearest("use_key", names()), Some("use-keys"));
        assert_eq!(nearest("zzz", names()), None);
        assert_eq!(nearest(&"use-keys".repeat(9), names()), None);
    }
}
