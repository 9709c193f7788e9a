//! The policies that a store declares, and which kinds of policies they are used as.
//!
//! Must not know who has which policies. What their documents say is read once all is known of
//! where they are used.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Reader;
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::json::{self, Member, Node};
use crate::path::Path;
use crate::policy;
use crate::sources::{self, FileRef};
use crate::store::build::check_policy;
use crate::store::builtin;
use crate::store::documents::{PolicyName, PolicyRef};
use crate::suggest::MAX_COMPARED;
use crate::{Mode, PolicyKind, Span};

const MEMBERS: [&str; 2] = ["file", "document"];

/// What has been declared, in the order of the text, behind the system policies.
pub(super) struct Declared<'n> {
    pub(super) all: Vec<Declaration<'n>>,
    by_name: HashMap<&'n str, usize>,
}

pub(super) struct Declaration<'n> {
    pub(super) name: &'n str,
    pub(super) name_span: Span,
    policy: PolicyRef,
    pub(super) source: Source<'n>,
    /// What the document looks like.
    shape: Option<PolicyKind>,
    /// Whether it is the name of a system policy.
    pub(super) system: bool,
    /// The kinds of policies of the places where it is used.
    used_as: BTreeSet<PolicyKind>,
}

/// Where the document of a policy is.
#[derive(Clone, Copy)]
pub(super) enum Source<'n> {
    /// There is none, or it has been reported.
    Nothing,
    Document(&'n Node<'n>),
    File(FileRef),
}

impl Declared<'_> {
    pub(super) fn new() -> Self {
        Self {
            all: Vec::new(),
            by_name: HashMap::new(),
        }
    }
}

impl<'n> Reader<'_, '_, 'n> {
    /// Takes in what is declared, with content that stands for what will be read.
    pub(super) fn declare(&mut self, node: &'n Node<'n>, path: &Path<'_>) {
        let everything = Arc::new(builtin::everything());
        for name in builtin::NAMES {
            let documents = &mut self.store.documents;
            let put = documents.put(
                PolicyName::Named(name.into()),
                Arc::clone(&everything),
                true,
            );
            self.take_in(Declaration {
                name,
                name_span: Span::default(),
                policy: put.0,
                source: Source::Nothing,
                shape: Some(PolicyKind::Identity),
                system: true,
                used_as: BTreeSet::from([PolicyKind::Identity]),
            });
        }
        let Some(member) = node.member("policies") else {
            return;
        };
        let path = path.member("policies");
        let members = self.form.object(&member.value, &path, "`policies`");
        for member in members.unwrap_or_default() {
            let path = path.member(&member.name);
            self.name(check_policy(&member.name), member, &path);
            let (source, shape) = self.source(member, &path);
            if let Some(known) = self.declared.by_name.get(&*member.name) {
                // The parser gives every name once, so this is a system policy's.
                if let Some(declaration) = self.declared.all.get_mut(*known) {
                    declaration.source = source;
                    declaration.name_span = member.name_span;
                }
                continue;
            }
            let name = PolicyName::Named((&*member.name).into());
            let put = self
                .store
                .documents
                .put(name, Arc::clone(&everything), false);
            self.take_in(Declaration {
                name: &member.name,
                name_span: member.name_span,
                policy: put.0,
                source,
                shape,
                system: false,
                used_as: BTreeSet::new(),
            });
        }
    }

    fn take_in(&mut self, declaration: Declaration<'n>) {
        let Declared { all, by_name } = &mut self.declared;
        by_name.insert(declaration.name, all.len());
        all.push(declaration);
    }

    /// Where the document of a declaration is, and what it looks like.
    fn source(
        &mut self,
        member: &'n Member<'n>,
        path: &Path<'_>,
    ) -> (Source<'n>, Option<PolicyKind>) {
        let nothing = (Source::Nothing, None);
        let node = &member.value;
        let Ok(members) = self.form.object(node, path, "a declared policy") else {
            return nothing;
        };
        self.form.known(members, path, &MEMBERS);
        match (node.member("file"), node.member("document")) {
            (Some(file), Some(document)) => {
                let second = if file.name_span.start() > document.name_span.start() {
                    file
                } else {
                    document
                };
                let (code, path) = (Code::FileAndDocument, path.member(&second.name));
                self.form.report(code, second.name_span, &path, || {
                    Note::new("the policy has both `file` and `document`").help("keep one of them")
                });
                nothing
            }
            (None, Some(document)) => (Source::Document(&document.value), shape(&document.value)),
            (Some(file), None) => {
                let Ok(name) = self.form.optional_text(node, "file", path) else {
                    return nothing;
                };
                let path = path.member("file");
                self.file(&name.unwrap_or_default(), file.value.span, &path)
            }
            (None, None) => {
                let code = Code::MissingStoreMember;
                self.form.report(code, policy::opening(node), path, || {
                    Note::new("the policy has neither `file` nor `document`")
                });
                nothing
            }
        }
    }

    fn file(
        &mut self,
        name: &str,
        span: Span,
        path: &Path<'_>,
    ) -> (Source<'n>, Option<PolicyKind>) {
        match self.beside.open(name) {
            Err(reason) => {
                sources::unreadable(name, &reason, span, path, self.form.sink);
                (Source::Nothing, None)
            }
            Ok(file) => {
                let shape = self.beside.with(file, |text, limits, _| {
                    let node = json::parse(text, limits, &mut Sink::new(Mode::Strict));
                    node.as_ref().and_then(shape)
                });
                (Source::File(file), shape.flatten())
            }
        }
    }

    /// The declared policies of a list that is a member of `node`, if it is there.
    pub(super) fn policies(
        &mut self,
        node: &Node<'_>,
        name: &str,
        path: &Path<'_>,
        kind: PolicyKind,
    ) -> Option<BTreeSet<PolicyRef>> {
        let member = node.member(name)?;
        let path = path.member(name);
        Some(self.policy_list(&member.value, &path, kind))
    }

    /// The declared policies of a list.
    pub(super) fn policy_list(
        &mut self,
        list: &Node<'_>,
        path: &Path<'_>,
        kind: PolicyKind,
    ) -> BTreeSet<PolicyRef> {
        let mut policies = BTreeSet::new();
        let Some(items) = list.as_list() else {
            let what = "what is attached is a list of names of policies";
            self.form.wrong_type(list, path, what);
            return policies;
        };
        for (index, item) in items.iter().enumerate() {
            let path = path.index(index);
            let Some(name) = item.as_str() else {
                self.form
                    .wrong_type(item, &path, "the name of a policy is a string");
                continue;
            };
            if let Some(policy) = self.named(name, item.span, &path, kind)
                && !policies.insert(policy)
            {
                let code = Code::DuplicateInStore;
                self.form.report(code, item.span, &path, || {
                    Note::new(format!(
                        "the policy {} is in the list already",
                        quoted(name)
                    ))
                });
            }
        }
        policies
    }

    /// The declared policy that is referred to where a policy of this kind belongs.
    pub(super) fn named(
        &mut self,
        name: &str,
        span: Span,
        path: &Path<'_>,
        kind: PolicyKind,
    ) -> Option<PolicyRef> {
        let Declared { all, by_name } = &mut self.declared;
        let suggestions = &mut self.suggestions;
        let Some(found) = by_name.get(name).and_then(|index| all.get_mut(*index)) else {
            self.form.report(Code::UndeclaredPolicy, span, path, || {
                let names = all.iter().take(MAX_COMPARED).map(|known| known.name);
                Note::new(format!("there is no policy {}", quoted(name)))
                    .did_you_mean(suggestions.nearest(name, names))
            });
            return None;
        };
        match found.used_as.first() {
            Some(first) if !go_together(*first, kind) => {
                let (system, first) = (found.system, first.name());
                self.form.report(Code::PolicyOfTwoKinds, span, path, || {
                    let (name, kind) = (quoted(name), kind.name());
                    Note::new(if system {
                        format!("{name} is a system policy, and no {kind} policy")
                    } else {
                        format!("{name} is used as a {kind} policy here, and elsewhere as one of kind {first}")
                    })
                    .help("declare a policy for each kind")
                });
            }
            Some(_) => {
                found.used_as.insert(kind);
            }
            None => {
                found.used_as.insert(kind);
                if let Some(shape) = found.shape
                    && shape.has_principal() != kind.has_principal()
                {
                    let code = Code::WrongKindOfPolicy;
                    self.form.report(code, span, path, || {
                        let (name, kind) = (quoted(name), kind.name());
                        Note::new(if shape.has_principal() {
                            format!("{name} names principals, and the policy of this place is of kind {kind}")
                        } else {
                            format!("{name} names no principals, as the {kind} policy of this place does")
                        })
                        .help("what a policy may say depends on what it is attached to")
                    });
                }
            }
        }
        Some(found.policy)
    }

    /// A policy that is declared, or stands in place and is then called `name`.
    pub(super) fn named_or_in_place(
        &mut self,
        node: &'n Node<'n>,
        path: &Path<'_>,
        kind: PolicyKind,
        name: impl FnOnce() -> PolicyName,
    ) -> Option<PolicyRef> {
        if let Some(declared) = node.as_str() {
            return self.named(declared, node.span, path, kind);
        }
        if node.as_object().is_none() {
            let what = "a policy is the name of a declared one, or a document";
            self.form.wrong_type(node, path, what);
            return None;
        }
        let keys = Some(&self.store.keys);
        let policy = policy::read_node(node, kind, keys, path, self.form.sink)?;
        let documents = &mut self.store.documents;
        Some(documents.put(name(), Arc::new(policy), false).0)
    }
}

impl Declaration<'_> {
    /// The kinds that its document must be of: what it looks like, if it is used nowhere.
    pub(super) fn kinds(&self) -> BTreeSet<PolicyKind> {
        if self.used_as.is_empty() {
            BTreeSet::from([self.shape.unwrap_or_default()])
        } else {
            self.used_as.clone()
        }
    }
}

/// Whether one document can be of both kinds.
fn go_together(a: PolicyKind, b: PolicyKind) -> bool {
    let of_resource = |kind| matches!(kind, PolicyKind::Key | PolicyKind::Secret);
    a == b || a.has_principal() == b.has_principal() && of_resource(a) == of_resource(b)
}

/// The kind that a document seems to be of, by its elements.
fn shape(document: &Node<'_>) -> Option<PolicyKind> {
    let statements = &document.member("Statement")?.value;
    let statements = statements
        .as_list()
        .unwrap_or_else(|| std::slice::from_ref(statements));
    let has = |name| {
        let mut statements = statements.iter();
        statements.any(|statement| statement.member(name).is_some())
    };
    Some(match (has("Principal"), has("Resource")) {
        (false, _) => PolicyKind::Identity,
        (true, false) => PolicyKind::Trust,
        (true, true) => PolicyKind::Key,
    })
}
