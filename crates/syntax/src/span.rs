//! Places in a text.

use std::ops::Range;

/// A range of bytes of the text that a tree was read from.
///
/// Two spans are always equal: a tree says the same wherever it stands, so comparing trees does
/// not compare places.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`, which is not below it. Texts are far below 4 GiB; what
    /// lies beyond is clipped.
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clip(start),
            end: clip(end.max(start)),
        }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte behind the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}
