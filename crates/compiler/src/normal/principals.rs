//! What the kinds of policies add whose statements name principals (7.2, 7.3).
//!
//! Must not know who calls.

use ramgate_model::glob::{is_wildcard_only, matches};
use ramgate_model::pattern::ActionPattern;
use ramgate_model::text::{has_control, is_padded};
use ramgate_model::{Case, Principal};
use ramgate_syntax::PolicyKind;
use ramgate_syntax::tree::{PrincipalElement, PrincipalGroup, ResourceElement, Statement};

use super::{Element, NormalPrincipal, NormalPrincipals, NormalStatement};

/// The statement as its kind has it.
pub(super) fn of_kind<'p>(
    kind: PolicyKind,
    statement: &'p Statement,
    normal: NormalStatement<'p>,
) -> NormalStatement<'p> {
    match kind {
        PolicyKind::Identity | PolicyKind::Session | PolicyKind::Control => normal,
        PolicyKind::Trust => NormalStatement {
            principals: Some(principals(kind, statement)),
            resource: match statement.resource {
                ResourceElement::Absent => Element {
                    patterns: vec!["*"],
                    ..Element::default()
                },
                _ => normal.resource,
            },
            ..normal
        },
        PolicyKind::Key | PolicyKind::Secret => NormalStatement {
            principals: Some(principals(kind, statement)),
            action: own_actions(normal.action),
            resource: own_resource(normal.resource),
            ..normal
        },
    }
}

/// Patterns of other services match nothing in the policy of a key or secret.
fn own_actions(mut action: Element<'_>) -> Element<'_> {
    action.patterns.retain(|pattern| {
        ActionPattern::parse(pattern).is_err()
            || pattern
                .split_once(':')
                .is_none_or(|(service, _)| matches(service, "kms", Case::AsciiInsensitive))
    });
    action
}

/// The policy of a key or secret is about its own resource; any other pattern is unknown.
fn own_resource(mut resource: Element<'_>) -> Element<'_> {
    let written = resource.patterns.len();
    resource
        .patterns
        .retain(|pattern| is_wildcard_only(pattern));
    resource.unreadable |= resource.patterns.len() < written;
    resource
}

fn principals(kind: PolicyKind, statement: &Statement) -> NormalPrincipals<'_> {
    let groups = match &statement.principal {
        Some(PrincipalElement::Groups(groups)) if !groups.is_empty() => groups,
        _ => {
            return NormalPrincipals {
                entries: Vec::new(),
                unreadable: true,
            };
        }
    };
    let mut found = NormalPrincipals::default();
    for group in groups {
        let items = group.entries.items();
        found.unreadable |= items.is_empty();
        for item in items {
            match item.text.as_deref().and_then(|text| one(kind, group, text)) {
                Some(principal) => found.entries.push(principal),
                None => found.unreadable = true,
            }
        }
    }
    found
}

/// A principal of a group, unless it is malformed.
fn one<'p>(kind: PolicyKind, group: &PrincipalGroup, text: &'p str) -> Option<NormalPrincipal<'p>> {
    if is_padded(text) || has_control(text) || text.len() > Principal::MAX_LEN {
        return None;
    }
    let of_trust = kind == PolicyKind::Trust;
    match group.kind.as_str() {
        "RAM" => match Principal::new(text) {
            Ok(Principal::User { account, name }) => {
                Some(NormalPrincipal::User(account, name.to_ascii_lowercase()))
            }
            Ok(Principal::Role {
                account,
                name,
                session: None,
            }) => Some(NormalPrincipal::Role(account, name.to_ascii_lowercase())),
            Ok(Principal::Root { account }) => Some(NormalPrincipal::Everyone(account, "root")),
            Ok(_) => None,
            Err(_) if of_trust => None,
            Err(_) => everyone(text).map(|account| NormalPrincipal::Everyone(account, "*")),
        },
        "Service" if of_trust => match Principal::new(text) {
            Ok(Principal::Service(text)) => Some(NormalPrincipal::Service(text)),
            _ => None,
        },
        "Federated" if of_trust => match Principal::new(text) {
            Ok(Principal::IdentityProvider(text)) => Some(NormalPrincipal::Provider(text)),
            _ => None,
        },
        _ => None,
    }
}

/// The account in `acs:ram::<account>:*`.
fn everyone(text: &str) -> Option<&str> {
    let account = text.strip_prefix("acs:ram::")?.strip_suffix(":*")?;
    let is_account = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    is_account.then_some(account)
}
