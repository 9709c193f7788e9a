//! The normal form of a policy set: what each element of each statement comes to, with all faults
//! of the policy judged (the E-rule as far as it does not depend on a request).
//!
//! Must not know how anything is searched.

mod principals;

use ramgate_model::glob::is_wildcard_only;
use ramgate_model::pattern::{ActionPattern, ResourcePattern};
use ramgate_model::text::{has_control, is_padded};
use ramgate_model::{ContextKey, Effect, Operator};
use ramgate_syntax::keys::canonical_name;
use ramgate_syntax::tree::{
    ConditionBody, ConditionElement, Entries, PatternElement, ResourceElement, Statement,
};
use ramgate_syntax::{KeyRegistry, Policy, PolicySet};

/// Patterns of an action or resource element, in document order.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Element<'p> {
    /// All that are text, malformed ones included.
    pub(crate) patterns: Vec<&'p str>,
    /// NOT over the OR of the patterns.
    pub(crate) negated: bool,
    /// Something beside the patterns cannot be read.
    pub(crate) unreadable: bool,
}

/// What must be true of a request for an element to make its statement apply.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Need<P> {
    /// Nothing.
    Always,
    /// Nothing suffices.
    Never,
    /// One of the patterns matches.
    Some(Vec<P>),
    /// None of the patterns matches.
    NoneOf(Vec<P>),
}

/// A condition of one statement.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Condition<'p> {
    pub(crate) operator_text: &'p str,
    pub(crate) operator: Option<Operator>,
    pub(crate) key_text: &'p str,
    /// The key's canonical name; nothing if what stands under the operator cannot be read.
    pub(crate) key: Option<String>,
    /// The values that are text.
    pub(crate) values: Vec<&'p str>,
    /// Something among the values is no text.
    pub(crate) bad_value: bool,
    /// It is unknown whatever the context says.
    pub(crate) unknown: bool,
}

/// A principal that a statement names.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum NormalPrincipal<'p> {
    /// One user, by account and name in lower case.
    User(&'p str, String),
    /// Any session of a role, by account and name in lower case.
    Role(&'p str, String),
    /// All identities of an account, and how that is written: `root` or `*`.
    Everyone(&'p str, &'static str),
    /// A service.
    Service(&'p str),
    /// Whom an identity provider vouches for.
    Provider(&'p str),
}

/// Who a statement is about: OR over these.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct NormalPrincipals<'p> {
    pub(crate) entries: Vec<NormalPrincipal<'p>>,
    /// Something beside the entries cannot be read.
    pub(crate) unreadable: bool,
}

pub(crate) struct NormalStatement<'p> {
    pub(crate) effect: Effect,
    /// At most unknown: it, or its document, has a member that is not known.
    pub(crate) unsound: bool,
    pub(crate) sid: &'p str,
    /// Only in kinds that have the element.
    pub(crate) principals: Option<NormalPrincipals<'p>>,
    pub(crate) action: Element<'p>,
    pub(crate) resource: Element<'p>,
    pub(crate) conditions: Vec<Condition<'p>>,
}

pub(crate) struct NormalPolicy<'p> {
    pub(crate) name: &'p str,
    pub(crate) statements: Vec<NormalStatement<'p>>,
}

pub(crate) fn normalize(set: &PolicySet) -> Vec<NormalPolicy<'_>> {
    set.policies()
        .map(|(name, policy)| normalize_policy(name, policy, set.keys()))
        .collect()
}

pub(crate) fn normalize_policy<'p>(
    name: &'p str,
    policy: &'p Policy,
    keys: &KeyRegistry,
) -> NormalPolicy<'p> {
    let statements = policy.statements.iter().map(|statement| {
        let unsound = !policy.unknown_members.is_empty() || !statement.unknown_members.is_empty();
        let normal = normalize_statement(statement, unsound, keys);
        principals::of_kind(policy.kind, statement, normal)
    });
    NormalPolicy {
        name,
        statements: statements.collect(),
    }
}

fn normalize_statement<'p>(
    statement: &'p Statement,
    unsound: bool,
    keys: &KeyRegistry,
) -> NormalStatement<'p> {
    NormalStatement {
        effect: statement.effect,
        unsound,
        sid: statement
            .sid
            .as_ref()
            .and_then(|sid| sid.text.as_deref())
            .unwrap_or_default(),
        principals: None,
        action: element(&statement.action),
        resource: match &statement.resource {
            ResourceElement::Present(resource) => element(resource),
            ResourceElement::Absent | ResourceElement::Both(_) => Element {
                unreadable: true,
                ..Element::default()
            },
        },
        conditions: conditions(&statement.conditions, keys),
    }
}

fn element(element: &PatternElement) -> Element<'_> {
    let items = element.entries.items();
    let patterns: Vec<_> = items
        .iter()
        .filter_map(|item| item.text.as_deref())
        .collect();
    let unreadable = items.is_empty() || patterns.len() < items.len();
    Element {
        patterns,
        negated: element.negated,
        unreadable,
    }
}

fn conditions<'p>(element: &'p ConditionElement, keys: &KeyRegistry) -> Vec<Condition<'p>> {
    let blocks = match element {
        ConditionElement::Blocks(blocks) => blocks,
        ConditionElement::Unreadable(..) => return vec![unreadable_block("")],
    };
    let mut conditions = Vec::new();
    for block in blocks {
        let entries = match &block.body {
            ConditionBody::Entries(entries) if !entries.is_empty() => entries,
            ConditionBody::Entries(_) | ConditionBody::Unreadable(..) => {
                conditions.push(unreadable_block(&block.operator));
                continue;
            }
        };
        let operator = Operator::from_name(&block.operator);
        for entry in entries {
            let items = match &entry.values {
                Entries::List(items) => items.as_slice(),
                Entries::Unreadable(_) => &[],
            };
            let values: Vec<_> = items
                .iter()
                .filter_map(|item| item.text.as_deref())
                .collect();
            let key = ContextKey::new(&entry.key);
            let fits = operator.is_some_and(|known| known.family().fits(keys.type_of(&key)));
            let suspect_key = is_padded(&entry.key) || has_control(&entry.key);
            conditions.push(Condition {
                operator_text: &block.operator,
                operator,
                key_text: &entry.key,
                key: Some(canonical_name(&key)),
                bad_value: values.len() < items.len(),
                unknown: !fits || suspect_key || items.is_empty(),
                values,
            });
        }
    }
    conditions
}

fn unreadable_block(operator: &str) -> Condition<'_> {
    Condition {
        operator_text: operator,
        operator: Operator::from_name(operator),
        key_text: "",
        key: None,
        values: Vec::new(),
        bad_value: true,
        unknown: true,
    }
}

impl<'p> Element<'p> {
    /// What the element needs of an action for a statement of this effect to apply.
    pub(crate) fn action_need(&self, effect: Effect) -> Need<&'p str> {
        let readable = |text: &&'p str| ActionPattern::parse(text).ok().map(|p| p.as_str());
        self.need(
            effect,
            self.patterns.iter().filter_map(readable).collect(),
            |pattern| is_wildcard_only(pattern),
        )
    }

    /// What the element needs of a resource for a statement of this effect to apply.
    pub(crate) fn resource_need(&self, effect: Effect) -> Need<ResourcePattern<'p>> {
        let readable = |text: &&'p str| ResourcePattern::parse(text).ok();
        self.need(
            effect,
            self.patterns.iter().filter_map(readable).collect(),
            |pattern| *pattern == ResourcePattern::Any,
        )
    }

    fn need<P>(&self, effect: Effect, readable: Vec<P>, is_any: impl Fn(&P) -> bool) -> Need<P> {
        let doubtful = self.unreadable || readable.len() < self.patterns.len();
        let any = readable.iter().any(is_any);
        match (self.negated, effect) {
            (false, _) if any => Need::Always,
            (true, _) if any => Need::Never,
            (false, Effect::Deny) if doubtful => Need::Always,
            (true, Effect::Allow) if doubtful => Need::Never,
            (false, _) => Need::Some(readable),
            (true, _) => Need::NoneOf(readable),
        }
    }
}

impl NormalStatement<'_> {
    /// Whether no request can make the statement apply.
    pub(crate) fn is_dead(&self) -> bool {
        self.effect == Effect::Allow
            && (self.unsound || self.conditions.iter().any(|condition| condition.unknown))
    }
}
