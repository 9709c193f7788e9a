//! Explanations as JSON: a decision with every statement.
//!
//! Must not know how a decision is reached.

use ramgate::StatementReport;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::json;
use super::part::Asked;
use super::statement_json::{CheckMembers, Statement};
use crate::session::Explained;

#[derive(Serialize)]
struct Members<'e> {
    decision: &'e str,
    stage: &'e str,
    determined_by: Vec<String>,
    check: CheckMembers<'e>,
    statements: Vec<Statement<'e>>,
}

/// An explanation on one line.
pub(crate) fn json(explained: &Explained) -> String {
    json::line(&members(explained))
}

/// An explanation as a part of something else.
pub(crate) fn raw(explained: &Explained) -> Option<Box<RawValue>> {
    to_raw_value(&members(explained)).ok()
}

fn members(explained: &Explained) -> Members<'_> {
    let explanation = &explained.explanation;
    let statements = explanation.statements();
    let asked = Asked {
        principal: "",
        action: &explained.check.action,
        resource: &explained.check.resource,
    };
    Members {
        decision: explanation.decision().kind().name(),
        stage: explanation.decision().stage().name(),
        determined_by: statements
            .iter()
            .filter(|statement| explanation.determined_by().contains(&statement.number()))
            .map(id)
            .collect(),
        check: CheckMembers::of(&explained.check),
        statements: statements
            .iter()
            .map(|statement| Statement::of(statement, id(statement), asked))
            .collect(),
    }
}

fn id(report: &StatementReport) -> String {
    format!("{}#{}", report.policy(), report.index())
}
