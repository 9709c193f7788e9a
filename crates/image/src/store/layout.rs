//! Where the sections of a store's image lie, once its bytes have been checked.
//!
//! Must not know what is decided with them.

use zerocopy::little_endian::U32;

use super::format::with_store_sections;
use super::record::{
    Account, DeclaredKey, Group, Node, Role, Scoped, StoreSummary, StoredPolicy, StoredResource,
    UnitSpan, User,
};
use super::validate;
use crate::error::ImageError;
use crate::format::STORE;
use crate::layout::{read_header, sections};

macro_rules! layout {
    ($($sections:tt)*) => {
        sections! { StoreLayout, STORE_SECTIONS; $($sections)* }
    };
}

with_store_sections!(layout);

impl StoreLayout {
    /// Reads where everything lies and checks all of it but the compiled policies, which are
    /// images of their own. Linear in the number of bytes.
    ///
    /// # Errors
    /// When the bytes are no image of a store, of another version, cut off, or damaged.
    pub fn read(image: &[u8]) -> Result<Self, ImageError> {
        let (lens, start) = read_header(image, STORE, STORE_SECTIONS.len())?;
        let what = "a section does not hold a whole number of records";
        let layout = Self::cut(lens, start).ok_or(ImageError::damaged("header", what))?;
        validate::validate(image, &layout)?;
        Ok(layout)
    }
}
