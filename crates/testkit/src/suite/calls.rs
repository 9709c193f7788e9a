//! Cases over a store.
//!
//! Must not know how a call is decided.

use std::collections::BTreeMap;

use ramgate_model::{Principal, ReadError};
use ramgate_syntax::suite::SuiteCase;
use ramgate_syntax::{RequestDocument, Store};

use super::{Failure, expectation};
use crate::authority::{Authority, CallAnswer, CallRequest, DeterminedIds};

pub(super) fn run_case(
    authority: &impl Authority,
    places: &Places,
    case: &SuiteCase,
    request: &RequestDocument,
) -> Option<Failure> {
    let found = match ask(authority, request) {
        Ok(answer) if places.holds(case, &answer) => return None,
        Ok(answer) => describe(&answer),
        // Requests of a suite that was read can be read.
        Err(error) => error.to_string(),
    };
    Some(Failure {
        expected: expectation(case.decision, case.stage, case.determined_by.as_deref()),
        found,
    })
}

fn ask(authority: &impl Authority, request: &RequestDocument) -> Result<CallAnswer, ReadError> {
    // Every case over a store names its caller; nobody in particular would be nobody's.
    let principal = Principal::new(request.principal().unwrap_or_default())?;
    request.with_checks(|checks| {
        authority.decide(&CallRequest {
            principal,
            checks,
            resource_group: request.resource_group(),
            session_policy: request.session_policy(),
        })
    })
}

fn describe(answer: &CallAnswer) -> String {
    let ids = answer.determined_by.as_slice();
    let text = expectation(answer.kind, Some(answer.stage), Some(ids));
    match &answer.determined_by {
        DeterminedIds::First(Some(_)) => format!("{text} first of all"),
        _ => text,
    }
}

/// The places of a store's policies in the order of their statements.
pub(super) struct Places(BTreeMap<String, usize>);

impl Places {
    pub(super) fn of(store: &Store) -> Self {
        let names = store.documents().in_order();
        let names = names.map(|(_, name)| name.to_string());
        Self(names.zip(0..).collect())
    }

    /// The stage and the statements count if the case names them.
    fn holds(&self, case: &SuiteCase, answer: &CallAnswer) -> bool {
        case.decision == answer.kind
            && case.stage.is_none_or(|stage| stage == answer.stage)
            && case.determined_by.as_ref().is_none_or(|ids| {
                let mut ids = ids.clone();
                ids.sort_by_cached_key(|id| self.place(id));
                ids.dedup();
                answer.determined_by.agrees_with(&ids)
            })
    }

    /// Where a statement stands; a session policy is behind all others.
    fn place(&self, id: &str) -> (usize, usize, String) {
        let (name, index) = id.rsplit_once('#').unwrap_or((id, ""));
        let place = self.0.get(name).copied();
        (
            place.unwrap_or(usize::MAX),
            index.parse().unwrap_or(usize::MAX),
            id.to_owned(),
        )
    }
}
