//! The policy of the resource: of a key or secret, of a role that is to be assumed (3B of 6.2).
//!
//! Must not know how it counts for the call.

use ramgate_model::{Arn, DecisionKind, Principal};
use ramgate_syntax::PolicyKind;
use ramgate_syntax::store::{PolicyRef, Role, StoredResource};

use super::answer::Attached;
use super::asked::Asked;
use super::is_same;
use super::policies::{Attachment, Finding};

/// What the policy of the resource decides. Where there is none: nothing.
pub(super) fn find(asked: &Asked<'_>) -> Finding {
    if asked.is_assume_role() {
        return trust(asked);
    }
    let policy = asked
        .stored_resource()
        .and_then(StoredResource::policy)
        .zip(asked.policy_kind());
    let finding = policy.map_or(Finding::nothing(), |(policy, kind)| {
        decide(asked, kind, policy)
    });
    // Where it is not written whose the resource is, its policy may forbid but not grant.
    if finding.kind == DecisionKind::Allow && !asked.names_account() {
        Finding::nothing()
    } else {
        finding
    }
}

/// What the trust policy of the role decides. A role that belongs to a service is for services
/// only (7.6).
fn trust(asked: &Asked<'_>) -> Finding {
    let Some(role) = role_to_assume(asked) else {
        return Finding::nothing();
    };
    let finding = role.trust().map_or(Finding::nothing(), |policy| {
        decide(asked, PolicyKind::Trust, policy)
    });
    let is_for_caller =
        !role.is_service_linked() || matches!(asked.principal(), Principal::Service(_));
    if finding.kind == DecisionKind::Allow && !is_for_caller {
        Finding::nothing()
    } else {
        finding
    }
}

/// The role that the resource names, if it names one that is known.
fn role_to_assume<'s>(asked: &Asked<'s>) -> Option<&'s Role> {
    let arn = asked.resource()?;
    let account = asked.store().account(arn.account())?;
    account.role(role_name(&arn)?)
}

/// `acs:ram:<any region>:<account>:role/<name>`, without a session; case does not count (2.35).
fn role_name<'a>(arn: &Arn<'a>) -> Option<&'a str> {
    let (sort, name) = arn.relative_id().split_once('/')?;
    let is_role = is_same(arn.service(), "ram") && is_same(sort, "role") && !name.contains('/');
    is_role.then_some(name)
}

fn decide(asked: &Asked<'_>, kind: PolicyKind, policy: PolicyRef) -> Finding {
    let policy = Attachment::of(asked.store(), policy, Attached::Resource);
    Finding::of(asked, kind, policy.into_iter().collect())
}
