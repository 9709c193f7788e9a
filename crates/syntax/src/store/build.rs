//! Building and changing a store from Rust.
//!
//! Each change is checked when it is made; one that fails leaves the store as it was. Must not
//! know JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ramgate_model::{Arn, Principal};

use super::account::{Account, Attachments, Group, GroupRef, Role, User};
use super::directory::{Directory, Node, NodeKind, NodeRef};
use super::documents::{Documents, PolicyName, PolicyRef};
use super::resource::{ResourceKind, StoredResource, canonical_name};
use super::{Store, StoreError, Structure, builtin};
use crate::{KeyRegistry, Policy, PolicyKind};

/// What identity policies are attached to, within an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holder<'a> {
    /// A user.
    User(&'a str),
    /// A group.
    Group(&'a str),
    /// A role.
    Role(&'a str),
}

/// For which resources an attachment counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope<'a> {
    /// For all.
    Account,
    /// For those in the resource group of this id.
    ResourceGroup(&'a str),
}

/// What control policies are attached to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target<'a> {
    /// A folder by its path from the root, such as `prod/eu`; the root itself is the empty path.
    Folder(&'a str),
    /// A member account.
    Account(&'a str),
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl Store {
    /// A store in which there is nobody, without a resource directory. It has the system policies
    /// `FullAliyunAccess` and `AdministratorAccess`.
    pub fn new() -> Self {
        Self::with_keys(KeyRegistry::new())
    }

    /// The same, where conditions may rely on keys of the user's own.
    pub fn with_keys(keys: KeyRegistry) -> Self {
        let mut documents = Documents::default();
        let everything = Arc::new(builtin::everything());
        for name in builtin::NAMES {
            let name = PolicyName::Named(name.into());
            documents.put(name, Arc::clone(&everything), true);
        }
        Self {
            keys,
            account_scope_short_circuit: false,
            documents,
            accounts: BTreeMap::new(),
            directory: None,
            resources: BTreeMap::new(),
            structure: Structure::default(),
        }
    }

    /// Whether an answer at account scope hides the policies at the scope of a resource group (Q3);
    /// by default it does not.
    pub fn set_account_scope_short_circuit(&mut self, short_circuit: bool) {
        self.account_scope_short_circuit = short_circuit;
        self.reattach();
    }

    /// Declares a policy, or changes the one of this name.
    ///
    /// # Errors
    /// When the name is of a system policy that says something else, or the policy has a name
    /// already and its new kind does not belong where it may be attached.
    pub fn put_policy(&mut self, name: &str, policy: Policy) -> Result<(), StoreError> {
        if builtin::NAMES.contains(&name) {
            return if builtin::is_everything(&policy) {
                Ok(())
            } else {
                Err(StoreError::duplicate("system policy", name))
            };
        }
        self.put_document(PolicyName::Named(name.into()), policy)?;
        Ok(())
    }

    /// Adds a user to an account, which is added too if it is not known.
    ///
    /// # Errors
    /// When the id or the name cannot be one, or there is such a user, in any case.
    pub fn add_user(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        let users = &mut self.new_in(account, name, "user")?.users;
        let user = User {
            name: name.to_owned(),
            ..User::default()
        };
        insert_new(users, name.to_ascii_lowercase(), user, "user")?;
        self.restructure();
        Ok(())
    }

    /// Adds a group to an account, which is added too if it is not known.
    ///
    /// # Errors
    /// When the id or the name cannot be one, or there is such a group.
    pub fn add_group(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        let account = self.new_in(account, name, "group")?;
        let group = GroupRef(u32::try_from(account.groups.len()).unwrap_or(u32::MAX));
        insert_new(&mut account.groups_by_name, name.to_owned(), group, "group")?;
        account.groups.push(Group {
            name: name.to_owned(),
            ..Group::default()
        });
        self.restructure();
        Ok(())
    }

    /// Adds a role to an account, which is added too if it is not known. Without a trust policy
    /// nobody can assume it.
    ///
    /// # Errors
    /// When the id or the name cannot be one, or there is such a role, in any case.
    pub fn add_role(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        let roles = &mut self.new_in(account, name, "role")?.roles;
        let role = Role {
            name: name.to_owned(),
            ..Role::default()
        };
        insert_new(roles, name.to_ascii_lowercase(), role, "role")?;
        self.restructure();
        Ok(())
    }

    /// Adds an account of which nobody is known yet.
    ///
    /// # Errors
    /// When the id cannot be one.
    pub fn add_account(&mut self, id: &str) -> Result<(), StoreError> {
        check_account(id)?;
        self.accounts.entry(id.to_owned()).or_default();
        self.restructure();
        Ok(())
    }

    /// Removes a user.
    ///
    /// # Errors
    /// When there is none.
    pub fn remove_user(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        let users = &mut self.known_account(account)?.users;
        let removed = users.remove(&name.to_ascii_lowercase());
        removed.ok_or_else(|| StoreError::unknown("user", name))?;
        self.restructure();
        Ok(())
    }

    /// Removes a role.
    ///
    /// # Errors
    /// When there is none.
    pub fn remove_role(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        let roles = &mut self.known_account(account)?.roles;
        let removed = roles.remove(&name.to_ascii_lowercase());
        let removed = removed.ok_or_else(|| StoreError::unknown("role", name))?;
        self.forget(&trust_name(account, &removed.name));
        self.restructure();
        Ok(())
    }

    /// Makes a user a member of a group, or ends it. Gives whether that changes anything.
    ///
    /// # Errors
    /// When there is no such account, user or group.
    pub fn set_membership(
        &mut self,
        account: &str,
        user: &str,
        group: &str,
        member: bool,
    ) -> Result<bool, StoreError> {
        let account = self.known_account(account)?;
        let found = account.find_group(group);
        let found = found.ok_or_else(|| StoreError::unknown("group", group))?;
        let member_of = account.users.get_mut(&user.to_ascii_lowercase());
        let groups = &mut member_of
            .ok_or_else(|| StoreError::unknown("user", user))?
            .groups;
        let changed = if member {
            groups.insert(found)
        } else {
            groups.remove(&found)
        };
        if changed {
            self.reattach();
        }
        Ok(changed)
    }

    /// Attaches a policy. Gives whether it was not attached before.
    ///
    /// # Errors
    /// When there is no such account, holder or policy, or the policy names principals.
    pub fn attach(
        &mut self,
        account: &str,
        holder: Holder<'_>,
        policy: &str,
        scope: Scope<'_>,
    ) -> Result<bool, StoreError> {
        let policy = self.named(policy, &IDENTITY)?;
        let attachments = self.attachments(account, holder)?;
        let attached = match scope {
            Scope::Account => attachments.policies.insert(policy),
            Scope::ResourceGroup(id) => {
                let groups = &mut attachments.resource_groups;
                groups.entry(id.to_owned()).or_default().insert(policy)
            }
        };
        if attached {
            self.reattach();
        }
        Ok(attached)
    }

    /// Detaches a policy. Gives whether it was attached.
    ///
    /// # Errors
    /// When there is no such account, holder or policy.
    pub fn detach(
        &mut self,
        account: &str,
        holder: Holder<'_>,
        policy: &str,
        scope: Scope<'_>,
    ) -> Result<bool, StoreError> {
        let policy = self.named(policy, &IDENTITY)?;
        let attachments = self.attachments(account, holder)?;
        let detached = match scope {
            Scope::Account => attachments.policies.remove(&policy),
            Scope::ResourceGroup(id) => {
                let groups = &mut attachments.resource_groups;
                let of_group = groups.get_mut(id);
                let detached = of_group.is_some_and(|policies| policies.remove(&policy));
                groups.retain(|_, policies| !policies.is_empty());
                detached
            }
        };
        if detached {
            self.reattach();
        }
        Ok(detached)
    }

    /// Whether a role belongs to a service (7.6).
    ///
    /// # Errors
    /// When there is no such account or role.
    pub fn set_service_linked(
        &mut self,
        account: &str,
        role: &str,
        service_linked: bool,
    ) -> Result<(), StoreError> {
        self.known_role(account, role)?.service_linked = service_linked;
        self.reattach();
        Ok(())
    }

    /// Gives a role a trust policy that is declared.
    ///
    /// # Errors
    /// When there is no such account, role or policy, or the policy is no trust policy.
    pub fn set_trust(&mut self, account: &str, role: &str, policy: &str) -> Result<(), StoreError> {
        let policy = self.named(policy, &TRUST)?;
        let role = self.known_role(account, role)?;
        role.trust = Some(policy);
        let own = trust_name(account, &role.name);
        self.forget(&own);
        self.reattach();
        Ok(())
    }

    /// Gives a role a trust policy of its own, or changes it.
    ///
    /// # Errors
    /// When there is no such account or role, or the policy is no trust policy.
    pub fn set_trust_document(
        &mut self,
        account: &str,
        role: &str,
        policy: Policy,
    ) -> Result<(), StoreError> {
        let known = self.known_role(account, role)?;
        let (name, before) = (trust_name(account, &known.name), known.trust);
        check_kind(&name.to_string(), policy.kind, &TRUST)?;
        let (policy, _) = self.put_document(name, policy)?;
        if before != Some(policy) {
            self.known_role(account, role)?.trust = Some(policy);
            self.reattach();
        }
        Ok(())
    }

    /// Gives the store a resource directory whose root has `FullAliyunAccess`; one that it has is
    /// dropped.
    ///
    /// # Errors
    /// When the id of the management account cannot be one.
    pub fn set_directory(&mut self, management_account: Option<&str>) -> Result<(), StoreError> {
        management_account.map_or(Ok(()), check_account)?;
        self.directory = Some(Directory {
            management_account: management_account.map(str::to_owned),
            nodes: vec![self.new_node(NodeKind::Root, "", None)],
            members: BTreeMap::new(),
        });
        self.restructure();
        Ok(())
    }

    /// Adds a folder with `FullAliyunAccess`, by its path from the root.
    ///
    /// # Errors
    /// When there is no directory, the folder that it is to be in does not exist, or it does.
    pub fn add_folder(&mut self, path: &str) -> Result<(), StoreError> {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        check_folder(name)?;
        let parent = self.target(Target::Folder(parent))?;
        let node = self.new_node(NodeKind::Folder, name, Some(parent));
        let directory = self.known_directory()?;
        let new = NodeRef(u32::try_from(directory.nodes.len()).unwrap_or(u32::MAX));
        let parent = directory.nodes.get_mut(parent.index());
        let folders = &mut parent
            .ok_or_else(|| StoreError::unknown("folder", path))?
            .folders;
        insert_new(folders, name.to_owned(), new, "folder")?;
        directory.nodes.push(node);
        self.restructure();
        Ok(())
    }

    /// Puts an account into a folder, with `FullAliyunAccess`.
    ///
    /// # Errors
    /// When there is no directory or no such folder, the id cannot be one, or the account has a
    /// place already.
    pub fn add_member(&mut self, folder: &str, account: &str) -> Result<(), StoreError> {
        check_account(account)?;
        let parent = self.target(Target::Folder(folder))?;
        let node = self.new_node(NodeKind::Account, account, Some(parent));
        let directory = self.known_directory()?;
        let new = NodeRef(u32::try_from(directory.nodes.len()).unwrap_or(u32::MAX));
        insert_new(&mut directory.members, account.to_owned(), new, "member")?;
        if let Some(parent) = directory.nodes.get_mut(parent.index()) {
            parent.accounts.insert(account.to_owned(), new);
        }
        directory.nodes.push(node);
        self.restructure();
        Ok(())
    }

    /// Sets the control policies of a folder or member: all of them together, perhaps none, which
    /// lets nothing pass.
    ///
    /// # Errors
    /// When there is no directory, no such target or no such policy, or a policy names principals.
    pub fn set_control_policies(
        &mut self,
        target: Target<'_>,
        policies: &[&str],
    ) -> Result<(), StoreError> {
        let policies: BTreeSet<PolicyRef> = policies
            .iter()
            .map(|name| self.named(name, &IDENTITY))
            .collect::<Result<_, _>>()?;
        let target = self.target(target)?;
        if let Some(node) = self.known_directory()?.nodes.get_mut(target.index()) {
            node.policies = policies;
        }
        self.reattach();
        Ok(())
    }

    /// Adds a resource of which there is something to be known.
    ///
    /// # Errors
    /// When the name is none of one resource, or the store has it already, however written.
    pub fn add_resource(&mut self, arn: &str) -> Result<(), StoreError> {
        let (canonical, _) = read_arn(arn)?;
        let resource = StoredResource {
            arn: arn.to_owned(),
            policy: None,
            resource_group: None,
        };
        if self.resources.contains_key(&canonical) {
            return Err(StoreError::duplicate("resource", arn));
        }
        self.resources.insert(canonical, resource);
        self.restructure();
        Ok(())
    }

    /// Removes a resource.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn remove_resource(&mut self, arn: &str) -> Result<(), StoreError> {
        let (canonical, _) = read_arn(arn)?;
        let removed = self.resources.remove(&canonical);
        let removed = removed.ok_or_else(|| StoreError::unknown("resource", arn))?;
        self.forget(&PolicyName::Resource(removed.arn.into()));
        self.restructure();
        Ok(())
    }

    /// Says which resource group a resource is in.
    ///
    /// # Errors
    /// When there is no such resource.
    pub fn set_resource_group(&mut self, arn: &str, id: Option<&str>) -> Result<(), StoreError> {
        self.known_resource(arn)?.resource_group = id.map(str::to_owned);
        self.reattach();
        Ok(())
    }

    /// Gives a key or secret a policy that is declared.
    ///
    /// # Errors
    /// When there is no such resource or policy, it takes no policy, or the policy is of another
    /// kind.
    pub fn set_resource_policy(&mut self, arn: &str, policy: &str) -> Result<(), StoreError> {
        let (_, kind) = read_arn(arn)?;
        let policy = self.named(policy, wanted(kind, arn)?)?;
        let resource = self.known_resource(arn)?;
        resource.policy = Some(policy);
        let own = PolicyName::Resource(resource.arn.as_str().into());
        self.forget(&own);
        self.reattach();
        Ok(())
    }

    /// Gives a key or secret a policy of its own, or changes it.
    ///
    /// # Errors
    /// When there is no such resource, it takes no policy, or the policy is of another kind.
    pub fn set_resource_document(&mut self, arn: &str, policy: Policy) -> Result<(), StoreError> {
        let (_, kind) = read_arn(arn)?;
        let known = self.known_resource(arn)?;
        let (written, before) = (known.arn.clone(), known.policy);
        check_kind(&written, policy.kind, wanted(kind, arn)?)?;
        let (policy, _) = self.put_document(PolicyName::Resource(written.into()), policy)?;
        if before != Some(policy) {
            self.known_resource(arn)?.policy = Some(policy);
            self.reattach();
        }
        Ok(())
    }

    fn put_document(
        &mut self,
        name: PolicyName,
        policy: Policy,
    ) -> Result<(PolicyRef, bool), StoreError> {
        let known = self.documents.find(&name);
        if let Some(known) = known.and_then(|known| self.documents.get(known)) {
            let group = group_of(known.policy.kind);
            check_kind(&name.to_string(), policy.kind, group)?;
        }
        let (policy, new) = self.documents.put(name, Arc::new(policy), false);
        if new {
            self.restructure();
        }
        Ok((policy, new))
    }

    fn named(&self, name: &str, wanted: &KindGroup) -> Result<PolicyRef, StoreError> {
        let found = self.documents.find(&PolicyName::Named(name.into()));
        let found = found.ok_or_else(|| StoreError::unknown("policy", name))?;
        let document = self.documents.get(found);
        let document = document.ok_or_else(|| StoreError::unknown("policy", name))?;
        check_kind(name, document.policy.kind, wanted)?;
        Ok(found)
    }

    fn new_in(
        &mut self,
        account: &str,
        name: &str,
        what: &'static str,
    ) -> Result<&mut Account, StoreError> {
        check_account(account)?;
        check_name(account, name, what)?;
        Ok(self.accounts.entry(account.to_owned()).or_default())
    }

    fn known_account(&mut self, id: &str) -> Result<&mut Account, StoreError> {
        let account = self.accounts.get_mut(id);
        account.ok_or_else(|| StoreError::unknown("account", id))
    }

    fn known_role(&mut self, account: &str, name: &str) -> Result<&mut Role, StoreError> {
        let roles = &mut self.known_account(account)?.roles;
        let role = roles.get_mut(&name.to_ascii_lowercase());
        role.ok_or_else(|| StoreError::unknown("role", name))
    }

    fn attachments(
        &mut self,
        account: &str,
        holder: Holder<'_>,
    ) -> Result<&mut Attachments, StoreError> {
        let account = self.known_account(account)?;
        match holder {
            Holder::User(name) => account
                .users
                .get_mut(&name.to_ascii_lowercase())
                .map(|user| &mut user.attachments)
                .ok_or_else(|| StoreError::unknown("user", name)),
            Holder::Role(name) => account
                .roles
                .get_mut(&name.to_ascii_lowercase())
                .map(|role| &mut role.attachments)
                .ok_or_else(|| StoreError::unknown("role", name)),
            Holder::Group(name) => account
                .find_group(name)
                .and_then(|group| account.groups.get_mut(group.index()))
                .map(|group| &mut group.attachments)
                .ok_or_else(|| StoreError::unknown("group", name)),
        }
    }

    fn known_directory(&mut self) -> Result<&mut Directory, StoreError> {
        self.directory.as_mut().ok_or_else(StoreError::no_directory)
    }

    fn target(&self, target: Target<'_>) -> Result<NodeRef, StoreError> {
        let directory = self
            .directory
            .as_ref()
            .ok_or_else(StoreError::no_directory)?;
        match target {
            Target::Account(id) => directory
                .member(id)
                .ok_or_else(|| StoreError::unknown("member", id)),
            Target::Folder("") => Ok(NodeRef::ROOT),
            Target::Folder(path) => path
                .split('/')
                .try_fold(NodeRef::ROOT, |at, name| {
                    directory.node(at)?.folders.get(name).copied()
                })
                .ok_or_else(|| StoreError::unknown("folder", path)),
        }
    }

    pub(super) fn new_node(&self, kind: NodeKind, name: &str, parent: Option<NodeRef>) -> Node {
        let everything = PolicyName::Named("FullAliyunAccess".into());
        Node {
            kind,
            name: name.to_owned(),
            parent,
            policies: self.documents.find(&everything).into_iter().collect(),
            folders: BTreeMap::new(),
            accounts: BTreeMap::new(),
        }
    }

    fn known_resource(&mut self, arn: &str) -> Result<&mut StoredResource, StoreError> {
        let (canonical, _) = read_arn(arn)?;
        let resource = self.resources.get_mut(&canonical);
        resource.ok_or_else(|| StoreError::unknown("resource", arn))
    }

    /// Forgets the document that stood in place where there is none any more.
    fn forget(&mut self, name: &PolicyName) {
        if self.documents.forget(name) {
            self.restructure();
        }
    }

    /// Notes that somebody or something came or went.
    fn restructure(&mut self) {
        self.structure = Structure::default();
    }

    /// Notes that something is attached to something else.
    fn reattach(&mut self) {
        self.structure.attachments = Arc::default();
    }
}

fn trust_name(account: &str, role: &str) -> PolicyName {
    PolicyName::Trust(format!("acs:ram::{account}:role/{role}").into())
}

/// Kinds of policies that may stand in the same places.
struct KindGroup {
    kinds: &'static [PolicyKind],
    name: &'static str,
}

const IDENTITY: KindGroup = KindGroup {
    kinds: &[PolicyKind::Identity, PolicyKind::Control],
    name: "identity or control",
};
const TRUST: KindGroup = KindGroup {
    kinds: &[PolicyKind::Trust],
    name: "trust",
};
const RESOURCE: KindGroup = KindGroup {
    kinds: &[PolicyKind::Key, PolicyKind::Secret],
    name: "key or secret",
};

fn group_of(kind: PolicyKind) -> &'static KindGroup {
    match kind {
        PolicyKind::Trust => &TRUST,
        PolicyKind::Key | PolicyKind::Secret => &RESOURCE,
        PolicyKind::Identity | PolicyKind::Control | PolicyKind::Session => &IDENTITY,
    }
}

fn check_kind(name: &str, kind: PolicyKind, wanted: &KindGroup) -> Result<(), StoreError> {
    if wanted.kinds.contains(&kind) {
        Ok(())
    } else {
        Err(StoreError::wrong_kind(name.to_owned(), kind, wanted.name))
    }
}

fn wanted(kind: ResourceKind, arn: &str) -> Result<&'static KindGroup, StoreError> {
    match kind.policy_kind() {
        Some(_) => Ok(&RESOURCE),
        None => Err(StoreError::no_policies(arn)),
    }
}

fn insert_new<T>(
    map: &mut BTreeMap<String, T>,
    name: String,
    value: T,
    what: &'static str,
) -> Result<(), StoreError> {
    if map.contains_key(&name) {
        return Err(StoreError::duplicate(what, &name));
    }
    map.insert(name, value);
    Ok(())
}

pub(super) fn check_account(id: &str) -> Result<(), StoreError> {
    if Principal::new(&format!("acs:ram::{id}:root")).is_ok() {
        Ok(())
    } else {
        let why = "an id has digits only";
        Err(StoreError::malformed("account", id, why))
    }
}

/// Whether a user, group or role of an account can be called that.
pub(super) fn check_name(account: &str, name: &str, what: &'static str) -> Result<(), StoreError> {
    if Principal::new(&format!("acs:ram::{account}:user/{name}")).is_ok() {
        Ok(())
    } else {
        let why = "it is empty, too long, or has a `/`, a wildcard or a control character";
        Err(StoreError::malformed(what, name, why))
    }
}

/// Whether a folder can be called that.
pub(super) fn check_folder(name: &str) -> Result<(), StoreError> {
    if name.is_empty() || name.contains('/') {
        let why = "it is empty or has a `/`";
        Err(StoreError::malformed("folder", name, why))
    } else {
        Ok(())
    }
}

/// The canonical name of one resource and its kind.
pub(super) fn read_arn(text: &str) -> Result<(String, ResourceKind), StoreError> {
    let malformed = |why| StoreError::malformed("resource", text, why);
    let arn = Arn::new(text).map_err(|error| malformed(error.reason()))?;
    if arn.account().is_empty() || !arn.account().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed("its account is not written in digits"));
    }
    Ok((canonical_name(&arn), ResourceKind::of(&arn)))
}
