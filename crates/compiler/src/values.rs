//! The values of conditions as tables that are searched: text sets, numbers, instants, addresses.
//!
//! Must not know keys or statements. Values that cannot be read are left out here; their predicate
//! says that there are some.

use std::net::IpAddr;

use ipnet::{Ipv4Net, Ipv6Net};
use ramgate_image::ImageWriter;
use ramgate_image::hash::{hash, hash_chars};
use ramgate_image::record::{
    HashTable, Instant as InstantRecord, Number, RangeV4, RangeV6, Run, StringSet, TextRef,
};
use ramgate_image::writer::{append, position};
use ramgate_model::{AddressBlock, Decimal, Instant, Relation, fold};
use zerocopy::little_endian::{I64, U32, U64, U128};

/// Up to so many texts are compared one by one.
const FEW: usize = 4;

/// A set of texts, as they are or folded; its position.
pub(crate) fn write_strings(image: &mut ImageWriter, values: &[&str], folded: bool) -> u32 {
    let mut members: Vec<String> = values
        .iter()
        .map(|value| {
            if folded {
                fold::folded(value).collect()
            } else {
                (*value).to_owned()
            }
        })
        .collect();
    members.sort_unstable();
    members.dedup();
    let refs: Vec<TextRef> = members.iter().map(|member| image.text(member)).collect();
    let run = append(&mut image.texts, refs);
    let table = if members.len() <= FEW {
        HashTable {
            slots: Run::EMPTY,
            seed: U64::ZERO,
            longest_probe: U32::ZERO,
        }
    } else {
        image.hash_table(run.count.get(), |seed, at| {
            let member = members.get(at as usize).map_or("", String::as_str);
            if folded {
                hash_chars(seed, member.chars())
            } else {
                hash(seed, member.as_bytes())
            }
        })
    };
    let at = position(&image.string_sets);
    image.string_sets.push(StringSet {
        members: run,
        table,
    });
    at
}

/// What is left of values under a relation: all of them, ascending, for equality; the one that
/// decides for an order (below any is below the greatest).
fn deciding<T: Ord + Copy>(
    values: &[&str],
    relation: Relation,
    read: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut read: Vec<T> = values.iter().filter_map(|value| read(value)).collect();
    read.sort_unstable();
    read.dedup();
    match relation {
        Relation::Less | Relation::LessOrEqual => read.last().copied().into_iter().collect(),
        Relation::Greater | Relation::GreaterOrEqual => read.first().copied().into_iter().collect(),
        _ => read,
    }
}

/// Numbers that a condition compares with.
pub(crate) fn write_numbers(image: &mut ImageWriter, values: &[&str], relation: Relation) -> Run {
    let numbers = deciding(values, relation, |value| Decimal::parse(value).ok());
    let records = numbers.into_iter().map(|number| {
        let (negative, integer, fraction) = number.to_parts();
        Number {
            negative: U32::new(u32::from(negative)),
            integer: U128::new(integer),
            fraction: U128::new(fraction),
        }
    });
    append(&mut image.numbers, records)
}

/// Instants that a condition compares with.
pub(crate) fn write_instants(image: &mut ImageWriter, values: &[&str], relation: Relation) -> Run {
    let instants = deciding(values, relation, |value| Instant::parse(value).ok());
    let records = instants.into_iter().map(|instant| {
        let (seconds, nanoseconds) = instant.to_unix();
        InstantRecord {
            seconds: I64::new(seconds),
            nanoseconds: U32::new(nanoseconds),
        }
    });
    append(&mut image.instants, records)
}

/// The addresses that a condition speaks of, as disjoint ranges that do not even touch.
pub(crate) fn write_addresses(image: &mut ImageWriter, values: &[&str]) -> (Run, Run) {
    let (mut v4, mut v6) = (Vec::new(), Vec::new());
    for block in values
        .iter()
        .filter_map(|value| AddressBlock::parse(value).ok())
    {
        match block.network() {
            IpAddr::V4(network) => v4.extend(Ipv4Net::new(network, block.prefix_len()).ok()),
            IpAddr::V6(network) => v6.extend(Ipv6Net::new(network, block.prefix_len()).ok()),
        }
    }
    let v4 = merge(Ipv4Net::aggregate(&v4).into_iter().map(|net| {
        (
            u128::from(net.network().to_bits()),
            u128::from(net.broadcast().to_bits()),
        )
    }));
    let v6 = merge(
        Ipv6Net::aggregate(&v6)
            .into_iter()
            .map(|net| (net.network().to_bits(), net.broadcast().to_bits())),
    );
    #[expect(
        clippy::cast_possible_truncation,
        reason = "these came from 32-bit addresses"
    )]
    let v4 = v4.into_iter().map(|(first, last)| RangeV4 {
        first: U32::new(first as u32),
        last: U32::new(last as u32),
    });
    let v6 = v6.into_iter().map(|(first, last)| RangeV6 {
        first: U128::new(first),
        last: U128::new(last),
    });
    (
        append(&mut image.ranges_v4, v4),
        append(&mut image.ranges_v6, v6),
    )
}

/// Ascending disjoint ranges, with neighbours that touch made one.
fn merge(ranges: impl Iterator<Item = (u128, u128)>) -> Vec<(u128, u128)> {
    let mut ranges: Vec<_> = ranges.collect();
    ranges.sort_unstable();
    let mut merged: Vec<(u128, u128)> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(before) if before.1.checked_add(1).is_none_or(|next| first <= next) => {
                before.1 = before.1.max(last);
            }
            _ => merged.push((first, last)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use ramgate_image::ImageWriter;
    use ramgate_model::Relation;

    use super::{write_addresses, write_numbers, write_strings};

    #[test]
    fn addresses_become_disjoint_ranges() {
        let mut image = ImageWriter::new();
        let values = [
            "10.0.0.0/9",
            "10.128.0.0/9",
            "10.1.0.0/16",
            "9.255.255.255",
            "bad",
            "::/0",
            "::1",
            "::ffff:1.2.3.4",
        ];
        let (v4, v6) = write_addresses(&mut image, &values);
        assert_eq!((v4.count.get(), v6.count.get()), (2, 1));
        let ranges: Vec<_> = image
            .ranges_v4
            .iter()
            .map(|r| (r.first.get(), r.last.get()))
            .collect();
        assert_eq!(
            ranges,
            [(0x0102_0304, 0x0102_0304), (0x09FF_FFFF, 0x0AFF_FFFF)]
        );
    }

    #[test]
    fn an_order_is_decided_by_one_number() {
        let mut image = ImageWriter::new();
        let run = write_numbers(&mut image, &["5", "x", "7", "-1"], Relation::LessOrEqual);
        assert_eq!(run.count.get(), 1);
        assert_eq!(image.numbers[0].integer.get(), 7);
        assert_eq!(
            write_numbers(&mut image, &["5", "5.0", "7"], Relation::Equal)
                .count
                .get(),
            2
        );
    }

    #[test]
    fn few_texts_need_no_hash_table() {
        let mut image = ImageWriter::new();
        let few = write_strings(&mut image, &["b", "B", "a"], true);
        let many = write_strings(&mut image, &["a", "b", "c", "d", "e"], false);
        assert_eq!(image.string_sets[few as usize].members.count.get(), 2);
        assert!(image.string_sets[few as usize].table.slots.is_empty());
        assert_eq!(image.string_sets[many as usize].table.slots.count.get(), 16);
    }
}
