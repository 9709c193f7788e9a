//! What watches a call go through the stages: nothing while deciding, everything while explaining.
//!
//! One flow serves both, so they cannot disagree. Must not know what the flow decides.

use ramgate_model::{Decision, NodeNumber, Origin, Request};

use super::Outcome;
use super::merge::{Answers, Side};
use crate::decider::Decider;
use crate::principals::Asker;

/// Where policies are evaluated together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// At a node of the resource directory.
    Node(NodeNumber),
    /// At the session.
    Session,
    /// At account scope.
    Account,
    /// At the scope of the resource's group.
    ResourceGroup,
    /// At the resource or role.
    Resource,
}

/// Watches a call.
pub(crate) trait Observer {
    /// Whether stages behind the one that ends the call are of interest, too.
    const GOES_ON: bool;

    /// A policy is evaluated.
    fn policy(
        &mut self,
        place: Place,
        origin: Origin,
        decider: &Decider<'_>,
        request: &Request<'_>,
        asker: &Asker<'_>,
        allows_count: bool,
    );

    /// The policies of a place have been evaluated; the answer may have ended the call.
    fn stage(&mut self, place: Place, outcome: &Outcome, ends: bool);

    /// Identity policies and the policy of the resource have been merged.
    fn merged(&mut self, answers: &Answers, side: Side, decision: Decision);
}

/// Watches nothing.
pub(crate) struct Silent;

impl Observer for Silent {
    const GOES_ON: bool = false;

    #[inline]
    fn policy(
        &mut self,
        _: Place,
        _: Origin,
        _: &Decider<'_>,
        _: &Request<'_>,
        _: &Asker<'_>,
        _: bool,
    ) {
    }

    #[inline]
    fn stage(&mut self, _: Place, _: &Outcome, _: bool) {}

    #[inline]
    fn merged(&mut self, _: &Answers, _: Side, _: Decision) {}
}
