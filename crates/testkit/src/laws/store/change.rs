//! Stores changed in ways that a law speaks of, as the steps that build them.
//!
//! Must not know the laws.

use ramgate_model::{Arn, Effect, Principal, Resource};
use ramgate_syntax::store::NodeKind;
use ramgate_syntax::tree::{Mode, Policy, PolicyKind, Statement};

use crate::call::OwnedCall;
use crate::generate::{self, Dice};
use crate::rebuild::{Own, OwnedHolder, Step};

/// The name of a policy that no store has.
pub(super) const NEW: &str = "~new";

/// The policies in the steps.
fn policies(steps: &mut [Step]) -> Vec<&mut Policy> {
    steps
        .iter_mut()
        .filter_map(|step| match step {
            Step::Policy(_, policy)
            | Step::Trust(_, _, Own::Document(policy))
            | Step::ResourcePolicy(_, Own::Document(policy)) => Some(&mut **policy),
            _ => None,
        })
        .collect()
}

/// One more statement at the end of one of the policies.
pub(super) fn add_statement(
    dice: &mut Dice<'_>,
    steps: &mut [Step],
    more: impl FnOnce(&mut Dice<'_>, PolicyKind) -> Statement,
) {
    let mut policies = policies(steps);
    let at = dice.below(policies.len());
    if let Some(policy) = policies.get_mut(at) {
        let more = more(dice, policy.kind);
        policy.statements.push(more);
    }
}

/// A new policy of one Deny, attached to somebody or to a node of the directory.
pub(super) fn add_deny(dice: &mut Dice<'_>, steps: &mut Vec<Step>, mode: Mode) {
    let mut deny = generate::policy(dice, mode, PolicyKind::Identity);
    deny.statements = vec![generate::deny_of(dice, mode, PolicyKind::Identity)];
    steps.push(Step::Policy(NEW.to_owned(), Box::new(deny)));
    let mut places: Vec<Step> = Vec::new();
    for step in &*steps {
        let (account, holder) = match step {
            Step::User(account, name) => (account, OwnedHolder::User(name.clone())),
            Step::Group(account, name) => (account, OwnedHolder::Group(name.clone())),
            Step::Role(account, name) => (account, OwnedHolder::Role(name.clone())),
            Step::Control(kind, name, policies) => {
                let mut policies = policies.clone();
                policies.push(NEW.to_owned());
                places.push(Step::Control(*kind, name.clone(), policies));
                continue;
            }
            _ => continue,
        };
        let group = dice.chance(30).then(|| "rg-1".to_owned());
        places.push(Step::Attach(account.clone(), holder, NEW.to_owned(), group));
    }
    let Some(place) = dice.pick(&places).cloned() else {
        return;
    };
    if let Step::Control(kind, name, _) = &place {
        steps.retain(|step| !is_control_of(step, *kind, name));
    }
    steps.push(place);
}

pub(super) fn is_control_of(step: &Step, kind: NodeKind, name: &str) -> bool {
    matches!(step, Step::Control(of, named, _) if *of == kind && named == name)
}

/// Takes away one attachment of a policy without a Deny, or many of them.
pub(super) fn detach_allows(dice: &mut Dice<'_>, steps: &mut Vec<Step>) {
    let only_allows = |policy: &Policy| {
        let mut statements = policy.statements.iter();
        statements.all(|statement| statement.effect == Effect::Allow)
    };
    let mut harmless: Vec<String> = ["AdministratorAccess", "FullAliyunAccess"]
        .map(str::to_owned)
        .to_vec();
    for step in &*steps {
        if let Step::Policy(name, policy) = step
            && only_allows(policy)
        {
            harmless.push(name.clone());
        }
    }
    let own_is_harmless = |own: &Own| match own {
        Own::Named(name) => harmless.contains(name),
        Own::Document(policy) => only_allows(policy),
    };
    let percent = if dice.chance(50) { 100 } else { 30 };
    steps.retain_mut(|step| {
        if !dice.chance(percent) {
            return true;
        }
        match step {
            Step::Attach(_, _, policy, _) => !harmless.contains(policy),
            Step::Trust(_, _, own) | Step::ResourcePolicy(_, own) => !own_is_harmless(own),
            Step::Control(_, _, policies) => {
                policies.retain(|policy| !harmless.contains(policy));
                true
            }
            _ => true,
        }
    });
}

/// Only what concerns the call: the caller, the roles and resources that it names, and all groups
/// and directories.
pub(super) fn keep_concerned(steps: &mut Vec<Step>, call: &OwnedCall) {
    let named: Vec<Resource<'_>> = call
        .checks
        .iter()
        .filter_map(|check| Resource::new(&check.resource).ok())
        .collect();
    let is_caller_user = |account: &str, user: &str| {
        matches!(Principal::new(&call.principal),
            Ok(Principal::User { account: of, name })
                if of == account && name.eq_ignore_ascii_case(user))
    };
    let is_caller_role = |account: &str, role: &str| {
        matches!(Principal::new(&call.principal),
            Ok(Principal::Role { account: of, name, .. })
                if of == account && name.eq_ignore_ascii_case(role))
    };
    let is_named_role = |account: &str, role: &str| {
        let id = format!("role/{role}");
        named.iter().any(|resource| {
            matches!(resource, Resource::Arn(arn)
                if arn.account() == account && arn.relative_id().eq_ignore_ascii_case(&id))
        })
    };
    // Where no account is written, a resource may be the caller's own.
    let is_named = |written: &str| {
        let Ok(written) = Arn::new(written) else {
            return false;
        };
        named.iter().any(|resource| {
            matches!(resource, Resource::Arn(arn)
                if arn.service().eq_ignore_ascii_case(written.service())
                    && arn.region() == written.region()
                    && (arn.account() == written.account() || matches!(arn.account(), "" | "*"))
                    && arn.relative_id().eq_ignore_ascii_case(written.relative_id()))
        })
    };
    let concerns_role =
        |account: &str, role: &str| is_caller_role(account, role) || is_named_role(account, role);
    steps.retain(|step| match step {
        Step::User(account, user)
        | Step::Membership(account, user, _)
        | Step::Attach(account, OwnedHolder::User(user), ..) => is_caller_user(account, user),
        Step::Role(account, role)
        | Step::Attach(account, OwnedHolder::Role(role), ..)
        | Step::ServiceLinked(account, role)
        | Step::Trust(account, role, _) => concerns_role(account, role),
        Step::Resource(arn) | Step::ResourceGroup(arn, _) | Step::ResourcePolicy(arn, _) => {
            is_named(arn)
        }
        _ => true,
    });
}
