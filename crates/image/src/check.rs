//! What the checks of both kinds of images are made of.
//!
//! Must not know sections.

use zerocopy::little_endian::U32;

use crate::error::ImageError;
use crate::record::{NONE, TextRef};
use crate::table::{Record, Table};

pub(crate) type Checked = Result<(), ImageError>;

/// Fails with a section and what is wrong in it.
pub(crate) fn require(holds: bool, section: &'static str, what: &'static str) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(ImageError::damaged(section, what))
    }
}

/// A piece of the text section, on the borders of characters.
pub(crate) fn text(piece: TextRef, all: &str, section: &'static str) -> Checked {
    let start = piece.start.get() as usize;
    let piece = all.get(start..start.saturating_add(piece.len.get() as usize));
    require(
        piece.is_some(),
        section,
        "a text lies outside the text section",
    )
}

pub(crate) fn position<T: Record>(at: U32, table: Table<T>, section: &'static str) -> Checked {
    require(
        at.get() < table.len(),
        section,
        "a position lies outside the table it is in",
    )
}

pub(crate) fn optional<T: Record>(at: U32, table: Table<T>, section: &'static str) -> Checked {
    if at.get() == NONE {
        Ok(())
    } else {
        position(at, table, section)
    }
}

pub(crate) fn flags(found: U32, known: u32, section: &'static str) -> Checked {
    require(
        found.get() & !known == 0,
        section,
        "it has flags that this version does not know",
    )
}
