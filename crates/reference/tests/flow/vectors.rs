//! T21 to T31, and T34 to T36 check by check.

use ramgate_model::DecisionKind;
use ramgate_syntax::PolicyKind;
use ramgate_syntax::store::Target;

use crate::build::{
    ALICE, APP, BOB, KEY, ROLE, SECRET, SILENT_ACCOUNT, SILENT_CONTROL, SILENT_RESOURCE,
    SILENT_ROLE, accounts, allow, ask, call, declare_control, deny, give, give_in, key_policy,
    policy, to, trust, trust_policy, when,
};

#[test]
fn t21_a_deny_at_the_scope_of_a_group() {
    let mut store = accounts();
    store.set_resource_group(KEY, Some("rg-1")).unwrap();
    give(&mut store, ALICE, "wide", &[allow("kms:*")]);
    give_in(&mut store, ALICE, "rg-1", "narrow", &[deny("kms:Decrypt")]);
    assert_eq!(
        ask(&store, ALICE, "kms:Decrypt", KEY),
        "ExplicitDeny ResourceGroupLevelIdentityBasedPolicy narrow#0 @ user"
    );
    store.set_account_scope_short_circuit(true);
    assert_eq!(
        ask(&store, ALICE, "kms:Decrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy wide#0 @ user"
    );
}

#[test]
fn t22_and_t23_a_control_policy_that_does_not_allow() {
    let mut store = accounts();
    store.set_directory(Some("9")).unwrap();
    store.add_member("", "1").unwrap();
    declare_control(&mut store, "only-oss", &[allow("oss:*")]);
    store
        .set_control_policies(Target::Account("1"), &["only-oss"])
        .unwrap();
    give(&mut store, ALICE, "all", &[allow("*")]);
    assert_eq!(ask(&store, ALICE, "kms:Decrypt", KEY), SILENT_CONTROL);

    let root = "acs:ram::1:root";
    assert_eq!(ask(&store, root, "kms:Decrypt", KEY), "Allow Root");

    give(&mut store, APP, "role-all", &[allow("*")]);
    assert_eq!(ask(&store, APP, "kms:Decrypt", KEY), SILENT_CONTROL);
    store.set_service_linked("1", "app", true).unwrap();
    assert_eq!(
        ask(&store, APP, "kms:Decrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy role-all#0 @ role"
    );

    let managing = "acs:ram::9:user/admin";
    store.add_user("9", "admin").unwrap();
    give(&mut store, managing, "admin-all", &[allow("*")]);
    key_policy(&mut store, &[to("Allow", &[managing], "kms:Decrypt")]);
    assert_eq!(
        ask(&store, managing, "kms:Decrypt", KEY),
        format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource")
    );
}

#[test]
fn t24_a_session_policy_bounds_the_role() {
    let mut store = accounts();
    give(&mut store, APP, "keys", &[allow("kms:*")]);
    let session = policy(PolicyKind::Session, &[allow("kms:Decrypt")]);
    let with = |action| {
        let mut call = call(APP, action, KEY);
        call.session = Some(&session);
        call.line(&store)
    };
    assert_eq!(with("kms:Encrypt"), "ImplicitDeny SessionPolicy");
    assert_eq!(
        with("kms:Decrypt"),
        "Allow AccountLevelIdentityBasedPolicy keys#0 @ role"
    );
}

#[test]
fn t25_a_key_policy_allows_in_its_account() {
    let mut store = accounts();
    key_policy(&mut store, &[to("Allow", &[ALICE], "kms:Encrypt")]);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource")
    );
}

#[test]
fn t26_and_t27_the_default_key_policy_delegates() {
    let mut store = accounts();
    for everyone in ["acs:ram::1:*", "acs:ram::1:root"] {
        key_policy(&mut store, &[to("Allow", &[everyone], "kms:*")]);
        assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), SILENT_RESOURCE);
    }
    give(&mut store, ALICE, "encrypt", &[allow("kms:Encrypt")]);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy encrypt#0 @ user"
    );
}

#[test]
fn t28_another_account_needs_both() {
    let mut store = accounts();
    key_policy(&mut store, &[to("Allow", &[BOB], "kms:Encrypt")]);
    assert_eq!(ask(&store, BOB, "kms:Encrypt", KEY), SILENT_RESOURCE);
    give(&mut store, BOB, "encrypt", &[allow("kms:Encrypt")]);
    assert_eq!(
        ask(&store, BOB, "kms:Encrypt", KEY),
        format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource")
    );
}

#[test]
fn t29_a_key_policy_denies() {
    let mut store = accounts();
    give(&mut store, ALICE, "all", &[allow("*")]);
    key_policy(&mut store, &[to("Deny", &[ALICE], "kms:*")]);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        format!("ExplicitDeny ResourceBasedPolicy resource:{KEY}#0 @ resource")
    );
}

#[test]
fn t30_a_role_that_trusts_another_account() {
    let mut store = accounts();
    trust_policy(&mut store, &[trust("Allow", "RAM", "acs:ram::2:root")]);
    assert_eq!(ask(&store, BOB, "sts:AssumeRole", ROLE), SILENT_ROLE);
    give(&mut store, BOB, "assume", &[allow("sts:AssumeRole")]);
    assert_eq!(
        ask(&store, BOB, "sts:AssumeRole", ROLE),
        "Allow AssumeRolePolicy trust:acs:ram::1:role/App#0 @ resource"
    );
}

#[test]
fn t31_an_external_id() {
    let mut store = accounts();
    give(&mut store, BOB, "assume", &[allow("sts:AssumeRole")]);
    let trusted = trust("Allow", "RAM", "acs:ram::2:root");
    let condition = r#"{ "StringEquals": { "sts:ExternalId": "x" } }"#;
    trust_policy(&mut store, &[when(&trusted, condition)]);
    let with = |values: &[&str]| {
        let mut call = call(BOB, "sts:AssumeRole", ROLE);
        let context = [("sts:ExternalId", values)];
        call.context = &context;
        call.of(&store).kind
    };
    assert_eq!(with(&[]), DecisionKind::ImplicitDeny);
    assert_eq!(with(&["y"]), DecisionKind::ImplicitDeny);
    assert_eq!(with(&["x"]), DecisionKind::Allow);
}

#[test]
fn t34_creating_an_alias_needs_the_key_too() {
    let mut store = accounts();
    let on_alias = r#"{ "Effect": "Allow", "Action": "kms:CreateAlias",
                        "Resource": "acs:kms:*:*:alias/*" }"#;
    give(&mut store, ALICE, "aliases", &[on_alias.to_owned()]);
    let alias = "acs:kms:r1:1:alias/a";
    assert_eq!(
        ask(&store, ALICE, "kms:CreateAlias", alias),
        "Allow AccountLevelIdentityBasedPolicy aliases#0 @ user"
    );
    assert_eq!(ask(&store, ALICE, "kms:CreateAlias", KEY), SILENT_ACCOUNT);
}

#[test]
fn t35_reading_a_secret_needs_its_key_too() {
    let mut store = accounts();
    give(&mut store, ALICE, "read", &[allow("kms:GetSecretValue")]);
    assert_eq!(
        ask(&store, ALICE, "kms:GetSecretValue", SECRET),
        "Allow AccountLevelIdentityBasedPolicy read#0 @ user"
    );
    assert_eq!(ask(&store, ALICE, "kms:Decrypt", KEY), SILENT_ACCOUNT);
}

#[test]
fn t36_encrypting_by_alias_needs_the_alias_too() {
    let mut store = accounts();
    let on_keys = r#"{ "Effect": "Allow", "Action": "kms:Encrypt",
                       "Resource": "acs:kms:*:*:key/*" }"#;
    give(&mut store, ALICE, "keys", &[on_keys.to_owned()]);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy keys#0 @ user"
    );
    let alias = "acs:kms:r1:1:alias/a";
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", alias), SILENT_ACCOUNT);
}
