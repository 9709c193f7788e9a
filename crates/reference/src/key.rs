//! Names of context keys: which are the same (4.1, Q8).
//!
//! Must not know types or values.

use crate::text::{equal, same_char, same_char_ignoring_ascii_case};

/// The family whose members are separated by a colon.
const ENCRYPTION_CONTEXT: &str = "kms:encryptioncontext:";

/// Whether two names are one key: ASCII case counts only behind the first `/`, or behind
/// `kms:EncryptionContext:`.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    let ((family_a, member_a), (family_b, member_b)) = (split(a), split(b));
    equal(family_a, family_b, same_char_ignoring_ascii_case) && equal(member_a, member_b, same_char)
}

/// The family with its separator, and the member.
fn split(name: &str) -> (&str, &str) {
    let family: String = name.chars().take(ENCRYPTION_CONTEXT.len()).collect();
    let at = if family.to_ascii_lowercase() == ENCRYPTION_CONTEXT {
        family.len()
    } else {
        name.find('/').map_or(name.len(), |slash| slash + 1)
    };
    name.split_at_checked(at).unwrap_or((name, ""))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn names() {
        for (a, b, expected) in [
            ("acs:SourceIp", "ACS:sourceip", true),
            ("acs:PrincipalARN", "acs:PrincipalArn", true),
            ("kms:tag/Project", "KMS:Tag/Project", true),
            ("kms:tag/Project", "kms:tag/project", false),
            ("kms:tag/a/B", "kms:tag/a/b", false),
            ("kms:tag/acs:rds:x", "kms:TAG/acs:rds:x", true),
            ("kms:EncryptionContext:K", "KMS:encryptioncontext:K", true),
            ("kms:EncryptionContext:K", "kms:EncryptionContext:k", false),
            (
                "kms:EncryptionContext:/K",
                "kms:encryptionContext:/k",
                false,
            ),
            ("kms:EncryptionContext", "KMS:ENCRYPTIONCONTEXT", true),
            ("Resource", "resource", true),
            ("é", "É", false),
            ("a", "a/", false),
            ("", "", true),
        ] {
            assert_eq!(is_same(a, b), expected, "{a} {b}");
            assert_eq!(is_same(b, a), expected, "{b} {a}");
        }
    }
}
