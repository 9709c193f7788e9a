//! Sets of ranks as postings: lists where they are sparse, bits where they are dense, each written
//! once.
//!
//! Must not know what makes a statement a member.

use std::collections::HashMap;

use ramgate_image::ImageWriter;
use ramgate_image::record::{BITMAP, LIST, Posting};
use ramgate_image::writer::{append, position};
use zerocopy::little_endian::{U32, U64};

/// The postings of one image.
#[derive(Default)]
pub(crate) struct Postings {
    ranks: u32,
    known: HashMap<Vec<u32>, u32>,
}

impl Postings {
    /// Postings over ranks below `ranks`.
    pub(crate) fn new(ranks: u32) -> Self {
        Self {
            ranks,
            known: HashMap::new(),
        }
    }

    /// The position of the posting of these ranks, ascending.
    pub(crate) fn write(&mut self, image: &mut ImageWriter, ranks: Vec<u32>) -> u32 {
        if let Some(known) = self.known.get(&ranks) {
            return *known;
        }
        let posting = if self.bytes(ranks.len()) < ranks.len() * size_of::<U32>() {
            let mut words = vec![U64::ZERO; self.ranks.div_ceil(64) as usize];
            for rank in &ranks {
                if let Some(word) = words.get_mut(*rank as usize / 64) {
                    *word |= U64::new(1 << (rank % 64));
                }
            }
            Posting {
                kind: U32::new(BITMAP),
                run: append(&mut image.rank_words, words),
            }
        } else {
            let list = ranks.iter().copied().map(U32::new);
            Posting {
                kind: U32::new(LIST),
                run: append(&mut image.rank_lists, list),
            }
        };
        let at = position(&image.postings);
        image.postings.push(posting);
        self.known.insert(ranks, at);
        at
    }

    /// The bytes that a set of so many ranks takes.
    pub(crate) fn bytes(&self, members: usize) -> usize {
        (self.ranks.div_ceil(64) as usize * size_of::<U64>()).min(members * size_of::<U32>())
    }
}
