//! Taking away, and what is left.

use super::{BUCKET, KEY, SECRET, names, policy, store, tried};
use crate::store::{Holder, Scope, Target};
use crate::{Limits, Mode, NoFiles, PolicyKind, Store, read_store};

/// What a store prints, after a look at whether it reads back and its parts agree.
fn printed(store: &Store) -> String {
    let printed = store.to_json_pretty(Mode::Strict);
    let again = read_store(&printed, &Limits::default(), None, &mut NoFiles).unwrap();
    assert_eq!(again.value.to_json_pretty(Mode::Strict), printed);
    for (_, account) in store.accounts() {
        for (at, name) in account.groups() {
            assert!(at.index() < account.groups().len());
            assert_eq!(account.group(at).unwrap().name(), name);
        }
    }
    if let Some(directory) = store.directory() {
        let order = directory.in_order();
        let mut places: Vec<_> = order.iter().map(|at| at.index()).collect();
        places.sort_unstable();
        assert_eq!(places, (0..order.len()).collect::<Vec<_>>());
        for at in order {
            let node = directory.node(at).unwrap();
            for (id, member) in node.accounts() {
                assert_eq!(directory.member(id), Some(member));
                assert_eq!(directory.node(member).unwrap().parent(), Some(at));
            }
            for (name, folder) in node.folders() {
                let folder = directory.node(folder).unwrap();
                assert_eq!((folder.name(), folder.parent()), (name, Some(at)));
            }
        }
    }
    printed
}

fn chain(store: &Store, account: &str) -> Vec<String> {
    let directory = store.directory().unwrap();
    let chain = directory.chain(account).into_iter();
    chain
        .map(|at| directory.node(at).unwrap().name().to_owned())
        .collect()
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    for error in [
        tried(|store| store.remove_policy("x")),
        tried(|store| store.remove_group("1", "Devs")),
        tried(|store| store.remove_group("2", "devs")),
        tried(|store| store.remove_trust("1", "x")),
        tried(|store| store.remove_resource_policy("acs:kms:r:1:key/x")),
        tried(|store| store.remove_member("2")),
        tried(|store| store.move_member("2", "prod")),
        tried(|store| store.move_member("1", "x")),
        tried(|store| store.remove_folder("prod/x")),
    ] {
        assert!(error.is_unknown(), "{error}");
    }
    assert!(tried(|store| store.remove_folder("")).is_malformed());
    let mut store = Store::new();
    for error in [
        store.remove_directory(),
        store.remove_member("1"),
        store.remove_folder("x"),
        store.move_member("1", "").map(|_| ()),
    ] {
        let error = error.unwrap_err();
        assert_eq!(error.to_string(), "the store has no resource directory");
    }
    assert_eq!(store.add_role("1", "r"), Ok(()));
    assert_eq!(store.remove_trust("1", "r"), Ok(false));
    store.add_resource(KEY).unwrap();
    assert_eq!(store.remove_resource_policy(KEY), Ok(false));
}

type Attach<'a> = &'a dyn Fn(&mut Store);

#[test]
fn a_policy_that_is_attached_stays() {
    let group = Scope::ResourceGroup("rg-1");
    let attach = |holder: Holder<'static>, scope: Scope<'static>| {
        move |store: &mut Store| {
            store.attach("1", holder, "use-keys", scope).unwrap();
        }
    };
    let places: [(&str, Attach<'_>, &str); 8] = [
        (
            "use-keys",
            &attach(Holder::User("alice"), group),
            "the user `Alice` of the account `1`",
        ),
        (
            "use-keys",
            &attach(Holder::Group("devs"), Scope::Account),
            "the group `devs` of the account `1`",
        ),
        (
            "use-keys",
            &attach(Holder::Role("app"), Scope::Account),
            "the role `App` of the account `1`",
        ),
        (
            "trust",
            &|store| store.set_trust("1", "app", "trust").unwrap(),
            "the role `App` of the account `1`",
        ),
        (
            "guard",
            &|store| {
                let root = Target::Folder("");
                store.set_control_policies(root, &["guard"]).unwrap();
            },
            "the root of the resource directory",
        ),
        (
            "guard",
            &|store| {
                store.add_folder("prod/eu").unwrap();
                let folder = Target::Folder("prod/eu");
                store.set_control_policies(folder, &["guard"]).unwrap();
            },
            "the folder `prod/eu`",
        ),
        (
            "guard",
            &|store| {
                let member = Target::Account("1");
                store.set_control_policies(member, &["guard"]).unwrap();
            },
            "the member `1`",
        ),
        (
            "key",
            &|store| store.set_resource_policy(SECRET, "key").unwrap(),
            "the resource `acs:kms:cn-hangzhou:1:secret/s`",
        ),
    ];
    for (name, attach, place) in places {
        let mut store = store();
        attach(&mut store);
        let before = printed(&store);
        let error = store.remove_policy(name).unwrap_err();
        assert!(error.is_needed() && !error.is_unknown(), "{error}");
        let told = format!("the policy `{name}` cannot be removed: {place} has it");
        assert_eq!(error.to_string(), told);
        assert_eq!(printed(&store), before);
    }
    let error = tried(|store| store.remove_policy("FullAliyunAccess"));
    assert!(error.is_needed(), "{error}");
    let mut store = store();
    for name in ["use-keys", "guard", "trust", "key"] {
        store.remove_policy(name).unwrap();
        assert!(store.remove_policy(name).unwrap_err().is_unknown());
    }
    assert_eq!(store.documents().len(), 2);
    printed(&store);
}

#[test]
fn groups_keep_their_members() {
    for gone in ["a", "b", "c"] {
        let mut store = store();
        for name in ["a", "b", "c"] {
            store.add_group("1", name).unwrap();
        }
        store.remove_group("1", "devs").unwrap();
        store.add_user("1", "bob").unwrap();
        for (user, groups) in [("alice", &["a", "c"][..]), ("bob", &["b", "c"])] {
            for group in groups {
                store.set_membership("1", user, group, true).unwrap();
            }
        }
        let holder = Holder::Group("c");
        store
            .attach("1", holder, "use-keys", Scope::Account)
            .unwrap();
        store.remove_group("1", gone).unwrap();
        let account = store.account("1").unwrap();
        assert_eq!(account.groups().len(), 2);
        for (user, groups) in [("alice", ["a", "c"]), ("bob", ["b", "c"])] {
            let of = account.user(user).unwrap().groups();
            let mut of: Vec<_> = of.map(|at| account.group(at).unwrap().name()).collect();
            of.sort_unstable();
            let left: Vec<_> = groups.into_iter().filter(|name| *name != gone).collect();
            assert_eq!(of, left, "without {gone}");
        }
        if let Some(at) = account.find_group("c") {
            let policies = account.group(at).unwrap().attachments().policies();
            assert_eq!(names(&store, policies), ["use-keys"]);
        }
        printed(&store);
        store.add_group("1", gone).unwrap();
        let account = store.account("1").unwrap();
        let new = account.find_group(gone).unwrap();
        assert!(
            account
                .users()
                .all(|(_, user)| user.groups().all(|at| at != new))
        );
        printed(&store);
    }
}

#[test]
fn the_directory_stays_whole() {
    let mut store = store();
    for path in ["prod/eu", "test", "prod/eu/x"] {
        store.add_folder(path).unwrap();
    }
    for (folder, id) in [
        ("prod/eu/x", "2"),
        ("prod/eu", "3"),
        ("", "4"),
        ("test", "5"),
    ] {
        store.add_member(folder, id).unwrap();
    }
    let member = Target::Account("2");
    store.set_control_policies(member, &["guard"]).unwrap();
    assert_eq!(chain(&store, "2"), ["2", "x", "eu", "prod", ""]);
    for (path, within) in [
        ("prod", "the account `1` is in it"),
        ("prod/eu/x", "the account `2` is in it"),
    ] {
        let error = store.remove_folder(path).unwrap_err();
        assert!(error.is_needed(), "{error}");
        let told = format!("the folder `{path}` cannot be removed: {within}");
        assert_eq!(error.to_string(), told);
    }
    store.remove_member("1").unwrap();
    let error = store.remove_folder("prod").unwrap_err();
    assert!(error.to_string().ends_with("the folder `eu` is in it"));
    assert_eq!(store.account("1").unwrap().users().len(), 1);
    printed(&store);
    assert_eq!(store.move_member("2", "test"), Ok(true));
    assert_eq!(store.move_member("2", "test"), Ok(false));
    assert_eq!(chain(&store, "2"), ["2", "test", ""]);
    let directory = store.directory().unwrap();
    let node = directory.node(directory.member("2").unwrap()).unwrap();
    assert_eq!(names(&store, node.policies()), ["guard"]);
    printed(&store);
    store.remove_folder("prod/eu/x").unwrap();
    printed(&store);
    store.move_member("3", "").unwrap();
    store.remove_folder("prod/eu").unwrap();
    store.remove_folder("prod").unwrap();
    printed(&store);
    assert_eq!(chain(&store, "3"), ["3", ""]);
    assert_eq!(chain(&store, "5"), ["5", "test", ""]);
    for id in ["2", "3", "4", "5"] {
        store.remove_member(id).unwrap();
        printed(&store);
    }
    store.add_member("test", "2").unwrap();
    printed(&store);
    store.remove_directory().unwrap();
    assert!(store.directory().is_none());
    assert!(!printed(&store).contains("resource_directory"));
}

#[test]
fn policies_in_place_leave_nothing_behind() {
    let mut store = store();
    let before = printed(&store);
    let places = store.documents().places();
    for _ in 0..1000 {
        let document = policy(PolicyKind::Key);
        store.set_resource_document(KEY, document).unwrap();
        store.set_resource_policy(KEY, "key").unwrap();
        let document = policy(PolicyKind::Trust);
        store.set_trust_document("1", "app", document).unwrap();
        store.set_trust("1", "app", "trust").unwrap();
    }
    assert_eq!(store.remove_resource_policy(KEY), Ok(true));
    assert_eq!(store.remove_trust("1", "app"), Ok(true));
    assert_eq!(printed(&store), before);
    assert!(store.documents().places() <= places + 2);
    assert_eq!(store.documents().len(), places);

    // What comes next gets the place, and only the place.
    store
        .put_policy("new", policy(PolicyKind::Identity))
        .unwrap();
    let document = policy(PolicyKind::Secret);
    store.set_resource_document(SECRET, document).unwrap();
    assert!(store.documents().places() <= places + 2);
    assert_eq!(store.documents().len(), places + 2);
    for (policy, name) in store.documents().in_order() {
        assert_eq!(store.documents().get(policy).unwrap().name(), name);
    }
    assert_eq!(store.remove_resource_policy(SECRET), Ok(true));
    store.remove_policy("new").unwrap();
    assert_eq!(printed(&store), before);
}

#[test]
fn a_policy_in_place_goes_with_its_place() {
    let mut store = store();
    let len = store.documents().len();
    let document = policy(PolicyKind::Trust);
    store.set_trust_document("1", "app", document).unwrap();
    assert_eq!(store.remove_trust("1", "APP"), Ok(true));
    assert!(
        store
            .account("1")
            .unwrap()
            .role("app")
            .unwrap()
            .trust()
            .is_none()
    );
    assert_eq!(store.documents().len(), len);
}

#[test]
fn taking_away_changes_the_structure() {
    let mut before = store();
    before.set_trust("1", "app", "trust").unwrap();
    before.set_resource_policy(KEY, "key").unwrap();
    let changed = |change: &dyn Fn(&mut Store)| {
        let mut after = before.clone();
        change(&mut after);
        let (old, new) = (before.structure(), after.structure());
        (!old.has_same_names(new), old != new)
    };
    for names in [
        &(|store: &mut Store| store.remove_policy("guard").unwrap()) as &dyn Fn(&mut Store),
        &|store| store.remove_group("1", "devs").unwrap(),
        &|store| store.remove_directory().unwrap(),
        &|store| store.remove_member("1").unwrap(),
        &|store| assert_eq!(store.move_member("1", ""), Ok(true)),
        &|store| {
            store.remove_member("1").unwrap();
            store.remove_folder("prod").unwrap();
        },
    ] {
        assert_eq!(changed(names), (true, true));
    }
    for attachments in [
        &(|store: &mut Store| assert_eq!(store.remove_trust("1", "app"), Ok(true)))
            as &dyn Fn(&mut Store),
        &|store| assert_eq!(store.remove_resource_policy(KEY), Ok(true)),
    ] {
        assert_eq!(changed(attachments), (false, true));
    }
    for nothing in [
        &(|store: &mut Store| assert_eq!(store.move_member("1", "prod"), Ok(false)))
            as &dyn Fn(&mut Store),
        &|store| assert!(store.remove_policy("key").is_err()),
        &|store| assert_eq!(store.remove_resource_policy(BUCKET), Ok(false)),
    ] {
        assert_eq!(changed(nothing), (false, false));
    }
}
