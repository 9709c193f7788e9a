//! The points of the flow that the specification leaves open, each with its answer.

use ramgate_model::DecisionKind;
use ramgate_syntax::PolicyKind;
use ramgate_syntax::store::Target;

use crate::build::{
    ALICE, APP, BOB, KEY, ROLE, SECRET, SILENT_ACCOUNT, SILENT_CONTROL, SILENT_RESOURCE,
    SILENT_ROLE, accounts, allow, ask, call, declare_control, deny, give, give_in, key_policy,
    line, policy, to, trust, trust_policy,
};

#[test]
fn the_caller_owns_what_names_no_account() {
    let mut store = accounts();
    give(&mut store, ALICE, "all", &[allow("*")]);
    let allowed = "Allow AccountLevelIdentityBasedPolicy all#0 @ user";
    for resource in [
        "*",
        "acs:oss:r1:*:bucket",
        "acs:oss:r1::bucket",
        "acs:oss:r1:1:bucket",
    ] {
        assert_eq!(
            ask(&store, ALICE, "oss:Get", resource),
            allowed,
            "{resource}"
        );
        let root = "acs:ram::1:root";
        assert_eq!(ask(&store, root, "oss:Get", resource), "Allow Root");
    }
    let theirs = "acs:oss:r1:2:bucket";
    assert_eq!(ask(&store, ALICE, "oss:Get", theirs), SILENT_ACCOUNT);
}

#[test]
fn who_is_not_known_has_no_policies_of_its_own() {
    let mut store = accounts();
    store.set_directory(None).unwrap();
    store.add_member("", "1").unwrap();
    give(&mut store, ALICE, "all", &[allow("*")]);
    let strangers = [
        "acs:ram::1:user/nobody",
        "acs:ram::1:role/nothing",
        "acs:ram::77:user/alice",
    ];
    for stranger in strangers {
        assert_eq!(ask(&store, stranger, "kms:Encrypt", KEY), SILENT_ACCOUNT);
    }
    // The other stages still speak.
    key_policy(&mut store, &[to("Allow", &strangers, "kms:Encrypt")]);
    let by_key = format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource");
    assert_eq!(ask(&store, strangers[0], "kms:Encrypt", KEY), by_key);
    assert_eq!(ask(&store, strangers[1], "kms:Encrypt", KEY), by_key);
    assert_eq!(
        ask(&store, strangers[2], "kms:Encrypt", KEY),
        SILENT_RESOURCE
    );
    store.set_control_policies(Target::Folder(""), &[]).unwrap();
    for stranger in strangers {
        assert_eq!(ask(&store, stranger, "kms:Encrypt", KEY), SILENT_CONTROL);
    }
    let unknown_role = "acs:ram::1:role/none";
    assert_eq!(
        ask(&accounts(), ALICE, "sts:AssumeRole", unknown_role),
        SILENT_ROLE
    );
}

#[test]
fn a_trust_policy_is_for_assuming_the_role_only() {
    let mut store = accounts();
    trust_policy(&mut store, &[trust("Deny", "RAM", ALICE)]);
    give(&mut store, ALICE, "all", &[allow("*")]);
    assert_eq!(
        ask(&store, ALICE, "ram:GetRole", ROLE),
        "Allow AccountLevelIdentityBasedPolicy all#0 @ user"
    );
    assert_eq!(
        ask(&store, ALICE, "STS:assumerole", ROLE),
        "ExplicitDeny AssumeRolePolicy trust:acs:ram::1:role/App#0 @ resource"
    );
}

#[test]
fn no_root_assumes_roles() {
    let mut store = accounts();
    let everyone = [
        trust("Allow", "RAM", "acs:ram::1:root"),
        trust("Allow", "RAM", "acs:ram::2:root"),
    ];
    trust_policy(&mut store, &everyone);
    for root in ["acs:ram::1:root", "acs:ram::2:root"] {
        for resource in [ROLE, "*", KEY] {
            assert_eq!(ask(&store, root, "sts:AssumeRole", resource), SILENT_ROLE);
        }
    }
}

#[test]
fn stages_of_implicit_denies() {
    let mut store = accounts();
    let in_group = |store: &_, resource| {
        let mut call = call(ALICE, "kms:Encrypt", resource);
        call.group = Some("rg-1");
        call.line(store)
    };
    let silent_group = "ImplicitDeny ResourceGroupLevelIdentityBasedPolicy";
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), SILENT_ACCOUNT);
    assert_eq!(in_group(&store, KEY), silent_group);
    assert_eq!(in_group(&store, "acs:oss:r1:1:bucket"), silent_group);
    store.set_resource_group(SECRET, Some("rg-2")).unwrap();
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", SECRET), silent_group);
    assert_eq!(ask(&store, ALICE, "sts:AssumeRole", SECRET), SILENT_ROLE);
    key_policy(&mut store, &[to("Allow", &[BOB], "kms:Decrypt")]);
    assert_eq!(in_group(&store, KEY), SILENT_RESOURCE);
    assert_eq!(ask(&store, ALICE, "sts:AssumeRole", KEY), SILENT_ROLE);

    store.set_directory(None).unwrap();
    store.add_member("", "1").unwrap();
    let target = Target::Account("1");
    store.set_control_policies(target, &[]).unwrap();
    assert_eq!(in_group(&store, KEY), SILENT_CONTROL);
    assert_eq!(ask(&store, ALICE, "sts:AssumeRole", ROLE), SILENT_CONTROL);
}

#[test]
fn stages_of_allows() {
    let mut store = accounts();
    store.set_resource_group(KEY, Some("rg-1")).unwrap();
    key_policy(&mut store, &[to("Allow", &[ALICE, BOB], "kms:*")]);
    let by_key = format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource");
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), by_key);
    give_in(&mut store, ALICE, "rg-1", "b", &[allow("kms:*")]);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow ResourceGroupLevelIdentityBasedPolicy b#0 @ user"
    );
    give(&mut store, ALICE, "c", &[allow("kms:*")]);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy c#0 @ user"
    );
    give(&mut store, BOB, "d", &[allow("kms:*")]);
    assert_eq!(ask(&store, BOB, "kms:Encrypt", KEY), by_key);
}

#[test]
fn an_explicit_deny_is_of_the_first_stage_that_denies() {
    let mut store = accounts();
    let denied = |stage: &str, by: &str| format!("ExplicitDeny {stage} {by}");
    store.set_resource_group(KEY, Some("rg-1")).unwrap();
    give(&mut store, APP, "all", &[allow("*")]);
    key_policy(&mut store, &[to("Deny", &["acs:ram::1:role/app"], "kms:*")]);
    assert_eq!(
        ask(&store, APP, "kms:Encrypt", KEY),
        denied(
            "ResourceBasedPolicy",
            &format!("resource:{KEY}#0 @ resource")
        )
    );
    give_in(&mut store, APP, "rg-1", "in-group", &[deny("kms:*")]);
    assert_eq!(
        ask(&store, APP, "kms:Encrypt", KEY),
        denied("ResourceGroupLevelIdentityBasedPolicy", "in-group#0 @ role")
    );
    give(&mut store, APP, "wide", &[deny("kms:*")]);
    assert_eq!(
        ask(&store, APP, "kms:Encrypt", KEY),
        denied("AccountLevelIdentityBasedPolicy", "wide#0 @ role")
    );
    let session = policy(PolicyKind::Session, &[deny("kms:*")]);
    let mut with_session = call(APP, "kms:Encrypt", KEY);
    with_session.session = Some(&session);
    assert_eq!(
        with_session.line(&store),
        denied("SessionPolicy", "session#0 @ session")
    );
    store.set_directory(None).unwrap();
    store.add_member("", "1").unwrap();
    declare_control(&mut store, "guard", &[deny("kms:*")]);
    let target = Target::Folder("");
    store.set_control_policies(target, &["guard"]).unwrap();
    assert_eq!(
        with_session.line(&store),
        denied("ControlPolicy", "guard#0 @ folder /")
    );
}

#[test]
fn a_delegating_allow_is_not_named() {
    let mut store = accounts();
    give(&mut store, ALICE, "encrypt", &[allow("kms:Encrypt")]);
    let statements = [
        to("Allow", &["acs:ram::1:*"], "kms:*"),
        to("Allow", &["acs:ram::1:root", ALICE], "kms:Decrypt"),
    ];
    key_policy(&mut store, &statements);
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", KEY),
        "Allow AccountLevelIdentityBasedPolicy encrypt#0 @ user"
    );
    assert_eq!(
        ask(&store, ALICE, "kms:Decrypt", KEY),
        format!("Allow ResourceBasedPolicy resource:{KEY}#1 @ resource")
    );
}

#[test]
fn root_of_another_account_needs_the_key_policy_alone() {
    let mut store = accounts();
    let root = "acs:ram::2:root";
    assert_eq!(ask(&store, root, "kms:Encrypt", KEY), SILENT_ACCOUNT);
    for named in ["acs:ram::2:root", "acs:ram::2:*"] {
        key_policy(&mut store, &[to("Allow", &[named], "kms:Encrypt")]);
        assert_eq!(
            ask(&store, root, "kms:Encrypt", KEY),
            format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource")
        );
        assert_eq!(ask(&store, root, "kms:Decrypt", KEY), SILENT_RESOURCE);
    }
    let theirs = "acs:oss:r1:1:bucket";
    assert_eq!(ask(&store, root, "oss:Get", theirs), SILENT_ACCOUNT);
}

#[test]
fn the_first_check_that_is_not_allowed_decides_else_the_last() {
    let mut store = accounts();
    let statements = [allow("kms:ReEncryptFrom"), allow("kms:Decrypt")];
    give(&mut store, ALICE, "some", &statements);
    let decide = |actions: &[&str]| {
        let answers: Vec<_> = actions
            .iter()
            .map(|action| call(ALICE, action, KEY).of(&store))
            .collect();
        let denied = answers.iter().find(|a| a.kind != DecisionKind::Allow);
        line(denied.or(answers.last()).unwrap())
    };
    assert_eq!(
        decide(&["kms:ReEncryptFrom", "kms:Decrypt"]),
        "Allow AccountLevelIdentityBasedPolicy some#1 @ user"
    );
    assert_eq!(
        decide(&["kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:Decrypt"]),
        SILENT_ACCOUNT
    );
}

#[test]
fn control_policies_bind_services_and_nobody_gets_nothing() {
    let mut store = accounts();
    store.set_directory(Some("9")).unwrap();
    store.add_member("", "1").unwrap();
    let service = "ecs.aliyuncs.com";
    trust_policy(&mut store, &[trust("Allow", "Service", service)]);
    assert_eq!(
        ask(&store, service, "sts:AssumeRole", ROLE),
        "Allow AssumeRolePolicy trust:acs:ram::1:role/App#0 @ resource"
    );
    let target = Target::Account("1");
    store.set_control_policies(target, &[]).unwrap();
    for service in [
        "ecs.aliyuncs.com",
        "1@ecs.aliyuncs.com",
        "9@ecs.aliyuncs.com",
    ] {
        assert_eq!(ask(&store, service, "sts:AssumeRole", ROLE), SILENT_CONTROL);
    }
    assert_eq!(ask(&store, "*", "kms:Encrypt", KEY), SILENT_ACCOUNT);
    assert_eq!(ask(&store, "*", "kms:ListKeys", "*"), SILENT_ACCOUNT);
    assert_eq!(ask(&store, "*", "sts:AssumeRole", ROLE), SILENT_ROLE);
}

#[test]
fn a_management_action_may_be_granted_to_another_account() {
    let mut store = accounts();
    let action = "kms:ScheduleKeyDeletion";
    key_policy(&mut store, &[to("Allow", &[BOB], action)]);
    give(&mut store, BOB, "delete", &[allow(action)]);
    assert_eq!(
        ask(&store, BOB, action, KEY),
        format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource")
    );
}

#[test]
fn a_node_about_which_nothing_is_said_lets_everything_pass() {
    let mut store = accounts();
    give(&mut store, ALICE, "all", &[allow("*")]);
    store.set_directory(None).unwrap();
    store.add_folder("prod").unwrap();
    store.add_member("prod", "1").unwrap();
    let allowed = "Allow AccountLevelIdentityBasedPolicy all#0 @ user";
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), allowed);
    let target = Target::Folder("prod");
    store.set_control_policies(target, &[]).unwrap();
    assert_eq!(ask(&store, ALICE, "kms:Encrypt", KEY), SILENT_CONTROL);
}

#[test]
fn other_resources_have_no_policy_and_stay_in_their_account() {
    let mut store = accounts();
    give(&mut store, BOB, "all", &[allow("*")]);
    for resource in [
        "acs:oss:r1:1:bucket",
        "acs:kms:r1:1:alias/a",
        "acs:kms:r1:1:key",
    ] {
        assert_eq!(ask(&store, BOB, "kms:Encrypt", resource), SILENT_ACCOUNT);
    }
    give(&mut store, BOB, "none", &[deny("kms:Encrypt")]);
    assert_eq!(
        ask(&store, BOB, "kms:Encrypt", "acs:oss:r1:1:bucket"),
        "ExplicitDeny AccountLevelIdentityBasedPolicy none#0 @ user"
    );
}

#[test]
fn names_of_resources_are_compared_in_canonical_form() {
    let mut store = accounts();
    key_policy(&mut store, &[to("Allow", &[ALICE], "kms:Encrypt")]);
    let by_key = format!("Allow ResourceBasedPolicy resource:{KEY}#0 @ resource");
    assert_eq!(
        ask(&store, ALICE, "kms:Encrypt", "ACS:KMS:r1:1:key/k"),
        by_key
    );
    for other in [
        "acs:kms:r1:1:key/K",
        "acs:kms:R1:1:key/k",
        "acs:kms:r1:1:Key/k",
    ] {
        assert_eq!(ask(&store, ALICE, "kms:Encrypt", other), SILENT_ACCOUNT);
    }
}

#[test]
fn only_describing_regions_is_exempt() {
    let store = accounts();
    for action in ["kms:DescribeRegions", "KMS:describeregions"] {
        for principal in [ALICE, "acs:ram::2:root", "ecs.aliyuncs.com"] {
            assert_eq!(ask(&store, principal, action, "*"), "Allow Exempt");
        }
        // It is so once it is known who calls.
        assert_eq!(ask(&store, "*", action, "*"), SILENT_ACCOUNT);
    }
    for action in ["kms:DescribeRegion", "ecs:DescribeRegions"] {
        assert_eq!(ask(&store, ALICE, action, "*"), SILENT_ACCOUNT);
    }
}

#[test]
fn a_role_is_assumed_by_its_own_name_only() {
    let mut store = accounts();
    give(&mut store, ALICE, "all", &[allow("*")]);
    trust_policy(&mut store, &[trust("Allow", "RAM", "acs:ram::1:root")]);
    let allowed = "Allow AssumeRolePolicy trust:acs:ram::1:role/App#0 @ resource";
    for role in [
        ROLE,
        "acs:ram::1:role/APP",
        "acs:RAM:r1:1:Role/app",
        "acs:ram:*:1:role/App",
    ] {
        assert_eq!(ask(&store, ALICE, "sts:AssumeRole", role), allowed);
    }
    for other in [
        "*",
        KEY,
        "acs:ram::1:role/app/session",
        "acs:ram::1:user/app",
        "acs:ram::*:role/app",
        "acs:ram:::role/app",
        "acs:ecs::1:role/app",
        "acs:ram::2:role/app",
    ] {
        assert_eq!(ask(&store, ALICE, "sts:AssumeRole", other), SILENT_ROLE);
    }
}

#[test]
fn a_role_session_need_not_be_named() {
    let mut store = accounts();
    give(&mut store, APP, "all", &[allow("*")]);
    key_policy(
        &mut store,
        &[to("Deny", &["acs:ram::1:role/APP"], "kms:Sign")],
    );
    for session in ["acs:ram::1:role/app", "acs:ram::1:role/aPP/s", APP] {
        assert_eq!(
            ask(&store, session, "kms:Encrypt", KEY),
            "Allow AccountLevelIdentityBasedPolicy all#0 @ role"
        );
        assert_eq!(
            ask(&store, session, "kms:Sign", KEY),
            format!("ExplicitDeny ResourceBasedPolicy resource:{KEY}#0 @ resource")
        );
    }
}
