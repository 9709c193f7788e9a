//! One compiled policy of a store, as bytes that have been checked.
//!
//! Must not know which policy it is.

use std::ops::Range;
use std::sync::Arc;

use ramgate_image::{ImageError, ImageView, Layout};

/// A compiled policy: a piece of bytes that it may share with others.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    bytes: Arc<[u8]>,
    range: Range<usize>,
    layout: Layout,
}

impl Unit {
    /// Takes a piece of bytes as a compiled policy after checking it in full.
    pub(crate) fn new(bytes: Arc<[u8]>, range: Range<usize>) -> Result<Self, ImageError> {
        let layout = Layout::read(bytes.get(range.clone()).unwrap_or_default())?;
        Ok(Self {
            bytes,
            range,
            layout,
        })
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.range.clone()).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn view(&self) -> ImageView<'_> {
        ImageView::new(self.as_bytes(), &self.layout)
    }
}
