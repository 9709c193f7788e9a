//! Whether a context has a key twice.
//!
//! Must not know values. Who sends a request may choose its keys, so what is looked at must not
//! grow with the square of their number.

use super::{Context, ContextEntry, MAX_ENTRIES};

/// Up to so many entries, comparing every pair of them is the quickest: most names differ in
/// length.
const FEW: usize = 16;

/// Whether two entries have the same key. Only the first [`MAX_ENTRIES`] are looked at.
#[inline]
pub(super) fn has_repeated_key(context: &Context<'_>) -> bool {
    if context.len() <= FEW {
        repeats_among_pairs(context)
    } else {
        repeats_in_order(context)
    }
}

#[inline]
fn repeats_among_pairs(context: &Context<'_>) -> bool {
    let mut rest = context.entries();
    while let Some(entry) = rest.next() {
        if rest.clone().any(|other| other.key == entry.key) {
            return true;
        }
    }
    false
}

/// The same key twice stands side by side once the keys are in order. Kept out of line: it takes
/// stack that most requests need not.
#[inline(never)]
fn repeats_in_order(context: &Context<'_>) -> bool {
    let mut indices = [0u16; MAX_ENTRIES];
    let used = indices
        .iter_mut()
        .zip(0..)
        .take(context.len())
        .map(|(slot, index)| *slot = index)
        .count();
    let (order, _) = indices.split_at_mut(used);
    let key = |index: &u16| context.entry(usize::from(*index)).map(ContextEntry::key);
    order.sort_unstable_by_key(key);
    order
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if key(a) == key(b)))
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};
    use std::vec::Vec;
    use std::{format, iter};

    use super::{FEW, has_repeated_key, repeats_among_pairs, repeats_in_order};
    use crate::context::{Context, ContextEntry, MAX_ENTRIES};

    /// Names that are alike: of the same length, with long beginnings in common, equal but for
    /// the case of either part.
    fn names() -> Vec<String> {
        let beginning = "my:Long".repeat(20);
        let endings = [
            "", "a", "A", "/a", "/A", "b", "B/a", "b/A", "ab", "a/b", "/ab",
        ];
        endings
            .iter()
            .flat_map(|ending| {
                [
                    ending.to_string(),
                    format!("{beginning}{ending}"),
                    format!("{}{ending}", beginning.to_uppercase()),
                    format!("kms:EncryptionContext:{ending}"),
                    format!("KMS:encryptioncontext:{ending}"),
                    format!("kms:tag/{ending}"),
                ]
            })
            .collect()
    }

    #[test]
    fn both_ways_agree() {
        let names = names();
        let mut state = 1u64;
        let mut pick = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut repeated = 0;
        for _ in 0..4000 {
            let len = pick(2 * FEW);
            let entries: Vec<_> = iter::repeat_with(|| &names[pick(names.len())])
                .take(len)
                .map(|name| ContextEntry::text(name, ""))
                .collect();
            let (shared, own) = entries.split_at(pick(len + 1));
            let context = Context { shared, own };
            let expected = repeats_among_pairs(&context);
            assert_eq!(repeats_in_order(&context), expected, "{context:?}");
            assert_eq!(has_repeated_key(&context), expected, "{context:?}");
            repeated += usize::from(expected);
        }
        assert!((400..3600).contains(&repeated), "{repeated}");
    }

    #[test]
    fn the_last_of_many_is_seen() {
        let names: Vec<_> = (0..MAX_ENTRIES - 1).map(|i| format!("my:{i}")).collect();
        for (last, repeated) in [("my:x", false), ("MY:0", true), ("MY:1022", true)] {
            let mut entries: Vec<_> = names.iter().map(|n| ContextEntry::text(n, "")).collect();
            entries.push(ContextEntry::text(last, ""));
            assert_eq!(Context::new(&entries).is_err(), repeated, "{last}");
        }
    }
}
