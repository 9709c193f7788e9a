//! Text for people: quoting and lists of names.
//!
//! Must not know what is named.

use std::fmt;

pub(crate) use ramgate_syntax::suggest::nearest;

/// Texts are quoted up to this many characters.
const MAX_QUOTED: usize = 60;

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

#[cfg(test)]
mod tests {
    use super::{Quoted, listed, nearest};

    #[test]
    fn what_is_near() {
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
