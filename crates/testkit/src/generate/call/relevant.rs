//! Which statements of a store a call may meet.
//!
//! Must not know whether they apply: this is where to draw near to, and may be too much.

use ramgate_model::{Arn, Principal};
use ramgate_syntax::Store;
use ramgate_syntax::store::{Attachments, Node, PolicyRef, StoredResource};
use ramgate_syntax::tree::Statement;

/// Those of the caller, of the directory above caller and owner, and of the resource.
pub(super) fn statements<'s>(
    store: &'s Store,
    principal: &str,
    resource: &str,
) -> Vec<&'s Statement> {
    let principal = Principal::new(principal).ok();
    let mut policies = Vec::new();
    if let Some(principal) = &principal {
        policies.extend(of_caller(store, principal));
    }
    let owner = Arn::new(resource).map(|arn| arn.account()).ok();
    let caller = principal.and_then(|principal| principal.account());
    for account in [owner, caller].into_iter().flatten() {
        policies.extend(of_directory(store, account));
    }
    let mut found = statements_of(store, policies);
    found.extend(of_resource(store, resource));
    found
}

/// Those of the policy of a key or secret, or of the trust policy of a role.
pub(super) fn of_resource<'s>(store: &'s Store, resource: &str) -> Vec<&'s Statement> {
    let Ok(arn) = Arn::new(resource) else {
        return Vec::new();
    };
    let own = store.resource(&arn).and_then(StoredResource::policy);
    let trust = store.account(arn.account()).and_then(|account| {
        let name = arn.relative_id().strip_prefix("role/")?;
        account.role(name)?.trust()
    });
    statements_of(store, own.into_iter().chain(trust).collect())
}

fn statements_of(store: &Store, policies: Vec<PolicyRef>) -> Vec<&Statement> {
    policies
        .into_iter()
        .filter_map(|policy| store.documents().get(policy))
        .filter(|document| !document.is_built_in())
        .flat_map(|document| &document.policy().statements)
        .collect()
}

fn of_caller(store: &Store, principal: &Principal<'_>) -> Vec<PolicyRef> {
    let mut found = Vec::new();
    match principal {
        Principal::User { account, name } => {
            if let Some(account) = store.account(account)
                && let Some(user) = account.user(name)
            {
                found.extend(attached(user.attachments()));
                let groups = user.groups().filter_map(|group| account.group(group));
                found.extend(groups.flat_map(|group| attached(group.attachments())));
            }
        }
        Principal::Role { account, name, .. } => {
            let role = store
                .account(account)
                .and_then(|account| account.role(name));
            found.extend(
                role.into_iter()
                    .flat_map(|role| attached(role.attachments())),
            );
        }
        _ => {}
    }
    found
}

fn attached(attachments: &Attachments) -> Vec<PolicyRef> {
    let groups = attachments.resource_groups();
    let in_groups = groups.flat_map(|(_, policies)| policies);
    attachments.policies().chain(in_groups).collect()
}

fn of_directory(store: &Store, account: &str) -> Vec<PolicyRef> {
    let Some(directory) = store.directory() else {
        return Vec::new();
    };
    let nodes = directory.chain(account);
    let nodes = nodes.into_iter().filter_map(|node| directory.node(node));
    nodes.flat_map(Node::policies).collect()
}
