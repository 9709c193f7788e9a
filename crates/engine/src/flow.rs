//! The flow of a call through the stages of a store (6.2): what is asked in which order, and what
//! each answer does to the whole.
//!
//! Must not know how the stages find their policies (`gates`, `identity`, `resource_side`), how the
//! policies of one stage are evaluated (`set`), or how answers are merged (`merge`).

mod call;
mod caller;
#[cfg(feature = "alloc")]
pub(crate) mod explain;
mod gates;
mod identity;
pub(crate) mod merge;
pub(crate) mod name;
pub(crate) mod observer;
mod resource_side;
mod set;
#[cfg(feature = "alloc")]
pub(crate) mod summary;
mod target;

use ramgate_image::ImageView;
use ramgate_image::store::StoreView;
use ramgate_model::{
    Action, Checks, Decision, DecisionKind, Effect, PolicyNumber, Principal, Request, Stage,
};

use crate::principals::Asker;
pub use call::Call;
pub(crate) use caller::Caller;
use merge::{Answers, Side};
use observer::{Observer, Silent};
pub(crate) use set::{Outcome, Set};
pub(crate) use target::{Kind, Target};

/// The compiled policies of a store, by number.
pub trait Units {
    /// The image of a policy.
    fn unit(&self, policy: PolicyNumber) -> Option<ImageView<'_>>;
}

/// Decides calls on a store that somebody else keeps.
#[derive(Debug)]
pub struct Authorizer<'i, U> {
    pub(crate) store: StoreView<'i>,
    pub(crate) units: &'i U,
}

impl<U> Clone for Authorizer<'_, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Authorizer<'_, U> {}

impl<'i, U: Units> Authorizer<'i, U> {
    /// An authorizer for a store's directory and its compiled policies.
    #[inline]
    pub fn new(store: StoreView<'i>, units: &'i U) -> Self {
        Self { store, units }
    }

    /// Decides one check of a call. Allocates nothing.
    pub fn decide(&self, call: &Call<'_>, request: &Request<'_>) -> Decision {
        let caller = Caller::of(self.store, call.principal);
        self.check(&caller, call, request, &mut Silent)
    }

    /// Decides a call that needs several checks (2.13): the first that is not allowed decides; if
    /// all are, the last one.
    pub fn decide_all(&self, call: &Call<'_>, checks: &Checks<'_>) -> Decision {
        let caller = Caller::of(self.store, call.principal);
        let mut decision = Decision::implicit_deny(Stage::AccountLevelIdentityBasedPolicy);
        for request in checks.requests() {
            decision = self.check(&caller, call, request, &mut Silent);
            if !decision.is_allowed() {
                break;
            }
        }
        decision
    }

    /// One check, stage by stage.
    pub(crate) fn check<O: Observer>(
        &self,
        caller: &Caller<'_>,
        call: &Call<'_>,
        request: &Request<'_>,
        observer: &mut O,
    ) -> Decision {
        let authenticated = caller.principal != Principal::Anonymous;
        if authenticated && is(request.action(), "kms:DescribeRegions") {
            return Decision::allow_without_statement(Stage::Exempt);
        }
        let target = Target::of(self.store, caller, call, request);
        if let Principal::Root { .. } = caller.principal {
            if target.kind == Kind::AssumeRole {
                return Decision::implicit_deny(Stage::AssumeRolePolicy);
            }
            if target.same_account {
                return self.owner_root(caller, &target, request, observer);
            }
        }
        let asker = Asker {
            principal: caller.principal,
            delegates: false,
        };
        let set = Set::new(self.units, request, asker);
        let mut ended = None;
        if let Some(decision) = self.control(caller, &target, &set, observer) {
            ended = Some(decision);
            if !O::GOES_ON {
                return decision;
            }
        }
        if let Some(decision) = Self::session(call, &set, observer) {
            let decision = *ended.get_or_insert(decision);
            if !O::GOES_ON {
                return decision;
            }
        }
        let short_circuit = caller.short_circuit;
        let account = self.identity(caller, None, &set, observer);
        let group = match target.resource_group {
            Some(_)
                if short_circuit && !O::GOES_ON && account.kind() != DecisionKind::ImplicitDeny =>
            {
                Outcome::default()
            }
            Some(id) => self.identity(caller, Some(id), &set, observer),
            None => Outcome::default(),
        };
        let answers = Answers {
            account,
            group,
            group_known: target.resource_group.is_some(),
            resource: self.resource_side(caller, &target, request, observer),
        };
        let side = Side::of(caller, &target);
        let decision = target.in_doubt(merge::merge(&answers, side, short_circuit));
        observer.merged(&answers, side, decision);
        ended.unwrap_or(decision)
    }

    /// The root of the account that owns the resource may do everything, unless a policy of the
    /// resource denies it explicitly; it can always see and change that policy (6.2, Q2).
    fn owner_root<O: Observer>(
        &self,
        caller: &Caller<'_>,
        target: &Target<'_>,
        request: &Request<'_>,
        observer: &mut O,
    ) -> Decision {
        let outcome = self.resource_side(caller, target, request, observer);
        let administers = [
            "kms:GetKeyPolicy",
            "kms:SetKeyPolicy",
            "kms:GetSecretPolicy",
            "kms:SetSecretPolicy",
        ];
        match outcome.deny() {
            Some(found) if !administers.iter().any(|name| is(request.action(), name)) => {
                found.decision(Effect::Deny, Stage::ResourceBasedPolicy)
            }
            _ => target.in_doubt(Decision::allow_without_statement(Stage::Root)),
        }
    }
}

/// Whether an action is the one of this name, in any case.
#[inline]
pub(crate) fn is(action: &Action<'_>, name: &str) -> bool {
    action.as_str().eq_ignore_ascii_case(name)
}
