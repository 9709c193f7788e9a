//! A compiled policy set as a value: bytes that have been checked.
//!
//! Must not know how it was compiled or what is asked of it.

use std::fmt;
use std::sync::Arc;

use ramgate_engine::ImageSummary;
use ramgate_image::{ImageError, ImageView, Layout};
use ramgate_model::StatementNumber;

/// The image of a policy set: what [`Compiler`](crate::Compiler) makes, what is kept in a file or
/// sent to a service, and what an [`Engine`](crate::Engine) decides with.
///
/// Cheap to clone: clones share the bytes.
#[derive(Clone)]
pub struct Image {
    bytes: Arc<[u8]>,
    layout: Layout,
}

impl Image {
    /// Takes bytes as an image after checking them in full, once; nothing is decoded or copied.
    /// Linear in the number of bytes.
    ///
    /// # Errors
    /// When the bytes are no image, of another format version, cut off, or damaged. The error says
    /// which.
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Self, ImageError> {
        let bytes = bytes.into();
        let layout = Layout::read(&bytes)?;
        Ok(Self { bytes, layout })
    }

    /// The bytes, to be kept or sent. The same policies give the same bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the image holds, in numbers.
    pub fn summary(&self) -> ImageSummary {
        ImageSummary::of(self.view())
    }

    /// The policy that a statement belongs to, and its index in that policy from 0.
    pub fn locate(&self, statement: StatementNumber) -> Option<(&str, u32)> {
        ramgate_engine::explain::locate(self.view(), statement)
    }

    #[inline]
    pub(crate) fn view(&self) -> ImageView<'_> {
        ImageView::new(&self.bytes, &self.layout)
    }
}

/// What kind of image some bytes begin like.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ImageKind {
    /// That of a policy set: [`Image`].
    PolicySet,
    /// That of a store: [`StoreImage`](crate::StoreImage).
    Store,
}

impl ImageKind {
    /// The kind of image that bytes begin like; nothing if they begin like no image of this format
    /// version. Whether they are one is seen when they are taken as one.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match ramgate_image::layout::kind_of(bytes)? {
            ramgate_image::format::POLICY_SET => Some(Self::PolicySet),
            ramgate_image::format::STORE => Some(Self::Store),
            _ => None,
        }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Image {}
