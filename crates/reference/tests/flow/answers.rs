//! What an answer names: statements in order, attachments; and the key that the flow supplies.

use ramgate_syntax::store::{Holder, PolicyName, Scope};
use ramgate_syntax::{PolicyKind, Store};

use ramgate_reference::{Attached, PolicyLabel, StatementId};

use crate::build::{
    ALICE, APP, BOB, KEY, ROLE, SILENT_ACCOUNT, accounts, allow, ask, call, deny, give, import,
    key_policy, policy, to, trust, trust_policy, when,
};

fn attach(store: &mut Store, holder: Holder<'_>, name: &str, scope: Scope<'_>) {
    store.attach("1", holder, name, scope).unwrap();
}

#[test]
fn all_that_determine_it_by_name_and_place_each_once() {
    let mut store = accounts();
    store.add_group("1", "admins").unwrap();
    store.set_membership("1", "alice", "admins", true).unwrap();
    let document = |statements: &[String]| policy(PolicyKind::Identity, statements);
    let both = document(&[allow("kms:*"), deny("kms:Disable*"), allow("kms:E*")]);
    store.put_policy("b", both).unwrap();
    store.put_policy("a", document(&[allow("*")])).unwrap();
    store.put_policy("B", document(&[allow("kms:E*")])).unwrap();
    for (holder, name) in [
        (Holder::Group("devs"), "b"),
        (Holder::Group("admins"), "b"),
        (Holder::Group("devs"), "a"),
        (Holder::User("alice"), "a"),
        (Holder::Group("devs"), "B"),
    ] {
        attach(&mut store, holder, name, Scope::Account);
    }
    for (action, answer) in [
        ("kms:Encrypt", "Allow _ B#0 a#0 b#0 b#2 @ group devs"),
        ("kms:Decrypt", "Allow _ a#0 b#0 @ user"),
        ("kms:DisableKey", "ExplicitDeny _ b#1 @ group admins"),
    ] {
        let answer = answer.replace('_', "AccountLevelIdentityBasedPolicy");
        assert_eq!(ask(&store, ALICE, action, KEY), answer);
    }
}

#[test]
fn an_attachment_of_another_scope_is_another() {
    let mut store = accounts();
    store.set_resource_group(KEY, Some("rg-1")).unwrap();
    let document = policy(PolicyKind::Identity, &[allow("*")]);
    store.put_policy("a", document).unwrap();
    let scope = Scope::ResourceGroup("rg-1");
    attach(&mut store, Holder::User("alice"), "a", scope);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow ResourceGroupLevelIdentityBasedPolicy a#0 @ user"
    );
    attach(&mut store, Holder::Group("devs"), "a", Scope::Account);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy a#0 @ group devs"
    );
}

#[test]
fn declared_policies_of_roles_and_resources_have_their_names() {
    let mut store = accounts();
    let trusted = policy(PolicyKind::Trust, &[trust("Allow", "RAM", ALICE)]);
    store.put_policy("trust-alice", trusted).unwrap();
    store.set_trust("1", "app", "trust-alice").unwrap();
    give(&mut store, ALICE, "assume", &[allow("sts:*")]);
    assert_eq!(
        ask(&store, ALICE, "sts:AssumeRole", ROLE),
        "Allow AssumeRolePolicy trust-alice#0 @ resource"
    );
}

#[test]
fn statements_are_ordered_by_name_then_place() {
    let stored = |name| PolicyLabel::Stored(name);
    let id = |policy: &PolicyLabel, index| StatementId {
        policy: policy.clone(),
        index,
    };
    let labels = [
        stored(PolicyName::Named("Z".into())),
        stored(PolicyName::Named("a".into())),
        stored(PolicyName::Trust("acs:ram::1:role/App".into())),
        stored(PolicyName::Resource("acs:kms:r1:1:key/k".into())),
        PolicyLabel::Session,
    ];
    let ids: Vec<_> = labels
        .iter()
        .flat_map(|label| [id(label, 2), id(label, 10)])
        .collect();
    assert!(ids.is_sorted());
    let texts: Vec<_> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(texts[1], "Z#10");
    assert_eq!(texts[4], "trust:acs:ram::1:role/App#2");
    assert_eq!(texts[6], "resource:acs:kms:r1:1:key/k#2");
    assert_eq!(texts[8], "session#2");
}

#[test]
fn attachments_as_text() {
    for (attached, text) in [
        (Attached::User, "user"),
        (Attached::Group("devs".to_owned()), "group devs"),
        (Attached::Role, "role"),
        (Attached::Folder("prod/eu".to_owned()), "folder prod/eu"),
        (Attached::Folder(String::new()), "folder /"),
        (Attached::Account("123".to_owned()), "account 123"),
        (Attached::Resource, "resource"),
        (Attached::Session, "session"),
    ] {
        assert_eq!(attached.to_string(), text);
    }
}

/// Whether a caller is the one that a condition on `acs:PrincipalARN` names.
fn is_known_as(principal: &str, name: &str, context: &[(&str, &[&str])]) -> bool {
    let mut store = accounts();
    let condition = format!(r#"{{ "StringEquals": {{ "acs:PrincipalArn": "{name}" }} }}"#);
    let denied = when(&trust("Deny", "RAM", "acs:ram::1:root"), &condition);
    let service = when(&trust("Deny", "Service", "ecs.aliyuncs.com"), &condition);
    let statements = [denied, service];
    trust_policy(&mut store, &statements);
    let mut asking = call(principal, "sts:AssumeRole", ROLE);
    asking.context = context;
    !asking.of(&store).determined_by.is_empty()
}

#[test]
fn the_name_of_the_caller_is_supplied() {
    let given = "acs:ram::7:user/given";
    for (principal, name) in [
        (ALICE, ALICE),
        ("acs:ram::1:user/Alice", "acs:ram::1:user/Alice"),
        (APP, "acs:ram::1:role/app"),
        ("acs:ram::1:role/App/Session", "acs:ram::1:role/app"),
    ] {
        assert!(is_known_as(principal, name, &[]), "{principal}");
        assert!(is_known_as(principal, name, &[("acs:PrincipalARN", &[])]));
        for key in ["acs:PrincipalARN", "ACS:principalarn"] {
            let context: &[(&str, &[&str])] = &[(key, &[given])];
            assert!(!is_known_as(principal, name, context), "{principal}");
            assert!(is_known_as(principal, given, context), "{principal}");
        }
    }
    assert!(!is_known_as("acs:ram::1:user/Alice", ALICE, &[]));
    let service = "ecs.aliyuncs.com";
    assert!(!is_known_as(service, service, &[]));
    assert!(is_known_as(
        service,
        given,
        &[("acs:PrincipalARN", &[given])]
    ));
}

#[test]
fn the_name_of_a_root_is_supplied() {
    let mut store = accounts();
    let root = "acs:ram::2:root";
    let me = format!(r#"{{ "StringEquals": {{ "acs:PrincipalARN": "{root}" }} }}"#);
    give(&mut store, BOB, "all", &[allow("*")]);
    let document = import(
        PolicyKind::Key,
        &[when(&to("Allow", &["acs:ram::2:*"], "kms:*"), &me)],
    );
    store.set_resource_document(KEY, document).unwrap();
    let by_key = format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource");
    assert_eq!(ask(&store, root, "kms:Encrypt", KEY), by_key);
    assert_ne!(ask(&store, BOB, "kms:Encrypt", KEY), by_key);
}

#[test]
fn a_full_context_still_gets_the_name() {
    let mut store = accounts();
    let me = format!(r#"{{ "StringEquals": {{ "acs:PrincipalARN": "{ALICE}" }} }}"#);
    give(&mut store, ALICE, "me", &[when(&allow("*"), &me)]);
    let keys: Vec<_> = (0..1024).map(|i| format!("my:{i}")).collect();
    let context: Vec<(&str, &[&str])> = keys
        .iter()
        .map(|key| (key.as_str(), &["v"] as &[&str]))
        .collect();
    let mut asking = call(ALICE, "kms:Encrypt", KEY);
    asking.context = &context;
    assert_eq!(
        asking.line(&store),
        "Allow AccountLevelIdentityBasedPolicy me#0 @ user"
    );
}

#[test]
fn an_empty_store_allows_nobody_anything() {
    let store = Store::new();
    for principal in [ALICE, APP, "*", "ecs.aliyuncs.com", "acs:ram::2:root"] {
        assert_eq!(ask(&store, principal, "kms:Encrypt", KEY), SILENT_ACCOUNT);
    }
    let mut store = accounts();
    key_policy(&mut store, &[deny_all()]);
    assert_eq!(
        ask(&store, "acs:ram::3:user/x", "kms:Encrypt", KEY),
        format!("ExplicitDeny ResourceBasedPolicy resource:{KEY}#0 @ resource")
    );
}

/// A Deny for every caller of account `3`.
fn deny_all() -> String {
    to("Deny", &["acs:ram::3:*"], "kms:*")
}
