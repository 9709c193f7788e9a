//! The reference as an evaluator.
//!
//! Must not know stages: it decides one set of identity policies.

use std::convert::Infallible;

use ramgate_model::Request;
use ramgate_syntax::PolicySet;

use crate::decider::{Answer, Decider, Determined, Evaluator};

/// The reference evaluator, which names all determining statements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reference;

/// A policy set as the reference sees it: as it is.
#[derive(Clone, Debug)]
pub struct ReferenceDecider(PolicySet);

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
