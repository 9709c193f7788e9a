//! An image and its layout together: records by position.
//!
//! Must not know how a decision is made from them. Positions come from validated records, so a
//! look-up that finds nothing does not happen; if it did, the answer would be the empty one.

use core::str;

use zerocopy::little_endian::U32;

use crate::automaton::Automaton;
use crate::layout::Layout;
use crate::ranks::Ranks;
use crate::record::{self, HashTable, LIST, NONE, Run, Summary, TextRef};

/// A borrowed image whose bytes have been checked.
#[derive(Clone, Copy, Debug)]
pub struct ImageView<'a> {
    bytes: &'a [u8],
    layout: &'a Layout,
}

impl<'a> ImageView<'a> {
    /// The view of an image through the layout that was read from it.
    #[inline]
    pub fn new(bytes: &'a [u8], layout: &'a Layout) -> Self {
        Self { bytes, layout }
    }

    /// The bytes of the image.
    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Where its sections lie.
    #[inline]
    pub fn layout(self) -> &'a Layout {
        self.layout
    }

    /// Facts about the whole.
    #[inline]
    pub fn summary(self) -> Option<&'a Summary> {
        self.layout.summary.get(self.bytes, 0)
    }

    /// A piece of text as bytes; free.
    #[inline]
    pub fn text_bytes(self, text: TextRef) -> &'a [u8] {
        self.layout
            .text
            .slice(self.bytes, text.start.get(), text.len.get())
    }

    /// A piece of text; checks again that it is UTF-8.
    pub fn text(self, text: TextRef) -> &'a str {
        str::from_utf8(self.text_bytes(text)).unwrap_or_default()
    }

    /// A set of ranks.
    #[inline]
    pub fn ranks(self, posting: u32) -> Ranks<'a> {
        let Some(posting) = self.layout.postings.get(self.bytes, posting) else {
            return Ranks::EMPTY;
        };
        if posting.kind.get() == LIST {
            Ranks::List(self.layout.rank_lists.run(self.bytes, posting.run))
        } else {
            Ranks::Bitmap(self.layout.rank_words.run(self.bytes, posting.run))
        }
    }

    /// An automaton.
    #[inline]
    pub fn automaton(self, record: &record::Automaton) -> Automaton<'a> {
        let (states, stride) = (record.states.get(), record.stride.get());
        let outputs = |first: U32| {
            let count = if first.get() == NONE { 0 } else { states };
            self.layout.outputs.slice(self.bytes, first.get(), count)
        };
        Automaton {
            classes: self
                .layout
                .classes
                .slice(self.bytes, record.classes.get(), 256),
            stride,
            start: record.start.get(),
            transitions: self.layout.transitions.slice(
                self.bytes,
                record.transitions.get(),
                states.saturating_mul(stride),
            ),
            through: outputs(record.through),
            end: outputs(record.end),
        }
    }

    /// The first position under `hash` in a hash table for which `is_it` holds. Looks at no more
    /// slots than finding any member takes.
    #[inline]
    pub fn find(self, table: &HashTable, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        find_in(
            self.layout.slots.run(self.bytes, table.slots),
            table,
            hash,
            is_it,
        )
    }

    /// The records of a run of `texts`.
    #[inline]
    pub fn texts(self, run: Run) -> &'a [TextRef] {
        self.layout.texts.run(self.bytes, run)
    }
}

/// The first position under `hash` in the slots of a table for which `is_it` holds.
#[inline]
pub(crate) fn find_in(
    slots: &[U32],
    table: &HashTable,
    hash: u64,
    is_it: impl Fn(u32) -> bool,
) -> Option<u32> {
    let mask = slots.len().checked_sub(1)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the mask keeps the low bits only"
    )]
    let start = hash as usize & mask;
    for probe in 0..slots.len().min(table.longest_probe.get() as usize) {
        let position = slots.get((start + probe) & mask)?.get();
        if position == NONE {
            return None;
        }
        if is_it(position) {
            return Some(position);
        }
    }
    None
}
