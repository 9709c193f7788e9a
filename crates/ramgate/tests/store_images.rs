//! Images of stores as bytes: an error that says what is wrong, and never more than that.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

use ramgate::store::{Holder, Scope, Target};
use ramgate::{
    Authorizer, Call, Compiler, Image, ImageKind, Mode, PolicyKind, PolicySet, Principal,
    ReadOptions, Request, Store, StoreCompiler, StoreImage, read_policy,
};

const ACCOUNT: &str = "1234567890123456";
const KEY: &str = "acs:kms:cn-hangzhou:1234567890123456:key/k";

fn read(kind: PolicyKind, text: &str) -> ramgate::Policy {
    let options = ReadOptions::new(Mode::Strict);
    read_policy(text, kind, &options).expect("a policy").value
}

fn store() -> Store {
    let mut store = Store::new();
    let reads = r#"{ "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": "kms:*crypt", "Resource": "acs:kms:*:*:key/*" } ] }"#;
    store
        .put_policy("use", read(PolicyKind::Identity, reads))
        .expect("a policy");
    store.add_user(ACCOUNT, "alice").expect("a user");
    store.add_group(ACCOUNT, "devs").expect("a group");
    store.add_role(ACCOUNT, "app").expect("a role");
    let trust = r#"{ "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": { "RAM": "acs:ram::1234567890123456:root", "Service": "ecs.aliyuncs.com" } } ] }"#;
    store
        .set_trust_document(ACCOUNT, "app", read(PolicyKind::Trust, trust))
        .expect("trust");
    store
        .set_membership(ACCOUNT, "alice", "devs", true)
        .expect("a member");
    for (holder, scope) in [
        (Holder::Group("devs"), Scope::Account),
        (Holder::User("alice"), Scope::ResourceGroup("rg-1")),
        (Holder::Role("app"), Scope::Account),
    ] {
        store
            .attach(ACCOUNT, holder, "use", scope)
            .expect("attached");
    }
    store
        .set_directory(Some("1999999999999999"))
        .expect("a directory");
    store.add_folder("prod").expect("a folder");
    store.add_member("prod", ACCOUNT).expect("a member");
    store
        .set_control_policies(Target::Folder("prod"), &["FullAliyunAccess", "use"])
        .expect("control policies");
    store.add_resource(KEY).expect("a key");
    store
        .set_resource_group(KEY, Some("rg-1"))
        .expect("a group");
    let key = r#"{ "Version": "1", "Statement": [
        { "Effect": "Deny", "Action": "kms:Encrypt", "Resource": "*",
          "Principal": { "RAM": "acs:ram::1234567890123456:role/app" } } ] }"#;
    store
        .set_resource_document(KEY, read(PolicyKind::Key, key))
        .expect("a key policy");
    store
}

fn bytes() -> Vec<u8> {
    let image = StoreCompiler::default()
        .compile(&store())
        .expect("an image");
    image.to_bytes().expect("bytes")
}

/// The bytes with the checksum that they ought to have, so that what lies behind it is reached.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&bytes[32..]);
    bytes[24..28].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn images_of_the_two_kinds_are_told_apart() {
    let store = bytes();
    let set = Compiler::new()
        .compile(&PolicySet::new())
        .expect("an image");
    assert_eq!(ImageKind::of(&store), Some(ImageKind::Store));
    assert_eq!(ImageKind::of(set.as_bytes()), Some(ImageKind::PolicySet));
    assert_eq!(ImageKind::of(b"RAMGATE"), None);
    let error = Image::from_bytes(store).expect_err("a store");
    assert!(error.to_string().contains("of a store"), "{error}");
    let error = StoreImage::from_bytes(set.as_bytes().to_vec()).expect_err("a policy set");
    assert!(error.to_string().contains("of a policy set"), "{error}");
}

/// Without its compiled policies nothing would be known of what they forbid.
#[test]
fn a_directory_alone_is_no_store() {
    let mut image = bytes();
    // The lengths of the sections stand behind the header; those of the last two become 0.
    let sections = u32::from_le_bytes(image[12..16].try_into().expect("four bytes")) as usize;
    let mut cut = 0;
    for section in [sections - 2, sections - 1] {
        let at = 32 + 4 * section;
        cut += u32::from_le_bytes(image[at..at + 4].try_into().expect("four bytes")) as usize;
        image[at..at + 4].fill(0);
    }
    image.truncate(image.len() - cut);
    let len = image.len() as u64;
    image[16..24].copy_from_slice(&len.to_le_bytes());
    let error = StoreImage::from_bytes(with_checksum(image)).expect_err("no policies");
    assert!(error.to_string().contains("one for each policy"), "{error}");
}

#[test]
fn damage_behind_a_right_checksum_never_panics() {
    let bytes = bytes();
    let callers = [
        "acs:ram::1234567890123456:user/alice",
        "acs:ram::1234567890123456:role/app/s",
        "acs:ram::1234567890123456:root",
        "ecs.aliyuncs.com",
    ];
    let requests = [
        ("kms:Encrypt", KEY),
        ("kms:Decrypt", "*"),
        ("sts:AssumeRole", "acs:ram::1234567890123456:role/app"),
    ];
    let (mut refused, mut taken) = (0, 0);
    // Behind the directory every compiled policy has a checksum of its own.
    for at in 28..bytes.len() {
        for change in [1, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= change;
            let Ok(image) = StoreImage::from_bytes(with_checksum(damaged)) else {
                refused += 1;
                continue;
            };
            taken += 1;
            let _ = image.summary();
            let authorizer = Authorizer::new(image);
            for caller in callers {
                let call = Call::new(Principal::new(caller).expect("a caller"));
                for (action, resource) in requests {
                    let request = Request::from_text(action, resource).expect("a request");
                    let decision = authorizer.decide(&call, &request);
                    let explained = authorizer.explain(&call, &request).decision();
                    assert_eq!(decision, explained, "byte {at}");
                    let _ = authorizer.locate(&decision);
                    if let Some(origin) = decision.origin() {
                        let _ = authorizer.attachment(&call, origin).to_string();
                    }
                }
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
    let bytes = bytes();
    for len in 0..bytes.len() {
        assert!(StoreImage::from_bytes(&bytes[..len]).is_err(), "{len}");
        let shorter = (len > 32).then(|| {
            let mut shorter = bytes[..len].to_vec();
            shorter[16..24].copy_from_slice(&(len as u64).to_le_bytes());
            StoreImage::from_bytes(with_checksum(shorter))
        });
        assert!(shorter.is_none_or(|image| image.is_err()), "{len}");
    }
}
