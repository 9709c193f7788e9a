//! The reference as an evaluator, of policies by themselves and over a store.
//!
//! Must not know how it decides.

use std::convert::Infallible;

use ramgate_model::{DecisionKind, Request, Stage};
use ramgate_reference::{Authorization, Call, authorize};
use ramgate_syntax::{PolicySet, Store};

use crate::authority::{Authority, CallAnswer, CallRequest, DeterminedIds, StoreEvaluator};
use crate::decider::{Answer, Decider, Determined, Evaluator};

/// The reference evaluator, which names all determining statements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reference;

/// A policy set as the reference sees it: as it is.
#[derive(Clone, Debug)]
pub struct ReferenceDecider(PolicySet);

/// A store as the reference sees it: as it is.
#[derive(Clone, Debug)]
pub struct ReferenceAuthority(Store);

impl Evaluator for Reference {
    type Decider = ReferenceDecider;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "reference"
    }

    fn prepare(&self, set: &PolicySet) -> Result<ReferenceDecider, Infallible> {
        Ok(ReferenceDecider(set.clone()))
    }
}

impl Decider for ReferenceDecider {
    fn decide(&self, request: &Request<'_>) -> Answer {
        answer(&self.0, request)
    }
}

/// What the reference answers.
pub fn answer(set: &PolicySet, request: &Request<'_>) -> Answer {
    let evaluation = ramgate_reference::evaluate(set, request);
    Answer {
        kind: evaluation.kind,
        stage: None,
        determined_by: Determined::All(evaluation.determining),
    }
}

impl StoreEvaluator for Reference {
    type Authority = ReferenceAuthority;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "reference"
    }

    fn prepare(&self, store: &Store) -> Result<ReferenceAuthority, Infallible> {
        Ok(ReferenceAuthority(store.clone()))
    }
}

impl Authority for ReferenceAuthority {
    fn decide(&self, call: &CallRequest<'_>) -> CallAnswer {
        call_answer(&self.0, call)
    }
}

/// What the reference answers to a call: the first check that is not allowed decides; if all are
/// allowed, the last one speaks (2.13).
pub fn call_answer(store: &Store, call: &CallRequest<'_>) -> CallAnswer {
    let one = |request| {
        let check = Call {
            principal: call.principal,
            request,
            resource_group: call.resource_group,
            session_policy: call.session_policy,
        };
        spoken(&authorize(store, &check))
    };
    let mut requests = call.checks.requests().iter().map(one);
    let mut answer = requests.next();
    while let Some(before) = &answer
        && before.kind == DecisionKind::Allow
        && let Some(next) = requests.next()
    {
        answer = Some(next);
    }
    // There is at least one check; without any, nothing would be allowed.
    answer.unwrap_or(CallAnswer {
        kind: DecisionKind::ImplicitDeny,
        stage: Stage::AccountLevelIdentityBasedPolicy,
        determined_by: DeterminedIds::All(Vec::new()),
        attached: None,
    })
}

fn spoken(authorization: &Authorization) -> CallAnswer {
    let ids = &authorization.determined_by;
    CallAnswer {
        kind: authorization.kind,
        stage: authorization.stage,
        determined_by: DeterminedIds::All(ids.iter().map(ToString::to_string).collect()),
        attached: authorization.attached.as_ref().map(ToString::to_string),
    }
}
