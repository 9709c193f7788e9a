//! Did you mean …? The known name that a misspelt one is nearest to.
//!
//! Must not know what the names name.

/// Beyond this a name is no slip of the pen, and comparing it would cost time.
const MAX_LEN: usize = 48;

/// Beyond this many names of a document, what was meant by another is not looked for.
pub(crate) const MAX_COMPARED: usize = 1000;

/// How many names of a document are looked through for what was meant by others in it: each look
/// takes time, and who has misspelt more names has another fault.
const MAX_LOOKS: usize = 20;

/// Looks for what was meant among the names that a document itself brings.
pub(crate) struct Suggestions {
    left: usize,
}

impl Suggestions {
    pub(crate) fn new() -> Self {
        Self { left: MAX_LOOKS }
    }

    /// The candidate nearest to `name`; none once there have been enough looks.
    pub(crate) fn nearest<'c>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        self.left = self.left.checked_sub(1)?;
        nearest(name, candidates)
    }
}

/// The candidate nearest to `name`, if it is near enough to be meant: equal but for case, or at
/// most two characters off, and no more than a third of them.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if name.len() > MAX_LEN {
        return None;
    }
    let len = name.chars().count();
    let allowed = (len / 3).min(2);
    candidates
        .into_iter()
        .filter(|candidate| {
            // A character has at most four bytes.
            candidate.len() <= 4 * (len + allowed)
                && candidate.chars().count().abs_diff(len) <= allowed
        })
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters must be put in, taken out or replaced; case does not count.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(!ca.eq_ignore_ascii_case(cb));
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{MAX_LOOKS, Suggestions, distance, nearest};

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("Condtion", "condition", 1),
            ("same", "SAME", 0),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_what_is_near() {
        let names = ["Action", "NotAction", "Effect"];
        assert_eq!(nearest("Acton", names), Some("Action"));
        assert_eq!(nearest("effect", names), Some("Effect"));
        assert_eq!(nearest("Zzz", names), None);
        assert_eq!(nearest("E", names), None);
        let wide = "\u{1F511}".repeat(4);
        assert_eq!(
            nearest(&wide, ["x", "\u{1F511}\u{1F511}\u{1F511}"]),
            Some("\u{1F511}\u{1F511}\u{1F511}")
        );
    }

    #[test]
    fn enough_looks() {
        let mut suggestions = Suggestions::new();
        for _ in 0..MAX_LOOKS {
            assert_eq!(suggestions.nearest("Acton", ["Action"]), Some("Action"));
        }
        assert_eq!(suggestions.nearest("Acton", ["Action"]), None);
    }
}
