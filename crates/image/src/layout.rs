//! Where the sections of one image lie, once its bytes have been checked.
//!
//! Must not know what is decided with them.

use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::error::ImageError;
use crate::format::{HEADER_LEN, MAGIC, VERSION, with_sections};
use crate::record::{
    ActionClass, ActionLiteral, Automaton, Element, Head, Instant, Key, Number, PatternEntry,
    PatternIndex, Policy, Posting, Predicate, PrefixEntry, RangeV4, RangeV6, Rank, Run, Statement,
    StringSet, Summary, Target, TextRef,
};
use crate::table::Table;
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
    pub(crate) zero: U32,
}

const _: () = assert!(size_of::<Header>() == HEADER_LEN);

macro_rules! layout {
    ($($name:ident: $record:ty,)*) => {
        /// The sections of an image whose bytes have been checked.
        ///
        /// Belongs to the bytes it was read from; with others it finds nothing sensible, though it
        /// never panics.
        #[derive(Clone, Copy, Debug)]
        pub struct Layout {
            $(
                #[doc = concat!("The section `", stringify!($name), "`.")]
                pub $name: Table<$record>,
            )*
        }

        /// The names of the sections, in the order in which they lie.
        pub const SECTIONS: &[&str] = &[$(stringify!($name)),*];

        impl Layout {
            /// Cuts the body into sections of the given lengths, in order.
            fn cut(mut lens: impl Iterator<Item = usize>, mut offset: usize) -> Option<Self> {
                $(
                    let len = lens.next()?;
                    let $name = Table::new(offset, len)?;
                    offset = offset.checked_add(len)?;
                )*
                let _ = offset;
                Some(Self { $($name),* })
            }

            /// The name, the number of records and the bytes of each section, in order.
            pub fn sections(&self) -> impl Iterator<Item = (&'static str, u32, usize)> {
                [$((stringify!($name), self.$name.len(), self.$name.len() as usize * size_of::<$record>())),*]
                    .into_iter()
            }
        }
    };
}

with_sections!(layout);

impl Layout {
    /// Reads where everything lies and checks all of it: header, checksum, and every position,
    /// order and range that a decision relies on. Linear in the number of bytes.
    ///
    /// # Errors
    /// When the bytes are no image, of another version, cut off, or damaged.
    pub fn read(image: &[u8]) -> Result<Self, ImageError> {
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
        let damaged = |what| ImageError::damaged("header", what);
        if header.sections.get() as usize != SECTIONS.len() || header.zero.get() != 0 {
            return Err(damaged("it does not name the sections of this version"));
        }
        let table_len = size_of::<U32>() * SECTIONS.len();
        let lens = body
            .get(..table_len)
            .and_then(|table| <[U32]>::ref_from_bytes(table).ok())
            .ok_or(damaged("the table of sections is cut off"))?;
        let total: u64 = lens.iter().map(|len| u64::from(len.get())).sum();
        if total != (body.len() - table_len) as u64 {
            return Err(damaged("the sections do not fill the image"));
        }
        let layout = Self::cut(
            lens.iter().map(|len| len.get() as usize),
            HEADER_LEN + table_len,
        )
        .ok_or(damaged("a section does not hold a whole number of records"))?;
        validate::validate(image, &layout)?;
        Ok(layout)
    }
}
