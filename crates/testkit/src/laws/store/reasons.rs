//! Who may be allowed at all, and by which stage (6.2 to 6.5).
//!
//! Must not know policies: only that there is one, where one is needed.

use ramgate_model::{Arn, DecisionKind, Principal, Resource, Stage};
use ramgate_syntax::Store;

use super::{Broken, Trial};
use crate::authority::StoreEvaluator;
use crate::call::StoreCase;
use crate::case::OwnedRequest;

/// An allow has a reason that its caller can have: identity policies are of those whom the store
/// knows, trust policies of roles that it knows, policies of resources of those that it knows;
/// root is of the owner, and nobody in particular may do nothing. So an unknown caller is allowed
/// by the resource alone.
///
/// # Errors
/// When an allow has another reason.
pub fn an_allow_has_a_reason<E: StoreEvaluator>(
    evaluator: &E,
    case: &StoreCase,
) -> Result<(), Broken> {
    let trial = Trial {
        evaluator,
        law: "an allow has a reason that its caller can have",
        case,
    };
    let authority = trial.prepare(&case.store)?;
    let principal = Principal::new(&case.call.principal)
        .map_err(|error| trial.broken("a readable caller", error))?;
    for check in &case.call.checks {
        let mut call = case.call.clone();
        call.checks = vec![check.clone()];
        let answer = trial.ask(&authority, &call)?;
        let by_statement = answer.determined_by.first().is_some();
        if answer.kind == DecisionKind::Allow {
            let needs_statement = !matches!(answer.stage, Stage::Root | Stage::Exempt);
            let can_be = is_possible(&case.store, &principal, check, answer.stage);
            if !can_be || by_statement != needs_statement {
                return Err(trial.broken("a reason that the caller can have", answer));
            }
        } else if by_statement != (answer.kind == DecisionKind::ExplicitDeny) {
            return Err(trial.broken("a statement behind every explicit deny alone", answer));
        }
    }
    Ok(())
}

fn is_possible(
    store: &Store,
    principal: &Principal<'_>,
    check: &OwnedRequest,
    stage: Stage,
) -> bool {
    let arn = match Resource::new(&check.resource) {
        Ok(Resource::Arn(arn)) => Some(arn),
        _ => None,
    };
    let named = arn.map(|arn| arn.account());
    let owner = named.filter(|account| !account.is_empty() && *account != "*");
    let owner = owner.or_else(|| principal.account());
    let is_own = owner.is_some() && principal.account() == owner;
    let is_assume_role = check.action.eq_ignore_ascii_case("sts:AssumeRole");
    match stage {
        Stage::Exempt => check.action.eq_ignore_ascii_case("kms:DescribeRegions"),
        Stage::Root => matches!(principal, Principal::Root { .. }) && is_own && !is_assume_role,
        Stage::AccountLevelIdentityBasedPolicy | Stage::ResourceGroupLevelIdentityBasedPolicy => {
            is_known(store, principal) && is_own && !is_assume_role
        }
        Stage::AssumeRolePolicy => {
            let alone = matches!(
                principal,
                Principal::Service(_) | Principal::IdentityProvider(_)
            );
            let trusted = arn.and_then(|arn| role_of(store, &arn));
            is_assume_role && trusted.is_some() && (alone || is_known(store, principal))
        }
        Stage::ResourceBasedPolicy => {
            let known = arn.and_then(|arn| store.resource(&arn));
            let has_policy = known.is_some_and(|resource| resource.policy().is_some());
            let by_itself = is_own || matches!(principal, Principal::Root { .. });
            let may_be_named = matches!(
                principal,
                Principal::User { .. } | Principal::Role { .. } | Principal::Root { .. }
            );
            has_policy
                && !is_assume_role
                && may_be_named
                && (by_itself || is_known(store, principal))
        }
        _ => false,
    }
}

/// Whether the store knows the user or role.
fn is_known(store: &Store, principal: &Principal<'_>) -> bool {
    match principal {
        Principal::User { account, name } => {
            let account = store.account(account);
            account.is_some_and(|account| account.user(name).is_some())
        }
        Principal::Role { account, name, .. } => {
            let account = store.account(account);
            account.is_some_and(|account| account.role(name).is_some())
        }
        _ => false,
    }
}

/// The trust policy of the role that a resource is.
fn role_of<'s>(store: &'s Store, arn: &Arn<'_>) -> Option<&'s ramgate_syntax::Policy> {
    let id = arn.relative_id();
    let name = id
        .get(.."role/".len())
        .filter(|kind| kind.eq_ignore_ascii_case("role/"));
    let name = name.and_then(|_| id.get("role/".len()..))?;
    let trust = store.account(arn.account())?.role(name)?.trust()?;
    Some(store.documents().get(trust)?.policy())
}
