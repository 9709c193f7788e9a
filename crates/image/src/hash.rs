//! The hash that the tables of an image are keyed by.
//!
//! Part of the format: it may not change without a new format version. It spreads well and reads
//! eight bytes at a time; it is no defence against collisions. The compiler picks the seed of each
//! table so that no probe is long, and every hit is compared in full.

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const SECOND: u64 = 0xD6E8_FEB8_6659_FD93;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The 128-bit product folded to 64 bits.
#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "both halves of the product are used"
    )]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded
}

/// Eight bytes with ASCII capitals made small.
#[inline]
fn lower(word: u64) -> u64 {
    let low_bits = word & (0x7F * ONES);
    let above_z = low_bits + (0x7F - u64::from(b'Z')) * ONES;
    let from_a = low_bits + (0x80 - u64::from(b'A')) * ONES;
    let capital = !word & (from_a ^ above_z) & (0x80 * ONES);
    word | (capital >> 2)
}

#[inline]
fn hash_words(seed: u64, bytes: &[u8], map: impl Fn(u64) -> u64) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut state = seed ^ mix(bytes.len() as u64 ^ SECOND, MULTIPLIER);
    for word in words {
        state = mix(state ^ map(u64::from_le_bytes(*word)), MULTIPLIER);
    }
    if !rest.is_empty() {
        let word = rest
            .iter()
            .rev()
            .fold(0, |word, &byte| (word << 8) | u64::from(byte));
        state = mix(state ^ map(word), MULTIPLIER);
    }
    mix(state ^ SECOND, MULTIPLIER)
}

/// The hash of bytes.
#[inline]
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    hash_words(seed, bytes, |word| word)
}

/// The hash of bytes with ASCII capitals made small: equal for texts that differ in case only.
#[inline]
pub fn hash_ascii_folded(seed: u64, bytes: &[u8]) -> u64 {
    hash_words(seed, bytes, lower)
}

/// The hash of the name of a user or role in the account at a position, without regard to case.
#[inline]
pub fn hash_member(seed: u64, account: u32, name: &[u8]) -> u64 {
    hash_ascii_folded(seed ^ mix(u64::from(account) ^ SECOND, MULTIPLIER), name)
}

/// The hash of a resource's name by its segments: service, region, account and relative id, the
/// last without regard to case if it folds.
#[inline]
pub fn hash_resource(seed: u64, segments: [&[u8]; 4], folds: bool) -> u64 {
    let [service, region, account, relative_id] = segments;
    let head = hash(hash(hash_ascii_folded(seed, service), region), account);
    if folds {
        hash_ascii_folded(head, relative_id)
    } else {
        hash(head, relative_id)
    }
}

/// The bit that stands for a service in a set of services. Different services may share one.
#[inline]
pub fn service_bit(service: &[u8]) -> u64 {
    1 << (hash_ascii_folded(0, service) >> 58)
}

/// The hash of a text whose first part folds and whose second does not.
#[inline]
pub fn hash_key(seed: u64, folded: &[u8], exact: &[u8]) -> u64 {
    if exact.is_empty() {
        hash_ascii_folded(seed, folded)
    } else {
        hash(hash_ascii_folded(seed, folded), exact)
    }
}

/// The hash of characters that have been folded already.
#[inline]
pub fn hash_chars(seed: u64, chars: impl Iterator<Item = char>) -> u64 {
    let state = chars.fold(seed ^ SECOND, |state, c| {
        mix(state ^ u64::from(c), MULTIPLIER)
    });
    mix(state ^ SECOND, MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use super::{hash, hash_ascii_folded, lower};

    #[test]
    fn folding_by_words_is_folding_by_bytes() {
        for byte in 0..=u8::MAX {
            let word = u64::from_le_bytes([byte, b'A', b'Z', b'@', b'[', 0xC1, b'z', byte]);
            let bytes = word.to_le_bytes().map(|b| b.to_ascii_lowercase());
            assert_eq!(lower(word), u64::from_le_bytes(bytes), "{byte}");
        }
    }

    #[test]
    fn the_format_fixes_the_values() {
        assert_eq!(hash(0, b""), 13_369_802_524_118_334_360);
        assert_eq!(hash(1, b"key/key-hzz1"), 18_253_555_293_141_990_120);
        assert_eq!(
            hash_ascii_folded(3, b"KMS:Decrypt"),
            hash(3, b"kms:decrypt")
        );
    }

    #[test]
    fn short_texts_do_not_collide() {
        let mut seen = std::collections::BTreeSet::new();
        for a in 0..=255u8 {
            for len in 0..20 {
                let text: String = core::iter::repeat_n(char::from(a & 0x7F), len).collect();
                seen.insert((hash(9, text.as_bytes()), text));
            }
        }
        let hashes: std::collections::BTreeSet<_> = seen.iter().map(|(hash, _)| hash).collect();
        assert_eq!(hashes.len(), seen.len());
    }
}
