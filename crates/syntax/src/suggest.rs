//! Did you mean …? The known name that a misspelt one is nearest to.
//!
//! Must not know what the names name.

/// Beyond this a name is no slip of the pen, and comparing it would cost time.
const MAX_LEN: usize = 48;

/// The candidate nearest to `name`, if it is near enough to be meant: equal but for case, or at
/// most two characters off, and no more than a third of them.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if name.len() > MAX_LEN {
        return None;
    }
    let allowed = (name.chars().count() / 3).min(2);
    candidates
        .into_iter()
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
    use super::{distance, nearest};

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
    }
}
