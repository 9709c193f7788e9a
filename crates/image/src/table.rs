//! A section seen as records of one type.
//!
//! Must not know what the records mean.

use core::fmt;
use core::marker::PhantomData;

use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

use crate::record::Run;

/// What can stand in a table: plain little-endian bytes, anywhere.
pub trait Record: FromBytes + Immutable + KnownLayout + Unaligned + 'static {}

impl<T: FromBytes + Immutable + KnownLayout + Unaligned + 'static> Record for T {}

/// Where the records of one type lie in an image.
pub struct Table<T> {
    /// Images are smaller than 4 GiB.
    offset: u32,
    len: u32,
    records: PhantomData<fn() -> T>,
}

impl<T: Record> Table<T> {
    /// The table of `bytes / size_of::<T>()` records from `offset` on; nothing if the section does
    /// not hold a whole number of them.
    pub(crate) fn new(offset: usize, bytes: usize) -> Option<Self> {
        if !bytes.is_multiple_of(size_of::<T>()) {
            return None;
        }
        let len = u32::try_from(bytes / size_of::<T>()).ok()?;
        Some(Self {
            offset: u32::try_from(offset).ok()?,
            len,
            records: PhantomData,
        })
    }

    /// The number of records.
    #[inline]
    pub fn len(self) -> u32 {
        self.len
    }

    /// Whether there are no records.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The record at a position; nothing behind the last.
    #[inline]
    pub fn get(self, image: &[u8], index: u32) -> Option<&T> {
        if index >= self.len {
            return None;
        }
        let start = self.offset as usize + index as usize * size_of::<T>();
        let bytes = image.get(start..start + size_of::<T>())?;
        T::ref_from_bytes(bytes).ok()
    }

    /// The records of a run; none where the run leaves the table.
    #[inline]
    pub fn run(self, image: &[u8], run: Run) -> &[T] {
        self.slice(image, run.first.get(), run.count.get())
    }

    /// `count` records from `first` on; none where that leaves the table.
    #[inline]
    pub fn slice(self, image: &[u8], first: u32, count: u32) -> &[T] {
        if first.checked_add(count).is_none_or(|end| end > self.len) {
            return &[];
        }
        let start = self.offset as usize + first as usize * size_of::<T>();
        image
            .get(start..start + count as usize * size_of::<T>())
            .and_then(|bytes| <[T]>::ref_from_bytes(bytes).ok())
            .unwrap_or_default()
    }

    /// The first byte of the table in the image.
    pub(crate) fn start(self) -> usize {
        self.offset as usize
    }

    /// The bytes of all records.
    pub fn bytes(self, image: &[u8]) -> &[u8] {
        let start = self.offset as usize;
        let len = self.len as usize * size_of::<T>();
        image.get(start..start + len).unwrap_or_default()
    }

    /// All records.
    #[inline]
    pub fn all(self, image: &[u8]) -> &[T] {
        self.slice(image, 0, self.len)
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<T> {}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} records at {}", self.len, self.offset)
    }
}
