//! The suite runner over stores: what a suite says and what comes out otherwise, operations,
//! stores in files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::Path;

use ramgate_syntax::{Files, Limits, NoFiles, Store, SuiteDocument, read_suite_with};
use ramgate_testkit::files::Folder;
use ramgate_testkit::suite;
use ramgate_testkit::{
    CallAnswer, CallRequest, DeterminedIds, Reference, StoreEvaluator, reference,
};

const STORE: &str = r#"{
    "policies": {
        "readers": { "document": { "Version": "1", "Statement": [
            { "Effect": "Allow", "Action": "kms:Get*", "Resource": "*" },
            { "Effect": "Deny", "Action": "kms:GetKeyPolicy", "Resource": "*" } ] } },
        "all": { "document": { "Version": "1", "Statement": [
            { "Effect": "Allow", "Action": "*", "Resource": "*" } ] } }
    },
    "accounts": { "1": {
        "users": { "ann": { "policies": ["readers"], "groups": ["devs"] }, "bob": {} },
        "groups": { "devs": { "policies": ["all"] } },
        "roles": { "app": { "policies": ["all"] } } } },
    "resources": { "acs:kms:r:1:secret/s": { "policy": { "Version": "1", "Statement": [
        { "Effect": "Allow", "Principal": { "RAM": "acs:ram::1:user/bob" },
          "Action": "kms:GetSecretValue", "Resource": "*" } ] } } }
}"#;

fn read(store: &str, cases: &str, files: &mut dyn Files) -> SuiteDocument {
    let text = format!(r#"{{ "store": {store}, "cases": [{cases}] }}"#);
    match read_suite_with(text, &Limits::default(), None, files) {
        Ok(read) => read.value,
        Err(error) => panic!("{error}"),
    }
}

/// What goes wrong with one case on the reference.
fn failure(case: &str) -> Option<String> {
    let suite = read(STORE, case, &mut NoFiles);
    let report = suite::run(&Reference, &Reference, &suite).unwrap();
    assert_eq!(report.cases.len(), 1);
    let failure = report.failures().next();
    failure.map(|(_, failure)| failure.to_string())
}

fn case(principal: &str, request: &str, expected: &str) -> String {
    format!(
        r#"{{ "name": "c", "request": {{ "principal": "acs:ram::1:{principal}", {request} }},
              {expected} }}"#
    )
}

#[test]
fn what_holds() {
    let get = r#""action": "kms:GetSecretValue", "resource": "acs:kms:r:1:secret/s""#;
    for case in [
        case("user/ann", get, r#""decision": "Allow""#),
        case(
            "user/ann",
            get,
            r#""decision": "Allow", "stage": "AccountLevelIdentityBasedPolicy",
               "determined_by": ["readers#0", "all#0"]"#,
        ),
        case(
            "user/bob",
            get,
            r#""decision": "Allow", "stage": "ResourceBasedPolicy",
               "determined_by": ["resource:acs:kms:r:1:secret/s#0"]"#,
        ),
        case(
            "role/app/s",
            r#""action": "kms:Decrypt", "session_policy": { "Version": "1", "Statement": [
               { "Effect": "Deny", "Action": "*", "Resource": "*" } ] }"#,
            r#""decision": "ExplicitDeny", "stage": "SessionPolicy",
               "determined_by": ["session#0"]"#,
        ),
    ] {
        assert_eq!(failure(&case), None, "{case}");
    }
}

#[test]
fn what_does_not_hold() {
    let get = r#""action": "kms:GetSecretValue", "resource": "acs:kms:r:1:secret/s""#;
    let found = "found Allow in stage AccountLevelIdentityBasedPolicy by all#0, readers#0";
    for (expected, said) in [
        (r#""decision": "ImplicitDeny""#, "expected ImplicitDeny"),
        (
            r#""decision": "Allow", "stage": "Root""#,
            "expected Allow in stage Root",
        ),
        (
            r#""decision": "Allow", "determined_by": ["all#0"]"#,
            "expected Allow by all#0",
        ),
        (
            r#""decision": "Allow", "determined_by": ["all#0", "none#0", "readers#0"]"#,
            "expected Allow by all#0, none#0, readers#0",
        ),
    ] {
        let case = case("user/ann", get, expected);
        assert_eq!(failure(&case), Some(format!("{said}, {found}")), "{case}");
    }
}

#[test]
fn operations_are_their_checks() {
    let get = r#""operation": "GetSecretValue", "resources": {
        "secret": "acs:kms:r:1:secret/s", "key": "acs:kms:r:1:key/k" }"#;
    let allowed = case("user/ann", get, r#""decision": "Allow""#);
    assert_eq!(failure(&allowed), None);
    // The policy of the secret says nothing of its key.
    let denied = case(
        "user/bob",
        get,
        r#""decision": "ImplicitDeny", "stage": "AccountLevelIdentityBasedPolicy""#,
    );
    assert_eq!(failure(&denied), None);
}

#[test]
fn an_operation_that_cannot_be_read() {
    let get = r#""operation": "GetSecretValeu", "resources": {}"#;
    let suite = read(
        STORE,
        &case("user/ann", get, r#""decision": "Allow""#),
        &mut NoFiles,
    );
    let error = suite::run(&Reference, &Reference, &suite).unwrap_err();
    let (name, span) = error.unreadable_case().unwrap();
    assert_eq!(name, "c");
    assert!(!span.range().is_empty());
    assert!(error.to_string().contains("GetSecretValeu"), "{error}");
    assert!(
        error
            .help()
            .is_some_and(|help| help.contains("GetSecretValue"))
    );
}

/// The reference, naming only the first statement, or refusing every store.
struct First {
    refuses: bool,
}

impl StoreEvaluator for First {
    type Authority = Box<dyn Fn(&CallRequest<'_>) -> CallAnswer>;
    type Error = &'static str;

    fn name(&self) -> &'static str {
        "one that names the first"
    }

    fn prepare(&self, store: &Store) -> Result<Self::Authority, &'static str> {
        let store = store.clone();
        if self.refuses {
            return Err("too much");
        }
        Ok(Box::new(move |call| {
            let mut answer = reference::call_answer(&store, call);
            let first = answer.determined_by.first().map(str::to_owned);
            answer.determined_by = DeterminedIds::First(first);
            answer
        }))
    }
}

#[test]
fn first_statements() {
    let decrypt = r#""action": "kms:GetSecretValue""#;
    let expected = r#""decision": "Allow", "determined_by": ["readers#0", "all#0"]"#;
    let suite = read(STORE, &case("user/ann", decrypt, expected), &mut NoFiles);
    let report = suite::run(&Reference, &First { refuses: false }, &suite).unwrap();
    assert!(report.holds());
    let expected = r#""decision": "Allow", "determined_by": ["readers#0"]"#;
    let suite = read(STORE, &case("user/ann", decrypt, expected), &mut NoFiles);
    let report = suite::run(&Reference, &First { refuses: false }, &suite).unwrap();
    let (_, failure) = report.failures().next().unwrap();
    assert!(failure.found.ends_with("by all#0 first of all"));
    let error = suite::run(&Reference, &First { refuses: true }, &suite).unwrap_err();
    assert_eq!(error.to_string(), "too much");
    assert!(error.unreadable_case().is_none());
}

/// A folder of its own under the build's.
fn folder(name: &str) -> std::path::PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn stores_in_files() {
    let folder = folder("stores_in_files");
    let inner = folder.join("company");
    fs::create_dir_all(inner.join("policies")).unwrap();
    let readers = r#"{ "Version": "1", "Statement": [
        { "Effect": "Allow", "Action": "kms:Get*", "Resource": "*" } ] }"#;
    fs::write(inner.join("policies/readers.json"), readers).unwrap();
    let store = r#"{ "policies": { "readers": { "file": "policies/readers.json" } },
        "accounts": { "1": { "users": { "ann": { "policies": ["readers"] } } } } }"#;
    fs::write(inner.join("store.json"), store).unwrap();
    let case = case(
        "user/ann",
        r#""action": "kms:GetX""#,
        r#""decision": "Allow""#,
    );
    for path in [r#""company""#, r#""company/store.json""#] {
        let mut files = Folder::of(&folder.join("suite.json"));
        let suite = read(path, &case, &mut files);
        assert!(suite::run(&Reference, &Reference, &suite).unwrap().holds());
    }
}

#[test]
fn files_that_cannot_be_read() {
    let folder = folder("files");
    fs::write(folder.join("long"), "0123456789").unwrap();
    let mut files = Folder::new(&folder).with_limit(4);
    assert_eq!(files.read("long").unwrap(), b"01234");
    assert_eq!(files.read("none").unwrap_err(), "there is no such file");
    assert_eq!(files.read(".").unwrap_err(), "it is a folder");
}
