//! Images from files, of either kind.
//!
//! Must not know what an image says.

use std::io::Read as _;

use ramgate::{Image, ImageKind, StoreImage};

use crate::failure::Failure;
use crate::input::Input;

/// Bytes by which it is seen whether a file is an image at all, and of which kind.
const HEAD: u64 = 64;

/// An image.
pub(crate) enum Opened {
    /// Of policies.
    Policies(Box<Image>),
    /// Of a store, and how many bytes it has.
    Store(StoreImage, usize),
}

/// Reads an image from a file. A file that does not begin like an image is not read to its end.
///
/// # Errors
/// When it cannot be read, or is no image that this version can use.
pub(crate) fn open(input: &Input) -> Result<Opened, Failure> {
    let unreadable = |error| Failure::reading(&input.name(), &error);
    let mut file = input.open()?;
    let mut bytes = Vec::new();
    file.by_ref()
        .take(HEAD)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let is_foreign = Image::from_bytes(bytes.as_slice()).is_err_and(|error| error.is_foreign());
    let kind = ImageKind::of(&bytes);
    if kind.is_some() || !is_foreign {
        file.read_to_end(&mut bytes).map_err(unreadable)?;
    }
    let size = bytes.len();
    let opened = match kind {
        Some(ImageKind::Store) => {
            StoreImage::from_bytes(bytes).map(|image| Opened::Store(image, size))
        }
        Some(ImageKind::PolicySet) | None => {
            Image::from_bytes(bytes).map(|image| Opened::Policies(Box::new(image)))
        }
    };
    opened.map_err(|error| {
        let failure = Failure::new(format!("cannot use `{}`: {error}", input.name()));
        if error.is_foreign() {
            failure.with_help("`ramgate compile` makes an image of policies or of a store")
        } else if error.is_damaged() {
            failure.with_help("compile it again with `ramgate compile`")
        } else {
            failure
        }
    })
}
