//! Text for people: quoting, and the name that somebody may have meant.
//!
//! Must not know what is named.

use std::fmt;

/// Texts are quoted up to this many characters.
const MAX_QUOTED: usize = 60;

/// Names longer than this are compared with nothing.
const MAX_COMPARED: usize = 48;

/// A text in backticks: control characters escaped, long texts cut.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        for c in self.0.chars().take(MAX_QUOTED) {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                write!(f, "{c}")?;
            }
        }
        let is_cut = self.0.chars().nth(MAX_QUOTED).is_some();
        f.write_str(if is_cut { "…`" } else { "`" })
    }
}

/// Names in backticks, the last two joined by `and` or `or`.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, join: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} {join} {last}", others.join(", ")),
    }
}

/// The name nearest to a text, if it is near enough to be meant: equal but for ASCII case, or at
/// most two characters off and no more than a third of them.
pub(crate) fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if text.len() > MAX_COMPARED {
        return None;
    }
    let allowed = (text.chars().count() / 3).min(2);
    names
        .into_iter()
        .map(|name| (distance(text, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many characters must be put in, taken out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let mut above: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut row = vec![left];
        for (y, pair) in b.chars().zip(above.windows(2)) {
            let &[diagonal, up] = pair else { continue };
            let replaced = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            left = replaced.min(up + 1).min(left + 1);
            row.push(left);
        }
        above = row;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Quoted, distance, listed, nearest};

    #[test]
    fn what_is_near() {
        for (a, b, expected) in [
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("KEY", "key", 0),
            ("secert", "secret", 2),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
        let names = ["key", "secret", "alias"];
        assert_eq!(nearest("secert", names), Some("secret"));
        assert_eq!(nearest("Keys", names), Some("key"));
        assert_eq!(nearest("policy", names), None);
        assert_eq!(nearest(&"key".repeat(20), names), None);
    }

    #[test]
    fn how_it_reads() {
        assert_eq!(Quoted("a\nb").to_string(), "`a\\nb`");
        let long = Quoted(&"é".repeat(100)).to_string();
        assert_eq!(long.chars().count(), 63);
        assert_eq!(listed([], "and"), "");
        assert_eq!(listed(["a"], "and"), "`a`");
        assert_eq!(listed(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
