//! A note that an engine leaves in an action or a context key so as not to look it up again.
//!
//! Opaque here: only the engine that made a note can read it.

/// What one engine knows ahead of time about an action or a context key.
///
/// A note names the engine that made it. Any other engine ignores it and looks the text up, so a
/// note that outlives a policy change costs time, never an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Resolution {
    maker: u64,
    id: u32,
}

impl Resolution {
    /// No note.
    pub const NONE: Self = Self { maker: 0, id: 0 };

    /// The note `id` of the engine `maker`; a maker of 0 is nobody.
    #[inline]
    pub const fn new(maker: u64, id: u32) -> Self {
        Self { maker, id }
    }

    /// The id, if `maker` made the note.
    #[inline]
    pub const fn id_for(self, maker: u64) -> Option<u32> {
        if self.maker == maker && maker != 0 {
            Some(self.id)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Resolution;

    #[test]
    fn only_the_maker_reads_it() {
        assert_eq!(Resolution::new(7, 3).id_for(7), Some(3));
        assert_eq!(Resolution::new(7, 3).id_for(8), None);
        assert_eq!(Resolution::NONE.id_for(0), None);
    }
}
