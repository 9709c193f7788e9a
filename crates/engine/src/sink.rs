//! What becomes of the statements that apply: only the first is wanted, or all of them.
//!
//! Deciding and explaining are the same search with different sinks, so they cannot disagree. Must
//! not know how the statements are found.

/// Takes the ranks of applicable statements, in no order, some perhaps twice.
pub(crate) trait Sink {
    /// Ranks from here on are of no interest any more.
    fn bound(&self) -> u32;

    /// The statement of this rank applies.
    fn found(&mut self, rank: u32);
}

/// Keeps the lowest rank: the first applicable Deny, or else the first applicable Allow.
pub(crate) struct Lowest {
    bound: u32,
    found: Option<u32>,
}

impl Lowest {
    /// Only ranks below a bound are of interest.
    pub(crate) const fn below(bound: u32) -> Self {
        Self { bound, found: None }
    }

    /// The lowest rank, if any was found.
    pub(crate) fn rank(&self) -> Option<u32> {
        self.found
    }
}

impl Sink for Lowest {
    #[inline]
    fn bound(&self) -> u32 {
        self.bound
    }

    #[inline]
    fn found(&mut self, rank: u32) {
        if rank < self.bound {
            self.bound = rank;
            self.found = Some(rank);
        }
    }
}

/// Keeps all.
#[cfg(feature = "alloc")]
#[derive(Default)]
pub(crate) struct All(pub(crate) alloc::collections::BTreeSet<u32>);

#[cfg(feature = "alloc")]
impl Sink for All {
    fn bound(&self) -> u32 {
        u32::MAX
    }

    fn found(&mut self, rank: u32) {
        self.0.insert(rank);
    }
}
