//! Addresses and address blocks, for the `IpAddress…` operators (3.4).
//!
//! IPv4-mapped IPv6 forms become IPv4 on both sides, so that a dual-stack listener never changes a
//! decision. Must not know how blocks are searched.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use crate::ValueError;

/// The number of leading bits of `::ffff:0:0/96`, the IPv4-mapped block.
const MAPPED_BITS: u8 = 96;

/// Reads one address: IPv4 without leading zeros, or IPv6 without a zone.
///
/// # Errors
/// For any other text, a prefix length included.
pub fn parse_address(text: &str) -> Result<IpAddr, ValueError> {
    const EXPECTED: ValueError = ValueError::new("an IPv4 or IPv6 address");
    text.parse().map(normalize).map_err(|_| EXPECTED)
}

/// The address itself, or the IPv4 address behind an IPv4-mapped IPv6 one.
#[inline]
pub fn normalize(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// A range of addresses that share their leading bits: `10.0.0.0/8`, `2001:db8::/32`, or a single
/// address. Host bits are zero.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AddressBlock {
    network: IpAddr,
    prefix_len: u8,
}

impl AddressBlock {
    /// Reads an address, or a block in CIDR notation. Host bits are masked; a block within the
    /// IPv4-mapped range becomes IPv4; a wider one stays IPv6.
    ///
    /// # Errors
    /// For any other text: leading zeros, zones, ranges `a-b` and wildcards are not accepted.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        const EXPECTED: ValueError = ValueError::new(
            "an IPv4 or IPv6 address or CIDR block, such as `10.0.0.1` or `10.0.0.0/8`",
        );
        let (address, prefix_len) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(read_prefix_len(bits).ok_or(EXPECTED)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| EXPECTED)?;
        Self::new(address, prefix_len.unwrap_or(width(address))).ok_or(EXPECTED)
    }

    /// The block of all addresses that share the first `prefix_len` bits of `address`; nothing if
    /// the address has fewer bits.
    pub fn new(address: IpAddr, prefix_len: u8) -> Option<Self> {
        if prefix_len > width(address) {
            return None;
        }
        let (address, prefix_len) = match normalize(address) {
            v4 @ IpAddr::V4(_) if address.is_ipv6() && prefix_len >= MAPPED_BITS => {
                (v4, prefix_len - MAPPED_BITS)
            }
            _ => (address, prefix_len),
        };
        let network = match address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX
                    .checked_shl(u32::from(32 - prefix_len))
                    .unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX
                    .checked_shl(u32::from(128 - prefix_len))
                    .unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
            }
        };
        Some(Self {
            network,
            prefix_len,
        })
    }

    /// The first address of the block.
    pub fn network(&self) -> IpAddr {
        self.network
    }

    /// The number of leading bits that the block's addresses share.
    pub fn prefix_len(&self) -> u8 {
        self.prefix_len
    }
}

/// As [`AddressBlock::parse`].
impl FromStr for AddressBlock {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// One to three digits without a leading zero.
fn read_prefix_len(text: &str) -> Option<u8> {
    let canonical =
        text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

impl fmt::Display for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix_len)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::{AddressBlock, parse_address};

    #[test]
    fn blocks_are_normalised() {
        for (text, block) in [
            ("10.1.2.3", "10.1.2.3/32"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:0db8::1/32", "2001:db8::/32"),
            ("::ffff:10.1.2.3", "10.1.2.3/32"),
            ("::ffff:10.1.2.3/104", "10.0.0.0/8"),
            ("::ffff:0:0/96", "0.0.0.0/0"),
            ("::ffff:0:0/95", "::fffe:0:0/95"),
            ("::/0", "::/0"),
        ] {
            assert_eq!(
                AddressBlock::parse(text).unwrap().to_string(),
                block,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_block() {
        for text in [
            "",
            "10.0.0",
            "010.0.0.1",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "::1/129",
            "fe80::1%eth0",
            "10.0.0.1-10.0.0.9",
            "10.0.*",
            " 10.0.0.1",
            "10.0.0.1 ",
            "10.0.0.0/8/8",
            "[::1]",
        ] {
            assert!(AddressBlock::parse(text).is_err(), "{text}");
        }
        assert_eq!("10.1.2.3/8".parse(), AddressBlock::parse("10.0.0.0/8"));
        assert!(parse_address("10.0.0.0/8").is_err());
        assert_eq!(parse_address("::ffff:1.2.3.4"), parse_address("1.2.3.4"));
    }
}
