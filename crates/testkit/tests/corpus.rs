//! The corpus runner reads lines, sets some aside and finds differences.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::convert::Infallible;

use ramgate_model::{DecisionKind, Request};
use ramgate_syntax::PolicySet;
use ramgate_testkit::{Answer, Determined, Evaluator, Reference, corpus};

const CORPUS: &str = r#"{ "policy": { "Version": "1", "Statement": [ { "Effect": "Allow", "Action": "kms:Get*", "Resource": "*" } ] } }
{ "kind": "control", "policy": { "Version": "1", "Statement": { "Effect": "Deny", "Action": "kms", "Resource": "*" } } }
{ "kind": "trust", "policy": { "Version": "1", "Statement": [] } }
{ "kind": "identity", "policy": { "Version": "1" } }
"#;

#[test]
fn lines_are_counted() {
    let summary = corpus::run(&Reference, CORPUS, 50, 1).unwrap();
    assert_eq!((summary.compared, summary.set_aside), (2, 1));
    let [(line, code)] = summary.refused.as_slice() else {
        panic!("{summary:?}");
    };
    assert!(*line == 4 && code.starts_with("RG"), "{summary:?}");
}

#[test]
fn lines_that_are_none() {
    let good = CORPUS.lines().next().unwrap();
    let text = format!("{{}}\n{good}\nnothing\n[]\n\n{good}\n");
    let summary = corpus::run(&Reference, &text, 1, 1).unwrap();
    assert_eq!(summary.compared, 2);
    let refused: Vec<_> = summary.refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(refused, [1, 3, 4, 5]);
    assert!(
        summary
            .refused
            .iter()
            .all(|(_, code)| code.starts_with("RG"))
    );
}

struct DeniesAll;

impl Evaluator for DeniesAll {
    type Decider = fn(&Request<'_>) -> Answer;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "one that denies all"
    }

    fn prepare(&self, _: &PolicySet) -> Result<Self::Decider, Infallible> {
        Ok(|_| Answer {
            kind: DecisionKind::ImplicitDeny,
            stage: None,
            determined_by: Determined::First(None),
        })
    }
}

#[test]
fn differences_are_found() {
    let error = corpus::run(&DeniesAll, CORPUS, 50, 1).unwrap_err();
    assert_eq!(error.line(), 1);
    let broken = error.broken().to_string();
    assert!(
        broken.contains("expected: Allow by statement 0"),
        "{broken}"
    );
}
