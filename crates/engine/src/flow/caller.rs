//! The caller as the store knows it: looked up once a call.
//!
//! Must not know what is asked.

use ramgate_image::record::NONE;
use ramgate_image::store::StoreView;
use ramgate_image::store::record::{MANAGEMENT, SERVICE_LINKED, SHORT_CIRCUIT};
use ramgate_model::Principal;

/// Who calls, and what is attached to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller<'a> {
    pub(crate) principal: Principal<'a>,
    /// The account that it belongs to or acts for.
    pub(crate) account: Option<&'a str>,
    /// The list of what is attached to it and of its groups, or `NONE`.
    pub(crate) attachments: u32,
    /// Its account's place in the resource directory, or `NONE`.
    pub(crate) node: u32,
    /// Whether control policies do not bind it (6.4, 7.1).
    pub(crate) control_exempt: bool,
    /// Whether the store wants the documented flow (Q3).
    pub(crate) short_circuit: bool,
}

impl<'a> Caller<'a> {
    pub(crate) fn of(store: StoreView<'_>, principal: Principal<'a>) -> Self {
        let account = principal.account();
        let known = account.and_then(|id| store.account(id));
        let (mut attachments, mut service_linked) = (NONE, false);
        match (principal, known) {
            (Principal::User { name, .. }, Some(account)) => {
                if let Some(user) = store.user(account, name) {
                    attachments = user.attachments.get();
                }
            }
            (Principal::Role { name, .. }, Some(account)) => {
                if let Some(role) = store.role(account, name) {
                    attachments = role.attachments.get();
                    service_linked = role.flags & SERVICE_LINKED != 0;
                }
            }
            _ => {}
        }
        let of_management = match principal {
            Principal::Service(_) | Principal::IdentityProvider(_) => false,
            _ => known.is_some_and(|(_, account)| account.flags & MANAGEMENT != 0),
        };
        let is_unbound = matches!(principal, Principal::Root { .. } | Principal::Anonymous);
        let flags = store.summary().map_or(0, |summary| summary.flags.get());
        Self {
            principal,
            account,
            attachments,
            node: known.map_or(NONE, |(_, account)| account.node.get()),
            control_exempt: is_unbound || of_management || service_linked,
            short_circuit: flags & SHORT_CIRCUIT != 0,
        }
    }
}
