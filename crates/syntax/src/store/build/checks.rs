//! What names and policies can be, and in which places.
//!
//! Must not know stores.

use std::collections::BTreeMap;

use ramgate_model::text::{has_control, is_padded};
use ramgate_model::{Arn, Principal};

use crate::PolicyKind;
use crate::store::StoreError;
use crate::store::directory::Directory;
use crate::store::resource::{ResourceKind, canonical_name};

/// Kinds of policies that may stand in the same places.
pub(super) struct KindGroup {
    kinds: &'static [PolicyKind],
    name: &'static str,
}

pub(super) const IDENTITY: KindGroup = KindGroup {
    kinds: &[PolicyKind::Identity, PolicyKind::Control],
    name: "identity or control",
};
pub(super) const TRUST: KindGroup = KindGroup {
    kinds: &[PolicyKind::Trust],
    name: "trust",
};
const RESOURCE: KindGroup = KindGroup {
    kinds: &[PolicyKind::Key, PolicyKind::Secret],
    name: "key or secret",
};

/// Refuses what is given with a call and cannot be kept.
pub(super) fn check_kept(name: &str, kind: PolicyKind) -> Result<(), StoreError> {
    if kind == PolicyKind::Session {
        let wanted = "identity, control, trust, key or secret";
        return Err(StoreError::wrong_kind(name.to_owned(), kind, wanted));
    }
    Ok(())
}

pub(super) fn group_of(kind: PolicyKind) -> &'static KindGroup {
    match kind {
        PolicyKind::Trust => &TRUST,
        PolicyKind::Key | PolicyKind::Secret => &RESOURCE,
        PolicyKind::Identity | PolicyKind::Control | PolicyKind::Session => &IDENTITY,
    }
}

pub(super) fn check_kind(
    name: &str,
    kind: PolicyKind,
    wanted: &KindGroup,
) -> Result<(), StoreError> {
    if wanted.kinds.contains(&kind) {
        Ok(())
    } else {
        Err(StoreError::wrong_kind(name.to_owned(), kind, wanted.name))
    }
}

pub(super) fn wanted(kind: ResourceKind, arn: &str) -> Result<&'static KindGroup, StoreError> {
    match kind.policy_kind() {
        Some(_) => Ok(&RESOURCE),
        None => Err(StoreError::no_policies(arn)),
    }
}

pub(super) fn insert_new<T>(
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

pub(in crate::store) fn check_account(id: &str) -> Result<(), StoreError> {
    if Principal::new(&format!("acs:ram::{id}:root")).is_ok() {
        Ok(())
    } else {
        let why = "an id has digits only";
        Err(StoreError::malformed("account", id, why))
    }
}

/// Whether anything at all can be called that.
pub(in crate::store) fn check_text(what: &'static str, name: &str) -> Result<(), StoreError> {
    let why = if name.is_empty() {
        "it is empty"
    } else if is_padded(name) {
        "it begins or ends with white space"
    } else if has_control(name) {
        "it has a control character"
    } else {
        return Ok(());
    };
    Err(StoreError::malformed(what, name, why))
}

/// Whether a policy can be declared under that: in a statement's id it stands before a `#`, and
/// policies in place have names that begin otherwise.
pub(in crate::store) fn check_policy(name: &str) -> Result<(), StoreError> {
    check_text("policy", name)?;
    let why = if name.contains('#') {
        "it has a `#`"
    } else if name.starts_with("trust:") || name.starts_with("resource:") {
        "policies that stand in place are called so"
    } else {
        return Ok(());
    };
    Err(StoreError::malformed("policy", name, why))
}

/// Whether a resource group can have that id.
pub(in crate::store) fn check_resource_group(id: &str) -> Result<(), StoreError> {
    check_text("resource group", id)
}

/// Whether a user, group or role of an account can be called that.
pub(in crate::store) fn check_name(
    account: &str,
    name: &str,
    what: &'static str,
) -> Result<(), StoreError> {
    check_text(what, name)?;
    if Principal::new(&format!("acs:ram::{account}:user/{name}")).is_ok() {
        Ok(())
    } else {
        let why = "it is too long, or has a `/` or a wildcard";
        Err(StoreError::malformed(what, name, why))
    }
}

/// Whether a folder can be called that, as the so many folders deep one under the root.
pub(in crate::store) fn check_folder(name: &str, depth: usize) -> Result<(), StoreError> {
    check_text("folder", name)?;
    let why = if name.contains('/') {
        "it has a `/`"
    } else if depth > Directory::MAX_DEPTH {
        "it is more than 13 folders deep"
    } else {
        return Ok(());
    };
    Err(StoreError::malformed("folder", name, why))
}

/// The canonical name of one resource and its kind.
pub(in crate::store) fn read_arn(text: &str) -> Result<(String, ResourceKind), StoreError> {
    let malformed = |why| StoreError::malformed("resource", text, why);
    let arn = Arn::new(text).map_err(|error| malformed(error.reason()))?;
    if text.contains(['*', '?']) {
        return Err(malformed(
            "a name with a wildcard is that of no one resource",
        ));
    }
    if arn.account().is_empty() || !arn.account().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed("its account is not written in digits"));
    }
    Ok((canonical_name(&arn), ResourceKind::of(&arn)))
}
