//! Sets of ranks, as ascending lists or as bits, and their intersection.
//!
//! Must not know which statements have the ranks.

use core::ops::ControlFlow;

use zerocopy::little_endian::{U32, U64};

/// A set of ranks.
#[derive(Clone, Copy, Debug)]
pub enum Ranks<'a> {
    /// Ascending.
    List(&'a [U32]),
    /// One bit for each rank, lowest first.
    Bitmap(&'a [U64]),
}

impl Ranks<'_> {
    /// No ranks.
    pub const EMPTY: Self = Self::List(&[]);

    /// Whether a rank is in the set. One step for bits, a binary search for a list.
    #[inline]
    pub fn contains(self, rank: u32) -> bool {
        match self {
            Self::List(list) => list.binary_search_by_key(&rank, |rank| rank.get()).is_ok(),
            Self::Bitmap(words) => words
                .get(rank as usize / 64)
                .is_some_and(|word| word.get() >> (rank % 64) & 1 == 1),
        }
    }

    /// Whether the set is known to be empty at a glance.
    #[inline]
    pub fn is_empty(self) -> bool {
        matches!(self, Self::List([]))
    }

    /// Calls `visit` with every rank of the set, ascending, until it breaks.
    #[inline]
    pub fn each<B>(self, mut visit: impl FnMut(u32) -> ControlFlow<B>) -> ControlFlow<B> {
        match self {
            Self::List(list) => list.iter().try_for_each(|rank| visit(rank.get())),
            Self::Bitmap(words) => each_bit(words.iter().map(|word| word.get()), &mut visit),
        }
    }

    /// Calls `visit` with every rank that is in both sets, ascending, until it breaks.
    #[inline]
    pub fn each_common<B>(
        self,
        other: Ranks<'_>,
        mut visit: impl FnMut(u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match (self, other) {
            (Self::Bitmap(mine), Ranks::Bitmap(theirs)) => {
                let words = mine
                    .iter()
                    .zip(theirs)
                    .map(|(mine, theirs)| mine.get() & theirs.get());
                each_bit(words, &mut visit)
            }
            (Self::List(mine), Ranks::List(theirs)) if mine.len() > theirs.len() => {
                each_in(theirs, self, &mut visit)
            }
            (Self::List(mine), _) => each_in(mine, other, &mut visit),
            (Self::Bitmap(_), Ranks::List(theirs)) => each_in(theirs, self, &mut visit),
        }
    }
}

#[inline]
fn each_in<B>(
    list: &[U32],
    set: Ranks<'_>,
    visit: &mut impl FnMut(u32) -> ControlFlow<B>,
) -> ControlFlow<B> {
    for rank in list {
        if set.contains(rank.get()) {
            visit(rank.get())?;
        }
    }
    ControlFlow::Continue(())
}

#[inline]
fn each_bit<B>(
    words: impl Iterator<Item = u64>,
    visit: &mut impl FnMut(u32) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut base = 0;
    for mut word in words {
        while word != 0 {
            visit(base + word.trailing_zeros())?;
            word &= word - 1;
        }
        base += 64;
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use core::ops::ControlFlow;
    use std::vec::Vec;

    use zerocopy::little_endian::{U32, U64};

    use super::Ranks;

    fn common(a: Ranks<'_>, b: Ranks<'_>) -> Vec<u32> {
        let mut seen = Vec::new();
        let flow = a.each_common(b, |rank| {
            seen.push(rank);
            ControlFlow::<()>::Continue(())
        });
        assert!(flow.is_continue());
        seen
    }

    #[test]
    fn both_forms_intersect_alike() {
        let lists = [
            [1u32, 5, 64, 70].map(U32::new),
            [0, 5, 63, 64].map(U32::new),
        ];
        let maps = lists.map(|list| {
            let mut words = [U64::ZERO; 2];
            for rank in list {
                let word = &mut words[rank.get() as usize / 64];
                *word = U64::new(word.get() | 1 << (rank.get() % 64));
            }
            words
        });
        for a in [Ranks::List(&lists[0]), Ranks::Bitmap(&maps[0])] {
            for b in [Ranks::List(&lists[1]), Ranks::Bitmap(&maps[1])] {
                assert_eq!(common(a, b), [5, 64]);
            }
            assert!(a.contains(70) && !a.contains(63) && !a.contains(4000));
        }
        assert_eq!(common(Ranks::EMPTY, Ranks::Bitmap(&maps[0])), []);
    }
}
