//! Blocks of addresses against an address: the engine in every form, the reference, and arithmetic
//! on 128 bits done here.
//!
//! The first byte picks between blocks made of bytes, whose meaning is known, and lines of text,
//! on which the evaluators must agree.

#![no_main]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use libfuzzer_sys::fuzz_target;
use ramgate_fuzz::{agree, allow_if, set_of};
use ramgate_model::DecisionKind;
use ramgate_testkit::{OwnedRequest, OwnedValue, OwnedValues};

const MOST: usize = 32;
const OPERATORS: [&str; 4] = [
    "IpAddress",
    "NotIpAddress",
    "IpAddressIncludeBorder",
    "NotIpAddressIncludeBorder",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else {
        return;
    };
    let operator = OPERATORS[usize::from(choice / 2 % 4)];
    if choice.is_multiple_of(2) {
        blocks(operator, rest);
    } else if let Ok(text) = std::str::from_utf8(rest) {
        let mut lines: Vec<&str> = text.split('\n').take(MOST).collect();
        let address = lines.pop().unwrap_or_default();
        decide(operator, &lines, OwnedValue::Text(address.to_owned()));
    }
});

/// 18 bytes make an address and a prefix length.
fn blocks(operator: &str, bytes: &[u8]) {
    let mut pieces = bytes.as_chunks::<18>().0.iter().take(MOST);
    let Some([_, _, address @ ..]) = pieces.next() else {
        return;
    };
    let version = bytes[0];
    let address = address_of(version, address);
    let blocks: Vec<(IpAddr, u32)> = pieces
        .map(|[version, prefix, block @ ..]| {
            let block = address_of(*version, block);
            let width = if block.is_ipv4() { 32 } else { 128 };
            (block, u32::from(*prefix) % (width + 1))
        })
        .collect();
    let texts: Vec<String> = blocks
        .iter()
        .map(|(block, prefix)| format!("{block}/{prefix}"))
        .collect();
    if texts.is_empty() {
        return;
    }
    let values: Vec<&str> = texts.iter().map(String::as_str).collect();
    let within = blocks.iter().any(|block| contains(*block, address));
    let expected = within != operator.starts_with("Not");
    let text = OwnedValue::Text(address.to_string());
    for value in [OwnedValue::Address(address), text] {
        let allowed = decide(operator, &values, value) == DecisionKind::Allow;
        assert_eq!(allowed, expected, "{operator} {values:?} on {address}");
    }
}

/// IPv4, IPv6 or IPv4-mapped; often close to each other.
fn address_of(version: u8, bytes: &[u8; 16]) -> IpAddr {
    let bits = u128::from_be_bytes(*bytes);
    let low = bits as u32;
    match version % 4 {
        0 => IpAddr::V4(Ipv4Addr::from_bits(low)),
        1 => IpAddr::V6(Ipv6Addr::from_bits(bits)),
        2 => IpAddr::V6(Ipv4Addr::from_bits(low).to_ipv6_mapped()),
        _ => IpAddr::V4(Ipv4Addr::from_bits(0x0A00_0000 | (low & 0xFF))),
    }
}

/// Both as the 128 bits of IPv6, IPv4 in its mapped range; a block is of IPv4 if it lies within
/// that range, and holds addresses of its own version only.
fn contains((block, prefix): (IpAddr, u32), address: IpAddr) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    };
    let mapped = |bits: u128| bits >> 32 == 0xFFFF;
    let prefix = if block.is_ipv4() { prefix + 96 } else { prefix };
    let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
    let (block, address) = (bits(block), bits(address));
    let block_is_v4 = mapped(block) && prefix >= 96;
    block & mask == address & mask && block_is_v4 == mapped(address)
}

fn decide(operator: &str, values: &[&str], address: OwnedValue) -> DecisionKind {
    let mut statements: Vec<_> = values
        .iter()
        .map(|value| allow_if(operator, "acs:SourceIp", [*value]))
        .collect();
    statements.push(allow_if(operator, "acs:SourceIp", values.iter().copied()));
    let all = set_of(statements.split_off(statements.len() - 1));
    let mut request = OwnedRequest::new("kms:Decrypt", "*");
    request
        .context
        .push(("acs:SourceIp".to_owned(), OwnedValues::One(address)));
    let kind = request
        .lend(|request| ramgate_reference::evaluate(&all, request).kind)
        .expect("a readable request");
    let requests = [request];
    agree(&all, &requests);
    agree(&set_of(statements), &requests);
    kind
}
