//! The tree of a policy document: what is written, element by element.
//!
//! A tree keeps what cannot be read soundly and says so (`None`, `Unreadable`); it draws no
//! conclusion. Patterns, values, operators and keys stay text: whether they are well formed is the
//! evaluators' judgement, which the specification calls *unknown* (E-rule). In strict mode such a
//! document does not load, so a tree read in strict mode has nothing unreadable in it.

use ramgate_model::Effect;

use crate::Span;

/// Which rules a policy document is written under (sections 1 and 7).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PolicyKind {
    /// Attached to a user, group or role.
    #[default]
    Identity,
    /// Passed when a role session is made.
    Session,
    /// Attached to a folder or member of a resource directory.
    Control,
    /// Who may assume a role.
    Trust,
    /// The policy of a KMS key.
    Key,
    /// The policy of a KMS secret.
    Secret,
}

/// How strictly a document is read.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Mode {
    /// As a careful RAM would at creation: what is not well formed is refused.
    #[default]
    Strict,
    /// For policies that exist already: what can be tolerated loads with a diagnostic, and what
    /// cannot be evaluated soundly follows the E-rule.
    Import,
}

/// One policy document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Policy {
    /// Which rules it is written under.
    pub kind: PolicyKind,
    /// Members of the document that are no part of the language. Every statement is then at most
    /// unknown.
    pub unknown_members: Vec<Member>,
    /// The statements, in document order.
    pub statements: Vec<Statement>,
    /// The whole document.
    pub span: Span,
}

/// The name of a member, where only its presence counts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The value, as compact JSON.
    pub value: String,
}

/// One statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Statement {
    /// A label without meaning.
    pub sid: Option<Entry>,
    /// What it does when it applies.
    pub effect: Effect,
    /// Who it is about; only in kinds that have the element (7.2, 7.3).
    pub principal: Option<PrincipalElement>,
    /// `Action` or `NotAction`.
    pub action: PatternElement,
    /// `Resource`, `NotResource`, neither or both.
    pub resource: ResourceElement,
    /// The conditions; `Condition` may be missing or empty.
    pub conditions: ConditionElement,
    /// Members of the statement that are no part of the language. The statement is then at most
    /// unknown (1.21).
    pub unknown_members: Vec<Member>,
    /// The whole statement.
    pub span: Span,
}

/// One item of a list: text, or something that is not text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Its text, unescaped; nothing if the item is no text. JSON numbers and booleans among
    /// condition values are text as they are written.
    pub text: Option<String>,
    /// Where it stands, quotes included.
    pub span: Span,
    /// What stands there as compact JSON when it is no JSON string, for printing it back.
    pub raw: Option<String>,
}

/// A single value or a list of them; both mean the same (1.14).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Entries {
    /// The items; a single value is a list of one. An empty list is unknown (1.25).
    List(Vec<Entry>),
    /// Something that is neither a single value nor a list, as compact JSON: unknown.
    Unreadable(String),
}

/// `Action` / `NotAction`, or `Resource` / `NotResource`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PatternElement {
    /// Whether it is the `Not…` form: NOT over the OR of its patterns.
    pub negated: bool,
    /// The patterns.
    pub entries: Entries,
    /// Where the value stands.
    pub span: Span,
}

/// What a statement says about resources.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ResourceElement {
    /// Neither `Resource` nor `NotResource`. Unknown where the kind requires one; no restriction
    /// in a trust policy.
    Absent,
    /// One of them.
    Present(PatternElement),
    /// Both: unknown.
    Both(Box<[PatternElement; 2]>),
}

/// The `Condition` of a statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ConditionElement {
    /// AND over these blocks; none is unconditional (1.15).
    Blocks(Vec<ConditionBlock>),
    /// Something that is no object, as compact JSON: unknown.
    Unreadable(String, Span),
}

/// One operator with its keys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConditionBlock {
    /// The operator's name as written; it may be no operator of RAM.
    pub operator: String,
    /// Where the name stands.
    pub operator_span: Span,
    /// The keys under it.
    pub body: ConditionBody,
}

/// What stands under an operator.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ConditionBody {
    /// AND over these; an empty map is unknown (3.2).
    Entries(Vec<ConditionEntry>),
    /// Something that is no object, as compact JSON: unknown.
    Unreadable(String, Span),
}

/// One key with the values it is compared with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConditionEntry {
    /// The key's name as written.
    pub key: String,
    /// Where the name stands.
    pub key_span: Span,
    /// The values: OR over them, NOR for a negated operator.
    pub values: Entries,
    /// Where the values stand.
    pub values_span: Span,
}

/// The `Principal` of a statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PrincipalElement {
    /// OR over these, whatever their type (7.2).
    Groups(Vec<PrincipalGroup>),
    /// Something that is no object, as compact JSON: unknown.
    Unreadable(String, Span),
}

/// Principals of one type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PrincipalGroup {
    /// The type's name as written: `RAM`, `Service`, `Federated`, or something else.
    pub kind: String,
    /// Where the name stands.
    pub kind_span: Span,
    /// The principals.
    pub entries: Entries,
    /// Where they stand.
    pub entries_span: Span,
}

impl PolicyKind {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 6] = [
        Self::Identity,
        Self::Session,
        Self::Control,
        Self::Trust,
        Self::Key,
        Self::Secret,
    ];

    /// The kind's name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Session => "session",
            Self::Control => "control",
            Self::Trust => "trust",
            Self::Key => "key",
            Self::Secret => "secret",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether statements of this kind name principals.
    pub fn has_principal(self) -> bool {
        matches!(self, Self::Trust | Self::Key | Self::Secret)
    }
}

impl Mode {
    /// The mode's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Import => "import",
        }
    }

    /// The mode of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Strict, Self::Import]
            .into_iter()
            .find(|mode| mode.name() == name)
    }
}

impl Entry {
    /// An entry of text that stands nowhere, for trees that are built and not read.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            span: Span::default(),
            raw: None,
        }
    }
}

impl Entries {
    /// The items of a list; nothing for what is unreadable.
    pub fn items(&self) -> &[Entry] {
        match self {
            Self::List(items) => items,
            Self::Unreadable(_) => &[],
        }
    }
}
