//! Who and what there is: names of small alphabets, so that they meet.
//!
//! Must not know what anybody may do.

use crate::generate::Dice;

/// Accounts that a store may know.
pub(crate) const ACCOUNTS: &[&str] = &["1", "2", "12", "1234567890123456"];
/// An account that no store knows.
pub(crate) const STRANGER: &str = "9";
pub(super) const USERS: &[&str] = &["ann", "Bob", "é"];
pub(super) const GROUPS: &[&str] = &["devs", "Devs", "ops"];
pub(super) const ROLES: &[&str] = &["admin", "App", "linked"];
const RESOURCE_GROUPS: &[&str] = &["rg-1", "rg-2", "rg-é"];
pub(crate) const SERVICES: &[&str] = &[
    "ecs.aliyuncs.com",
    "kms.aliyuncs.com",
    "1@ecs.aliyuncs.com",
    "2@ecs.aliyuncs.com",
];
pub(crate) const PROVIDERS: &[&str] = &[
    "acs:ram::1:saml-provider/idp",
    "acs:ram::1:oidc-provider/idp",
    "acs:ram::2:saml-provider/idp",
];
/// Names of declared policies; byte order, length and case differ.
pub(super) const POLICIES: &[&str] = &["a", "b", "T", "é", "ab"];
pub(super) const FOLDERS: &[&str] = &["dev", "prod", "eu"];

/// An account of a store or another one.
pub(crate) fn any_account(dice: &mut Dice<'_>) -> &'static str {
    match dice.below(20) {
        0..=8 => "1",
        9..=13 => "2",
        14..=18 => dice.word(ACCOUNTS),
        _ => STRANGER,
    }
}

/// A user or role that a store may have, as a policy names it.
pub(crate) fn identity(dice: &mut Dice<'_>) -> String {
    let account = any_account(dice);
    if dice.chance(45) {
        format!("acs:ram::{account}:role/{}", dice.word(ROLES))
    } else {
        format!("acs:ram::{account}:user/{}", dice.word(USERS))
    }
}

/// A resource group; one of them is met most.
pub(crate) fn resource_group(dice: &mut Dice<'_>) -> &'static str {
    if dice.chance(35) {
        dice.word(RESOURCE_GROUPS)
    } else {
        "rg-1"
    }
}

/// A key or secret that a store may have.
pub(crate) fn resource(dice: &mut Dice<'_>) -> String {
    let service = dice.word(&["kms", "kms", "kms", "KMS"]);
    let region = dice.word(&["r1", "r1", "r2", "cn-hangzhou"]);
    let account = any_account(dice);
    let id = dice.word(&["key/a", "secret/a", "key/ab", "key/A", "secret/a:b"]);
    format!("acs:{service}:{region}:{account}:{id}")
}
