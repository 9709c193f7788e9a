//! The context of a request: keys with their values.
//!
//! Must not know conditions.

mod distinct;
mod value;

pub use value::{ContextValue, Value};

use crate::{ContextKey, ReadError};

/// A key and what it arrives with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ContextEntry<'a> {
    key: ContextKey<'a>,
    value: ContextValue<'a>,
}

impl<'a> ContextEntry<'a> {
    /// An entry.
    #[inline]
    pub fn new(key: ContextKey<'a>, value: impl Into<ContextValue<'a>>) -> Self {
        Self {
            key,
            value: value.into(),
        }
    }

    /// An entry of text under a key given by name.
    #[inline]
    pub fn text(key: &'a str, value: &'a str) -> Self {
        Self::new(ContextKey::new(key), value)
    }

    /// The key.
    #[inline]
    pub fn key(&self) -> &ContextKey<'a> {
        &self.key
    }

    /// What it arrives with.
    #[inline]
    pub fn value(&self) -> &ContextValue<'a> {
        &self.value
    }
}

/// The most entries that a context may hold; it bounds the work of looking for duplicates.
pub const MAX_ENTRIES: usize = 1024;

/// All entries of a request's context, no two of the same key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    shared: &'a [ContextEntry<'a>],
    own: &'a [ContextEntry<'a>],
}

impl<'a> Context<'a> {
    /// No entries.
    pub const EMPTY: Self = Self {
        shared: &[],
        own: &[],
    };

    /// A context of these entries. Allocates nothing.
    ///
    /// Looks for a key that is there twice: of up to 16 entries at every pair of them, of *n* more
    /// with *n* log *n* comparisons of names and 2 KiB of stack, whatever the names are.
    ///
    /// # Errors
    /// When two keys are the same once their case is folded, or there are more than
    /// [`MAX_ENTRIES`].
    #[inline]
    pub fn new(entries: &'a [ContextEntry<'a>]) -> Result<Self, ReadError> {
        Self {
            shared: &[],
            own: entries,
        }
        .checked()
    }

    /// The entries that several checks of one call share, and those that one check adds.
    ///
    /// # Errors
    /// As [`Context::new`], over both together.
    pub fn layered(
        shared: &'a [ContextEntry<'a>],
        own: &'a [ContextEntry<'a>],
    ) -> Result<Self, ReadError> {
        Self { shared, own }.checked()
    }

    #[inline]
    fn checked(self) -> Result<Self, ReadError> {
        if self.len() > MAX_ENTRIES {
            return Err(ReadError::context("it has more than 1024 keys"));
        }
        if distinct::has_repeated_key(&self) {
            return Err(ReadError::context(
                "two of its keys are the same: the case of a key's name does not count",
            ));
        }
        Ok(self)
    }

    /// The number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.shared.len() + self.own.len()
    }

    /// Whether there are no entries.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entries, in the order in which they were given.
    #[inline]
    pub fn entries(&self) -> impl Iterator<Item = &'a ContextEntry<'a>> + Clone {
        self.shared.iter().chain(self.own)
    }

    /// The entry at a position in that order.
    #[inline]
    pub fn entry(&self, index: usize) -> Option<&'a ContextEntry<'a>> {
        match index.checked_sub(self.shared.len()) {
            None => self.shared.get(index),
            Some(index) => self.own.get(index),
        }
    }

    /// What a key arrives with, if it is there. Compares names until one is the same.
    pub fn get(&self, key: &ContextKey<'_>) -> Option<&'a ContextValue<'a>> {
        self.entries()
            .find(|entry| entry.key == *key)
            .map(ContextEntry::value)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use super::{Context, ContextEntry, MAX_ENTRIES, Value};
    use crate::ContextKey;

    #[test]
    fn the_same_key_twice_cannot_be_read() {
        let entries = [
            ContextEntry::text("acs:SourceIp", "1"),
            ContextEntry::text("ACS:sourceip", "2"),
        ];
        assert_eq!(Context::new(&entries).unwrap_err().member(), "context");
        assert!(Context::layered(&entries[..1], &entries[1..]).is_err());
        let context = Context::new(&entries[..1]).unwrap();
        let found = context.get(&ContextKey::new("acs:sourceIP")).unwrap();
        assert_eq!(found.as_slice(), [Value::Text("1")]);
    }

    #[test]
    fn the_number_of_keys_is_bounded() {
        let names: Vec<_> = (0..=MAX_ENTRIES).map(|i| i.to_string()).collect();
        let entries: Vec<_> = names
            .iter()
            .map(|name| ContextEntry::text(name, ""))
            .collect();
        assert!(Context::new(&entries).is_err());
        assert!(Context::new(&entries[1..]).is_ok());
    }
}
