//! Stages that only let pass what they allow: control policies and the session policy.
//!
//! Must not know what comes behind them.

use ramgate_image::record::NONE;
use ramgate_model::{Decision, NodeNumber, Origin, PolicyNumber, Principal, Stage};

use super::call::Call;
use super::observer::{Observer, Place};
use super::{Authorizer, Caller, Outcome, Set, Target, Units};

impl<U: Units> Authorizer<'_, U> {
    /// Control policies, node by node, from the member up to the root: the owner's chain and then,
    /// if it is another, the caller's (7.1, Q21). Gives the decision that ends the call, if one
    /// does.
    pub(super) fn control<O: Observer>(
        &self,
        caller: &Caller<'_>,
        target: &Target<'_>,
        set: &Set<'_, U>,
        observer: &mut O,
    ) -> Option<Decision> {
        if caller.control_exempt {
            return None;
        }
        let mut ended = None;
        let owner_node = target.owner_node;
        // The owner's chain alone binds services.
        let is_service = matches!(caller.principal, Principal::Service(_));
        let caller_node = if is_service || caller.node == owner_node {
            NONE
        } else {
            caller.node
        };
        for first in [owner_node, caller_node] {
            let mut at = first;
            while let Some(node) = self.store.node(at) {
                let number = NodeNumber::new(at);
                let mut outcome = Outcome::default();
                for policy in self.policies(node.policies.get()) {
                    let origin = Origin::Node(number, policy);
                    set.add(&mut outcome, policy, origin, Place::Node(number), observer);
                }
                let decision = outcome.ending(Stage::ControlPolicy);
                observer.stage(Place::Node(number), &outcome, decision.is_some());
                if let Some(decision) = decision {
                    let decision = *ended.get_or_insert(decision);
                    if !O::GOES_ON {
                        return Some(decision);
                    }
                }
                at = node.parent.get();
            }
        }
        ended
    }

    /// The policy that the session was created with, if there is one.
    pub(super) fn session<O: Observer>(
        call: &Call<'_>,
        set: &Set<'_, U>,
        observer: &mut O,
    ) -> Option<Decision> {
        let policy = call.session?;
        let mut outcome = Outcome::default();
        let number = PolicyNumber::new(NONE);
        set.add_unit(
            &mut outcome,
            number,
            Origin::Session,
            &policy,
            Place::Session,
            observer,
        );
        let decision = outcome.ending(Stage::SessionPolicy);
        observer.stage(Place::Session, &outcome, decision.is_some());
        decision
    }
}
