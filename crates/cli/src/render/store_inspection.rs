//! What the image of a store holds.
//!
//! The text is stable: a line is added, never given another meaning. Must not know how an image is
//! laid out.

use std::fmt::Write as _;
use std::path::Path;

use ramgate::store::StoreSummary;
use serde::Serialize;

use super::text::{count, grouped, visible};
use super::{inspection, json};

/// One line a fact, then the sections, and the policies that have names of their own.
pub(crate) fn human(summary: &StoreSummary, bytes: usize, policies: &[String]) -> String {
    let mut page = String::new();
    let mut row = |name: &str, value: String| {
        // Writing to a string does not fail.
        let _ = writeln!(page, "{name:<26}{value}");
    };
    row("format version", summary.format_version.to_string());
    row("holds", "a store".to_owned());
    row("bytes", grouped(bytes));
    row("bytes of the directory", grouped(summary.directory_bytes));
    row("policies", grouped(summary.policies));
    row("statements", grouped(summary.statements));
    row("accounts", grouped(summary.accounts));
    row("users", grouped(summary.users));
    row("groups", grouped(summary.groups));
    row(
        "roles",
        format!(
            "{} ({} service-linked)",
            grouped(summary.roles),
            grouped(summary.service_linked_roles)
        ),
    );
    row(
        "resource directory",
        match summary.folders {
            None => "none".to_owned(),
            Some(folders) => format!(
                "{} (the root included), {}",
                count(as_usize(folders), "folder", "folders"),
                count(as_usize(summary.members), "member", "members")
            ),
        },
    );
    row("resources", grouped(summary.resources));
    row(
        "scopes",
        if summary.account_scope_short_circuit {
            "an answer at account scope hides resource groups"
        } else {
            "strict"
        }
        .to_owned(),
    );
    inspection::sections(&mut page, &summary.sections);
    page.push_str("policy\n");
    for policy in policies {
        page.push_str("  ");
        page.push_str(&visible(policy));
        page.push('\n');
    }
    page
}

#[derive(Serialize)]
struct Facts<'m> {
    format_version: u32,
    holds: &'static str,
    bytes: usize,
    directory_bytes: usize,
    policies: u32,
    statements: u64,
    accounts: u32,
    users: u32,
    groups: u32,
    roles: u32,
    service_linked_roles: u32,
    folders: Option<u32>,
    members: u32,
    resources: u32,
    account_scope_short_circuit: bool,
    sections: Vec<Section>,
    policy_names: &'m [String],
}

#[derive(Serialize)]
struct Section {
    name: &'static str,
    records: u32,
    bytes: usize,
}

/// The facts as one object.
pub(crate) fn json(summary: &StoreSummary, bytes: usize, policies: &[String]) -> String {
    json::line(&Facts {
        format_version: summary.format_version,
        holds: "store",
        bytes,
        directory_bytes: summary.directory_bytes,
        policies: summary.policies,
        statements: summary.statements,
        accounts: summary.accounts,
        users: summary.users,
        groups: summary.groups,
        roles: summary.roles,
        service_linked_roles: summary.service_linked_roles,
        folders: summary.folders,
        members: summary.members,
        resources: summary.resources,
        account_scope_short_circuit: summary.account_scope_short_circuit,
        sections: summary
            .sections
            .iter()
            .map(|&(name, records, bytes)| Section {
                name,
                records,
                bytes,
            })
            .collect(),
        policy_names: policies,
    })
}

/// What was written where.
pub(crate) fn written(path: &Path, summary: &StoreSummary, bytes: usize) -> String {
    let principals = as_usize(summary.users).saturating_add(as_usize(summary.roles));
    format!(
        "wrote `{}`: a store of {}, {}, {}, {} bytes",
        path.display(),
        count(as_usize(summary.accounts), "account", "accounts"),
        count(principals, "user or role", "users and roles"),
        count(as_usize(summary.policies), "policy", "policies"),
        grouped(bytes)
    )
}

fn as_usize(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[derive(Serialize)]
struct Written<'w> {
    image: &'w str,
    holds: &'static str,
    bytes: usize,
    policies: u32,
    statements: u64,
    accounts: u32,
    users: u32,
    roles: u32,
}

/// The same as JSON.
pub(crate) fn written_json(path: &Path, summary: &StoreSummary, bytes: usize) -> String {
    json::line(&Written {
        image: &path.to_string_lossy(),
        holds: "store",
        bytes,
        policies: summary.policies,
        statements: summary.statements,
        accounts: summary.accounts,
        users: summary.users,
        roles: summary.roles,
    })
}
