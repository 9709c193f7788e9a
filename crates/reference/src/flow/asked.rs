//! What a call comes down to: the owner of the resource, its kind, its group, the context.
//!
//! Must not know policies.

use ramgate_model::{Arn, Context, ContextEntry, ContextKey, Principal, Resource};
use ramgate_syntax::store::StoredResource;
use ramgate_syntax::{Policy, PolicyKind, Store};

use super::{Call, is_same};
use crate::key;
use crate::principal::Caller;
use crate::statement::Question;

const PRINCIPAL_ARN: &str = "acs:PrincipalARN";

/// A call with the store it is asked of.
pub(super) struct Asked<'a> {
    store: &'a Store,
    call: &'a Call<'a>,
    context: &'a [ContextEntry<'a>],
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        store: &'a Store,
        call: &'a Call<'a>,
        context: &'a [ContextEntry<'a>],
    ) -> Self {
        Self {
            store,
            call,
            context,
        }
    }

    pub(super) fn store(&self) -> &'a Store {
        self.store
    }

    pub(super) fn principal(&self) -> Principal<'a> {
        self.call.principal
    }

    pub(super) fn session_policy(&self) -> Option<&'a Policy> {
        self.call.session_policy
    }

    /// What every statement is asked.
    pub(super) fn question(&self) -> Question<'a> {
        Question {
            caller: Some(Caller {
                principal: self.call.principal,
                owner: self.owner(),
            }),
            action: *self.call.request.action(),
            resource: *self.call.request.resource(),
            context: self.context,
        }
    }

    /// Whether this is the action of the call.
    pub(super) fn is_action(&self, action: &str) -> bool {
        is_same(self.call.request.action().as_str(), action)
    }

    pub(super) fn is_assume_role(&self) -> bool {
        self.is_action("sts:AssumeRole")
    }

    /// The resource that the call names.
    pub(super) fn resource(&self) -> Option<Arn<'a>> {
        match self.call.request.resource() {
            Resource::None => None,
            Resource::Arn(arn) => Some(*arn),
        }
    }

    /// What the store knows of it, under the name that it has in its owner's account.
    pub(super) fn stored_resource(&self) -> Option<&'a StoredResource> {
        let arn = self.resource()?;
        let owned = format!(
            "acs:{}:{}:{}:{}",
            arn.service(),
            arn.region(),
            self.owner()?,
            arn.relative_id()
        );
        self.store.resource(&Arn::new(&owned).ok()?)
    }

    /// Whether the resource is a key or secret without a region in its name that the store may know
    /// in some region.
    pub(super) fn is_doubtful(&self) -> bool {
        let (Some(arn), Some(owner)) = (self.resource(), self.owner()) else {
            return false;
        };
        let may_be = |known: &str| {
            Arn::new(known).is_ok_and(|known| {
                is_same(known.service(), arn.service())
                    && known.account() == owner
                    && known.relative_id() == arn.relative_id()
            })
        };
        // Assuming a role is not about keys, whatever the resource.
        !self.is_assume_role()
            && self.policy_kind().is_some()
            && matches!(arn.region(), "" | "*")
            && self.stored_resource().is_none()
            && self.store.resources().any(|(known, _)| may_be(known))
    }

    /// Whether the resource's name says whose it is.
    pub(super) fn names_account(&self) -> bool {
        let account = self.resource().map(|arn| arn.account());
        account.is_some_and(|account| !matches!(account, "" | "*"))
    }

    /// The account that owns the resource: the caller's, if no account is named.
    pub(super) fn owner(&self) -> Option<&'a str> {
        match self.resource().map(|arn| arn.account()) {
            None | Some("" | "*") => self.call.principal.account(),
            account => account,
        }
    }

    /// Whether the caller belongs to the account that owns the resource. Who belongs to none does
    /// not.
    pub(super) fn is_same_account(&self) -> bool {
        let account = self.call.principal.account();
        account.is_some() && account == self.owner()
    }

    /// The resource group that holds the resource.
    pub(super) fn resource_group(&self) -> Option<&'a str> {
        self.stored_resource()
            .and_then(StoredResource::resource_group)
            .or(self.call.resource_group)
    }

    /// The kind of the resource's policy, if the resource is of a kind that has one: a key or a
    /// secret of KMS (6.3).
    pub(super) fn policy_kind(&self) -> Option<PolicyKind> {
        let arn = self.resource()?;
        match arn.relative_id().split_once('/') {
            Some((_, "")) => None,
            Some(("key", _)) if is_same(arn.service(), "kms") => Some(PolicyKind::Key),
            Some(("secret", _)) if is_same(arn.service(), "kms") => Some(PolicyKind::Secret),
            _ => None,
        }
    }
}

/// The value of `acs:PrincipalARN` for users, role sessions and roots: without the session, the
/// name of a role in lower case.
pub(super) fn principal_arn(principal: &Principal<'_>) -> Option<String> {
    match principal {
        Principal::User { account, name } => Some(format!("acs:ram::{account}:user/{name}")),
        Principal::Role { account, name, .. } => Some(format!(
            "acs:ram::{account}:role/{}",
            name.to_ascii_lowercase()
        )),
        Principal::Root { account } => Some(format!("acs:ram::{account}:root")),
        Principal::Service(_) | Principal::IdentityProvider(_) | Principal::Anonymous => None,
    }
}

/// The context of the request, with the caller's name if the request does not give it. A key
/// without values is not given.
pub(super) fn context<'a>(
    given: &Context<'a>,
    principal_arn: Option<&'a str>,
) -> Vec<ContextEntry<'a>> {
    let mut entries: Vec<ContextEntry<'a>> = given
        .entries()
        .filter(|entry| !entry.value().as_slice().is_empty())
        .copied()
        .collect();
    let is_given = entries
        .iter()
        .any(|entry| key::is_same(entry.key().as_str(), PRINCIPAL_ARN));
    if let Some(arn) = principal_arn.filter(|_| !is_given) {
        entries.push(ContextEntry::new(ContextKey::new(PRINCIPAL_ARN), arn));
    }
    entries
}
