//! A store as the steps that build it, to be built again in another order, or without some of
//! them.
//!
//! Must not know why a step is left out.

use ramgate_syntax::store::{
    Account, Attachments, Directory, Holder, NodeKind, NodeRef, PolicyName, PolicyRef, Scope,
    Target,
};
use ramgate_syntax::{KeyRegistry, Policy, Store, StoreError};

use crate::generate::Dice;

/// The same store, built in another order.
pub fn shuffled(dice: &mut Dice<'_>, store: &Store) -> Option<Store> {
    let mut steps = steps(store);
    for at in (1..steps.len()).rev() {
        steps.swap(at, dice.below(at + 1));
    }
    build(store.keys(), steps)
}

/// One change of a store that is being built.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    ShortCircuit(bool),
    Policy(String, Box<Policy>),
    Account(String),
    User(String, String),
    Group(String, String),
    Role(String, String),
    Membership(String, String, String),
    Attach(String, OwnedHolder, String, Option<String>),
    ServiceLinked(String, String),
    Trust(String, String, Own),
    Directory(Option<String>),
    Folder(String),
    Member(String, String),
    /// Of a folder by its path, or of a member.
    Control(NodeKind, String, Vec<String>),
    Resource(String),
    ResourceGroup(String, String),
    ResourcePolicy(String, Own),
}

/// A policy that is declared, or stands in place.
#[derive(Clone, Debug)]
pub(crate) enum Own {
    Named(String),
    Document(Box<Policy>),
}

/// A holder that owns its name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum OwnedHolder {
    User(String),
    Group(String),
    Role(String),
}

impl OwnedHolder {
    fn lend(&self) -> Holder<'_> {
        match self {
            Self::User(name) => Holder::User(name),
            Self::Group(name) => Holder::Group(name),
            Self::Role(name) => Holder::Role(name),
        }
    }
}

impl Step {
    fn apply(&self, store: &mut Store) -> Result<(), StoreError> {
        match self {
            Self::ShortCircuit(short) => {
                store.set_account_scope_short_circuit(*short);
                Ok(())
            }
            Self::Policy(name, policy) => store.put_policy(name, (**policy).clone()),
            Self::Account(id) => store.add_account(id),
            Self::User(account, name) => store.add_user(account, name),
            Self::Group(account, name) => store.add_group(account, name),
            Self::Role(account, name) => store.add_role(account, name),
            Self::Membership(account, user, group) => {
                store.set_membership(account, user, group, true).map(|_| ())
            }
            Self::Attach(account, holder, policy, group) => {
                let scope = group
                    .as_deref()
                    .map_or(Scope::Account, Scope::ResourceGroup);
                store
                    .attach(account, holder.lend(), policy, scope)
                    .map(|_| ())
            }
            Self::ServiceLinked(account, role) => store.set_service_linked(account, role, true),
            Self::Trust(account, role, Own::Named(policy)) => {
                store.set_trust(account, role, policy)
            }
            Self::Trust(account, role, Own::Document(policy)) => {
                store.set_trust_document(account, role, (**policy).clone())
            }
            Self::Directory(management) => store.set_directory(management.as_deref()),
            Self::Folder(path) => store.add_folder(path),
            Self::Member(folder, account) => store.add_member(folder, account),
            Self::Control(kind, name, policies) => {
                let target = match kind {
                    NodeKind::Account => Target::Account(name),
                    NodeKind::Root | NodeKind::Folder => Target::Folder(name),
                };
                let policies: Vec<&str> = policies.iter().map(String::as_str).collect();
                store.set_control_policies(target, &policies)
            }
            Self::Resource(arn) => store.add_resource(arn),
            Self::ResourceGroup(arn, id) => store.set_resource_group(arn, Some(id)),
            Self::ResourcePolicy(arn, Own::Named(policy)) => store.set_resource_policy(arn, policy),
            Self::ResourcePolicy(arn, Own::Document(policy)) => {
                store.set_resource_document(arn, (**policy).clone())
            }
        }
    }
}

/// Takes the steps in their order, those that come too early later again. Nothing if one can
/// never be taken.
pub(crate) fn build(keys: &KeyRegistry, mut steps: Vec<Step>) -> Option<Store> {
    let mut store = Store::with_keys(keys.clone());
    while !steps.is_empty() {
        let before = steps.len();
        steps.retain(|step| step.apply(&mut store).is_err());
        if steps.len() == before {
            return None;
        }
    }
    Some(store)
}

/// The steps that build a store.
pub(crate) fn steps(store: &Store) -> Vec<Step> {
    let mut steps = vec![Step::ShortCircuit(store.account_scope_short_circuit())];
    for (policy, name) in store.documents().in_order() {
        let document = store.documents().get(policy);
        let document = document.filter(|document| !document.is_built_in());
        if let (Some(document), PolicyName::Named(name)) = (document, name) {
            let policy = Policy::clone(document.policy());
            steps.push(Step::Policy(name.to_string(), Box::new(policy)));
        }
    }
    for (id, account) in store.accounts() {
        steps.push(Step::Account(id.to_owned()));
        of_account(&mut steps, store, id, account);
    }
    if let Some(directory) = store.directory() {
        of_directory(&mut steps, store, directory);
    }
    for (_, resource) in store.resources() {
        let arn = || resource.arn().to_owned();
        steps.push(Step::Resource(arn()));
        if let Some(id) = resource.resource_group() {
            steps.push(Step::ResourceGroup(arn(), id.to_owned()));
        }
        if let Some(own) = resource.policy().and_then(|policy| own(store, policy)) {
            steps.push(Step::ResourcePolicy(arn(), own));
        }
    }
    steps
}

fn of_account(steps: &mut Vec<Step>, store: &Store, id: &str, account: &Account) {
    let own_id = || id.to_owned();
    for (group, name) in account.groups() {
        steps.push(Step::Group(own_id(), name.to_owned()));
        if let Some(group) = account.group(group) {
            let holder = OwnedHolder::Group(name.to_owned());
            of_holder(steps, store, id, &holder, group.attachments());
        }
    }
    for (_, user) in account.users() {
        let name = || user.name().to_owned();
        steps.push(Step::User(own_id(), name()));
        of_holder(
            steps,
            store,
            id,
            &OwnedHolder::User(name()),
            user.attachments(),
        );
        for group in user.groups().filter_map(|group| account.group(group)) {
            steps.push(Step::Membership(own_id(), name(), group.name().to_owned()));
        }
    }
    for (_, role) in account.roles() {
        let name = || role.name().to_owned();
        steps.push(Step::Role(own_id(), name()));
        of_holder(
            steps,
            store,
            id,
            &OwnedHolder::Role(name()),
            role.attachments(),
        );
        if role.is_service_linked() {
            steps.push(Step::ServiceLinked(own_id(), name()));
        }
        if let Some(own) = role.trust().and_then(|policy| own(store, policy)) {
            steps.push(Step::Trust(own_id(), name(), own));
        }
    }
}

fn of_holder(
    steps: &mut Vec<Step>,
    store: &Store,
    id: &str,
    holder: &OwnedHolder,
    attachments: &Attachments,
) {
    let mut attach = |policy, group: Option<&str>| {
        if let Some(name) = name(store, policy) {
            let group = group.map(str::to_owned);
            steps.push(Step::Attach(id.to_owned(), holder.clone(), name, group));
        }
    };
    for policy in attachments.policies() {
        attach(policy, None);
    }
    for (group, policies) in attachments.resource_groups() {
        for policy in policies {
            attach(policy, Some(group));
        }
    }
}

fn of_directory(steps: &mut Vec<Step>, store: &Store, directory: &Directory) {
    let management = directory.management_account().map(str::to_owned);
    steps.push(Step::Directory(management));
    let mut paths: Vec<(NodeRef, String)> = vec![(NodeRef::ROOT, String::new())];
    while let Some((at, path)) = paths.pop() {
        let Some(node) = directory.node(at) else {
            continue;
        };
        let policies = node.policies().filter_map(|policy| name(store, policy));
        let policies = policies.collect();
        if node.kind() == NodeKind::Account {
            let folder = path;
            let id = node.name().to_owned();
            steps.push(Step::Member(folder, id.clone()));
            steps.push(Step::Control(NodeKind::Account, id, policies));
            continue;
        }
        if node.kind() == NodeKind::Folder {
            steps.push(Step::Folder(path.clone()));
        }
        steps.push(Step::Control(node.kind(), path.clone(), policies));
        paths.extend(node.accounts().map(|(_, member)| (member, path.clone())));
        paths.extend(node.folders().map(|(name, folder)| {
            let inner = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}/{name}")
            };
            (folder, inner)
        }));
    }
}

/// The name of a declared policy.
fn name(store: &Store, policy: PolicyRef) -> Option<String> {
    match store.documents().get(policy)?.name() {
        PolicyName::Named(name) => Some(name.to_string()),
        PolicyName::Trust(_) | PolicyName::Resource(_) => None,
    }
}

fn own(store: &Store, policy: PolicyRef) -> Option<Own> {
    let document = store.documents().get(policy)?;
    Some(match document.name() {
        PolicyName::Named(name) => Own::Named(name.to_string()),
        PolicyName::Trust(_) | PolicyName::Resource(_) => {
            Own::Document(Box::new(Policy::clone(document.policy())))
        }
    })
}
