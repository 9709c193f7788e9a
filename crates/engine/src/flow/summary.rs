//! What the image of a store holds, in numbers.
//!
//! Must not know how they are printed.

use alloc::vec::Vec;

use ramgate_image::format::VERSION;
use ramgate_image::store::StoreView;
use ramgate_image::store::record::{HAS_DIRECTORY, MEMBER, SERVICE_LINKED, SHORT_CIRCUIT};

use super::Units;

/// The numbers of a store's image.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct StoreSummary {
    /// The version of the format.
    pub format_version: u32,
    /// The bytes of the directory: all but the compiled policies.
    pub directory_bytes: usize,
    /// Policies: declared ones, built-in ones, and those that stand in place.
    pub policies: u32,
    /// The statements of all policies.
    pub statements: u64,
    /// Accounts that the store speaks of.
    pub accounts: u32,
    /// Users.
    pub users: u32,
    /// Groups.
    pub groups: u32,
    /// Roles.
    pub roles: u32,
    /// Roles that belong to a service.
    pub service_linked_roles: u32,
    /// Folders of the resource directory, its root included; nothing if there is no directory.
    pub folders: Option<u32>,
    /// Member accounts of the resource directory.
    pub members: u32,
    /// Resources of which something is known.
    pub resources: u32,
    /// Whether an answer at account scope hides policies at the scope of resource groups (Q3).
    pub account_scope_short_circuit: bool,
    /// The sections: name, records, bytes.
    pub sections: Vec<(&'static str, u32, usize)>,
}

impl StoreSummary {
    /// The numbers of a store's directory and its compiled policies.
    pub fn of(store: StoreView<'_>, units: &impl Units) -> Self {
        let (layout, bytes) = (store.layout(), store.bytes());
        let flags = store.summary().map_or(0, |summary| summary.flags.get());
        let members = layout
            .nodes
            .all(bytes)
            .iter()
            .filter(|node| node.kind == MEMBER);
        let members = u32::try_from(members.count()).unwrap_or(u32::MAX);
        let linked = layout.roles.all(bytes).iter();
        let linked = linked
            .filter(|role| role.flags & SERVICE_LINKED != 0)
            .count();
        let policies = layout.policies.len();
        let statements = (0..policies)
            .filter_map(|at| units.unit(ramgate_model::PolicyNumber::new(at)))
            .map(|unit| u64::from(unit.layout().statements.len()));
        Self {
            format_version: VERSION,
            directory_bytes: layout
                .sections()
                .filter(|(name, ..)| !matches!(*name, "unit_spans" | "units"))
                .map(|(.., bytes)| bytes)
                .sum(),
            policies,
            statements: statements.sum(),
            accounts: layout.accounts.len(),
            users: layout.users.len(),
            groups: layout.groups.len(),
            roles: layout.roles.len(),
            service_linked_roles: u32::try_from(linked).unwrap_or(u32::MAX),
            folders: (flags & HAS_DIRECTORY != 0)
                .then(|| layout.nodes.len().saturating_sub(members)),
            members,
            resources: layout.resources.len(),
            account_scope_short_circuit: flags & SHORT_CIRCUIT != 0,
            sections: layout.sections().collect(),
        }
    }
}
