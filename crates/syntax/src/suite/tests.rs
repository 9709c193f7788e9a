//! Suites that can be run, and those that cannot.

use ramgate_model::{DecisionKind, Stage};

use super::{read_suite, read_suite_with};
use crate::{Code, Files, Limits, Mode, PolicyKind, SourceDiagnostics};

const POLICIES: &str = r#"{"b": {"Version": "1", "Statement": [{"Effect": "Allow",
    "Action": "kms:*", "Resource": "*"}]}, "a": {"Version": 1, "Statement": []}}"#;

fn codes(text: &str, mode: Option<Mode>) -> Vec<Code> {
    match read_suite(text, &Limits::default(), mode) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(crate::Diagnostic::code).collect(),
    }
}

#[test]
fn a_whole_suite() {
    let text = format!(
        r#"{{"about": "x", "rules": ["6.1"], "mode": "import", "policies": {POLICIES},
        "cases": [{{"name": "one", "request": {{"action": "kms:Decrypt"}}, "decision": "Allow",
            "stage": "AccountLevelIdentityBasedPolicy", "determined_by": ["b#0"]}}],
        "refused": [{{"name": "two", "document": "{{}}", "kind": "trust", "code": "RG101",
            "at": "{{"}}]}}"#
    );
    let read = read_suite(&text, &Limits::default(), None).unwrap();
    let suite = read.value;
    assert_eq!((suite.mode, suite.policies.len()), (Mode::Import, 2));
    let warned: Vec<_> = read.warnings.iter().map(crate::Diagnostic::path).collect();
    assert_eq!(warned, ["policies.a.Version", "policies.a.Statement"]);
    let [case] = suite.cases.as_slice() else {
        panic!("one case");
    };
    assert_eq!(case.decision, DecisionKind::Allow);
    assert_eq!(case.stage, Some(Stage::AccountLevelIdentityBasedPolicy));
    assert_eq!(case.determined_by.as_deref(), Some(&["b#0".to_owned()][..]));
    assert!(text[case.span.range()].starts_with("{\"name\": \"one\""));
    let [refused] = suite.refused.as_slice() else {
        panic!("one refused document");
    };
    assert_eq!(refused.kind, PolicyKind::Trust);
    assert!(refused.read(suite.mode).is_err());
    assert_eq!(
        codes(&text, Some(Mode::Strict)),
        [Code::VersionNumber, Code::NoStatements]
    );
}

#[test]
fn what_is_no_suite() {
    for (text, expected) in [
        ("[]", &[Code::NotAnObject][..]),
        (r#"{"policies": []}"#, &[Code::BadSuiteMember]),
        (r#"{"store": {}, "cases": []}"#, &[Code::EmptySuite]),
        (r#"{"store": []}"#, &[Code::BadSuiteMember]),
        (r#"{"store": "s.json"}"#, &[Code::UnreadableFile]),
        (
            r#"{"store": {"account": {}}, "policies": {}}"#,
            &[Code::UnknownStoreMember, Code::PoliciesAndStore],
        ),
        (r#"{"mode": "lenient"}"#, &[Code::UnknownName]),
        (r#"{"case": []}"#, &[Code::UnknownSuiteMember]),
        (
            r#"{"policies": {}, "cases": [{"name": "a", "request": {"action": "x", "y": 1},
                "decision": "Allow"}]}"#,
            &[
                Code::UnreadableCase,
                Code::UnreadableAction,
                Code::UnknownRequestMember,
            ],
        ),
        (
            r#"{"cases": [{"name": "a", "request": {"action": "x:y"}, "decision": "Allow"}]}"#,
            &[Code::MissingSuiteMember],
        ),
        (
            r#"{"refused": [{"name": "a"}, {"document": 1, "kind": "bucket"}]}"#,
            &[
                Code::MissingSuiteMember,
                Code::MissingSuiteMember,
                Code::BadSuiteMember,
                Code::UnknownName,
            ],
        ),
    ] {
        assert_eq!(codes(text, None), expected, "{text}");
    }
}

#[test]
fn a_suite_that_tests_nothing() {
    for text in [
        "{}",
        r#"{"policies": {}}"#,
        r#"{"policies": {}, "cases": [], "refused": []}"#,
    ] {
        assert_eq!(codes(text, None), [Code::EmptySuite], "{text}");
    }
    let refused = r#"{"refused": [{"name": "a", "document": "{}"}]}"#;
    assert!(codes(refused, None).is_empty());
}

#[test]
fn a_case_that_cannot_be_read_is_named() {
    let text = r#"{"policies": {}, "cases": [
        {"name": "who?", "request": {"action": "kms"}, "decision": "Allow"}]}"#;
    let found = read_suite(text, &Limits::default(), None).unwrap_err();
    let named = found
        .iter()
        .find(|item| item.code() == Code::UnreadableCase);
    assert!(named.unwrap().message().contains("`who?`"));
}

#[test]
fn length_limits_do_not_bind_within_a_suite() {
    let action = format!("\"kms:{}\"", "a".repeat(7000));
    let policy = format!(
        r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": {action}, "Resource": "*"}}]}}"#
    );
    let refused = r#"[{"name": "a", "document": "{}"}]"#;
    let suite = format!(r#"{{"policies": {{"long": {policy}}}, "refused": {refused}}}"#);
    assert!(codes(&suite, None).is_empty());
}

const STORE: &str = r#"{"accounts": {"1": {"roles": {"app": {}}}},
    "context_keys": {"my:Day": {"type": "Date"}}}"#;
const CASE: &str = r#"{"name": "one", "decision": "ImplicitDeny", "determined_by": [],
    "request": {"principal": "acs:ram::1:role/app/s", "action": "kms:Decrypt",
        "session_policy": {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "kms:*",
            "Resource": "*", "Condition": {"DateEquals": {"my:Day": "2026-01-01T00:00:00Z"}}}]}}}"#;

#[test]
fn a_suite_over_a_store() {
    let text = format!(r#"{{"store": {STORE}, "cases": [{CASE}]}}"#);
    let suite = read_suite(&text, &Limits::default(), None).unwrap().value;
    assert!(suite.policies.is_empty());
    let store = suite.store.unwrap();
    assert!(store.account("1").unwrap().role("app").is_some());
    let [case] = suite.cases.as_slice() else {
        panic!("one case");
    };
    assert!(case.request.session_policy().is_some());
    let numeric = text.replace("\"Date\"", "\"Numeric\"");
    assert_eq!(
        codes(&numeric, None),
        [Code::UnreadableCase, Code::OperatorType]
    );
    // What import mode tolerates does not name the case.
    assert!(codes(&numeric, Some(Mode::Import)).is_empty());
    let nobody = text.replace(r#""principal": "acs:ram::1:role/app/s", "#, "");
    assert_eq!(
        codes(&nobody, None),
        [Code::UnreadableCase, Code::MissingRequestMember]
    );
    let policies = text.replace(STORE, "{}").replace("store", "policies");
    assert_eq!(
        codes(&policies, None),
        [Code::UnreadableCase, Code::NeedsStore]
    );
    let faulty = text.replace("accounts", "account");
    assert_eq!(codes(&faulty, None), [Code::UnknownStoreMember]);
}

#[test]
fn the_store_of_a_suite_in_a_folder() {
    struct Folder(&'static str);

    impl Files for Folder {
        fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
            match path {
                "team/store.json" => Ok(br#"{"policies": {"a": {"file": "a.json"}}}"#.to_vec()),
                "team/a.json" => Ok(self.0.as_bytes().to_vec()),
                _ => Err("there is no such file".to_owned()),
            }
        }
    }

    let read = |store: &str, policy| {
        let text = format!(r#"{{"store": {store}, "cases": [{CASE}]}}"#);
        read_suite_with(text, &Limits::default(), None, &mut Folder(policy))
    };
    let good =
        r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#;
    for store in [r#""team""#, r#""team/store.json""#] {
        let suite = read(store, good).unwrap().value;
        assert_eq!(suite.store.unwrap().documents().len(), 3);
    }
    let told = |found: &SourceDiagnostics| {
        let each = found.iter();
        each.map(|(source, item)| (source.name().map(str::to_owned), item.code()))
            .collect::<Vec<_>>()
    };
    let found = read(r#""team""#, "{}").unwrap_err();
    let file = Some("team/a.json".to_owned());
    let missing = (file, Code::MissingMember);
    assert_eq!(told(&found), [missing.clone(), missing]);
    let found = read(r#""tame""#, good).unwrap_err();
    assert_eq!(told(&found), [(None, Code::UnreadableFile)]);
}

#[test]
fn ids_of_statements_have_a_form() {
    let text = |id: &str| {
        format!(
            r#"{{"policies": {{}}, "cases": [{{"name": "a", "request": {{"action": "x:y"}},
                "decision": "Allow", "determined_by": ["{id}"]}}]}}"#
        )
    };
    for good in [
        "p#0",
        "p#10",
        "session#1",
        "trust:acs:ram::1:role/a#2",
        "a#b#3",
    ] {
        assert!(codes(&text(good), None).is_empty(), "{good}");
    }
    for bad in ["", "p", "p#", "#1", "p#01", "p#-1", "p#x", "p#1 "] {
        assert_eq!(codes(&text(bad), None), [Code::BadStatementId], "{bad}");
    }
}
