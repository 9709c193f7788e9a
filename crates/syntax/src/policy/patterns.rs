//! `Action`, `NotAction`, `Resource`, `NotResource`: lists of patterns (2.1, 2.2).
//!
//! Must not know what a pattern matches.

use ramgate_model::pattern::{ActionPattern, PatternFault, ResourcePattern};

use super::Reader;
use super::texts::{At, Texts};
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::Member;
use crate::path::Path;
use crate::tree::PatternElement;

const ACTIONS: Texts = Texts {
    one: "an action",
    takes_bare: false,
};

const RESOURCES: Texts = Texts {
    one: "a resource",
    takes_bare: false,
};

impl Reader<'_> {
    /// Reads `Action` or `NotAction`.
    pub(super) fn actions(&mut self, member: &Member<'_>, path: &Path<'_>) -> PatternElement {
        let negated = member.name == "NotAction";
        let mut check = |reader: &mut Self, text: &str, at: At<'_>| {
            if !reader.characters(text, at) {
                return;
            }
            match ActionPattern::parse(text) {
                Ok(_) if negated => {}
                Ok(_) => reader.action_of_kind(text, at),
                Err(fault) => reader.pattern_fault(text, fault, at),
            }
        };
        let path = path.member(&member.name);
        PatternElement {
            negated,
            entries: self.texts(&member.value, &path, ACTIONS, &mut check),
            span: member.value.span,
        }
    }

    /// Reads `Resource` or `NotResource`.
    pub(super) fn resources(&mut self, member: &Member<'_>, path: &Path<'_>) -> PatternElement {
        let negated = member.name == "NotResource";
        let mut check = |reader: &mut Self, text: &str, at: At<'_>| {
            if !reader.characters(text, at) {
                return;
            }
            match ResourcePattern::parse(text) {
                Ok(_) if negated => {}
                Ok(pattern) => reader.resource_of_kind(text, &pattern, at),
                Err(fault) => reader.pattern_fault(text, fault, at),
            }
        };
        let path = path.member(&member.name);
        PatternElement {
            negated,
            entries: self.texts(&member.value, &path, RESOURCES, &mut check),
            span: member.value.span,
        }
    }

    fn pattern_fault(&mut self, text: &str, fault: PatternFault, at: At<'_>) {
        let (code, help) = match fault {
            PatternFault::TooFewSegments => (
                Code::TooFewSegments,
                "write `acs:<service>:<region>:<account>:<relative id>`, or `*`",
            ),
            PatternFault::ForeignPrefix => {
                (Code::ForeignPrefix, "names of resources begin with `acs:`")
            }
            _ => (
                Code::NotAnAction,
                "write `<service>:<name>`, such as `kms:Decrypt`, or `<service>:*`",
            ),
        };
        self.report(code, at.span, at.path, || {
            Note::new(format!("{} {fault}", quoted(text))).help(help)
        });
    }
}
