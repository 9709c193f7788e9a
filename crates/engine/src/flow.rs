//! The flow of a call through the stages of a store (6.2): what is asked in which order, and what
//! each answer does to the whole.
//!
//! Must not know how the policies of one stage are evaluated (`set`), or how the answers of
//! identity and resource policies are merged (`merge`).

mod caller;
#[cfg(feature = "alloc")]
pub(crate) mod explain;
pub(crate) mod merge;
pub(crate) mod name;
pub(crate) mod observer;
mod set;
#[cfg(feature = "alloc")]
pub(crate) mod summary;
mod target;

use ramgate_image::ImageView;
use ramgate_image::record::NONE;
use ramgate_image::store::{Entry, StoreView};
use ramgate_model::{
    Action, Checks, Decision, DecisionKind, Effect, GroupNumber, NodeNumber, Origin, PolicyNumber,
    Principal, Request, Stage,
};

use crate::decider::Decider;
use crate::principals::Asker;
pub(crate) use caller::Caller;
use merge::{Answers, Side};
use observer::{Observer, Place, Silent};
pub(crate) use set::{Outcome, Set};
pub(crate) use target::{Kind, Target};

/// The compiled policies of a store, by number.
pub trait Units {
    /// The image of a policy.
    fn unit(&self, policy: PolicyNumber) -> Option<ImageView<'_>>;
}

/// Who calls, and what is known beside the request.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    principal: Principal<'a>,
    resource_group: Option<&'a str>,
    session: Option<Decider<'a>>,
}

impl<'a> Call<'a> {
    /// A call by a principal.
    #[inline]
    pub fn new(principal: Principal<'a>) -> Self {
        Self {
            principal,
            resource_group: None,
            session: None,
        }
    }

    /// The same call, whose resource is in a resource group, unless the store says otherwise.
    #[inline]
    #[must_use]
    pub fn in_resource_group(self, id: &'a str) -> Self {
        Self {
            resource_group: Some(id),
            ..self
        }
    }

    /// The same call, in a role session that was created with a policy.
    #[inline]
    #[must_use]
    pub fn with_session_policy(self, policy: Decider<'a>) -> Self {
        Self {
            session: Some(policy),
            ..self
        }
    }

    #[inline]
    pub(crate) fn resource_group_bytes(&self) -> Option<&'a [u8]> {
        self.resource_group.map(str::as_bytes)
    }

    /// Who calls.
    #[inline]
    pub fn principal(&self) -> &Principal<'a> {
        &self.principal
    }
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
        if is(request.action(), "kms:DescribeRegions") {
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
        let decision = merge::merge(&answers, side, short_circuit);
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
            _ => Decision::allow_without_statement(Stage::Root),
        }
    }

    /// Control policies, node by node, from the member up to the root: the owner's chain and then,
    /// if it is another, the caller's (7.1, Q21). Gives the decision that ends the call, if one
    /// does.
    fn control<O: Observer>(
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
        let caller_node = if caller.node == owner_node {
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
    fn session<O: Observer>(
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

    /// The caller's identity policies, at account scope or at that of a resource group.
    fn identity<O: Observer>(
        &self,
        caller: &Caller<'_>,
        resource_group: Option<&[u8]>,
        set: &Set<'_, U>,
        observer: &mut O,
    ) -> Outcome {
        let place = match resource_group {
            None => Place::Account,
            Some(_) => Place::ResourceGroup,
        };
        let mut outcome = Outcome::default();
        if caller.attachments != NONE {
            let own = |policy| Origin::Principal(policy);
            self.attached(caller.attachments, resource_group, &mut |policy| {
                set.add(&mut outcome, policy, own(policy), place, observer);
            });
            for entry in self.store.list(caller.attachments) {
                let Entry::Group(at) = entry else { continue };
                let Some(group) = self.store.group(at) else {
                    continue;
                };
                let number = GroupNumber::new(at);
                self.attached(group.attachments.get(), resource_group, &mut |policy| {
                    let origin = Origin::Group(number, policy);
                    set.add(&mut outcome, policy, origin, place, observer);
                });
            }
        }
        observer.stage(place, &outcome, false);
        outcome
    }

    /// The policies of a list that count at account scope, or for a resource group.
    fn attached(
        &self,
        list: u32,
        resource_group: Option<&[u8]>,
        visit: &mut impl FnMut(PolicyNumber),
    ) {
        for entry in self.store.list(list) {
            match (entry, resource_group) {
                (Entry::Policy(policy), None) => visit(PolicyNumber::new(policy)),
                (Entry::Scoped(at), Some(id)) => {
                    if let Some(list) = self.store.scoped(at, id) {
                        self.policies(list).for_each(&mut *visit);
                    }
                }
                _ => {}
            }
        }
    }

    /// The policies of a list at account scope.
    fn policies(&self, list: u32) -> impl Iterator<Item = PolicyNumber> + use<'i, U> {
        self.store.list(list).filter_map(|entry| match entry {
            Entry::Policy(policy) => Some(PolicyNumber::new(policy)),
            Entry::Group(_) | Entry::Scoped(_) => None,
        })
    }

    /// What the policy of the resource, or of the role that is to be assumed, says.
    fn resource_side<O: Observer>(
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

/// Whether an action is the one of this name, in any case.
#[inline]
pub(crate) fn is(action: &Action<'_>, name: &str) -> bool {
    action.as_str().eq_ignore_ascii_case(name)
}
