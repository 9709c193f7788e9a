//! The documents of declared policies, once it is known where each is used.
//!
//! Must not know who has which policies.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Reader;
use super::policies::Source;
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::json::{self, Node};
use crate::path::Path;
use crate::policy::{self, limits};
use crate::store::documents::PolicyName;
use crate::store::{Store, builtin};
use crate::{KeyRegistry, Policy, PolicyKind};

impl Reader<'_, '_, '_> {
    /// Reads the documents of what is declared, as what it is used as.
    pub(super) fn documents(&mut self, path: &Path<'_>) {
        let path = path.member("policies");
        let Store {
            keys, documents, ..
        } = &mut self.store;
        for declaration in &self.declared.all {
            let path = path.member(declaration.name);
            let kinds = declaration.kinds();
            let mode = self.form.sink.mode();
            let read = match declaration.source {
                Source::Nothing => None,
                Source::Document(node) => {
                    let path = path.member("document");
                    read_as(node, &kinds, keys, &path, self.form.sink)
                }
                Source::File(file) => self
                    .beside
                    .with(file, |text, limits, sink| {
                        let mut found = Sink::new(mode);
                        let node = json::parse(text, limits, &mut found);
                        let policy = node.and_then(|node| {
                            for kind in &kinds {
                                limits::check(text, *kind, &mut found);
                            }
                            read_as(&node, &kinds, keys, &Path::root(), &mut found)
                        });
                        // Another policy may have the same file.
                        sink.merge(found);
                        policy
                    })
                    .flatten(),
            };
            let Some(policy) = read else { continue };
            if !declaration.system {
                let name = PolicyName::Named(declaration.name.into());
                documents.put(name, Arc::new(policy), false);
            } else if !builtin::is_everything(&policy) {
                let (code, span) = (Code::SystemPolicyName, declaration.name_span);
                self.form.report(code, span, &path, || {
                    let name = quoted(declaration.name);
                    Note::new(format!(
                        "{name} is a system policy, which says something else"
                    ))
                    .help("give the policy another name; the system policy need not be declared")
                });
            }
        }
    }
}

/// Reads a document that must be of all of these kinds. Those of identities and of control
/// differ in length alone.
fn read_as(
    node: &Node<'_>,
    kinds: &BTreeSet<PolicyKind>,
    keys: &KeyRegistry,
    path: &Path<'_>,
    sink: &mut Sink,
) -> Option<Policy> {
    let first = kinds.first().copied().unwrap_or_default();
    if first != PolicyKind::Key || kinds.len() == 1 {
        return policy::read_node(node, first, Some(keys), path, sink);
    }
    let mut found = Sink::new(sink.mode());
    let mut policies = Vec::new();
    for kind in kinds {
        let mut of_kind = Sink::new(sink.mode());
        policies.push(policy::read_node(
            node,
            *kind,
            Some(keys),
            path,
            &mut of_kind,
        ));
        found.merge(of_kind);
    }
    sink.merge(found);
    policies
        .into_iter()
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .next()
}
