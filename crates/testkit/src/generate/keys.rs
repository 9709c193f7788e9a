//! Context keys: documented ones, unknown ones, and some that a user might declare.
//!
//! Must not know what is done with them.

use ramgate_model::{Cardinality, KeyType};
use ramgate_syntax::KeyRegistry;

/// Keys of every documented type, of no type, and those that [`declared_keys`] declares.
pub(super) const KEYS: &[&str] = &[
    "k",
    "acs:SourceIp",
    "kms:tag/a",
    "kms:tag/A",
    "kms:EncryptionContext:a",
    "acs:SourceVpc",
    "acs:CurrentTime",
    "acs:MFAPresent",
    "kms:RecoveryWindowInDays",
    "Resource",
    "my:Texts",
    "my:Numbers",
    "my:Dates",
    "my:Flags",
    "my:Addresses",
    "my:One",
];

/// A registry of keys, most of them multi-valued.
pub(super) fn declared_keys() -> KeyRegistry {
    let mut keys = KeyRegistry::new();
    for (key, of, cardinality) in [
        ("my:Texts", KeyType::String, Cardinality::Multi),
        ("my:Numbers", KeyType::Numeric, Cardinality::Multi),
        ("my:Dates", KeyType::Date, Cardinality::Multi),
        ("my:Flags", KeyType::Bool, Cardinality::Multi),
        ("my:Addresses", KeyType::IpAddress, Cardinality::Multi),
        ("my:One", KeyType::Numeric, Cardinality::Single),
    ] {
        // None of them is documented, and they differ, so none is refused.
        let _ = keys.declare(key, of, cardinality);
    }
    keys
}

#[cfg(test)]
mod tests {
    use ramgate_model::{Cardinality, ContextKey};

    use super::{KEYS, declared_keys};

    #[test]
    fn all_keys_are_declared() {
        let keys = declared_keys();
        for key in KEYS.iter().filter(|key| key.starts_with("my:")) {
            let name = ContextKey::new(key);
            assert!(keys.type_of(&name).is_some(), "{key}");
            let multi = keys.cardinality_of(&name) == Cardinality::Multi;
            assert_eq!(multi, *key != "my:One", "{key}");
        }
    }
}
