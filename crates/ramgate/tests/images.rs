//! Images as bytes: the same for the same policies, and an error that says what is wrong for any
//! other.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

use ramgate::{Compiler, Engine, Image, PolicySet, Request};

const READERS: &str = r#"{ "Version": "1", "Statement": [
    { "Effect": "Allow", "Action": ["kms:Get*", "*:List*"], "Resource": ["acs:kms:*:1:key/*-a/*", "acs:kms:*:1:key/b?c*"] },
    { "Effect": "Deny", "NotAction": "kms:Describe*", "Resource": "acs:kms:*:1:secret/x",
      "Condition": { "StringLike": { "kms:tag/Team": ["a*b*", "c", "d", "e", "f*"] },
                     "NotIpAddress": { "acs:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] },
                     "NumericEquals": { "my:Cost": ["1", "2.5"] },
                     "DateLessThan": { "acs:CurrentTime": "2030-01-01T00:00:00Z" } } } ] }"#;
const WRITERS: &str = r#"{ "Version": "1", "Statement": [
    { "Effect": "Allow", "Action": "kms:Put*", "Resource": "*" } ] }"#;

fn image(policies: &[(&str, &str)]) -> Image {
    let mut set = PolicySet::new();
    for (name, text) in policies {
        set.parse(*name, text).expect("a policy that loads");
    }
    Compiler::new().compile(&set).expect("an image")
}

/// The bytes with the checksum that they ought to have, so that what lies behind it is reached.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&bytes[32..]);
    bytes[24..28].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn the_order_of_adding_policies_does_not_show() {
    let one = image(&[("readers", READERS), ("writers", WRITERS)]);
    let other = image(&[("writers", WRITERS), ("readers", READERS)]);
    assert_eq!(one.as_bytes(), other.as_bytes());
    assert_ne!(one.as_bytes(), image(&[("readers", READERS)]).as_bytes());
    let again = Image::from_bytes(one.as_bytes().to_vec()).expect("the bytes of an image");
    assert_eq!(again, one);
}

#[test]
fn what_is_wrong_with_bytes_is_said() {
    let bytes = image(&[("readers", READERS)]).as_bytes().to_vec();
    let error = |bytes: &[u8]| Image::from_bytes(bytes).expect_err("no image");
    for foreign in [
        &b""[..],
        b"{}",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        assert!(error(foreign).is_foreign(), "{}", error(foreign));
    }
    let mut other_version = bytes.clone();
    other_version[8] = 3;
    let said = error(&other_version);
    assert!(
        said.is_other_version() && said.to_string().contains("version 3"),
        "{said}"
    );
    assert!(error(&bytes[..20]).to_string().contains("cut off"));
    assert!(
        error(&bytes[..bytes.len() - 1])
            .to_string()
            .contains("cut off")
    );
    let longer = [&bytes[..], b"x"].concat();
    assert!(
        error(&longer)
            .to_string()
            .contains("1 bytes behind the end"),
        "{}",
        error(&longer)
    );
    let mut flipped = bytes.clone();
    *flipped.last_mut().expect("a byte") ^= 1;
    assert!(error(&flipped).is_damaged() && error(&flipped).to_string().contains("checksum"));
}

#[test]
fn damage_behind_a_right_checksum_never_panics() {
    let bytes = image(&[("readers", READERS), ("writers", WRITERS)])
        .as_bytes()
        .to_vec();
    let requests = [
        ("kms:GetX", "acs:kms:r:1:key/x-a/y"),
        ("kms:Encrypt", "acs:kms:r:1:secret/x"),
        ("a:List", "*"),
        ("ram:GetX", "acs:ram::1:role/X"),
    ];
    let (mut refused, mut taken) = (0, 0);
    for at in 28..bytes.len() {
        for change in [1, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= change;
            let Ok(image) = Image::from_bytes(with_checksum(damaged)) else {
                refused += 1;
                continue;
            };
            taken += 1;
            let _ = image.summary();
            let engine = Engine::new(image);
            for (action, resource) in requests {
                let request = Request::from_text(action, resource).expect("a request");
                let explained = engine.explain(&request).decision();
                assert_eq!(engine.decide(&request), explained, "byte {at}");
            }
        }
    }
    assert!(
        refused > 1000 && taken > 100,
        "{refused} refused, {taken} taken"
    );
}

#[test]
fn every_truncation_is_an_error() {
    let bytes = image(&[("writers", WRITERS)]).as_bytes().to_vec();
    for len in 0..bytes.len() {
        assert!(Image::from_bytes(&bytes[..len]).is_err(), "{len}");
        let shorter = (len > 32).then(|| {
            let mut shorter = bytes[..len].to_vec();
            shorter[16..24].copy_from_slice(&(len as u64).to_le_bytes());
            Image::from_bytes(with_checksum(shorter))
        });
        assert!(shorter.is_none_or(|image| image.is_err()), "{len}");
    }
}
