//! Identity policies and the policy of the resource together (6.3).
//!
//! Must not know how either was evaluated.

use ramgate_model::{Decision, DecisionKind, Effect, Principal, Stage};

use super::{Caller, Kind, Outcome, Target};

/// What each part of the last step says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answers {
    /// Identity policies at account scope.
    pub(crate) account: Outcome,
    /// Identity policies at the scope of the resource's group.
    pub(crate) group: Outcome,
    /// Whether the resource's group is known.
    pub(crate) group_known: bool,
    /// The policy of the resource, or the trust policy.
    pub(crate) resource: Outcome,
}

/// Which rule merges them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Side {
    /// There is no policy of the resource, and the caller is of the owner's account: identity
    /// policies decide.
    Identity,
    /// There is none, and the caller is of another account: nothing allows.
    Foreign,
    /// A key or secret and a caller of its account: one Allow suffices.
    Either {
        /// Whether the resource has a policy.
        attached: bool,
    },
    /// A key or secret and a caller of another account: both must allow.
    Both {
        /// Whether the resource has a policy.
        attached: bool,
    },
    /// A key or secret and the root of another account, which has no identity policies.
    Resource {
        /// Whether the resource has a policy.
        attached: bool,
    },
    /// A role and a caller with identity policies: both must allow.
    Trust,
    /// A role and a service or identity provider: trust decides.
    TrustAlone,
}

impl Side {
    pub(crate) fn of(caller: &Caller<'_>, target: &Target<'_>) -> Self {
        let attached = target.has_policy();
        match (target.kind, caller.principal) {
            (Kind::AssumeRole, Principal::Service(_) | Principal::IdentityProvider(_)) => {
                Self::TrustAlone
            }
            (Kind::AssumeRole, _) => Self::Trust,
            (Kind::Key | Kind::Secret, _) if target.same_account => Self::Either { attached },
            (Kind::Key | Kind::Secret, Principal::Root { .. }) => Self::Resource { attached },
            (Kind::Key | Kind::Secret, _) => Self::Both { attached },
            (Kind::Other, _) if target.same_account => Self::Identity,
            (Kind::Other, _) => Self::Foreign,
        }
    }

    /// The stage that the resource's answer belongs to.
    fn stage(self) -> Stage {
        match self {
            Self::Trust | Self::TrustAlone => Stage::AssumeRolePolicy,
            _ => Stage::ResourceBasedPolicy,
        }
    }

    fn has_policy(self) -> bool {
        match self {
            Self::Either { attached } | Self::Both { attached } | Self::Resource { attached } => {
                attached
            }
            Self::Trust | Self::TrustAlone => true,
            Self::Identity | Self::Foreign => false,
        }
    }
}

const ACCOUNT: Stage = Stage::AccountLevelIdentityBasedPolicy;
const GROUP: Stage = Stage::ResourceGroupLevelIdentityBasedPolicy;

/// The decision of the last step.
pub(crate) fn merge(answers: &Answers, side: Side, short_circuit: bool) -> Decision {
    let hidden = short_circuit && answers.account.kind() != DecisionKind::ImplicitDeny;
    let group = if hidden {
        Outcome::default()
    } else {
        answers.group
    };
    let stages = [
        (answers.account, ACCOUNT),
        (group, GROUP),
        (answers.resource, side.stage()),
    ];
    for (outcome, stage) in stages {
        if let Some(found) = outcome.deny() {
            return found.decision(Effect::Deny, stage);
        }
    }
    let allows = |outcome: Outcome, stage: Stage| {
        let found = outcome.allow()?;
        Some(found.decision(Effect::Allow, stage))
    };
    let identity = allows(answers.account, ACCOUNT).or_else(|| allows(group, GROUP));
    let resource = allows(answers.resource, side.stage());
    let allowed = match side {
        Side::Identity => identity,
        Side::Foreign => None,
        Side::Either { .. } => identity.or(resource),
        Side::Both { .. } | Side::Trust => identity.and(resource),
        Side::Resource { .. } | Side::TrustAlone => resource,
    };
    allowed.unwrap_or_else(|| {
        Decision::implicit_deny(if side.has_policy() {
            side.stage()
        } else if answers.group_known {
            GROUP
        } else {
            ACCOUNT
        })
    })
}
