//! `Principal`: who a statement is about (7.2, 7.3).
//!
//! Must not know who exists, nor what a match is worth to the call.

use ramgate_model::{Effect, Principal, Truth};
use ramgate_syntax::tree::{PolicyKind, PrincipalElement, PrincipalGroup};

use crate::pattern::{any, is_of_resource};
use crate::text::{equal, is_sound, same_char_ignoring_ascii_case};

/// Who asks, and to whom the resource in question belongs.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The caller.
    pub principal: Principal<'a>,
    /// The account that owns the resource.
    pub owner: Option<&'a str>,
}

/// Judges the element in a statement of this effect, in a policy of this kind: OR over all
/// principals, whatever their type.
pub fn judge(
    kind: PolicyKind,
    effect: Effect,
    element: Option<&PrincipalElement>,
    caller: Option<&Caller<'_>>,
) -> Truth {
    if !kind.has_principal() {
        // 1.11: the element is none of these kinds.
        return if element.is_none() {
            Truth::True
        } else {
            Truth::Unknown
        };
    }
    match (element, caller) {
        (Some(PrincipalElement::Groups(groups)), Some(caller)) if !groups.is_empty() => Truth::any(
            groups
                .iter()
                .map(|group| judge_group(kind, effect, group, caller)),
        ),
        _ => Truth::Unknown,
    }
}

/// Judges the principals of one type. Key and secret policies have the type `RAM` alone.
fn judge_group(
    kind: PolicyKind,
    effect: Effect,
    group: &PrincipalGroup,
    caller: &Caller<'_>,
) -> Truth {
    any(&group.entries, |text| {
        if !is_sound(text) || text.len() > Principal::MAX_LEN {
            return Truth::Unknown;
        }
        match (group.kind.as_str(), kind) {
            ("RAM", _) => ram(kind, effect, text, caller),
            ("Service", PolicyKind::Trust) => service(text, &caller.principal),
            ("Federated", PolicyKind::Trust) => identity_provider(text, &caller.principal),
            _ => Truth::Unknown,
        }
    })
}

/// `acs:ram::<account>:` with `user/<name>`, `role/<name>`, `root` and, in key and secret policies,
/// `*` behind it. Anything else is malformed (Q28).
fn ram(kind: PolicyKind, effect: Effect, text: &str, caller: &Caller<'_>) -> Truth {
    let Some((account, who)) = account_and_rest(text) else {
        return Truth::Unknown;
    };
    let principal = &caller.principal;
    if who == "root" || (who == "*" && is_of_resource(kind)) {
        let delegates = effect == Effect::Allow && is_of_resource(kind) && is_governed(caller);
        return (is_of_account(principal, account) && !delegates).into();
    }
    match who.split_once('/') {
        Some(("user", name)) if is_name(name) => is_user(principal, account, name).into(),
        Some(("role", name)) if is_name(name) => is_role(principal, account, name).into(),
        _ => Truth::Unknown,
    }
}

/// Any user, role session or root of the account.
fn is_of_account(principal: &Principal<'_>, account: &str) -> bool {
    match principal {
        Principal::User { account: own, .. }
        | Principal::Role { account: own, .. }
        | Principal::Root { account: own } => *own == account,
        _ => false,
    }
}

fn is_user(principal: &Principal<'_>, account: &str, name: &str) -> bool {
    matches!(principal, Principal::User { account: own, name: given }
        if *own == account && is_same_name(given, name))
}

/// Any session of the role (Q26).
fn is_role(principal: &Principal<'_>, account: &str, name: &str) -> bool {
    matches!(principal, Principal::Role { account: own, name: given, .. }
        if *own == account && is_same_name(given, name))
}

/// Q1: whether the caller is a user or role session of the account that owns the key or secret. To
/// these an Allow for the whole account says no more than that identity policies count.
fn is_governed(caller: &Caller<'_>) -> bool {
    match caller.principal {
        Principal::User { account, .. } | Principal::Role { account, .. } => {
            caller.owner == Some(account)
        }
        _ => false,
    }
}

/// `<service>.aliyuncs.com` or `<account>@<service>.aliyuncs.com`, compared as text.
fn service(text: &str, principal: &Principal<'_>) -> Truth {
    let Some(name) = text.strip_suffix(".aliyuncs.com") else {
        return Truth::Unknown;
    };
    let (account, name) = match name.split_once('@') {
        Some((account, name)) => (Some(account), name),
        None => (None, name),
    };
    let is_host = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if !is_host || !account.is_none_or(is_account) {
        return Truth::Unknown;
    }
    matches!(principal, Principal::Service(given) if *given == text).into()
}

/// `acs:ram::<account>:saml-provider/<name>` or `…:oidc-provider/<name>`, compared as text.
fn identity_provider(text: &str, principal: &Principal<'_>) -> Truth {
    match account_and_rest(text).and_then(|(_, who)| who.split_once('/')) {
        Some(("saml-provider" | "oidc-provider", name)) if is_name(name) => {
            matches!(principal, Principal::IdentityProvider(given) if *given == text).into()
        }
        _ => Truth::Unknown,
    }
}

/// `acs:ram::<account>:<rest>`, taken apart.
fn account_and_rest(text: &str) -> Option<(&str, &str)> {
    let (account, rest) = text.strip_prefix("acs:ram::")?.split_once(':')?;
    is_account(account).then_some((account, rest))
}

fn is_account(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| matches!(c, '/' | '*' | '?'))
}

/// 2.35: names of users and roles are the same in lower case.
fn is_same_name(a: &str, b: &str) -> bool {
    equal(a, b, same_char_ignoring_ascii_case)
}
