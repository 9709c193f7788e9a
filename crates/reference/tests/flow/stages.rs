//! The stages one by one (6.2), and what each kind of caller has of them (6.4, 6.5, 7.1, 7.6).

use ramgate_syntax::PolicyKind;
use ramgate_syntax::store::{Holder, Scope, Target};

use crate::build::{
    ALICE, APP, BOB, KEY, ROLE, SILENT_ACCOUNT, SILENT_CONTROL, SILENT_RESOURCE, SILENT_ROLE,
    accounts, allow, ask, call, declare_control, deny, give, give_in, key_policy, policy, to,
    trust, trust_policy,
};

/// Account `1` in `prod/eu`, account `2` in `partners`, `9` manages.
fn directory() -> ramgate_syntax::Store {
    let mut store = accounts();
    store.set_directory(Some("9")).unwrap();
    for folder in ["prod", "prod/eu", "partners"] {
        store.add_folder(folder).unwrap();
    }
    store.add_member("prod/eu", "1").unwrap();
    store.add_member("partners", "2").unwrap();
    declare_control(&mut store, "no-delete", &[allow("*"), deny("kms:Delete*")]);
    declare_control(&mut store, "keys", &[allow("kms:*")]);
    declare_control(&mut store, "roles", &[allow("sts:*")]);
    give(&mut store, ALICE, "all", &[allow("*")]);
    give(&mut store, BOB, "bob-all", &[allow("*")]);
    store
}

fn set(store: &mut ramgate_syntax::Store, target: Target<'_>, policies: &[&str]) {
    store.set_control_policies(target, policies).unwrap();
}

#[test]
fn every_node_up_to_the_root_must_allow() {
    let allowed = "Allow AccountLevelIdentityBasedPolicy all#0 @ user";
    assert_eq!(ask(&directory(), ALICE, "kms:Encrypt", KEY), allowed);
    for (target, place) in [
        (Target::Account("1"), "account 1"),
        (Target::Folder("prod/eu"), "folder prod/eu"),
        (Target::Folder("prod"), "folder prod"),
        (Target::Folder(""), "folder /"),
    ] {
        let mut store = directory();
        set(&mut store, target, &["no-delete"]);
        assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), allowed);
        assert_eq!(
            ask(&store, ALICE, "kms:DeleteAlias", KEY),
            format!("ExplicitDeny ControlPolicy no-delete#1 @ {place}")
        );
        set(&mut store, target, &["roles"]);
        assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), SILENT_CONTROL);
        // Policies of one node are decided together.
        set(&mut store, target, &["roles", "keys"]);
        assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), allowed);
    }
    let mut store = directory();
    set(&mut store, Target::Folder("partners"), &[]);
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), allowed);
}

#[test]
fn the_first_node_that_does_not_allow_decides() {
    let mut store = directory();
    set(&mut store, Target::Account("1"), &[]);
    set(&mut store, Target::Folder(""), &["no-delete"]);
    assert_eq!(ask(&store, ALICE, "kms:DeleteKey", KEY), SILENT_CONTROL);
    set(&mut store, Target::Account("1"), &["keys", "no-delete"]);
    assert_eq!(
        ask(&store, ALICE, "kms:DeleteKey", KEY),
        "ExplicitDeny ControlPolicy no-delete#1 @ account 1"
    );
}

#[test]
fn the_chains_of_the_owner_and_of_the_caller_bind() {
    let mut store = directory();
    key_policy(&mut store, &[to("Allow", &[BOB], "kms:*")]);
    let by_key = format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource");
    assert_eq!(ask(&store, BOB, "kms:Encrypt", KEY), by_key);
    set(&mut store, Target::Folder("partners"), &["no-delete"]);
    assert_eq!(
        ask(&store, BOB, "kms:DeleteAlias", KEY),
        "ExplicitDeny ControlPolicy no-delete#1 @ folder partners"
    );
    set(&mut store, Target::Account("1"), &["no-delete"]);
    assert_eq!(
        ask(&store, BOB, "kms:DeleteAlias", KEY),
        "ExplicitDeny ControlPolicy no-delete#1 @ account 1"
    );
    assert_eq!(ask(&store, BOB, "kms:Encrypt", KEY), by_key);
    // An account that is no member has no chain; the owner's still binds.
    let stranger = "acs:ram::3:user/carol";
    assert_eq!(ask(&store, stranger, "kms:Encrypt", KEY), SILENT_RESOURCE);
    set(&mut store, Target::Account("1"), &[]);
    assert_eq!(ask(&store, stranger, "kms:Encrypt", KEY), SILENT_CONTROL);
}

#[test]
fn whom_control_policies_do_not_bind() {
    let mut store = directory();
    set(&mut store, Target::Folder(""), &[]);
    store.add_user("9", "admin").unwrap();
    store.add_role("9", "auditor").unwrap();
    give(&mut store, APP, "app-all", &[allow("*")]);
    for (principal, answer) in [
        ("acs:ram::9:user/admin", SILENT_ACCOUNT),
        ("acs:ram::9:role/auditor/s", SILENT_ACCOUNT),
        ("acs:ram::1:root", "Allow Root"),
        ("acs:ram::2:root", SILENT_ACCOUNT),
        ("acs:ram::9:root", SILENT_ACCOUNT),
        ("*", SILENT_ACCOUNT),
        (ALICE, SILENT_CONTROL),
        (APP, SILENT_CONTROL),
        ("acs:ram::1:saml-provider/idp", SILENT_CONTROL),
        ("acs:ram::9:saml-provider/idp", SILENT_CONTROL),
        ("ecs.aliyuncs.com", SILENT_CONTROL),
    ] {
        assert_eq!(ask(&store, principal, "kms:Encrypt", KEY), answer);
    }
    store.set_service_linked("1", "App", true).unwrap();
    assert_eq!(
        ask(&store, "acs:ram::1:role/aPP/s", "kms:Encrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy app-all#0 @ role"
    );
}

#[test]
fn a_user_has_its_own_policies_and_those_of_its_groups() {
    let mut store = accounts();
    store.add_group("1", "admins").unwrap();
    for (group, name) in [("devs", "of-devs"), ("admins", "of-admins")] {
        let document = policy(PolicyKind::Identity, &[allow(&format!("kms:{group}"))]);
        store.put_policy(name, document).unwrap();
        store
            .attach("1", Holder::Group(group), name, Scope::Account)
            .unwrap();
    }
    assert_eq!(
        ask(&store, ALICE, "kms:devs", KEY),
        "Allow AccountLevelIdentityBasedPolicy of-devs#0 @ group devs"
    );
    assert_eq!(ask(&store, ALICE, "kms:admins", KEY), SILENT_ACCOUNT);
    // Names of users are the same in any case.
    assert_eq!(
        ask(&store, "acs:ram::1:user/ALICE", "kms:devs", KEY),
        "Allow AccountLevelIdentityBasedPolicy of-devs#0 @ group devs"
    );
    store.set_membership("1", "alice", "devs", false).unwrap();
    assert_eq!(ask(&store, ALICE, "kms:devs", KEY), SILENT_ACCOUNT);
}

#[test]
fn policies_at_the_scope_of_a_group_count_for_its_resources() {
    let mut store = accounts();
    give_in(&mut store, ALICE, "rg-1", "one", &[allow("*")]);
    let asked_in = |store: &_, group| {
        let mut call = call(ALICE, "kms:Encrypt", KEY);
        call.group = group;
        call.line(store)
    };
    let allowed = "Allow ResourceGroupLevelIdentityBasedPolicy one#0 @ user";
    let silent_group = "ImplicitDeny ResourceGroupLevelIdentityBasedPolicy";
    assert_eq!(asked_in(&store, None), SILENT_ACCOUNT);
    assert_eq!(asked_in(&store, Some("rg-1")), allowed);
    assert_eq!(asked_in(&store, Some("RG-1")), silent_group);
    // What the store says comes first.
    store.set_resource_group(KEY, Some("rg-2")).unwrap();
    assert_eq!(asked_in(&store, Some("rg-1")), silent_group);
    store.set_resource_group(KEY, Some("rg-1")).unwrap();
    assert_eq!(asked_in(&store, Some("rg-2")), allowed);
}

#[test]
fn the_documented_flow_asks_the_group_only_after_silence() {
    let mut store = accounts();
    store.set_account_scope_short_circuit(true);
    store.set_resource_group(KEY, Some("rg-1")).unwrap();
    give_in(
        &mut store,
        ALICE,
        "rg-1",
        "in",
        &[deny("kms:D*"), allow("*")],
    );
    give(
        &mut store,
        ALICE,
        "out",
        &[allow("kms:De*"), deny("kms:E*")],
    );
    let by = |stage, rest| format!("{stage}LevelIdentityBasedPolicy {rest} @ user");
    for (action, answer) in [
        ("kms:Decrypt", format!("Allow {}", by("Account", "out#0"))),
        (
            "kms:Encrypt",
            format!("ExplicitDeny {}", by("Account", "out#1")),
        ),
        (
            "kms:DisableKey",
            format!("ExplicitDeny {}", by("ResourceGroup", "in#0")),
        ),
        ("kms:Sign", format!("Allow {}", by("ResourceGroup", "in#1"))),
    ] {
        assert_eq!(ask(&store, ALICE, action, KEY), answer);
    }
}

#[test]
fn a_session_policy_bounds_what_a_key_policy_grants() {
    let mut store = accounts();
    key_policy(
        &mut store,
        &[to("Allow", &["acs:ram::1:role/app"], "kms:*")],
    );
    let session = policy(PolicyKind::Session, &[allow("kms:Encrypt")]);
    let with = |action| {
        let mut call = call(APP, action, KEY);
        call.session = Some(&session);
        call.line(&store)
    };
    let by_key = format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource");
    assert_eq!(with("kms:Encrypt"), by_key);
    assert_eq!(with("kms:Decrypt"), "ImplicitDeny SessionPolicy");
    // It grants nothing, and it binds a session that assumes a further role.
    give(&mut store, APP, "all", &[allow("*")]);
    trust_policy(&mut store, &[trust("Allow", "RAM", "acs:ram::1:root")]);
    let mut assume = call(APP, "sts:AssumeRole", ROLE);
    assert_eq!(
        assume.line(&store),
        "Allow AssumeRolePolicy trust:acs:ram::1:role/App#0 @ resource"
    );
    assume.session = Some(&session);
    assert_eq!(assume.line(&store), "ImplicitDeny SessionPolicy");
}

#[test]
fn a_session_has_the_policies_of_its_role_and_not_of_a_user() {
    let mut store = accounts();
    store.add_user("1", "app").unwrap();
    give(&mut store, "acs:ram::1:user/app", "user", &[allow("*")]);
    assert_eq!(ask(&store, APP, "kms:Encrypt", KEY), SILENT_ACCOUNT);
}

#[test]
fn root_of_the_owner_is_stopped_by_its_key_policy_alone() {
    let mut store = accounts();
    let root = "acs:ram::1:root";
    assert_eq!(ask(&store, root, "kms:Encrypt", KEY), "Allow Root");
    for named in [root, "acs:ram::1:*"] {
        key_policy(&mut store, &[to("Deny", &[named], "kms:*")]);
        for action in [
            "kms:Encrypt",
            "kms:ScheduleKeyDeletion",
            "kms:GetKeyPolicies",
        ] {
            assert_eq!(
                ask(&store, root, action, KEY),
                format!("ExplicitDeny ResourceBasedPolicy resource:{KEY}#0 @ resource")
            );
        }
        for action in [
            "kms:GetKeyPolicy",
            "KMS:setkeypolicy",
            "kms:GetSecretPolicy",
            "kms:SetSecretPolicy",
        ] {
            assert_eq!(ask(&store, root, action, KEY), "Allow Root");
        }
    }
    // A Deny for somebody else, and no Allow at all, leave it alone.
    key_policy(&mut store, &[to("Deny", &[ALICE], "kms:*")]);
    assert_eq!(ask(&store, root, "kms:Encrypt", KEY), "Allow Root");
}

#[test]
fn assuming_a_role_needs_both_sides() {
    let trusted = trust("Allow", "RAM", "acs:ram::1:root");
    let distrusted = trust("Deny", "RAM", ALICE);
    let (may, may_not) = (allow("sts:AssumeRole"), deny("sts:AssumeRole"));
    let by_trust = |kind, index| {
        format!("{kind} AssumeRolePolicy trust:acs:ram::1:role/App#{index} @ resource")
    };
    let by_own = "ExplicitDeny AccountLevelIdentityBasedPolicy own#0 @ user".to_owned();
    let silent = SILENT_ROLE.to_owned();
    for (own, role, answer) in [
        (vec![], vec![], silent.clone()),
        (vec![&may], vec![], silent.clone()),
        (vec![], vec![&trusted], silent),
        (vec![&may], vec![&trusted], by_trust("Allow", 0)),
        (vec![&may_not], vec![&trusted], by_own.clone()),
        (vec![&may_not], vec![&distrusted], by_own),
        (
            vec![&may],
            vec![&trusted, &distrusted],
            by_trust("ExplicitDeny", 1),
        ),
        (vec![], vec![&distrusted], by_trust("ExplicitDeny", 0)),
    ] {
        let mut store = accounts();
        let cloned = |statements: Vec<&String>| statements.into_iter().cloned().collect::<Vec<_>>();
        if !own.is_empty() {
            give(&mut store, ALICE, "own", &cloned(own));
        }
        if !role.is_empty() {
            trust_policy(&mut store, &cloned(role));
        }
        assert_eq!(ask(&store, ALICE, "sts:AssumeRole", ROLE), answer);
    }
}

#[test]
fn at_login_and_for_services_the_role_decides_alone() {
    let mut store = accounts();
    let saml = "acs:ram::1:saml-provider/idp";
    let login = format!(
        r#"{{ "Effect": "Allow", "Principal": {{ "Federated": ["{saml}"] }},
              "Action": "sts:AssumeRole",
              "Condition": {{ "StringEquals": {{ "saml:recipient": "here" }} }} }}"#
    );
    let service = trust("Allow", "Service", "ecs.aliyuncs.com");
    trust_policy(&mut store, &[login, service]);
    let by_trust =
        |index| format!("Allow AssumeRolePolicy trust:acs:ram::1:role/App#{index} @ resource");
    assert_eq!(ask(&store, saml, "sts:AssumeRole", ROLE), SILENT_ROLE);
    let mut at_login = call(saml, "sts:AssumeRole", ROLE);
    at_login.context = &[("saml:recipient", &["here"])];
    assert_eq!(at_login.line(&store), by_trust(0));
    assert_eq!(
        ask(&store, "ecs.aliyuncs.com", "sts:AssumeRole", ROLE),
        by_trust(1)
    );
    for other in ["1@ecs.aliyuncs.com", "ECS.aliyuncs.com", "oss.aliyuncs.com"] {
        assert_eq!(ask(&store, other, "sts:AssumeRole", ROLE), SILENT_ROLE);
    }
}

#[test]
fn a_service_linked_role_is_assumed_by_services_only() {
    let mut store = accounts();
    let service = "keystore.kms.aliyuncs.com";
    let statements = [
        trust("Allow", "Service", service),
        trust("Allow", "RAM", "acs:ram::1:root"),
        trust("Deny", "RAM", BOB),
    ];
    trust_policy(&mut store, &statements);
    give(&mut store, ALICE, "assume", &[allow("sts:*")]);
    give(&mut store, BOB, "bob-assume", &[allow("sts:*")]);
    let by_trust = |kind, index| {
        format!("{kind} AssumeRolePolicy trust:acs:ram::1:role/App#{index} @ resource")
    };
    let assume = |store: &_, principal| ask(store, principal, "sts:AssumeRole", ROLE);
    assert_eq!(assume(&store, ALICE), by_trust("Allow", 1));
    store.set_service_linked("1", "app", true).unwrap();
    assert_eq!(assume(&store, ALICE), SILENT_ROLE);
    assert_eq!(assume(&store, BOB), by_trust("ExplicitDeny", 2));
    assert_eq!(assume(&store, service), by_trust("Allow", 0));
}
