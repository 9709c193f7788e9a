//! The suite runner notices what a suite says and what comes out otherwise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::convert::Infallible;

use ramgate_model::{Request, Stage};
use ramgate_syntax::{Limits, PolicySet, SuiteDocument, read_suite};
use ramgate_testkit::suite::{self, Report};
use ramgate_testkit::{Answer, Determined, Evaluator, Reference, reference};

fn read(text: &str) -> SuiteDocument {
    read_suite(text, &Limits::default(), None).unwrap().value
}

fn run(text: &str) -> Report {
    suite::run(&Reference, &Reference, &read(text)).unwrap()
}

/// A suite of two Allows and one Deny, with these cases.
fn with_cases(cases: &str) -> String {
    format!(
        r#"{{
        "policies": {{
            "writers": {{ "Version": "1", "Statement": [
                {{ "Effect": "Allow", "Action": "kms:*", "Resource": "*" }} ] }},
            "readers": {{ "Version": "1", "Statement": [
                {{ "Effect": "Allow", "Action": "kms:Get*", "Resource": "*" }},
                {{ "Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*" }} ] }}
        }},
        "cases": [{cases}] }}"#
    )
}

fn failure(cases: &str) -> Option<String> {
    let report = run(&with_cases(cases));
    assert_eq!(report.cases.len(), 1);
    assert_eq!(report.holds(), report.failures().next().is_none());
    report
        .failures()
        .next()
        .map(|(_, failure)| failure.to_string())
}

#[test]
fn what_holds() {
    for case in [
        r#"{ "name": "c", "request": { "action": "kms:GetKey" }, "decision": "Allow" }"#,
        r#"{ "name": "c", "request": { "action": "kms:GetKey" }, "decision": "Allow",
             "determined_by": ["writers#0", "readers#0"] }"#,
        r#"{ "name": "c", "request": { "action": "kms:Decrypt" }, "decision": "ExplicitDeny",
             "determined_by": ["readers#1"] }"#,
        r#"{ "name": "c", "request": { "action": "oss:GetObject" }, "decision": "ImplicitDeny",
             "determined_by": [] }"#,
    ] {
        assert_eq!(failure(case), None, "{case}");
    }
}

#[test]
fn what_does_not_hold() {
    for (case, message) in [
        (
            r#"{ "name": "c", "request": { "action": "kms:GetKey" }, "decision": "ImplicitDeny" }"#,
            "expected ImplicitDeny, found Allow by readers#0, writers#0",
        ),
        (
            r#"{ "name": "c", "request": { "action": "kms:GetKey" }, "decision": "Allow",
                 "determined_by": ["readers#0"] }"#,
            "expected Allow by readers#0, found Allow by readers#0, writers#0",
        ),
        (
            r#"{ "name": "c", "request": { "action": "kms:GetKey" }, "decision": "Allow",
                 "determined_by": ["readers#0", "writers#7"] }"#,
            "expected Allow by readers#0, writers#7, found Allow by readers#0, writers#0",
        ),
        (
            r#"{ "name": "c", "request": { "action": "oss:GetObject" }, "decision": "Allow" }"#,
            "expected Allow, found ImplicitDeny by no statement",
        ),
    ] {
        assert_eq!(failure(case).as_deref(), Some(message), "{case}");
    }
}

#[test]
fn several_checks() {
    let case = |checks: &str, decision: &str, by: &str| {
        format!(
            r#"{{ "name": "c", "request": {{ "checks": [{checks}] }},
                  "decision": "{decision}", "determined_by": [{by}] }}"#
        )
    };
    let (get, decrypt) = (
        r#"{ "action": "kms:GetKey" }"#,
        r#"{ "action": "kms:Decrypt" }"#,
    );
    let (create, other) = (
        r#"{ "action": "kms:CreateKey" }"#,
        r#"{ "action": "oss:X" }"#,
    );
    for case in [
        case(&format!("{get}, {create}"), "Allow", r#""writers#0""#),
        case(
            &format!("{get}, {decrypt}, {other}"),
            "ExplicitDeny",
            r#""readers#1""#,
        ),
        case(&format!("{get}, {other}, {decrypt}"), "ImplicitDeny", ""),
    ] {
        assert_eq!(failure(&case), None, "{case}");
    }
}

/// The reference with a stage, naming only the first statement.
struct Staged(Stage);

impl Evaluator for Staged {
    type Decider = Box<dyn Fn(&Request<'_>) -> Answer>;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "a staged reference"
    }

    fn prepare(&self, set: &PolicySet) -> Result<Self::Decider, Infallible> {
        let (set, stage) = (set.clone(), self.0);
        Ok(Box::new(move |request| {
            let answer = reference::answer(&set, request);
            Answer {
                stage: Some(stage),
                determined_by: Determined::First(answer.determined_by.first()),
                ..answer
            }
        }))
    }
}

#[test]
fn stages_and_first_statements() {
    let suite = read(&with_cases(
        r#"{ "name": "c", "request": { "action": "kms:GetKey" }, "decision": "Allow",
             "stage": "AccountLevelIdentityBasedPolicy",
             "determined_by": ["writers#0", "readers#0"] }"#,
    ));
    let report = suite::run(
        &Staged(Stage::AccountLevelIdentityBasedPolicy),
        &Reference,
        &suite,
    )
    .unwrap();
    assert!(report.holds());
    let report = suite::run(&Staged(Stage::SessionPolicy), &Reference, &suite).unwrap();
    let (name, failure) = report.failures().next().unwrap();
    assert_eq!(name, "c");
    assert_eq!(
        failure.found,
        "Allow in stage SessionPolicy by readers#0 first of all"
    );
}

#[test]
fn refused_documents() {
    let document = r#"{ \"Version\": \"1\", \"Statement\": [ { \"Effect\": \"allow\",
        \"Action\": \"*\", \"Resource\": \"*\" } ] }"#
        .replace('\n', " ");
    let good = document.replace("allow", "Allow");
    let run_one = |document: &str, more: &str| {
        let text = format!(
            r#"{{ "policies": {{}}, "cases": [],
                  "refused": [{{ "name": "r", "document": "{document}"{more} }}] }}"#
        );
        let report = run(&text);
        assert_eq!(report.refused.len(), 1);
        report
            .failures()
            .next()
            .map(|(_, failure)| failure.to_string())
    };
    let at = r#", "at": "\"allow\"""#;
    assert_eq!(run_one(&document, ""), None);
    assert_eq!(run_one(&document, at), None);
    assert_eq!(
        run_one(&good, "").as_deref(),
        Some("expected a refusal, found a document that loads")
    );
    let wrong = run_one(&document, r#", "code": "RG999", "at": "x""#).unwrap();
    assert!(
        wrong.starts_with("expected a refusal with code RG999 at `x`, found RG"),
        "{wrong}"
    );
}
