//! What a check is about: whose resource, of which kind, under which policy.
//!
//! Must not know what the policy says.

use ramgate_image::record::NONE;
use ramgate_image::store::StoreView;
use ramgate_image::store::record::{SERVICE_LINKED, StoredResource};
use ramgate_model::{Arn, Decision, Principal, Request, Resource, Stage};

use super::{Call, Caller, is};
use crate::published;

/// How the resource side takes part (6.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A role that is to be assumed, or something that is none: its trust policy.
    AssumeRole,
    /// A key of KMS.
    Key,
    /// A secret of KMS.
    Secret,
    /// Anything else: no policy.
    Other,
}

/// What the name of a resource leaves open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Naming {
    /// Nothing that matters.
    Whole,
    /// Whose it is.
    WithoutAccount,
    /// Where a key or secret is, so that it may be one of which the store knows something.
    InDoubt,
}

/// What a check is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) kind: Kind,
    /// What the resource's name leaves open.
    naming: Naming,
    /// Whether the caller belongs to the account that owns the resource.
    pub(crate) same_account: bool,
    /// The owner's place in the resource directory, or `NONE`.
    pub(crate) owner_node: u32,
    /// The number of the policy, or `NONE`.
    pub(crate) policy: u32,
    /// Whether an Allow of that policy counts for this action and caller.
    pub(crate) allows_count: bool,
    /// The id of the resource group that the resource is in, if it is known.
    pub(crate) resource_group: Option<&'a [u8]>,
}

impl<'a> Target<'a> {
    pub(crate) fn of(
        store: StoreView<'a>,
        caller: &Caller<'_>,
        call: &Call<'a>,
        request: &Request<'_>,
    ) -> Self {
        let arn = match request.resource() {
            Resource::Arn(arn) => Some(arn),
            Resource::None => None,
        };
        let written = arn.map(Arn::account).filter(|id| !matches!(*id, "" | "*"));
        let same_account = match (written, caller.account) {
            (Some(owner), Some(account)) => owner == account,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        let owner = written.and_then(|id| store.account(id));
        let owner_node = match written {
            Some(_) => owner.map_or(NONE, |(_, account)| account.node.get()),
            None => caller.node,
        };
        let stored = arn.and_then(|arn| {
            // Where no account is written, it is the caller's.
            let account = written.or(caller.account)?;
            let segments = [arn.service(), arn.region(), account, arn.relative_id()];
            store.resource(segments.map(str::as_bytes), arn.folds_relative_id())
        });
        let resource_group = stored
            .and_then(StoredResource::known_group)
            .map(|id| store.text_bytes(id))
            .or(call.resource_group_bytes());
        let kind = if is(request.action(), "sts:AssumeRole") {
            Kind::AssumeRole
        } else {
            arn.map_or(Kind::Other, kind_of)
        };
        let (policy, allows_count) = match kind {
            Kind::Other => (NONE, false),
            Kind::Key | Kind::Secret => {
                let policy = stored.map_or(NONE, |resource| resource.policy.get());
                let takes_effect = match kind {
                    Kind::Secret => published::of_secret_policies,
                    _ => published::of_key_policies,
                };
                // Where it is not written whose the resource is, its policy may forbid but not
                // grant.
                let may_grant = policy != NONE && written.is_some();
                (policy, may_grant && takes_effect(request.action()))
            }
            Kind::AssumeRole => {
                let role = arn
                    .and_then(role_name)
                    .and_then(|name| store.role(owner?, name));
                let by_service = matches!(caller.principal, Principal::Service(_));
                role.map_or((NONE, false), |role| {
                    let linked = role.flags & SERVICE_LINKED != 0;
                    (role.trust.get(), by_service || !linked)
                })
            }
        };
        let doubtful = matches!(kind, Kind::Key | Kind::Secret)
            && stored.is_none()
            && arn.is_some_and(|arn| is_doubtful(store, arn, written.or(caller.account)));
        Self {
            kind,
            naming: match written {
                _ if doubtful => Naming::InDoubt,
                Some(_) => Naming::Whole,
                None => Naming::WithoutAccount,
            },
            same_account,
            owner_node,
            policy,
            allows_count,
            resource_group,
        }
    }
}

impl Target<'_> {
    /// Whether the resource is known to have a policy: not if it is not written whose it is.
    pub(crate) fn has_policy(&self) -> bool {
        self.policy != NONE && self.naming == Naming::Whole
    }

    /// The decision, but nothing is allowed on a resource that may be one with a policy, or in a
    /// resource group, that forbids it.
    pub(crate) fn in_doubt(&self, decision: Decision) -> Decision {
        if self.naming == Naming::InDoubt && decision.is_allowed() {
            Decision::implicit_deny(Stage::ResourceBasedPolicy)
        } else {
            decision
        }
    }
}

/// Whether a name without a region may be that of a resource that is known.
fn is_doubtful(store: StoreView<'_>, arn: &Arn<'_>, account: Option<&str>) -> bool {
    let (service, id) = (arn.service().as_bytes(), arn.relative_id().as_bytes());
    matches!(arn.region(), "" | "*")
        && account.is_some_and(|account| store.knows_in_any_region(service, account.as_bytes(), id))
}

fn kind_of(arn: &Arn<'_>) -> Kind {
    if !arn.service().eq_ignore_ascii_case("kms") {
        return Kind::Other;
    }
    match arn.relative_id().split_once('/') {
        Some(("key", name)) if !name.is_empty() => Kind::Key,
        Some(("secret", name)) if !name.is_empty() => Kind::Secret,
        _ => Kind::Other,
    }
}

/// The name in `acs:ram:…:role/<name>`.
fn role_name<'a>(arn: &Arn<'a>) -> Option<&'a str> {
    let (kind, name) = arn.relative_id().split_once('/')?;
    (arn.folds_relative_id() && kind.eq_ignore_ascii_case("role")).then_some(name)
}
