//! Stores that can be read, and those that cannot.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a store that cannot be read is a failed test"
)]

mod faults;
mod files;

use ramgate_model::{Arn, Cardinality, ContextKey, KeyType};

use crate::store::{Document, NodeKind, NodeRef, PolicyName, PolicyRef};
use crate::{
    Code, Limits, Mode, NoFiles, PolicyKind, ReadSources, SourceDiagnostics, Store, read_store,
};

const ALLOW: &str = r#"{"Version": "1", "Statement": [
    {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}"#;
const TRUST: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow",
    "Action": "sts:AssumeRole", "Principal": {"RAM": "acs:ram::1:root"}}]}"#;
const KEY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "kms:*",
    "Resource": "*", "Principal": {"RAM": "acs:ram::1:root"}}]}"#;

type Reading = Result<ReadSources<Store>, SourceDiagnostics>;

fn read_in(text: &str, mode: Option<Mode>) -> Reading {
    read_store(text, &Limits::default(), mode, &mut NoFiles)
}

fn read(text: &str) -> Store {
    match read_in(text, None) {
        Ok(read) => read.value,
        Err(found) => panic!("{text}\n{found}"),
    }
}

/// Code and path of everything that is said.
fn told(found: &SourceDiagnostics) -> Vec<(Code, String)> {
    let place = |item: &crate::Diagnostic| (item.code(), item.path().to_owned());
    found.iter().map(|(_, item)| place(item)).collect()
}

fn codes(text: &str) -> Vec<Code> {
    match read_in(text, None) {
        Ok(_) => Vec::new(),
        Err(found) => told(&found).into_iter().map(|(code, _)| code).collect(),
    }
}

fn declared<const N: usize>(policies: [(&str, &str); N]) -> String {
    let each = policies.map(|(name, text)| format!(r#""{name}": {{"document": {text}}}"#));
    format!(r#""policies": {{{}}}"#, each.join(", "))
}

fn document(store: &Store, policy: PolicyRef) -> &Document {
    store.documents().get(policy).unwrap()
}

fn names(store: &Store, policies: impl Iterator<Item = PolicyRef>) -> Vec<String> {
    let mut names: Vec<_> = policies
        .map(|policy| document(store, policy).name().to_string())
        .collect();
    names.sort();
    names
}

fn kind(store: &Store, name: &str) -> PolicyKind {
    let found = store.documents().find(&PolicyName::Named(name.into()));
    document(store, found.unwrap()).policy().kind
}

#[test]
fn nobody_and_nothing() {
    let store = read("{}");
    assert_eq!((store.accounts().len(), store.resources().len()), (0, 0));
    assert!(store.directory().is_none() && !store.account_scope_short_circuit());
    assert_eq!(store.documents().len(), 2);
}

#[test]
fn a_whole_store() {
    let policies = declared([
        ("use-keys", ALLOW),
        ("guard", ALLOW),
        ("app-trust", TRUST),
        ("key-policy", KEY),
    ]);
    let text = format!(
        r#"{{{policies},
        "accounts": {{"1": {{
            "users": {{"Alice": {{"policies": ["use-keys"], "groups": ["devs"],
                "resource_groups": {{"rg-1": ["AdministratorAccess"], "rg-2": []}}}}, "bob": {{}}}},
            "groups": {{"ops": {{}}, "devs": {{"policies": ["use-keys"]}}}},
            "roles": {{"App": {{"policies": ["use-keys"], "trust": "app-trust"}},
                "Linked": {{"trust": {TRUST}, "service_linked": true}}, "bare": {{}}}}}}, "2": {{}}}},
        "resource_directory": {{"management_account": "9", "root": {{
            "accounts": {{"1": {{"policies": []}}}},
            "folders": {{"prod": {{"policies": ["guard"], "accounts": {{"2": {{}}}},
                "folders": {{"eu": {{}}}}}}}}}}}},
        "resources": {{"acs:kms:cn-hangzhou:1:key/K": {{"policy": "key-policy", "resource_group": "rg-1"}},
            "ACS:KMS:cn-hangzhou:1:secret/s": {{"policy": {KEY}}},
            "acs:oss::1:bucket": {{"resource_group": "rg-1"}}}},
        "context_keys": {{"my:Cost": {{"type": "Numeric", "multi": true}}, "my:Day": {{"type": "Date"}}}},
        "options": {{"mode": "strict", "account_scope_short_circuit": true}}}}"#
    );
    let store = read(&text);
    assert!(store.account_scope_short_circuit());
    let cost = ContextKey::new("MY:cost");
    assert_eq!(store.keys().type_of(&cost), Some(KeyType::Numeric));
    assert_eq!(store.keys().cardinality_of(&cost), Cardinality::Multi);
    let day = ContextKey::new("my:Day");
    assert_eq!(store.keys().cardinality_of(&day), Cardinality::Single);

    let account = store.account("1").unwrap();
    let alice = account.user("ALICE").unwrap();
    assert_eq!(alice.name(), "Alice");
    let attached = alice.attachments();
    assert_eq!(names(&store, attached.policies()), ["use-keys"]);
    let in_group = attached.in_resource_group("rg-1");
    assert_eq!(names(&store, in_group), ["AdministratorAccess"]);
    assert_eq!(attached.resource_groups().len(), 1);
    let groups: Vec<_> = alice
        .groups()
        .map(|group| account.group(group).unwrap().name())
        .collect();
    assert_eq!(groups, ["devs"]);
    let app = account.role("app").unwrap();
    let trust = document(&store, app.trust().unwrap());
    assert_eq!(trust.name().to_string(), "app-trust");
    assert_eq!(trust.policy().kind, PolicyKind::Trust);
    let linked = account.role("linked").unwrap();
    assert!(linked.is_service_linked() && !app.is_service_linked());
    let trust = document(&store, linked.trust().unwrap());
    assert_eq!(trust.name().to_string(), "trust:acs:ram::1:role/Linked");
    assert!(account.role("bare").unwrap().trust().is_none());

    let directory = store.directory().unwrap();
    assert_eq!(directory.management_account(), Some("9"));
    let policies = |node: NodeRef| names(&store, directory.node(node).unwrap().policies());
    assert_eq!(policies(NodeRef::ROOT), ["FullAliyunAccess"]);
    let chain: Vec<_> = directory.chain("2").into_iter().map(policies).collect();
    assert_eq!(
        chain,
        [["FullAliyunAccess"], ["guard"], ["FullAliyunAccess"]]
    );
    assert!(policies(directory.member("1").unwrap()).is_empty());
    let kinds: Vec<_> = directory
        .in_order()
        .into_iter()
        .map(|node| directory.node(node).unwrap())
        .map(|node| (node.kind(), node.name()))
        .collect();
    let expected = [
        (NodeKind::Root, ""),
        (NodeKind::Account, "1"),
        (NodeKind::Folder, "prod"),
        (NodeKind::Account, "2"),
        (NodeKind::Folder, "eu"),
    ];
    assert_eq!(kinds, expected);

    let resource = |arn: &str| store.resource(&Arn::new(arn).unwrap()).unwrap();
    let key = resource("acs:KMS:cn-hangzhou:1:key/K");
    assert_eq!(key.resource_group(), Some("rg-1"));
    let policy = document(&store, key.policy().unwrap());
    assert_eq!(policy.policy().kind, PolicyKind::Key);
    let secret = resource("acs:kms:cn-hangzhou:1:secret/s");
    let policy = document(&store, secret.policy().unwrap());
    let name = "resource:ACS:KMS:cn-hangzhou:1:secret/s";
    assert_eq!(policy.name().to_string(), name);
    assert_eq!(policy.policy().kind, PolicyKind::Secret);
    assert!(resource("acs:oss::1:bucket").policy().is_none());
}

#[test]
fn kinds_follow_the_places() {
    let policies = declared([
        ("of-user", ALLOW),
        ("of-folder", ALLOW),
        ("of-both", ALLOW),
        ("trust", TRUST),
        ("key", KEY),
        ("secret", KEY),
        ("key-and-secret", KEY),
        ("unused", ALLOW),
        ("unused-trust", TRUST),
        ("unused-key", KEY),
    ]);
    let text = format!(
        r#"{{{policies},
        "accounts": {{"1": {{"users": {{"a": {{"policies": ["of-user", "of-both"]}}}},
            "roles": {{"r": {{"trust": "trust"}}, "s": {{"trust": "trust"}}}}}}}},
        "resource_directory": {{"root": {{"policies": ["of-folder", "of-both"]}}}},
        "resources": {{"acs:kms:r:1:key/a": {{"policy": "key"}}, "acs:kms:r:1:secret/a": {{"policy": "secret"}},
            "acs:kms:r:1:key/b": {{"policy": "key-and-secret"}},
            "acs:kms:r:1:secret/b": {{"policy": "key-and-secret"}}}}}}"#
    );
    let store = read(&text);
    for (name, expected) in [
        ("of-user", PolicyKind::Identity),
        ("of-folder", PolicyKind::Control),
        ("of-both", PolicyKind::Identity),
        ("trust", PolicyKind::Trust),
        ("key", PolicyKind::Key),
        ("secret", PolicyKind::Secret),
        ("key-and-secret", PolicyKind::Key),
        ("unused", PolicyKind::Identity),
        ("unused-trust", PolicyKind::Trust),
        ("unused-key", PolicyKind::Key),
    ] {
        assert_eq!(kind(&store, name), expected, "{name}");
    }
}

#[test]
fn what_is_used_as_two_kinds() {
    let policies = declared([("p", TRUST), ("k", KEY)]);
    let places = r#""accounts": {"1": {"groups": {"g": {"policies": ["k"]}},
        "roles": {"r": {"trust": "p"}, "s": {"trust": "FullAliyunAccess"}}}},
        "resources": {"acs:kms:r:1:key/a": {"policy": "p"}, "acs:kms:r:1:key/b": {"policy": "k"}}"#;
    let found = read_in(&format!("{{{policies}, {places}}}"), None).unwrap_err();
    let at = |path: &str| path.to_owned();
    assert_eq!(
        told(&found),
        [
            (
                Code::PrincipalNotAllowed,
                at("policies.k.document.Statement[0].Principal")
            ),
            (
                Code::WrongKindOfPolicy,
                at(r#"accounts["1"].groups.g.policies[0]"#)
            ),
            (Code::PolicyOfTwoKinds, at(r#"accounts["1"].roles.s.trust"#)),
            (
                Code::PolicyOfTwoKinds,
                at(r#"resources["acs:kms:r:1:key/a"].policy"#)
            ),
            (
                Code::PolicyOfTwoKinds,
                at(r#"resources["acs:kms:r:1:key/b"].policy"#)
            ),
        ]
    );
}

#[test]
fn a_policy_of_keys_and_secrets_is_good_as_both() {
    let key = KEY.replace(
        "}]}",
        r#", "Condition": {"StringEquals": {"kms:EncryptionAlgorithm": "x", "my:x": "y"}}}]}"#,
    );
    let policies = declared([("p", &key)]);
    let with = |resources: &str| format!(r#"{{{policies}, "resources": {{{resources}}}}}"#);
    let (a, b) = (
        r#""acs:kms:r:1:key/a": {"policy": "p"}"#,
        r#""acs:kms:r:1:secret/a": {"policy": "p"}"#,
    );
    assert_eq!(codes(&with(a)), [Code::ForeignKey]);
    assert_eq!(codes(&with(b)), [Code::ForeignKey; 2]);
    assert_eq!(codes(&with(&format!("{a}, {b}"))), [Code::ForeignKey; 2]);
}

#[test]
fn modes() {
    let versions = ALLOW.replace("\"1\"", "1");
    let principals = declared([("p", TRUST), ("v", &versions)]);
    let places = r#""accounts": {"1": {"users": {"a": {"policies": ["p", "v"]}}}}"#;
    let store =
        |mode: &str| format!(r#"{{{principals}, {places}, "options": {{"mode": "{mode}"}}}}"#);
    let all = [
        Code::VersionNumber,
        Code::MissingResource,
        Code::PrincipalNotAllowed,
        Code::WrongKindOfPolicy,
    ];
    for text in [store("strict"), store("import")] {
        let mut found = codes(&text);
        found.sort();
        let strict = text.contains("strict");
        assert_eq!(found, if strict { &all[..] } else { &[] });
        assert!(read_in(&text, Some(Mode::Strict)).is_err());
        let read = read_in(&text, Some(Mode::Import)).unwrap();
        let mut warned: Vec<_> = told(&read.warnings)
            .into_iter()
            .map(|told| told.0)
            .collect();
        warned.sort();
        assert_eq!(warned, all);
        assert_eq!(kind(&read.value, "p"), PolicyKind::Identity);
    }
}

#[test]
fn declared_keys_bind_every_document() {
    let statement = |text: &str| {
        text.replace(
            "}]}",
            r#", "Condition": {"NumericEquals": {"my:Day": "1"}}}]}"#,
        )
    };
    let policies = declared([("p", &statement(ALLOW))]);
    let trust = statement(TRUST);
    let text = format!(
        r#"{{{policies}, "accounts": {{"1": {{"roles": {{"r": {{"trust": {trust}}}}}}}}},
        "context_keys": {{"my:Day": {{"type": "Date"}}}}}}"#
    );
    assert_eq!(codes(&text), [Code::OperatorType; 2]);
    assert!(codes(&text.replace("Date", "Numeric")).is_empty());
}

#[test]
fn system_policies() {
    let everything =
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let attached = r#""accounts": {"1": {"users": {"a": {"policies": ["AdministratorAccess"]}}}}"#;
    let store = |document: &str| {
        let policies = declared([("AdministratorAccess", document)]);
        format!("{{{policies}, {attached}}}")
    };
    let read = read(&store(everything));
    let found = read
        .documents()
        .find(&PolicyName::Named("AdministratorAccess".into()));
    assert!(document(&read, found.unwrap()).is_built_in());
    assert_eq!(read.documents().len(), 2);
    assert_eq!(codes(&store(ALLOW)), [Code::SystemPolicyName]);
    let faulty = ALLOW.replace("Allow", "allow");
    assert_eq!(codes(&store(&faulty)), [Code::BadEffect]);
}
