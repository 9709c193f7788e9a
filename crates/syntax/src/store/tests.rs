//! Stores that are built: every change is checked, and one that fails changes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a store that cannot be built is a failed test"
)]

mod removal;

use crate::store::{Holder, PolicyName, PolicyRef, Scope, Target};
use crate::{Policy, PolicyKind, ReadOptions, Store, StoreError, read_policy};

fn policy(kind: PolicyKind) -> Policy {
    let principal = match kind {
        PolicyKind::Trust => {
            r#""Action": "sts:AssumeRole", "Principal": {"RAM": "acs:ram::1:root"}"#
        }
        PolicyKind::Key | PolicyKind::Secret => {
            r#""Action": "kms:*", "Resource": "*", "Principal": {"RAM": "acs:ram::1:root"}"#
        }
        _ => r#""Action": "kms:*", "Resource": "*""#,
    };
    let text = format!(r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", {principal}}}]}}"#);
    read_policy(text, kind, &ReadOptions::default())
        .unwrap()
        .value
}

const KEY: &str = "acs:kms:cn-hangzhou:1:key/k";
const SECRET: &str = "acs:kms:cn-hangzhou:1:secret/s";
const BUCKET: &str = "acs:oss::1:bucket";

/// A store with a little of everything.
fn store() -> Store {
    let mut store = Store::new();
    for (name, kind) in [
        ("use-keys", PolicyKind::Identity),
        ("guard", PolicyKind::Control),
        ("trust", PolicyKind::Trust),
        ("key", PolicyKind::Key),
    ] {
        store.put_policy(name, policy(kind)).unwrap();
    }
    store.add_user("1", "Alice").unwrap();
    store.add_group("1", "devs").unwrap();
    store.add_role("1", "App").unwrap();
    store.set_directory(Some("9")).unwrap();
    store.add_folder("prod").unwrap();
    store.add_member("prod", "1").unwrap();
    for arn in [KEY, SECRET, BUCKET] {
        store.add_resource(arn).unwrap();
    }
    store
}

fn names(store: &Store, policies: impl Iterator<Item = PolicyRef>) -> Vec<String> {
    let name = |policy| store.documents().get(policy).unwrap().name().to_string();
    let mut names: Vec<_> = policies.map(name).collect();
    names.sort();
    names
}

/// What a change answers, after a look at whether a failed one changed the structure.
fn tried<T>(change: impl FnOnce(&mut Store) -> Result<T, StoreError>) -> StoreError {
    let before = store();
    let mut after = before.clone();
    let error = change(&mut after).map(|_| ()).unwrap_err();
    assert_eq!(seen(&before), seen(&after), "{error}");
    error
}

/// All there is in a store, as text.
fn seen(store: &Store) -> String {
    let accounts: Vec<_> = store.accounts().collect();
    let resources: Vec<_> = store.resources().collect();
    let documents: Vec<_> = store
        .documents()
        .in_order()
        .map(|(policy, name)| (name, store.documents().get(policy).unwrap().policy()))
        .collect();
    format!(
        "{accounts:?} {resources:?} {documents:?} {:?}",
        store.directory()
    )
}

#[test]
fn what_is_unknown() {
    for error in [
        tried(|store| store.remove_user("1", "bob")),
        tried(|store| store.remove_user("2", "alice")),
        tried(|store| store.remove_role("1", "alice")),
        tried(|store| store.set_membership("1", "alice", "Devs", true)),
        tried(|store| store.set_membership("1", "bob", "devs", true)),
        tried(|store| store.attach("1", Holder::User("alice"), "use-key", Scope::Account)),
        tried(|store| store.attach("1", Holder::User("bob"), "use-keys", Scope::Account)),
        tried(|store| store.attach("1", Holder::Group("x"), "use-keys", Scope::Account)),
        tried(|store| store.detach("1", Holder::Role("x"), "use-keys", Scope::Account)),
        tried(|store| store.set_trust("1", "app", "x")),
        tried(|store| store.set_trust("1", "x", "trust")),
        tried(|store| store.set_trust_document("1", "x", policy(PolicyKind::Trust))),
        tried(|store| store.set_service_linked("1", "x", true)),
        tried(|store| store.add_folder("x/y")),
        tried(|store| store.add_member("x", "2")),
        tried(|store| store.set_control_policies(Target::Account("2"), &[])),
        tried(|store| store.set_control_policies(Target::Folder("x"), &[])),
        tried(|store| store.set_control_policies(Target::Folder(""), &["x"])),
        tried(|store| store.remove_resource("acs:kms:cn-hangzhou:1:key/x")),
        tried(|store| store.set_resource_group("acs:kms:cn-hangzhou:1:key/x", None)),
        tried(|store| store.set_resource_policy(KEY, "x")),
    ] {
        assert!(error.is_unknown(), "{error}");
        assert!(!error.is_duplicate() && !error.is_malformed() && !error.is_wrong_kind());
        assert!(error.to_string().starts_with("there is no "), "{error}");
    }
    let error = Store::new().add_folder("prod").unwrap_err();
    assert!(error.is_unknown());
    assert_eq!(error.to_string(), "the store has no resource directory");
}

#[test]
fn what_is_there_already() {
    for error in [
        tried(|store| store.add_user("1", "ALICE")),
        tried(|store| store.add_group("1", "devs")),
        tried(|store| store.add_role("1", "app")),
        tried(|store| store.add_folder("prod")),
        tried(|store| store.add_member("", "1")),
        tried(|store| store.add_resource("acs:KMS:cn-hangzhou:1:key/k")),
        tried(|store| store.put_policy("FullAliyunAccess", policy(PolicyKind::Identity))),
    ] {
        assert!(error.is_duplicate(), "{error}");
        assert!(!error.is_unknown() && !error.is_malformed() && !error.is_wrong_kind());
    }
    // The case of a group's name counts.
    store().add_group("1", "Devs").unwrap();
}

#[test]
fn names_that_cannot_be() {
    for error in [
        tried(|store| store.add_user("x", "a")),
        tried(|store| store.add_user("", "a")),
        tried(|store| store.add_user("1", "")),
        tried(|store| store.add_user("1", "a/b")),
        tried(|store| store.add_group("1", "a*")),
        tried(|store| store.add_role("1", "a\n")),
        tried(|store| store.add_account("1x")),
        tried(|store| store.add_folder("")),
        tried(|store| store.add_folder("prod/")),
        tried(|store| store.add_member("prod", "x")),
        tried(|store| store.set_directory(Some("x"))),
        tried(|store| store.add_resource("key/k")),
        tried(|store| store.add_resource("acs:kms:r:*:key/k")),
        tried(|store| store.add_resource("acs:kms:r::key/k")),
        tried(|store| store.add_user("1", " a")),
        tried(|store| store.add_group("1", "a\u{a0}")),
        tried(|store| store.add_role("1", "a\u{3000}")),
        tried(|store| store.add_folder("prod/a ")),
        tried(|store| store.add_folder("prod/a\u{7f}b")),
        tried(|store| store.put_policy("", policy(PolicyKind::Identity))),
        tried(|store| store.put_policy("p\t", policy(PolicyKind::Identity))),
        tried(|store| store.put_policy("p\u{85}q", policy(PolicyKind::Identity))),
        tried(|store| store.put_policy("p#0", policy(PolicyKind::Identity))),
        tried(|store| store.put_policy("trust:p", policy(PolicyKind::Identity))),
        tried(|store| store.put_policy("resource:p", policy(PolicyKind::Identity))),
        tried(|store| store.set_resource_group(KEY, Some(""))),
        tried(|store| store.set_resource_group(KEY, Some("rg-1 "))),
        tried(|store| {
            let scope = Scope::ResourceGroup("\nrg");
            store.attach("1", Holder::User("alice"), "use-keys", scope)
        }),
        tried(|store| store.add_resource("acs:k?s:r:1:key/k")),
        tried(|store| store.add_resource("acs:kms:*:1:key/k")),
        tried(|store| store.add_resource("acs:kms:r:1?:key/k")),
        tried(|store| store.add_resource("acs:kms:r:1:key/*")),
        tried(|store| store.add_resource("acs:kms:r:1:secret/a?")),
    ] {
        assert!(error.is_malformed(), "{error}");
        assert!(
            error.to_string().contains("is not the name of a"),
            "{error}"
        );
    }
}

#[test]
fn policies_of_the_wrong_kind() {
    let alice = Holder::User("alice");
    for error in [
        tried(|store| store.attach("1", alice, "trust", Scope::Account)),
        tried(|store| store.attach("1", alice, "key", Scope::ResourceGroup("rg"))),
        tried(|store| store.set_trust("1", "app", "use-keys")),
        tried(|store| store.set_trust_document("1", "app", policy(PolicyKind::Key))),
        tried(|store| store.set_control_policies(Target::Account("1"), &["guard", "trust"])),
        tried(|store| store.set_resource_policy(KEY, "trust")),
        tried(|store| store.set_resource_policy(BUCKET, "key")),
        tried(|store| store.set_resource_document(SECRET, policy(PolicyKind::Identity))),
        tried(|store| store.set_resource_document(BUCKET, policy(PolicyKind::Key))),
        tried(|store| store.put_policy("trust", policy(PolicyKind::Identity))),
        tried(|store| store.put_policy("use-keys", policy(PolicyKind::Key))),
        tried(|store| store.put_policy("use-keys", policy(PolicyKind::Session))),
        tried(|store| store.put_policy("new", policy(PolicyKind::Session))),
        tried(|store| store.put_policy("FullAliyunAccess", policy(PolicyKind::Session))),
    ] {
        assert!(error.is_wrong_kind(), "{error}");
        assert!(!error.is_unknown() && !error.is_malformed() && !error.is_duplicate());
    }
    let mut store = store();
    store
        .put_policy("use-keys", policy(PolicyKind::Control))
        .unwrap();
    store.set_resource_policy(SECRET, "key").unwrap();
}

#[test]
fn attaching_and_detaching() {
    let mut store = store();
    let alice = Holder::User("ALICE");
    let scope = Scope::ResourceGroup("rg-1");
    assert_eq!(store.attach("1", alice, "use-keys", scope), Ok(true));
    assert_eq!(store.attach("1", alice, "use-keys", scope), Ok(false));
    let of = |store: &Store| {
        let user = store.account("1").unwrap().user("alice").unwrap();
        let groups = user.attachments().resource_groups();
        groups.map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(&store), ["rg-1"]);
    assert_eq!(store.detach("1", alice, "use-keys", scope), Ok(true));
    assert_eq!(store.detach("1", alice, "use-keys", scope), Ok(false));
    assert!(of(&store).is_empty());
    assert_eq!(store.set_membership("1", "alice", "devs", true), Ok(true));
    assert_eq!(store.set_membership("1", "alice", "devs", true), Ok(false));
    assert_eq!(store.set_membership("1", "alice", "devs", false), Ok(true));
}

#[test]
fn control_policies_are_set_together() {
    let mut store = store();
    let of = |store: &Store| {
        let directory = store.directory().unwrap();
        let member = directory.member("1").unwrap();
        names(store, directory.node(member).unwrap().policies())
    };
    assert_eq!(of(&store), ["FullAliyunAccess"]);
    let member = Target::Account("1");
    store
        .set_control_policies(member, &["guard", "use-keys", "guard"])
        .unwrap();
    assert_eq!(of(&store), ["guard", "use-keys"]);
    store.set_control_policies(member, &[]).unwrap();
    assert!(of(&store).is_empty());
}

#[test]
fn policies_in_place_have_names_of_their_own() {
    let mut store = store();
    let (trust, key) = (policy(PolicyKind::Trust), policy(PolicyKind::Key));
    store.set_trust_document("1", "APP", trust).unwrap();
    store
        .set_resource_document("acs:KMS:cn-hangzhou:1:key/k", key)
        .unwrap();
    let role = store.account("1").unwrap().role("app").unwrap();
    let name = "trust:acs:ram::1:role/App";
    assert_eq!(names(&store, role.trust().into_iter()), [name]);
    let (_, resource) = store.resources().next().unwrap();
    let name = format!("resource:{KEY}");
    assert_eq!(names(&store, resource.policy().into_iter()), [name]);
    let order: Vec<_> = store.documents().in_order().map(|item| item.1).collect();
    let place = |name: &PolicyName| match name {
        PolicyName::Named(_) => 0,
        PolicyName::Trust(_) => 1,
        PolicyName::Resource(_) => 2,
    };
    assert!(order.into_iter().map(place).is_sorted());
}

#[test]
fn the_structure_changes_when_more_than_content_does() {
    let same = |change: &dyn Fn(&mut Store)| {
        let mut before = store();
        let (trust, key) = (policy(PolicyKind::Trust), policy(PolicyKind::Key));
        before.set_trust_document("1", "app", trust).unwrap();
        before.set_resource_document(KEY, key).unwrap();
        let mut after = before.clone();
        assert_eq!(before.structure(), after.structure());
        change(&mut after);
        before.structure() == after.structure()
    };
    for content in [
        &(|store: &mut Store| {
            let policy = policy(PolicyKind::Control);
            store.put_policy("use-keys", policy).unwrap();
        }) as &dyn Fn(&mut Store),
        &|store| {
            let policy = policy(PolicyKind::Trust);
            store.set_trust_document("1", "app", policy).unwrap();
        },
        &|store| {
            let policy = policy(PolicyKind::Secret);
            store.set_resource_document(KEY, policy).unwrap();
        },
        &|store| assert!(store.add_user("1", "alice").is_err()),
        &|store| {
            let group = store.set_membership("1", "alice", "devs", false);
            assert_eq!(group, Ok(false));
        },
    ] {
        assert!(same(content));
    }
    for structure in [
        &(|store: &mut Store| {
            let policy = policy(PolicyKind::Identity);
            store.put_policy("new", policy).unwrap();
        }) as &dyn Fn(&mut Store),
        &|store| store.add_user("1", "bob").unwrap(),
        &|store| store.remove_user("1", "alice").unwrap(),
        &|store| store.remove_role("1", "app").unwrap(),
        &|store| {
            let role = Holder::Role("app");
            store.attach("1", role, "guard", Scope::Account).unwrap();
        },
        &|store| store.set_trust("1", "app", "trust").unwrap(),
        &|store| store.set_service_linked("1", "app", true).unwrap(),
        &|store| store.add_folder("prod/eu").unwrap(),
        &|store| store.add_member("", "2").unwrap(),
        &|store| store.set_control_policies(Target::Folder(""), &[]).unwrap(),
        &|store| store.set_resource_policy(KEY, "key").unwrap(),
        &|store| store.set_resource_group(KEY, Some("rg-1")).unwrap(),
        &|store| store.remove_resource(KEY).unwrap(),
        &|store| store.set_account_scope_short_circuit(true),
        &|store| store.add_account("2").unwrap(),
    ] {
        assert!(!same(structure));
    }
}

#[test]
fn the_order_of_building_does_not_show() {
    let build = |reversed: bool| {
        let mut store = Store::new();
        let each = |mut items: Vec<&'static str>| {
            if reversed {
                items.reverse();
            }
            items
        };
        for name in each(vec!["p", "q"]) {
            let policy = policy(PolicyKind::Identity);
            store.put_policy(name, policy).unwrap();
        }
        for name in each(vec!["a", "b"]) {
            store.add_group("1", name).unwrap();
            store.add_user("1", name).unwrap();
        }
        for name in each(vec!["a", "b"]) {
            store.set_membership("1", "a", name, true).unwrap();
        }
        for name in each(vec!["p", "q"]) {
            let user = Holder::User("b");
            store.attach("1", user, name, Scope::Account).unwrap();
        }
        store.set_directory(None).unwrap();
        for name in each(vec!["x", "y"]) {
            store.add_folder(name).unwrap();
            store.add_folder(&format!("{name}/z")).unwrap();
        }
        for name in each(vec!["2", "3"]) {
            store.add_member("x", name).unwrap();
        }
        store
    };
    let view = |store: &Store| {
        let account = store.account("1").unwrap();
        let user = account.user("a").unwrap();
        let mut groups: Vec<_> = user
            .groups()
            .map(|group| account.group(group).unwrap().name().to_owned())
            .collect();
        groups.sort();
        let all_groups: Vec<_> = account.groups().map(|item| item.1.to_owned()).collect();
        let attached = account.user("b").unwrap().attachments().policies();
        let directory = store.directory().unwrap();
        let nodes: Vec<_> = directory
            .in_order()
            .into_iter()
            .map(|node| directory.node(node).unwrap().name().to_owned())
            .collect();
        let documents: Vec<_> = store.documents().in_order().collect();
        let documents: Vec<_> = documents.iter().map(|item| item.1.to_string()).collect();
        (groups, all_groups, names(store, attached), nodes, documents)
    };
    let (one, other) = (view(&build(false)), view(&build(true)));
    assert_eq!(one, other);
    assert_eq!(one.3, ["", "x", "2", "3", "z", "y", "z"]);
}
