//! Addresses and ranges of them, as bits under a mask (3.4, Q9).
//!
//! Must not know operators.

/// Which numbers an address belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Version {
    /// 32 bits.
    V4,
    /// 128 bits.
    V6,
}

/// One address. An IPv4-mapped IPv6 address is the IPv4 address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Address {
    version: Version,
    bits: u128,
}

/// The addresses that agree in the bits of a mask. Host bits are masked away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Range {
    version: Version,
    bits: u128,
    mask: u128,
}

/// The first 96 bits of an IPv4-mapped address.
const MAPPED: u128 = 0xFFFF_0000_0000;

impl Address {
    /// Reads an IPv4 address without leading zeros, or an IPv6 address without a zone.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (version, bits) = read_bits(text)?;
        if version == Version::V6 && is_mapped(bits) {
            Some(Self {
                version: Version::V4,
                bits: bits - MAPPED,
            })
        } else {
            Some(Self { version, bits })
        }
    }
}

impl Range {
    /// Reads an address, or an address, `/` and a number of bits. What lies within the IPv4-mapped
    /// range is IPv4; what is wider stays IPv6.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(read_decimal(length)?)),
            None => (text, None),
        };
        let (version, bits) = read_bits(address)?;
        let width = match version {
            Version::V4 => 32,
            Version::V6 => 128,
        };
        let length = length.unwrap_or(width);
        if length > width {
            return None;
        }
        // `length` ones, then zeros, `width` bits in all.
        let mask: u128 = (0..length).map(|bit| 1 << (width - 1 - bit)).sum();
        if version == Version::V6 && length >= 96 && is_mapped(bits) {
            Some(Self {
                version: Version::V4,
                bits: bits & mask & 0xFFFF_FFFF,
                mask: mask & 0xFFFF_FFFF,
            })
        } else {
            Some(Self {
                version,
                bits: bits & mask,
                mask,
            })
        }
    }

    /// Whether the address is one of these. No address of one version is in a range of the other.
    pub(crate) fn contains(self, address: Address) -> bool {
        self.version == address.version && address.bits & self.mask == self.bits
    }
}

fn is_mapped(bits: u128) -> bool {
    bits >> 32 == MAPPED >> 32
}

fn read_bits(text: &str) -> Option<(Version, u128)> {
    if text.contains(':') {
        Some((Version::V6, read_v6(text)?))
    } else {
        Some((Version::V4, read_v4(text)?))
    }
}

/// Four decimal numbers up to 255.
fn read_v4(text: &str) -> Option<u128> {
    let octets: Vec<&str> = text.split('.').collect();
    if octets.len() != 4 {
        return None;
    }
    octets.into_iter().try_fold(0, |bits, octet| {
        let octet = read_decimal(octet).filter(|octet| *octet < 256)?;
        Some(bits * 256 + octet)
    })
}

/// Eight groups of 16 bits; `::` once stands for one or more groups of zero.
fn read_v6(text: &str) -> Option<u128> {
    let groups = match text.split_once("::") {
        None => read_groups(text, true)?,
        Some((before, after)) => {
            let (mut groups, after) = (read_groups(before, false)?, read_groups(after, true)?);
            let missing = 8usize.checked_sub(groups.len() + after.len())?;
            if missing == 0 {
                return None;
            }
            groups.extend(std::iter::repeat_n(0, missing));
            groups.extend(after);
            groups
        }
    };
    if groups.len() != 8 {
        return None;
    }
    Some(groups.iter().fold(0, |bits, group| bits << 16 | group))
}

/// Groups of one to four hexadecimal digits; the last 32 bits of an address may be written as an
/// IPv4 address.
fn read_groups(text: &str, ends_address: bool) -> Option<Vec<u128>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let pieces: Vec<&str> = text.split(':').collect();
    let mut groups = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let is_last = index + 1 == pieces.len();
        if ends_address && is_last && piece.contains('.') {
            let bits = read_v4(piece)?;
            groups.extend([bits >> 16, bits & 0xFFFF]);
        } else {
            let hexadecimal = piece.chars().all(|c| c.is_ascii_hexdigit());
            if !hexadecimal || !(1..=4).contains(&piece.len()) {
                return None;
            }
            groups.push(u128::from_str_radix(piece, 16).ok()?);
        }
    }
    Some(groups)
}

/// A decimal number of up to three digits without leading zeros.
fn read_decimal(text: &str) -> Option<u128> {
    let digits = text.chars().all(|c| c.is_ascii_digit());
    let canonical = text == "0" || !text.starts_with('0');
    if digits && canonical && (1..=3).contains(&text.len()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Range};

    fn within(address: &str, range: &str) -> bool {
        Range::read(range)
            .unwrap()
            .contains(Address::read(address).unwrap())
    }

    #[test]
    fn ranges() {
        for (address, range, expected) in [
            ("10.0.0.0", "10.0.0.0/8", true),
            ("10.255.255.255", "10.1.2.3/8", true),
            ("11.0.0.0", "10.0.0.0/8", false),
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.2", "10.0.0.1/32", false),
            ("1.2.3.4", "0.0.0.0/0", true),
            ("::1", "0.0.0.0/0", false),
            ("1.2.3.4", "::/0", false),
            ("::ffff:1.2.3.4", "::/0", false),
            ("::ffff:1.2.3.4", "1.2.3.0/24", true),
            ("1.2.3.4", "::ffff:1.2.3.0/120", true),
            ("1.2.3.4", "::ffff:0:0/96", true),
            ("1.2.3.4", "::fffe:0:0/95", false),
            ("2001:db8::1", "2001:0DB8::/32", true),
            ("2001:db9::", "2001:db8::/32", false),
            ("2001:db8:0:0:0:0:0:1", "2001:db8::1", true),
            ("64:ff9b::1.2.3.4", "64:ff9b::102:304", true),
        ] {
            assert_eq!(within(address, range), expected, "{address} {range}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.256",
            "01.2.3.4",
            "1.2.3.00",
            "1.2.3.4 ",
            "1.2.3.-4",
            "1.2.3.*",
            "1.2.3.4-1.2.3.9",
            "1.2.3.4/32",
            "0x1.2.3.4",
            ":",
            ":::",
            "::1::",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8::",
            "1::2:3:4:5:6:7:8",
            "12345::",
            "::g",
            "::+1",
            "1.2.3.4::",
            "::1.2.3.4:5",
            "1:2:3:4:5:6:7:1.2.3.4",
            "fe80::1%eth0",
            "[::1]",
        ] {
            assert_eq!(Address::read(text), None, "{text}");
        }
        assert!(Address::read("1:2:3:4:5:6:7::").is_some());
        assert!(Address::read("::").is_some());
    }

    #[test]
    fn what_is_no_range() {
        for text in [
            "1.2.3.4/33",
            "1.2.3.4/",
            "1.2.3.4/08",
            "::/129",
            "::/0/0",
            "/8",
            "*",
        ] {
            assert_eq!(Range::read(text), None, "{text}");
        }
    }

    #[test]
    fn reads_what_the_standard_library_reads() {
        use std::net::IpAddr;
        for text in [
            "::ffff:0:1",
            "1::8",
            "::1.2.3.4",
            "a:b:c:d:e:f:1:2",
            "255.0.0.1",
        ] {
            let bits = match text.parse::<IpAddr>().unwrap().to_canonical() {
                IpAddr::V4(v4) => u128::from(v4.to_bits()),
                IpAddr::V6(v6) => v6.to_bits(),
            };
            assert_eq!(Address::read(text).unwrap().bits, bits, "{text}");
        }
    }
}
