//! Where the sections of an image of policies lie, once its bytes have been checked.
//!
//! Must not know what is decided with them.

use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::error::ImageError;
use crate::format::{HEADER_LEN, MAGIC, POLICY_SET, VERSION, with_sections};
use crate::record::{
    ActionClass, ActionLiteral, Automaton, Element, Head, Instant, Key, Number, PatternEntry,
    PatternIndex, Policy, Posting, Predicate, PrefixEntry, PrincipalElement, PrincipalEntry,
    RangeV4, RangeV6, Rank, Run, Statement, StringSet, Summary, Target, TextRef,
};
use crate::validate;

/// The first bytes of an image.
#[derive(Clone, Copy, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
pub(crate) struct Header {
    pub(crate) magic: [u8; 8],
    pub(crate) version: U32,
    pub(crate) sections: U32,
    pub(crate) len: U64,
    pub(crate) checksum: U32,
    pub(crate) kind: U32,
}

const _: () = assert!(size_of::<Header>() == HEADER_LEN);

/// Defines a layout: a table for each section, in order.
macro_rules! sections {
    ($layout:ident, $names:ident; $($name:ident: $record:ty,)*) => {
        /// The sections of an image whose bytes have been checked.
        ///
        /// Belongs to the bytes it was read from; with others it finds nothing sensible, though it
        /// never panics.
        #[derive(Clone, Copy, Debug)]
        pub struct $layout {
            $(
                #[doc = concat!("The section `", stringify!($name), "`.")]
                pub $name: $crate::table::Table<$record>,
            )*
        }

        /// The names of the sections, in the order in which they lie.
        pub const $names: &[&str] = &[$(stringify!($name)),*];

        impl $layout {
            /// Cuts the body into sections of the given lengths, in order.
            pub(crate) fn cut(
                mut lens: impl Iterator<Item = usize>,
                mut offset: usize,
            ) -> Option<Self> {
                $(
                    let len = lens.next()?;
                    let $name = $crate::table::Table::new(offset, len)?;
                    offset = offset.checked_add(len)?;
                )*
                let _ = offset;
                Some(Self { $($name),* })
            }

            /// The bytes of each section, in order.
            #[cfg(feature = "alloc")]
            pub fn section_bytes<'i>(&self, image: &'i [u8]) -> alloc::vec::Vec<&'i [u8]> {
                alloc::vec![$(self.$name.bytes(image)),*]
            }

            /// The name, the number of records and the bytes of each section, in order.
            pub fn sections(&self) -> impl Iterator<Item = (&'static str, u32, usize)> {
                [$((stringify!($name), self.$name.len(), self.$name.len() as usize * size_of::<$record>())),*]
                    .into_iter()
            }
        }
    };
}
pub(crate) use sections;

macro_rules! layout {
    ($($sections:tt)*) => {
        sections! { Layout, SECTIONS; $($sections)* }
    };
}

with_sections!(layout);

/// What kind of image the bytes begin like, if they begin like one of this version.
pub fn kind_of(image: &[u8]) -> Option<u32> {
    let (header, _) = Header::read_from_prefix(image).ok()?;
    (header.magic == MAGIC && header.version.get() == VERSION).then_some(header.kind.get())
}

/// Checks the header and gives the lengths of the sections, in order, and where the first begins.
pub(crate) fn read_header(
    image: &[u8],
    kind: u32,
    sections: usize,
) -> Result<(impl Iterator<Item = usize>, usize), ImageError> {
    let (header, body) = Header::read_from_prefix(image).map_err(|_| {
        if MAGIC.starts_with(image.get(..MAGIC.len()).unwrap_or(image)) && !image.is_empty() {
            ImageError::length(HEADER_LEN as u64, image.len() as u64)
        } else {
            ImageError::foreign()
        }
    })?;
    if header.magic != MAGIC {
        return Err(ImageError::foreign());
    }
    if header.version.get() != VERSION {
        return Err(ImageError::version(header.version.get()));
    }
    if header.len.get() != image.len() as u64 {
        return Err(ImageError::length(header.len.get(), image.len() as u64));
    }
    let checksum = crc32fast::hash(body);
    if checksum != header.checksum.get() {
        return Err(ImageError::checksum(header.checksum.get(), checksum));
    }
    if header.kind.get() != kind {
        return Err(ImageError::kind(header.kind.get()));
    }
    let damaged = |what| ImageError::damaged("header", what);
    if header.sections.get() as usize != sections {
        return Err(damaged("it does not name the sections of this version"));
    }
    let table_len = size_of::<U32>() * sections;
    let lens = body
        .get(..table_len)
        .and_then(|table| <[U32]>::ref_from_bytes(table).ok())
        .ok_or(damaged("the table of sections is cut off"))?;
    let total: u64 = lens.iter().map(|len| u64::from(len.get())).sum();
    if total != (body.len() - table_len) as u64 {
        return Err(damaged("the sections do not fill the image"));
    }
    let lens = lens.iter().map(|len| len.get() as usize);
    Ok((lens, HEADER_LEN + table_len))
}

impl Layout {
    /// Reads where everything lies and checks all of it: header, checksum, and every position,
    /// order and range that a decision relies on. Linear in the number of bytes.
    ///
    /// # Errors
    /// When the bytes are no image of policies, of another version, cut off, or damaged.
    pub fn read(image: &[u8]) -> Result<Self, ImageError> {
        let (lens, start) = read_header(image, POLICY_SET, SECTIONS.len())?;
        let what = "a section does not hold a whole number of records";
        let layout = Self::cut(lens, start).ok_or(ImageError::damaged("header", what))?;
        validate::validate(image, &layout)?;
        Ok(layout)
    }
}
