//! Changing the bytes of images, and putting right what would only say that they were changed.
//!
//! Must not know what an image holds, but for its header.

use std::ops::Range;

use ramgate_image::format::HEADER_LEN;

/// Where a header keeps length and checksum.
const LEN: Range<usize> = 16..24;
const CHECKSUM: Range<usize> = 24..28;

/// An image with some bytes changed. `len` says what is done to its length; each six bytes of
/// `edits` change a byte or a number of four bytes.
pub fn edited(original: &[u8], len: u8, edits: &[u8]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    match len {
        0x80..0xC0 => bytes.truncate(bytes.len() * usize::from(len - 0x80) / 0x40),
        0xC0.. => {
            let more = usize::from(len - 0xC0).min(original.len());
            bytes.extend_from_slice(&original[..more]);
        }
        _ => {}
    }
    for [at_high, at_low, wide, value @ ..] in edits.as_chunks::<6>().0 {
        let at = usize::from(u16::from_be_bytes([*at_high, *at_low])) % bytes.len().max(1);
        // Numbers of four bytes stand anywhere; a wide edit fills what a small one leaves.
        let value = match wide % 4 {
            0 => &value[..1],
            1 => &[value[0], 0, 0, 0][..],
            2 => &[0xFF, 0xFF, 0xFF, value[0]][..],
            _ => &[value[0], value[1], value[2], 0][..],
        };
        for (byte, new) in bytes.iter_mut().skip(at).zip(value) {
            *byte = *new;
        }
    }
    bytes
}

/// Puts length and checksum of an image right.
pub fn mend(bytes: &mut [u8]) {
    let len = (bytes.len() as u64).to_le_bytes();
    if let Some(place) = bytes.get_mut(LEN) {
        place.copy_from_slice(&len);
    }
    let checksum = bytes.get(HEADER_LEN..).map(crc32fast::hash);
    if let (Some(checksum), Some(place)) = (checksum, bytes.get_mut(CHECKSUM)) {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
}

/// [`mend`] for an image that holds others at these places.
pub fn mend_all(bytes: &mut [u8], inner: &[Range<usize>]) {
    for range in inner {
        if let Some(image) = bytes.get_mut(range.clone()) {
            mend(image);
        }
    }
    mend(bytes);
}
