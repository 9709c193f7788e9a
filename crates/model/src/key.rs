//! Context keys: how their names compare, and the types of the documented ones.
//!
//! Must not know which keys a policy set uses; keys that a user declares are kept with the trees.

use core::cmp::Ordering;
use core::fmt;

use crate::Resolution;

/// The name of a context key (4.1).
///
/// The part before the first `/`, or before the entry's name in `kms:EncryptionContext:`,
/// compares without regard to ASCII case; what follows compares exactly.
#[derive(Clone, Copy)]
pub struct ContextKey<'a> {
    text: &'a str,
    folded_len: usize,
    resolution: Resolution,
}

/// The one family whose suffix is separated by a colon.
const ENCRYPTION_CONTEXT: &str = "kms:EncryptionContext:";

impl<'a> ContextKey<'a> {
    /// The key of that name. Any text is a name.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let folded_len = match text.get(..ENCRYPTION_CONTEXT.len()) {
            Some(family) if family.eq_ignore_ascii_case(ENCRYPTION_CONTEXT) => family.len(),
            _ => text.bytes().position(|b| b == b'/').unwrap_or(text.len()),
        };
        Self {
            text,
            folded_len,
            resolution: Resolution::NONE,
        }
    }

    /// The name as it was written.
    #[inline]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// How many leading bytes compare without regard to case.
    #[inline]
    pub fn folded_len(&self) -> usize {
        self.folded_len
    }

    /// The part that compares without regard to case, and the part that compares exactly.
    pub fn parts(&self) -> (&'a str, &'a str) {
        self.text
            .split_at_checked(self.folded_len)
            .unwrap_or((self.text, ""))
    }

    /// The type that the key is documented to have (4.2, 4.3), if it is a documented one.
    pub fn documented_type(&self) -> Option<KeyType> {
        let (family, suffix) = self.parts();
        let takes_suffix = !suffix.is_empty();
        DOCUMENTED
            .iter()
            .find(|(name, with_suffix, _)| {
                *with_suffix == takes_suffix && name.eq_ignore_ascii_case(family)
            })
            .map(|(_, _, of)| *of)
    }

    /// The same key with an engine's note in it.
    #[inline]
    #[must_use]
    pub fn with_resolution(self, resolution: Resolution) -> Self {
        Self { resolution, ..self }
    }

    /// The note, if any.
    #[inline]
    pub fn resolution(&self) -> Resolution {
        self.resolution
    }
}

impl PartialEq for ContextKey<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        if self.text.len() != other.text.len() || self.folded_len != other.folded_len {
            return false;
        }
        let ((mine, my_rest), (theirs, their_rest)) = (self.parts(), other.parts());
        mine.eq_ignore_ascii_case(theirs) && my_rest == their_rest
    }
}

impl Eq for ContextKey<'_> {}

/// By the part that compares without regard to case, in lower case, then by the rest; byte by
/// byte. Keys are equal in this order exactly if they are equal.
impl Ord for ContextKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((mine, my_rest), (theirs, their_rest)) = (self.parts(), other.parts());
        cmp_ignore_ascii_case(mine.as_bytes(), theirs.as_bytes())
            .then_with(|| my_rest.cmp(their_rest))
    }
}

impl PartialOrd for ContextKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of two texts in lower case. What they begin with alike is passed in strides that the
/// machine compares as a whole.
fn cmp_ignore_ascii_case(a: &[u8], b: &[u8]) -> Ordering {
    const STRIDE: usize = 64;
    let alike = a
        .chunks_exact(STRIDE)
        .zip(b.chunks_exact(STRIDE))
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    let rest = a.iter().skip(alike * STRIDE).map(u8::to_ascii_lowercase);
    rest.cmp(b.iter().skip(alike * STRIDE).map(u8::to_ascii_lowercase))
}

impl fmt::Debug for ContextKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ContextKey").field(&self.text).finish()
    }
}

impl fmt::Display for ContextKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// The declared type of a context key.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum KeyType {
    /// Text.
    String,
    /// A decimal number.
    Numeric,
    /// An instant.
    Date,
    /// `true` or `false`.
    Bool,
    /// An address.
    IpAddress,
}

impl KeyType {
    /// All types, in the order of their declaration.
    pub const ALL: [Self; 5] = [
        Self::String,
        Self::Numeric,
        Self::Date,
        Self::Bool,
        Self::IpAddress,
    ];

    /// The type's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Numeric => "Numeric",
            Self::Date => "Date",
            Self::Bool => "Bool",
            Self::IpAddress => "IpAddress",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.name() == name)
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How many values a key may arrive with (3.5).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Cardinality {
    /// One; with several the condition cannot be read soundly.
    #[default]
    Single,
    /// Any number; a condition holds if any of them satisfies it.
    Multi,
}

/// Name, whether it is a family whose members carry a suffix, type.
const DOCUMENTED: &[(&str, bool, KeyType)] = &[
    ("acs:CurrentTime", false, KeyType::Date),
    ("acs:SecureTransport", false, KeyType::Bool),
    ("acs:SourceIp", false, KeyType::IpAddress),
    ("acs:MFAPresent", false, KeyType::Bool),
    ("acs:PrincipalARN", false, KeyType::String),
    ("acs:PrincipalRDId", false, KeyType::String),
    ("acs:PrincipalRDPath", false, KeyType::String),
    ("acs:RequestTag", true, KeyType::String),
    ("acs:ResourceTag", true, KeyType::String),
    ("acs:SourceVpc", false, KeyType::String),
    ("acs:VpcSourceIp", false, KeyType::IpAddress),
    ("acs:UserAgent", false, KeyType::String),
    ("acs:AccessId", false, KeyType::String),
    ("acs:ResourceGroupId", false, KeyType::String),
    ("kms:tag", true, KeyType::String),
    ("kms:EncryptionAlgorithm", false, KeyType::String),
    ("kms:EncryptionContext:", true, KeyType::String),
    ("kms:RecoveryWindowInDays", false, KeyType::Numeric),
];

#[cfg(test)]
mod tests {
    use std::borrow::ToOwned;
    use std::string::String;
    use std::vec::Vec;
    use std::{format, vec};

    use super::{ContextKey, KeyType};

    fn same(a: &str, b: &str) -> bool {
        ContextKey::new(a) == ContextKey::new(b)
    }

    #[test]
    fn names_fold_before_the_suffix_only() {
        assert!(same("acs:SourceIp", "ACS:sourceIP"));
        assert!(same("kms:tag/Project", "KMS:TAG/Project") && !same("kms:tag/a", "kms:tag/A"));
        assert!(same("kms:tag/acs:rds:x/Y", "kms:Tag/acs:rds:x/Y"));
        assert!(same(
            "kms:EncryptionContext:a/B",
            "KMS:encryptioncontext:a/B"
        ));
        assert!(!same(
            "kms:EncryptionContext:a/B",
            "kms:EncryptionContext:A/B"
        ));
        assert!(same("Resource", "resource") && !same("Resource", "Resourcé"));
    }

    /// All texts of up to four of these, alone and in the family of encryption contexts: among
    /// them every way in which two names can differ.
    fn names() -> Vec<String> {
        let mut names = vec![String::new()];
        let mut from = 0;
        for _ in 0..4 {
            let until = names.len();
            for index in from..until {
                for next in ["a", "A", "[", "/"] {
                    names.push(format!("{}{next}", names[index]));
                }
            }
            from = until;
        }
        let family = |name: &String| format!("kms:EncryptionContext:{name}");
        let members: Vec<_> = names.iter().take(85).map(family).collect();
        names.extend(members.iter().map(|name| name.to_ascii_uppercase()));
        names.extend(members);
        names
    }

    #[test]
    fn the_order_agrees_with_equality() {
        let names = names();
        let canonical = |key: &ContextKey<'_>| {
            let (family, suffix) = key.parts();
            (family.to_ascii_lowercase(), suffix.to_owned())
        };
        for a in names.iter().map(|name| ContextKey::new(name)) {
            for b in names.iter().map(|name| ContextKey::new(name)) {
                assert_eq!(a.cmp(&b), canonical(&a).cmp(&canonical(&b)), "{a} {b}");
                assert_eq!(a.cmp(&b).is_eq(), a == b, "{a} {b}");
            }
        }
    }

    #[test]
    fn the_order_of_long_names() {
        let (lower, upper) = ("k".repeat(200), "K".repeat(200));
        for at in [0, 63, 64, 127, 128, 199] {
            let mut later = upper.clone();
            later.replace_range(at..=at, "L");
            assert!(ContextKey::new(&lower) < ContextKey::new(&later), "{at}");
        }
        assert!(ContextKey::new(&lower) == ContextKey::new(&upper));
        assert!(ContextKey::new(&lower[..128]) < ContextKey::new(&upper));
        assert!(ContextKey::new(&lower) > ContextKey::new(&upper[..192]));
    }

    #[test]
    fn types_of_documented_keys() {
        for (name, of) in [
            ("ACS:sourceip", Some(KeyType::IpAddress)),
            ("kms:tag/x", Some(KeyType::String)),
            ("kms:tag", None),
            ("acs:SourceIp/x", None),
            ("kms:EncryptionContext:x", Some(KeyType::String)),
            ("kms:EncryptionContext:", None),
            ("kms:RecoveryWindowInDays", Some(KeyType::Numeric)),
            ("oss:Prefix", None),
        ] {
            assert_eq!(ContextKey::new(name).documented_type(), of, "{name}");
        }
    }
}
