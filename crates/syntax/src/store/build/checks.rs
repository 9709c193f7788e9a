//! What names and policies can be, and in which places.
//!
//! Must not know stores.

use std::collections::BTreeMap;

use ramgate_model::{Arn, Principal};

use crate::PolicyKind;
use crate::store::StoreError;
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

/// Whether a user, group or role of an account can be called that.
pub(in crate::store) fn check_name(
    account: &str,
    name: &str,
    what: &'static str,
) -> Result<(), StoreError> {
    if Principal::new(&format!("acs:ram::{account}:user/{name}")).is_ok() {
        Ok(())
    } else {
        let why = "it is empty, too long, or has a `/`, a wildcard or a control character";
        Err(StoreError::malformed(what, name, why))
    }
}

/// Whether a folder can be called that.
pub(in crate::store) fn check_folder(name: &str) -> Result<(), StoreError> {
    if name.is_empty() || name.contains('/') {
        let why = "it is empty or has a `/`";
        Err(StoreError::malformed("folder", name, why))
    } else {
        Ok(())
    }
}

/// The canonical name of one resource and its kind.
pub(in crate::store) fn read_arn(text: &str) -> Result<(String, ResourceKind), StoreError> {
    let malformed = |why| StoreError::malformed("resource", text, why);
    let arn = Arn::new(text).map_err(|error| malformed(error.reason()))?;
    if arn.account().is_empty() || !arn.account().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed("its account is not written in digits"));
    }
    Ok((canonical_name(&arn), ResourceKind::of(&arn)))
}
