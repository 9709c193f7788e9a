//! Lays a store's directory and its compiled policies out as an image.
//!
//! Must not know what they mean.

use alloc::vec::Vec;

use zerocopy::IntoBytes;
use zerocopy::little_endian::U32;

use super::format::with_store_sections;
use super::layout::StoreLayout;
use super::record::{
    Account, DeclaredKey, Group, Node, Role, Scoped, StoreSummary, StoredPolicy, StoredResource,
    UnitSpan, User,
};
use crate::format::STORE;
use crate::writer::{TooLargeError, assemble, section_writer};

macro_rules! writer {
    ($($sections:tt)*) => {
        section_writer! { StoreWriter; $($sections)* }
    };
}

with_store_sections!(writer);

impl StoreWriter {
    /// The bytes of the image.
    ///
    /// # Errors
    /// When a section or the whole has more bytes than the format can address.
    pub fn finish(&self) -> Result<Vec<u8>, TooLargeError> {
        assemble(STORE, &self.sections())
    }
}

/// The whole image of a store: its directory, and the compiled policies in order. Policies of the
/// same bytes are written once.
///
/// # Errors
/// When the whole has more bytes than the format can address.
pub fn assemble_store<'u>(
    directory: &[u8],
    layout: &StoreLayout,
    units: impl Iterator<Item = &'u [u8]>,
) -> Result<Vec<u8>, TooLargeError> {
    let mut known = alloc::collections::BTreeMap::new();
    let (mut spans, mut bytes): (Vec<UnitSpan>, Vec<u8>) = (Vec::new(), Vec::new());
    for unit in units {
        let span = if let Some(span) = known.get(unit) {
            *span
        } else {
            let number = |len| u32::try_from(len).map_err(|_| TooLargeError::new());
            let span = UnitSpan {
                start: U32::new(number(bytes.len())?),
                len: U32::new(number(unit.len())?),
            };
            bytes.extend_from_slice(unit);
            known.insert(unit, span);
            span
        };
        spans.push(span);
    }
    let mut sections = layout.section_bytes(directory);
    let at = sections.len().saturating_sub(2);
    sections.truncate(at);
    sections.push(spans.as_bytes());
    sections.push(&bytes);
    assemble(STORE, &sections)
}
