//! Compiled images with bytes changed, cut off or added. As they are, a change is refused; with
//! length and checksum put right, what is not refused answers, and ends.
//!
//! The first byte picks an image, the second what is done to its length; groups of six bytes
//! behind them change a byte or a number of four bytes.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ramgate::{AutomatonUse, Compiler, Context, ContextEntry, Engine, Image, PolicySet, Request};
use ramgate_fuzz::{damage, exercise};

const POLICIES: [&str; 3] = [
    r#"{ "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": "*", "Resource": "*" } ] }"#,
    r#"{ "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": ["kms:Decrypt", "kms:Get*", "*:List?"],
          "Resource": ["acs:kms:r:1:key/k", "acs:kms:*:1:key/*", "acs:kms:*:*:s*t/?"],
          "Condition": { "IpAddress": { "acs:SourceIp": ["10.0.0.0/8", "::1"] },
                         "StringLike": { "k": ["a*b*c", "d*", "e"] } } },
        { "Effect": "Deny", "NotAction": "kms:*", "Resource": "acs:ram::*:role/A*" } ] }"#,
    r#"{ "Version": "1", "Statement": [
        { "Effect": "Deny", "Action": "kms:D*", "Resource": "*", "Condition": {
          "NumericLessThan": { "n": ["1", "2.5"] }, "Bool": { "b": "true" },
          "DateGreaterThan": { "d": "2020-01-01T00:00:00Z" },
          "StringEqualsIgnoreCase": { "t": ["x", "Y"] }, "StringNotEquals": { "k": "z" } } },
        { "Effect": "Allow", "Action": "kms:*", "Resource": [
          "acs:kms:*:*:key/*a*", "acs:kms:*:*:key/*b?", "acs:kms:*:*:*c*", "acs:*:*:*:key/??k*" ] } ] }"#,
];

static IMAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut images = Vec::new();
    for (policies, automata) in [
        (0..1, AutomatonUse::WhereCheaper),
        (0..3, AutomatonUse::Never),
        (1..2, AutomatonUse::WhereverTheyFit),
        (0..3, AutomatonUse::WhereverTheyFit),
    ] {
        let mut set = PolicySet::new();
        for (at, policy) in POLICIES.iter().enumerate() {
            if policies.contains(&at) {
                set.parse(format!("policy-{at}"), policy).expect("a policy");
            }
        }
        let image = Compiler::new().automata(automata).compile(&set);
        images.push(image.expect("an image").as_bytes().to_vec());
    }
    images
});

fuzz_target!(|data: &[u8]| {
    let [choice, len, edits @ ..] = data else {
        return;
    };
    let original = &IMAGES[usize::from(*choice) % IMAGES.len()];
    let mut bytes = damage::edited(original, *len, edits);
    let changed = bytes != *original;
    // A checksum finds whatever lies within 32 bits; more may escape it in principle.
    if changed && edits.len() < 12 {
        assert!(Image::from_bytes(bytes.clone()).is_err());
    }
    damage::mend(&mut bytes);
    if let Ok(image) = Image::from_bytes(bytes) {
        let _ = image.summary();
        ask(&Engine::new(image));
    }
});

fn ask(engine: &Engine) {
    let entries = [
        ContextEntry::text("acs:SourceIp", "10.1.2.3"),
        ContextEntry::text("k", "abc"),
        ContextEntry::text("n", "2"),
        ContextEntry::text("b", "true"),
        ContextEntry::text("d", "2021-01-01T00:00:00Z"),
        ContextEntry::text("t", "y"),
    ];
    let context = Context::new(&entries).expect("different keys");
    for (action, resource) in [
        ("kms:Decrypt", "acs:kms:r:1:key/k"),
        ("kms:ListX", "acs:kms:r:1:key/xabk"),
        ("oss:GetObject", "acs:ram::1:role/admin"),
        ("kms:Decrypt", "*"),
    ] {
        let request = Request::from_text(action, resource).expect("a readable request");
        exercise(engine, &request);
        exercise(engine, &request.with_context(context));
    }
}
