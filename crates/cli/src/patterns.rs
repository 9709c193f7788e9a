//! What the statements of a policy say about actions and resources, as it is written.
//!
//! Must not know whether any of it matches.

use ramgate_syntax::tree::{Entries, PatternElement, ResourceElement, Statement};

/// What a statement says about actions and resources.
pub(crate) struct StatementPatterns {
    /// `Action` or `NotAction`.
    pub(crate) action: Patterns,
    /// `Resource` or `NotResource`.
    pub(crate) resource: Patterns,
}

/// The patterns of an element as they are written.
#[derive(Default)]
pub(crate) struct Patterns {
    /// Whether it is the `Not…` form.
    pub(crate) negated: bool,
    /// The patterns.
    pub(crate) texts: Vec<String>,
}

impl From<&Statement> for StatementPatterns {
    fn from(statement: &Statement) -> Self {
        Self {
            action: (&statement.action).into(),
            resource: match &statement.resource {
                ResourceElement::Present(element) => element.into(),
                ResourceElement::Absent | ResourceElement::Both(_) => Patterns::default(),
            },
        }
    }
}

impl From<&PatternElement> for Patterns {
    fn from(element: &PatternElement) -> Self {
        let texts = match &element.entries {
            Entries::List(entries) => entries
                .iter()
                .filter_map(|entry| entry.text.clone().or_else(|| entry.raw.clone()))
                .collect(),
            Entries::Unreadable(json) => vec![json.clone()],
        };
        Self {
            negated: element.negated,
            texts,
        }
    }
}
