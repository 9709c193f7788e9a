//! Accounts: users, groups and roles, and what is attached to them.
//!
//! Must not know what the policies say.

use super::checks::{
    IDENTITY, TRUST, check_account, check_kind, check_name, check_resource_group, insert_new,
};
use super::{Holder, Scope};
use crate::Policy;
use crate::store::account::{Account, Attachments, Group, GroupRef, Role, User};
use crate::store::documents::PolicyName;
use crate::store::{Store, StoreError};

impl Store {
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
    /// When there is no such account, holder or policy, the policy names principals, or the id of
    /// the resource group cannot be one.
    pub fn attach(
        &mut self,
        account: &str,
        holder: Holder<'_>,
        policy: &str,
        scope: Scope<'_>,
    ) -> Result<bool, StoreError> {
        if let Scope::ResourceGroup(id) = scope {
            check_resource_group(id)?;
        }
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

    pub(super) fn known_account(&mut self, id: &str) -> Result<&mut Account, StoreError> {
        let account = self.accounts.get_mut(id);
        account.ok_or_else(|| StoreError::unknown("account", id))
    }

    pub(super) fn known_role(
        &mut self,
        account: &str,
        name: &str,
    ) -> Result<&mut Role, StoreError> {
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
}

pub(super) fn trust_name(account: &str, role: &str) -> PolicyName {
    PolicyName::Trust(format!("acs:ram::{account}:role/{role}").into())
}
