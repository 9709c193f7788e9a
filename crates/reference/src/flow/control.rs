//! Control policies: level by level from a member up to the root (7.1).
//!
//! Must not know the other stages.

use ramgate_model::{DecisionKind, Principal, Stage};
use ramgate_syntax::PolicyKind;
use ramgate_syntax::store::{Directory, Node, NodeKind, NodeRef, Role};

use super::answer::{Attached, Authorization};
use super::asked::Asked;
use super::policies::{Attachment, Finding};

/// What ends the call at control policies: the first node, going up from the owner of the resource
/// and then from the caller's account, that does not allow.
pub(super) fn end(asked: &Asked<'_>) -> Option<Authorization> {
    let directory = asked.store().directory()?;
    if is_exempt(asked, directory) {
        return None;
    }
    let owner = asked.owner();
    let caller = asked.principal().account();
    let mut chains = vec![owner];
    // The owner's chain alone binds services.
    let is_service = matches!(asked.principal(), Principal::Service(_));
    if caller != owner && !is_service {
        chains.push(caller);
    }
    chains
        .into_iter()
        .flatten()
        // An account that is no member has no chain.
        .flat_map(|account| directory.chain(account))
        .map(|node| finding(asked, directory, node))
        .find(|finding| finding.kind != DecisionKind::Allow)
        .map(|finding| Authorization::found(Stage::ControlPolicy, &finding))
}

/// 6.4: not bound are roots, identities of the management account, sessions of service-linked roles
/// and nobody in particular.
fn is_exempt(asked: &Asked<'_>, directory: &Directory) -> bool {
    let is_managing = |account| directory.management_account() == Some(account);
    match asked.principal() {
        Principal::Root { .. } | Principal::Anonymous => true,
        Principal::User { account, .. } => is_managing(account),
        Principal::Role { account, name, .. } => {
            let role = asked.store().account(account).and_then(|a| a.role(name));
            is_managing(account) || role.is_some_and(Role::is_service_linked)
        }
        // A service that acts for the management account and a login there are none of its
        // identities.
        Principal::Service(_) | Principal::IdentityProvider(_) => false,
    }
}

/// What all policies of one node decide together.
fn finding(asked: &Asked<'_>, directory: &Directory, node: NodeRef) -> Finding {
    let attached = place(directory, node);
    let policies = directory
        .node(node)
        .into_iter()
        .flat_map(Node::policies)
        .filter_map(|policy| Attachment::of(asked.store(), policy, attached.clone()))
        .collect();
    Finding::of(asked, PolicyKind::Control, policies)
}

/// Where a node's policies are attached: to an account, or to a folder by its path.
fn place(directory: &Directory, node: NodeRef) -> Attached {
    let mut path: Vec<&str> = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next.and_then(|node| directory.node(node)) {
        match node.kind() {
            NodeKind::Account => return Attached::Account(node.name().to_owned()),
            NodeKind::Folder => path.push(node.name()),
            NodeKind::Root => {}
        }
        next = node.parent();
    }
    path.reverse();
    Attached::Folder(path.join("/"))
}
