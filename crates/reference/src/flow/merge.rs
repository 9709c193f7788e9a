//! What identity policies and the resource's policy decide together (4 of 6.2, 6.3).
//!
//! Must not know policies.

use ramgate_model::{DecisionKind, Principal, Stage};

use super::answer::Authorization;
use super::asked::Asked;
use super::identity::Identity;
use super::policies::Finding;

/// The answer. Its stage is the first that denies explicitly; else, of an allow, the identity side
/// if that suffices, the resource side otherwise.
pub(super) fn merge(asked: &Asked<'_>, identity: &Identity, resource: &Finding) -> Authorization {
    let account = (Stage::AccountLevelIdentityBasedPolicy, &identity.account);
    let group = (
        Stage::ResourceGroupLevelIdentityBasedPolicy,
        &identity.group,
    );
    let resource = if asked.is_assume_role() {
        (Stage::AssumeRolePolicy, resource)
    } else {
        (Stage::ResourceBasedPolicy, resource)
    };
    let first = |kind, of: &[(Stage, &Finding)]| {
        of.iter()
            .find(|(_, finding)| finding.kind == kind)
            .map(|(stage, finding)| Authorization::found(*stage, finding))
    };
    if let Some(denied) = first(DecisionKind::ExplicitDeny, &[account, group, resource]) {
        return denied;
    }
    let by_identity = first(DecisionKind::Allow, &[account, group]);
    let by_resource = first(DecisionKind::Allow, &[resource]);
    allowed(asked, by_identity, by_resource).unwrap_or_else(|| {
        Authorization::without_statement(DecisionKind::ImplicitDeny, silent_stage(asked))
    })
}

/// Which of the two sides allows the call, if it is allowed (6.3).
fn allowed(
    asked: &Asked<'_>,
    by_identity: Option<Authorization>,
    by_resource: Option<Authorization>,
) -> Option<Authorization> {
    if asked.is_assume_role() {
        // Both. At login, and for services, the role decides alone.
        let decides_alone = matches!(
            asked.principal(),
            Principal::Service(_) | Principal::IdentityProvider(_)
        );
        return by_resource.filter(|_| by_identity.is_some() || decides_alone);
    }
    match (asked.policy_kind(), asked.is_same_account()) {
        // A key or secret: either in its own account, both from another one. Another account's
        // root has no identity policies and needs none.
        (Some(_), true) => by_identity.or(by_resource),
        (Some(_), false) => {
            let decides_alone = matches!(asked.principal(), Principal::Root { .. });
            by_resource.filter(|_| by_identity.is_some() || decides_alone)
        }
        // Anything else has no policy, and identity policies do not reach another account.
        (None, true) => by_identity,
        (None, false) => None,
    }
}

/// The stage of a call that nothing allows or denies.
fn silent_stage(asked: &Asked<'_>) -> Stage {
    let has_policy = asked.names_account()
        && asked
            .stored_resource()
            .is_some_and(|resource| resource.policy().is_some());
    if asked.is_assume_role() {
        Stage::AssumeRolePolicy
    } else if has_policy {
        Stage::ResourceBasedPolicy
    } else if asked.resource_group().is_some() {
        Stage::ResourceGroupLevelIdentityBasedPolicy
    } else {
        Stage::AccountLevelIdentityBasedPolicy
    }
}
