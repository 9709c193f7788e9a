//! Lays records out as an image.
//!
//! Must not know what they mean. The same records in the same order give the same bytes.

use alloc::borrow::ToOwned as _;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zerocopy::little_endian::{U32, U64};
use zerocopy::{Immutable, IntoBytes};

use crate::format::{HEADER_LEN, MAGIC, POLICY_SET, VERSION, with_sections};
use crate::hash::hash;
use crate::layout::Header;
use crate::record::{
    ActionClass, ActionLiteral, Automaton, Element, HashTable, Head, Instant, Key, NONE, Number,
    PatternEntry, PatternIndex, Policy, Posting, Predicate, PrefixEntry, PrincipalElement,
    PrincipalEntry, RangeV4, RangeV6, Rank, Run, Statement, StringSet, Summary, Target, TextRef,
};

/// Defines a writer: a list of records for each section, in order.
macro_rules! section_writer {
    ($writer:ident; $($name:ident: $record:ty,)*) => {
        /// The sections of an image in the making: push records, then `finish`.
        #[derive(Clone, Debug, Default)]
        pub struct $writer {
            $(
                #[doc = concat!("The section `", stringify!($name), "`.")]
                pub $name: alloc::vec::Vec<$record>,
            )*
            /// Where texts lie that have been written.
            known_texts: $crate::writer::KnownTexts,
        }

        impl $writer {
            fn sections(&self) -> alloc::vec::Vec<&[u8]> {
                alloc::vec![$($crate::writer::bytes_of(&self.$name)),*]
            }

            /// An image without records.
            pub fn new() -> Self {
                Self::default()
            }

            /// Writes a text, once however often it is asked for.
            pub fn text(&mut self, text: &str) -> $crate::record::TextRef {
                self.known_texts.write(&mut self.text, text)
            }

            /// Writes a text without looking whether it has been written before.
            pub fn new_text(&mut self, text: &str) -> $crate::record::TextRef {
                let run = $crate::writer::append(&mut self.text, text.bytes());
                $crate::record::TextRef {
                    start: run.first,
                    len: run.count,
                }
            }

            /// Writes a hash table over members whose hashes under a seed `hash_of` gives. Of a few
            /// seeds it takes the first with short probes, else the one with the shortest. The seeds
            /// follow from the members themselves, so that nobody can choose members that collide
            /// under them.
            pub fn hash_table(
                &mut self,
                members: u32,
                hash_of: impl Fn(u64, u32) -> u64,
            ) -> $crate::record::HashTable {
                $crate::writer::hash_table(&mut self.slots, members, hash_of)
            }
        }
    };
}
pub(crate) use section_writer;

macro_rules! writer {
    ($($sections:tt)*) => {
        section_writer! { ImageWriter; $($sections)* }
    };
}

with_sections!(writer);

/// Texts that have been written, and where.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownTexts(BTreeMap<String, TextRef>);

impl KnownTexts {
    pub(crate) fn write(&mut self, section: &mut Vec<u8>, text: &str) -> TextRef {
        if let Some(known) = self.0.get(text) {
            return *known;
        }
        let run = append(section, text.bytes());
        let written = TextRef {
            start: run.first,
            len: run.count,
        };
        self.0.insert(text.to_owned(), written);
        written
    }
}

pub(crate) fn bytes_of<T: IntoBytes + Immutable>(records: &[T]) -> &[u8] {
    records.as_bytes()
}

/// The image would be larger than its format can address (4 GiB).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TooLargeError(());

impl TooLargeError {
    pub(crate) const fn new() -> Self {
        Self(())
    }
}

impl fmt::Display for TooLargeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the image would be larger than 4 GiB")
    }
}

impl core::error::Error for TooLargeError {}

/// The next position in a table.
pub fn position<T>(table: &[T]) -> u32 {
    u32::try_from(table.len()).unwrap_or(NONE)
}

/// Appends records to a table.
pub fn append<T>(table: &mut Vec<T>, records: impl IntoIterator<Item = T>) -> Run {
    let first = position(table);
    table.extend(records);
    Run::new(first, position(table).saturating_sub(first))
}

/// See the method of the writers.
pub(crate) fn hash_table(
    all_slots: &mut Vec<U32>,
    members: u32,
    hash_of: impl Fn(u64, u32) -> u64,
) -> HashTable {
    if members == 0 {
        return HashTable {
            slots: Run::EMPTY,
            seed: U64::ZERO,
            longest_probe: U32::ZERO,
        };
    }
    let size = (members as usize * 2).next_power_of_two().max(2);
    let digest = (0..members).fold(0, |digest, member| {
        hash(digest, &hash_of(0, member).to_le_bytes())
    });
    let mut best: Option<(usize, u64, Vec<U32>)> = None;
    for attempt in 0..SEEDS {
        let seed = hash(digest, &attempt.to_le_bytes());
        let patience = if attempt + 1 < SEEDS { PATIENCE } else { size };
        let Some((slots, longest)) = fill(size, members, patience, |at| hash_of(seed, at)) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(shortest, ..)| longest < *shortest)
        {
            best = Some((longest, seed, slots));
        }
        if longest <= short_probe(members) {
            break;
        }
    }
    let (longest, seed, slots) = best.unwrap_or_default();
    HashTable {
        slots: append(all_slots, slots),
        seed: U64::new(seed),
        longest_probe: U32::new(u32::try_from(longest).unwrap_or(NONE)),
    }
}

/// Header, table of sections, sections. Nothing if a section or the whole has more bytes than the
/// format can address.
pub(crate) fn assemble(kind: u32, sections: &[&[u8]]) -> Result<Vec<u8>, TooLargeError> {
    let table_len = sections.len() * size_of::<U32>();
    let body: usize = sections.iter().map(|section| section.len()).sum();
    let len = HEADER_LEN + table_len + body;
    if u32::try_from(len).is_err() {
        return Err(TooLargeError(()));
    }
    let mut image = Vec::with_capacity(len);
    image.resize(HEADER_LEN, 0);
    for section in sections {
        let len = u32::try_from(section.len()).map_err(|_| TooLargeError(()))?;
        image.extend_from_slice(U32::new(len).as_bytes());
    }
    for section in sections {
        image.extend_from_slice(section);
    }
    let rest = image.get(HEADER_LEN..).unwrap_or_default();
    let header = Header {
        magic: MAGIC,
        version: U32::new(VERSION),
        sections: U32::new(position(sections)),
        len: U64::new(len as u64),
        checksum: U32::new(crc32fast::hash(rest)),
        kind: U32::new(kind),
    };
    if let Some(place) = image.get_mut(..HEADER_LEN) {
        place.copy_from_slice(header.as_bytes());
    }
    Ok(image)
}

impl ImageWriter {
    /// The bytes of the image.
    ///
    /// # Errors
    /// When a section or the whole has more bytes than the format can address.
    pub fn finish(&self) -> Result<Vec<u8>, TooLargeError> {
        assemble(POLICY_SET, &self.sections())
    }
}

/// How many seeds are tried for a hash table.
const SEEDS: u64 = 8;

/// A longest probe that needs no further seed: what is to be expected of so many members.
fn short_probe(members: u32) -> usize {
    16.max(2 * members.ilog2() as usize)
}

/// A probe at which a seed is given up while there are others.
const PATIENCE: usize = 64;

/// Fills slots by linear probing and gives the longest probe too; nothing if a probe is longer
/// than `patience`.
fn fill(
    size: usize,
    members: u32,
    patience: usize,
    hash_of: impl Fn(u32) -> u64,
) -> Option<(Vec<U32>, usize)> {
    let mut slots = alloc::vec![U32::new(NONE); size];
    let mut longest = 0;
    for member in 0..members {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the mask keeps the low bits only"
        )]
        let start = hash_of(member) as usize & (size - 1);
        let free = (0..patience.min(size)).find_map(|probe| {
            let at = (start + probe) & (size - 1);
            slots
                .get(at)
                .filter(|slot| slot.get() == NONE)
                .map(|_| (probe, at))
        });
        let (probe, at) = free?;
        if let Some(slot) = slots.get_mut(at) {
            *slot = U32::new(member);
        }
        longest = longest.max(probe + 1);
    }
    Some((slots, longest))
}
