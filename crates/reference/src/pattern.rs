//! `Action`, `NotAction`, `Resource` and `NotResource`: lists of patterns (sections 2.1 and 2.2),
//! and what key and secret policies make of them (7.3).
//!
//! Must not know conditions.

use ramgate_model::{Action, Resource, Truth};
use ramgate_syntax::tree::{Entries, PatternElement, PolicyKind, ResourceElement};

use crate::text::{glob, is_sound, same_char, same_char_ignoring_ascii_case};

/// Judges `Action` or `NotAction`, in a policy of this kind.
pub fn action(kind: PolicyKind, element: &PatternElement, action: &Action<'_>) -> Truth {
    list(element, |pattern| {
        let truth = action_pattern(pattern, action);
        // A key or secret policy is about KMS: a sound pattern of another service matches nothing.
        let foreign = is_of_resource(kind) && !can_be_of_kms(pattern);
        if foreign && truth == Truth::True {
            Truth::False
        } else {
            truth
        }
    })
}

/// Judges what a statement says about resources, in a policy of this kind.
pub fn resource(kind: PolicyKind, element: &ResourceElement, resource: &Resource<'_>) -> Truth {
    match element {
        // A trust policy has no `Resource`: no restriction. Elsewhere it is required (1.8).
        ResourceElement::Absent if kind == PolicyKind::Trust => Truth::True,
        ResourceElement::Absent | ResourceElement::Both(_) => Truth::Unknown,
        ResourceElement::Present(element) => list(element, |pattern| {
            // The resource of a key or secret policy is the key or secret itself, written `*`.
            if is_of_resource(kind) && !is_wildcard_only(pattern) {
                Truth::Unknown
            } else {
                resource_pattern(pattern, resource)
            }
        }),
    }
}

/// Whether policies of this kind belong to a key or secret and have the rules of 7.3.
pub(crate) fn is_of_resource(kind: PolicyKind) -> bool {
    matches!(kind, PolicyKind::Key | PolicyKind::Secret)
}

/// OR over the list; NOT over the OR for the `Not…` form.
fn list(element: &PatternElement, judge: impl Fn(&str) -> Truth) -> Truth {
    let any = any(&element.entries, judge);
    if element.negated { !any } else { any }
}

/// OR over the items. An empty list, something that is no list and an item that is no text are
/// unknown (1.25).
pub(crate) fn any(entries: &Entries, judge: impl Fn(&str) -> Truth) -> Truth {
    match entries {
        Entries::Unreadable(_) => Truth::Unknown,
        Entries::List(items) if items.is_empty() => Truth::Unknown,
        Entries::List(items) => Truth::any(
            items
                .iter()
                .map(|item| item.text.as_deref().map_or(Truth::Unknown, &judge)),
        ),
    }
}

/// 2.3 to 2.12: the whole action, ASCII case aside, `*` across the colon too.
fn action_pattern(pattern: &str, action: &Action<'_>) -> Truth {
    let can_match = pattern.contains(':') || pattern.contains('*');
    if !is_sound(pattern) || !can_match {
        return Truth::Unknown;
    }
    glob(pattern, action.as_str(), same_char_ignoring_ascii_case).into()
}

/// Whether a pattern can be about KMS: its service, which stands before the first `:`, can. One
/// without `:` is about no service in particular.
fn can_be_of_kms(pattern: &str) -> bool {
    match pattern.split_once(':') {
        Some((service, _)) => glob(service, "kms", same_char_ignoring_ascii_case),
        None => true,
    }
}

/// 2.20 to 2.38: segment by segment, the fifth takes the rest.
fn resource_pattern(pattern: &str, resource: &Resource<'_>) -> Truth {
    if !is_sound(pattern) {
        return Truth::Unknown;
    }
    if is_wildcard_only(pattern) {
        return Truth::True;
    }
    let segments: Vec<&str> = pattern.splitn(5, ':').collect();
    let [prefix, service, region, account, relative_id] = segments.as_slice() else {
        return Truth::Unknown;
    };
    if !glob(prefix, "acs", same_char_ignoring_ascii_case) {
        return Truth::Unknown;
    }
    // 2.29, 2.30: a call without resource is matched by wildcard-only patterns alone.
    let Resource::Arn(arn) = resource else {
        return Truth::False;
    };
    // 2.33, 2.35: names of the RAM service itself are the same in lower case.
    let same_in_id = if arn.service().eq_ignore_ascii_case("ram") {
        same_char_ignoring_ascii_case
    } else {
        same_char
    };
    let matches = glob(service, arn.service(), same_char_ignoring_ascii_case)
        && glob(region, arn.region(), same_char)
        && glob(account, arn.account(), same_char)
        && glob(relative_id, arn.relative_id(), same_in_id);
    matches.into()
}

/// `*`, `**` and so on: everything.
fn is_wildcard_only(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.trim_matches('*').is_empty()
}

#[cfg(test)]
mod tests {
    use ramgate_model::{Action, Resource, Truth};

    use super::{action_pattern, can_be_of_kms, is_wildcard_only, resource_pattern};

    fn on(pattern: &str, resource: &str) -> Truth {
        resource_pattern(pattern, &Resource::new(resource).unwrap())
    }

    #[test]
    fn actions() {
        let action = Action::new("kms:GetSecretValue").unwrap();
        for (pattern, truth) in [
            ("KMS:getsecretvalue", Truth::True),
            ("k*e", Truth::True),
            ("**", Truth::True),
            ("*:GetSecretValu?", Truth::True),
            ("kms:Get?", Truth::False),
            ("kms:", Truth::False),
            ("kms", Truth::Unknown),
            ("???", Truth::Unknown),
            ("", Truth::Unknown),
            (" kms:*", Truth::Unknown),
            ("kms:*\u{2003}", Truth::Unknown),
            ("kms:\u{7f}*", Truth::Unknown),
        ] {
            assert_eq!(action_pattern(pattern, &action), truth, "{pattern}");
        }
    }

    #[test]
    fn patterns_of_kms() {
        for pattern in ["*", "**", "o*", "KMS:*", "*:List*", "k?s:x", "?*:x"] {
            assert!(can_be_of_kms(pattern), "{pattern}");
        }
        for pattern in ["oss:*", "kmss:*", "km:*", "*x:*", "k?:x", ":*"] {
            assert!(!can_be_of_kms(pattern), "{pattern}");
        }
    }

    #[test]
    fn resources() {
        let key = "acs:kms:r:1:key/K";
        for (pattern, truth) in [
            ("*", Truth::True),
            ("***", Truth::True),
            ("acs:kms:*:*:*", Truth::True),
            ("*:*:*:*:key/*", Truth::True),
            ("A?S:KMS:r:1:key/K", Truth::True),
            ("acs:kms:r:1:key/k", Truth::False),
            ("acs:kms:R:1:key/K", Truth::False),
            ("acs:kms::1:key/K", Truth::False),
            ("acs:kms:r:1:", Truth::False),
            ("acs:kms:*", Truth::Unknown),
            ("*?", Truth::Unknown),
            ("", Truth::Unknown),
            ("arn:kms:*:*:*", Truth::Unknown),
            (":kms:*:*:*", Truth::Unknown),
            ("acs:kms:*:*:* ", Truth::Unknown),
        ] {
            assert_eq!(on(pattern, key), truth, "{pattern}");
        }
    }

    #[test]
    fn a_call_without_resource() {
        assert_eq!(on("**", "*"), Truth::True);
        assert_eq!(on("*:*:*:*:*", "*"), Truth::False);
        assert_eq!(on("acs:*", "*"), Truth::Unknown);
    }

    #[test]
    fn characters_of_a_request_stand_for_themselves() {
        assert_eq!(on("acs:kms:r:1:key/ab", "acs:kms:r:1:key/*"), Truth::False);
        assert_eq!(on("acs:kms:r:1:key/?", "acs:kms:r:1:key/*"), Truth::True);
    }

    #[test]
    fn names_of_ram_fold() {
        assert_eq!(
            on("acs:*:*:*:role/Admin*", "acs:RAM::1:role/aDMINistrator"),
            Truth::True
        );
        assert_eq!(
            on("acs:*:*:*:role/Admin*", "acs:ecs::1:role/admin"),
            Truth::False
        );
    }

    #[test]
    fn wildcards_only() {
        assert!(is_wildcard_only("*") && is_wildcard_only("**"));
        assert!(!is_wildcard_only("") && !is_wildcard_only("*:*"));
    }
}
