//! Identity policies: of a user and its groups, of a role (3A of 6.2).
//!
//! Must not know how they count for the call.

use ramgate_model::{DecisionKind, Principal};
use ramgate_syntax::PolicyKind;
use ramgate_syntax::store::{Account, Attachments, User};

use super::answer::Attached;
use super::asked::Asked;
use super::policies::{Attachment, Finding};

/// What the identity policies of the caller decide.
pub(super) struct Identity {
    /// Those attached at account scope.
    pub(super) account: Finding,
    /// Those attached at the scope of the group that holds the resource.
    pub(super) group: Finding,
}

/// Asks the policies of both scopes. In the documented flow those of the group count only if those
/// of the account decide nothing (Q3).
pub(super) fn find(asked: &Asked<'_>) -> Identity {
    let holders = holders(asked);
    let account = Finding::of(
        asked,
        PolicyKind::Identity,
        holders
            .iter()
            .flat_map(|(attachments, attached)| {
                attachments
                    .policies()
                    .filter_map(|policy| Attachment::of(asked.store(), policy, attached.clone()))
            })
            .collect(),
    );
    let hides =
        asked.store().account_scope_short_circuit() && account.kind != DecisionKind::ImplicitDeny;
    let group = match asked.resource_group() {
        Some(id) if !hides => Finding::of(
            asked,
            PolicyKind::Identity,
            holders
                .iter()
                .flat_map(|(attachments, attached)| {
                    attachments.in_resource_group(id).filter_map(|policy| {
                        Attachment::of(asked.store(), policy, attached.clone())
                    })
                })
                .collect(),
        ),
        _ => Finding::nothing(),
    };
    Identity { account, group }
}

/// What the policies of the caller are attached to: a user itself, then its groups by name; a role.
/// Nobody else has any, and neither has who is not in the store.
fn holders<'s>(asked: &Asked<'s>) -> Vec<(&'s Attachments, Attached)> {
    let store = asked.store();
    match asked.principal() {
        Principal::User { account, name } => store
            .account(account)
            .and_then(|account| Some((account, account.user(name)?)))
            .map_or(Vec::new(), |(account, user)| of_user(account, user)),
        Principal::Role { account, name, .. } => store
            .account(account)
            .and_then(|account| account.role(name))
            .map_or(Vec::new(), |role| {
                vec![(role.attachments(), Attached::Role)]
            }),
        Principal::Root { .. }
        | Principal::Service(_)
        | Principal::IdentityProvider(_)
        | Principal::Anonymous => Vec::new(),
    }
}

fn of_user<'s>(account: &'s Account, user: &'s User) -> Vec<(&'s Attachments, Attached)> {
    let mut groups: Vec<_> = user
        .groups()
        .filter_map(|group| account.group(group))
        .collect();
    groups.sort_by_key(|group| group.name());
    let mut holders = vec![(user.attachments(), Attached::User)];
    holders.extend(groups.into_iter().map(|group| {
        let attached = Attached::Group(group.name().to_owned());
        (group.attachments(), attached)
    }));
    holders
}
