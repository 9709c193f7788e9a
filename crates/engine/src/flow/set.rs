//! The policies of one stage, evaluated together (6.1).
//!
//! Each policy is an image of its own. The determining statement is the first by the number of its
//! policy and then by its own, so a policy that could only add a later one is not searched. Must
//! not know which stage it is.

use ramgate_image::hash::service_bit;
use ramgate_model::{
    Decision, DecisionKind, Effect, Origin, PolicyNumber, Request, Stage, StatementNumber,
};

use super::Units;
use super::observer::{Observer, Place};
use crate::decider::Decider;
use crate::principals::Asker;

/// A determining statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Found {
    policy: PolicyNumber,
    statement: StatementNumber,
    origin: Origin,
}

impl Found {
    pub(crate) fn decision(&self, effect: Effect, stage: Stage) -> Decision {
        match effect {
            Effect::Allow => Decision::allow(stage, self.statement),
            Effect::Deny => Decision::explicit_deny(stage, self.statement),
        }
        .from_origin(self.origin)
    }
}

/// What the policies of a stage come to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    deny: Option<Found>,
    allow: Option<Found>,
}

impl Outcome {
    pub(crate) fn kind(&self) -> DecisionKind {
        match (self.deny, self.allow) {
            (Some(_), _) => DecisionKind::ExplicitDeny,
            (None, Some(_)) => DecisionKind::Allow,
            (None, None) => DecisionKind::ImplicitDeny,
        }
    }

    /// The first applicable Deny.
    pub(crate) fn deny(&self) -> Option<&Found> {
        self.deny.as_ref()
    }

    /// The first applicable Allow, if no Deny applies.
    pub(crate) fn allow(&self) -> Option<&Found> {
        self.allow.as_ref().filter(|_| self.deny.is_none())
    }

    /// The decision, if it ends a call at a stage that only lets pass what it allows.
    pub(crate) fn ending(&self, stage: Stage) -> Option<Decision> {
        match (self.deny, self.allow) {
            (Some(found), _) => Some(found.decision(Effect::Deny, stage)),
            (None, Some(_)) => None,
            (None, None) => Some(Decision::implicit_deny(stage)),
        }
    }
}

/// What the policies of a stage are asked.
pub(crate) struct Set<'a, U> {
    units: &'a U,
    request: &'a Request<'a>,
    asker: Asker<'a>,
    allows_count: bool,
    /// The bit of the action's service.
    service: u64,
}

impl<'a, U: Units> Set<'a, U> {
    pub(crate) fn new(units: &'a U, request: &'a Request<'a>, asker: Asker<'a>) -> Self {
        Self {
            units,
            request,
            asker,
            allows_count: true,
            service: service_bit(request.action().service().as_bytes()),
        }
    }

    /// The same, where perhaps no Allow counts.
    pub(crate) fn where_allows_count(self, allows_count: bool) -> Self {
        Self {
            allows_count,
            ..self
        }
    }

    /// Adds what a policy says to an outcome.
    pub(crate) fn add<O: Observer>(
        &self,
        outcome: &mut Outcome,
        policy: PolicyNumber,
        origin: Origin,
        place: Place,
        observer: &mut O,
    ) {
        if let Some(view) = self.units.unit(policy) {
            let decider = Decider::new(view, 0);
            self.add_unit(outcome, policy, origin, &decider, place, observer);
        }
    }

    /// The same for a policy that is at hand.
    pub(crate) fn add_unit<O: Observer>(
        &self,
        outcome: &mut Outcome,
        policy: PolicyNumber,
        origin: Origin,
        decider: &Decider<'_>,
        place: Place,
        observer: &mut O,
    ) {
        observer.policy(
            place,
            origin,
            decider,
            self.request,
            &self.asker,
            self.allows_count,
        );
        let Some(summary) = decider.view().summary() else {
            return;
        };
        if summary.services.get() & self.service == 0 {
            return;
        }
        if outcome.deny.is_some_and(|found| found.policy <= policy) {
            return;
        }
        let wants_allow = self.allows_count
            && outcome.deny.is_none()
            && outcome.allow.is_none_or(|found| policy < found.policy);
        let denies = summary.denies.get();
        let bound = if wants_allow { u32::MAX } else { denies };
        if bound == 0 {
            return;
        }
        let Some(rank) = decider.lowest(self.request, Some(&self.asker), bound) else {
            return;
        };
        let found = Some(Found {
            policy,
            statement: decider.number(rank),
            origin,
        });
        if rank < denies {
            outcome.deny = found;
        } else {
            outcome.allow = found;
        }
    }
}
