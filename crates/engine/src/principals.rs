//! Whether a statement is about a caller (7.2, 7.3).
//!
//! Must not know actions, resources or conditions.

use ramgate_image::ImageView;
use ramgate_image::record::{
    EVERYONE, PROVIDER, PrincipalEntry, ROLE, SERVICE, Statement, UNREADABLE, USER,
};
use ramgate_model::{Effect, Principal, Truth};

/// Who asks, as the statements of one policy see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker<'a> {
    /// The caller.
    pub(crate) principal: Principal<'a>,
    /// Whether an Allow for everyone of the caller's account leaves the answer to identity
    /// policies (Q1).
    pub(crate) delegates: bool,
}

/// Whether the principal element of a statement holds.
pub(crate) fn test(view: ImageView<'_>, statement: &Statement, asker: Option<&Asker<'_>>) -> Truth {
    let layout = view.layout();
    let element = layout
        .principal_elements
        .get(view.bytes(), statement.principal.get());
    let (Some(element), Some(asker)) = (element, asker) else {
        return Truth::Unknown;
    };
    let effect = crate::elements::effect(statement);
    let entries = layout.principals.run(view.bytes(), element.entries);
    if entries
        .iter()
        .any(|entry| matches(view, entry, asker, effect))
    {
        Truth::True
    } else if element.flags & UNREADABLE == 0 {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn matches(view: ImageView<'_>, entry: &PrincipalEntry, asker: &Asker<'_>, effect: Effect) -> bool {
    let is_account = |account: &str| view.text_bytes(entry.account) == account.as_bytes();
    let is_named = |name: &str| {
        view.text_bytes(entry.name)
            .eq_ignore_ascii_case(name.as_bytes())
    };
    let is_exactly = |text: &str| view.text_bytes(entry.name) == text.as_bytes();
    match (entry.kind.get(), asker.principal) {
        (USER, Principal::User { account, name })
        | (ROLE, Principal::Role { account, name, .. }) => is_account(account) && is_named(name),
        (EVERYONE, Principal::User { account, .. } | Principal::Role { account, .. }) => {
            is_account(account) && !(asker.delegates && effect == Effect::Allow)
        }
        (EVERYONE, Principal::Root { account }) => is_account(account),
        (SERVICE, Principal::Service(text)) | (PROVIDER, Principal::IdentityProvider(text)) => {
            is_exactly(text)
        }
        _ => false,
    }
}

/// Whether a statement would hold for the caller as one of everyone of its account, but leaves that
/// to identity policies.
#[cfg(feature = "alloc")]
pub(crate) fn delegates(view: ImageView<'_>, statement: &Statement, asker: &Asker<'_>) -> bool {
    let layout = view.layout();
    let elements = layout.principal_elements;
    let element = elements.get(view.bytes(), statement.principal.get());
    let entries = element.map(|element| layout.principals.run(view.bytes(), element.entries));
    let everyone = asker.principal.account();
    asker.delegates
        && crate::elements::effect(statement) == Effect::Allow
        && entries.into_iter().flatten().any(|entry| {
            entry.kind == EVERYONE
                && everyone.is_some_and(|id| view.text_bytes(entry.account) == id.as_bytes())
        })
}
