//! The types and cardinalities of context keys: the documented ones, and those a user declares.
//!
//! Must not know values or operators beyond what type they compare.

use std::collections::BTreeMap;
use std::fmt;

use ramgate_model::{Cardinality, ContextKey, KeyType};

/// Which keys have a declared type, and which may arrive with several values.
///
/// The documented keys (4.2, 4.3) are known without being declared; all of them are single-valued
/// (3.5). Any other key has no declared type, takes every operator, and is single-valued.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KeyRegistry {
    /// By canonical name: the folded part in lower case.
    declared: BTreeMap<String, Declaration>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Declaration {
    of: KeyType,
    cardinality: Cardinality,
}

/// A key cannot be declared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeclareError {
    key: String,
    documented: bool,
}

impl DeclareError {
    /// The key in question.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.documented {
            "is a documented key of RAM"
        } else {
            "is declared already"
        };
        write!(f, "the context key `{}` {why}", self.key)
    }
}

impl std::error::Error for DeclareError {}

impl KeyRegistry {
    /// The documented keys and no others.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a key of the user's own.
    ///
    /// # Errors
    /// When the key is documented, or has been declared under this or an equal name.
    pub fn declare(
        &mut self,
        key: &str,
        of: KeyType,
        cardinality: Cardinality,
    ) -> Result<(), DeclareError> {
        let name = ContextKey::new(key);
        let documented = name.documented_type().is_some();
        let canonical = canonical_name(&name);
        if documented || self.declared.contains_key(&canonical) {
            return Err(DeclareError {
                key: key.to_owned(),
                documented,
            });
        }
        self.declared
            .insert(canonical, Declaration { of, cardinality });
        Ok(())
    }

    /// The declared keys by canonical name, each with its type and cardinality.
    pub fn declared(&self) -> impl ExactSizeIterator<Item = (&str, KeyType, Cardinality)> {
        self.declared
            .iter()
            .map(|(name, declaration)| (name.as_str(), declaration.of, declaration.cardinality))
    }

    /// The declared or documented type of a key, if it has one.
    pub fn type_of(&self, key: &ContextKey<'_>) -> Option<KeyType> {
        key.documented_type()
            .or_else(|| self.declaration(key).map(|declaration| declaration.of))
    }

    /// How many values a key may arrive with.
    pub fn cardinality_of(&self, key: &ContextKey<'_>) -> Cardinality {
        self.declaration(key)
            .map(|declaration| declaration.cardinality)
            .unwrap_or_default()
    }

    fn declaration(&self, key: &ContextKey<'_>) -> Option<&Declaration> {
        if self.declared.is_empty() {
            None
        } else {
            self.declared.get(&canonical_name(key))
        }
    }
}

/// The name under which equal keys are the same text: the folded part in lower case.
pub fn canonical_name(key: &ContextKey<'_>) -> String {
    let (folded, exact) = key.parts();
    let mut name = folded.to_ascii_lowercase();
    name.push_str(exact);
    name
}

#[cfg(test)]
mod tests {
    use ramgate_model::{Cardinality, ContextKey, KeyType};

    use super::KeyRegistry;

    #[test]
    fn declared_keys_compare_as_keys_do() {
        let mut keys = KeyRegistry::new();
        keys.declare("my:Cost", KeyType::Numeric, Cardinality::Multi)
            .unwrap();
        let key = ContextKey::new("MY:cost");
        assert_eq!(keys.type_of(&key), Some(KeyType::Numeric));
        assert_eq!(keys.cardinality_of(&key), Cardinality::Multi);
        assert!(
            keys.declare("my:cost", KeyType::String, Cardinality::Single)
                .is_err()
        );
        assert!(
            keys.declare("acs:sourceip", KeyType::String, Cardinality::Single)
                .is_err()
        );
        assert_eq!(
            keys.cardinality_of(&ContextKey::new("acs:SourceIp")),
            Cardinality::Single
        );
    }
}
