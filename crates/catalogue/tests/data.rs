//! The data that comes with the crate: what is in it, and that it agrees with itself.

#![allow(clippy::unwrap_used, reason = "this is a test")]

use std::collections::BTreeMap;

use ramgate_catalogue::{
    AccessLevel, Catalogue, CatalogueAction, Certainty, Fact, KeyScope, Relation,
};
use ramgate_model::{ContextKey, KeyType};

#[test]
fn it_is_read() {
    let catalogue = Catalogue::read(include_str!("../data/kms.json")).unwrap();
    assert_eq!(catalogue.actions(), Catalogue::kms().actions());
    assert_eq!(catalogue.service(), "kms");
    assert_eq!(catalogue.as_of(), "2026-08");
}

#[test]
fn how_much_there_is() {
    let kms = Catalogue::kms();
    assert_eq!(kms.actions().len(), 101);
    assert_eq!(kms.operations().len(), 100);
    assert_eq!(kms.resource_types().len(), 13);
    assert_eq!(kms.condition_keys().len(), 11);
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for action in kms.actions() {
        *groups.entry(action.group()).or_default() += 1;
    }
    let expected = [
        ("alias", 5),
        ("application-access", 19),
        ("certificate", 10),
        ("crypto", 16),
        ("instance", 7),
        ("key", 17),
        ("policy", 4),
        ("secret", 14),
        ("service", 3),
        ("tag", 6),
    ];
    assert_eq!(groups, expected.into());
    let count = |relation| {
        let of = kms.actions().iter();
        of.filter(|action| action.relation() == relation).count()
    };
    let relations = [
        Relation::None,
        Relation::Single,
        Relation::Any,
        Relation::All,
    ];
    assert_eq!(relations.map(count), [10, 81, 7, 3]);
    let inferred = kms
        .actions()
        .iter()
        .filter(|action| action.certainty() == Certainty::Inferred);
    assert_eq!(inferred.count(), 49);
}

#[test]
fn an_action() {
    let kms = Catalogue::kms();
    let action = kms.action("KMS:reencryptfrom").unwrap();
    assert_eq!(action.name(), "kms:ReEncryptFrom");
    assert_eq!(action.operation(), "ReEncrypt");
    assert_eq!(action.role(), Some("source"));
    assert_eq!(action.access(), AccessLevel::Read);
    assert_eq!(action.resource_types(), ["key"]);
    assert!(action.is_by_alias() && !action.takes_several() && !action.is_exempt());
    assert_eq!(action.condition_keys().len(), 3);
    assert!(action.is_inferred(Fact::ConditionKeys) && !action.is_inferred(Fact::Resources));
    assert_eq!(action.certainty(), Certainty::Documented);
    let secret = kms.action("kms:GetSecretValue").unwrap();
    let [dependent] = secret.dependents() else {
        panic!("one dependent action");
    };
    assert_eq!(dependent.action(), "kms:Decrypt");
    assert_eq!(dependent.resource(), "key");
    assert!(dependent.when().contains("encrypts the secret"));
    let certificate = kms.action("kms:GetCertificate").unwrap();
    assert_eq!(certificate.deprecated(), Some("2026"));
    assert!(kms.action("Encrypt").is_none() && kms.action("kms:ReEncrypt").is_none());
    let exempt = kms.actions().iter().filter(|action| action.is_exempt());
    assert_eq!(
        exempt.map(CatalogueAction::name).collect::<Vec<_>>(),
        ["kms:DescribeRegions"]
    );
}

#[test]
fn resource_types() {
    let kms = Catalogue::kms();
    let instance = kms.resource_type("instance").unwrap();
    assert_eq!(instance.arn_forms().count(), 2);
    let container = kms.resource_type("key-container").unwrap();
    assert_eq!(container.holds(), Some("key"));
    let alias = kms.resource_type("alias").unwrap();
    assert_eq!((alias.holds(), alias.stands_for()), (None, Some("key")));
    let client_key = kms.resource_type("client-key").unwrap();
    assert_eq!(client_key.certainty(), Certainty::Inferred);
}

#[test]
fn condition_keys_have_the_documented_types() {
    for key in Catalogue::kms().condition_keys() {
        let member = key.family().map(|family| format!("{family}x"));
        let name = member.as_deref().unwrap_or(key.name());
        let documented = ContextKey::new(name).documented_type();
        assert_eq!(Some(key.key_type()), documented, "{name}");
        let is_common = key.scope() == KeyScope::Common;
        assert_eq!(name.starts_with("acs:"), is_common, "{name}");
        assert!(key.note().is_some());
    }
    let keys = Catalogue::kms().condition_keys().iter();
    let numbers = keys.filter(|key| key.key_type() == KeyType::Numeric);
    assert_eq!(numbers.count(), 1);
}

#[test]
fn spelling_is_one() {
    let text = include_str!("../data/kms.json");
    assert!(text.is_ascii() && text.ends_with("}\n"));
    for action in Catalogue::kms().actions() {
        for part in [action.note(), action.deprecated()].into_iter().flatten() {
            assert!(!part.trim().is_empty(), "{}", action.name());
        }
        assert!(action.name().starts_with("kms:"));
    }
}
