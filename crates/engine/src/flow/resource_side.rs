//! The policy of the resource, or of the role that is to be assumed.
//!
//! Must not know how its answer counts.

use ramgate_image::record::NONE;
use ramgate_model::{Origin, PolicyNumber, Principal, Request};

use super::observer::{Observer, Place};
use super::{Authorizer, Caller, Kind, Outcome, Set, Target, Units};
use crate::principals::Asker;

impl<U: Units> Authorizer<'_, U> {
    /// What the policy of the resource, or of the role that is to be assumed, says.
    pub(super) fn resource_side<O: Observer>(
        &self,
        caller: &Caller<'_>,
        target: &Target<'_>,
        request: &Request<'_>,
        observer: &mut O,
    ) -> Outcome {
        let mut outcome = Outcome::default();
        if target.policy == NONE {
            if target.kind != Kind::Other {
                observer.stage(Place::Resource, &outcome, false);
            }
            return outcome;
        }
        let is_identity = matches!(
            caller.principal,
            Principal::User { .. } | Principal::Role { .. }
        );
        let asker = Asker {
            principal: caller.principal,
            delegates: target.kind != Kind::AssumeRole && target.same_account && is_identity,
        };
        let set = Set::new(self.units, request, asker).where_allows_count(target.allows_count);
        let policy = PolicyNumber::new(target.policy);
        let origin = Origin::Resource(policy);
        set.add(&mut outcome, policy, origin, Place::Resource, observer);
        observer.stage(Place::Resource, &outcome, false);
        outcome
    }
}
