//! The whole reason of a decision: every statement with what holds of each of its parts.
//!
//! The decision and the determining statements come from the same search that deciding uses, with
//! a sink that keeps all. Must not know how answers are printed.

use alloc::borrow::ToOwned as _;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ramgate_image::ImageView;
use ramgate_image::record::{EVERYONE, NEGATED, NONE, ROLE, Statement, UNSOUND, USER};
use ramgate_model::{
    ContextEntry, Decision, DecisionKind, Effect, Operator, Principal, Request, StatementNumber,
    Truth, Value,
};

use crate::circumstances::{Circumstances, is_absent, is_principal_arn, principal_arn};
use crate::decider::Decider;
use crate::elements;
use crate::principals::{self, Asker};
use crate::sink::All;

/// Why a request was decided as it was.
#[derive(Clone, Debug)]
pub struct Explanation {
    decision: Decision,
    determined_by: Vec<StatementNumber>,
    statements: Vec<StatementReport>,
}

impl Explanation {
    /// The decision, the same that deciding gives.
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// All determining statements: every applicable Deny of an explicit deny, every applicable
    /// Allow of an allow, none of an implicit deny.
    pub fn determined_by(&self) -> &[StatementNumber] {
        &self.determined_by
    }

    /// Every statement of the policy set, in order.
    pub fn statements(&self) -> &[StatementReport] {
        &self.statements
    }

    pub(crate) fn into_statements(self) -> Vec<StatementReport> {
        self.statements
    }
}

/// What holds of one statement.
#[derive(Clone, Debug)]
pub struct StatementReport {
    number: StatementNumber,
    policy: String,
    index: u32,
    sid: Option<String>,
    effect: Effect,
    applies: bool,
    sound: bool,
    principal: Option<PrincipalReport>,
    action: ElementReport,
    resource: ElementReport,
    conditions: Vec<ConditionReport>,
}

/// What holds of the action or resource element of a statement.
#[derive(Clone, Debug)]
pub struct ElementReport {
    negated: bool,
    expected: Vec<String>,
    truth: Truth,
}

impl ElementReport {
    /// Whether it is the `Not…` form, which holds when none of its patterns matches.
    pub fn is_negated(&self) -> bool {
        self.negated
    }

    /// Its patterns as the policy writes them; without those that are no text.
    pub fn expected(&self) -> &[String] {
        &self.expected
    }

    /// Whether it holds.
    pub fn truth(&self) -> Truth {
        self.truth
    }
}

/// What holds of the principals of a statement.
#[derive(Clone, Debug)]
pub struct PrincipalReport {
    expected: Vec<String>,
    truth: Truth,
    delegates: bool,
}

impl PrincipalReport {
    /// The principals as the policy names them, those of the RAM service in lower case; without
    /// those that cannot be read.
    pub fn expected(&self) -> &[String] {
        &self.expected
    }

    /// Whether one of them is the caller.
    pub fn truth(&self) -> Truth {
        self.truth
    }

    /// Whether it names everyone of the caller's own account, which leaves the answer to identity
    /// policies and allows nothing by itself (Q1).
    pub fn delegates(&self) -> bool {
        self.delegates
    }
}

/// The first part of a statement that keeps it from applying.
#[derive(Clone, Copy, Debug)]
pub enum Failing<'e> {
    /// Its principal element.
    Principal(&'e PrincipalReport),
    /// Its action element.
    Action,
    /// Its resource element.
    Resource,
    /// One of its conditions.
    Condition(&'e ConditionReport),
    /// A member that is not known, of an Allow.
    UnknownMember,
}

impl StatementReport {
    /// Its number in the policy set.
    pub fn number(&self) -> StatementNumber {
        self.number
    }

    /// The name of its policy.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Its index within the policy, from 0.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Its label, if it has one.
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// What it does when it applies.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether it applies to the request.
    pub fn applies(&self) -> bool {
        self.applies
    }

    /// Whether it is free of unknown members; else it is at most unknown.
    pub fn is_sound(&self) -> bool {
        self.sound
    }

    /// Its principals, if it is of a kind that names them.
    pub fn principal(&self) -> Option<&PrincipalReport> {
        self.principal.as_ref()
    }

    /// Its action element.
    pub fn action(&self) -> &ElementReport {
        &self.action
    }

    /// Its resource element.
    pub fn resource(&self) -> &ElementReport {
        &self.resource
    }

    /// Its conditions, in document order.
    pub fn conditions(&self) -> &[ConditionReport] {
        &self.conditions
    }

    /// The first part that keeps it from applying, if any does: one that is false, or, of an
    /// Allow, one that is unknown.
    pub fn failing(&self) -> Option<Failing<'_>> {
        let fails = |truth: Truth| !truth.applies(self.effect);
        if let Some(principal) = self.principal.as_ref().filter(|p| fails(p.truth)) {
            Some(Failing::Principal(principal))
        } else if fails(self.action.truth) {
            Some(Failing::Action)
        } else if fails(self.resource.truth) {
            Some(Failing::Resource)
        } else if let Some(condition) = self.conditions.iter().find(|c| fails(c.truth)) {
            Some(Failing::Condition(condition))
        } else if !self.sound && self.effect == Effect::Allow {
            Some(Failing::UnknownMember)
        } else {
            None
        }
    }

    /// Whether some part of it is unknown, so that the E-rule speaks: an Allow does not apply, a
    /// Deny does unless another part is false.
    pub fn uses_e_rule(&self) -> bool {
        let conditions = self.conditions.iter().map(|condition| condition.truth);
        let principal = self.principal.as_ref().map(PrincipalReport::truth);
        let parts = Truth::all(
            [self.action.truth, self.resource.truth]
                .into_iter()
                .chain(principal)
                .chain(conditions),
        );
        parts == Truth::Unknown || (!self.sound && parts == Truth::True)
    }
}

/// What holds of one condition.
#[derive(Clone, Debug)]
pub struct ConditionReport {
    operator: String,
    key: Option<String>,
    expected: Vec<String>,
    actual: Option<Vec<String>>,
    truth: Truth,
}

impl ConditionReport {
    /// The operator as the policy writes it.
    pub fn operator(&self) -> &str {
        &self.operator
    }

    /// The key as the policy writes it; nothing where it has none that can be read.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The values of the policy.
    pub fn expected(&self) -> &[String] {
        &self.expected
    }

    /// The values of the request; nothing if the key is absent.
    pub fn actual(&self) -> Option<&[String]> {
        self.actual.as_deref()
    }

    /// Whether it holds.
    pub fn truth(&self) -> Truth {
        self.truth
    }

    /// Whether the operator is one that holds when no value matches.
    pub fn is_negated(&self) -> bool {
        Operator::from_name(&self.operator).is_some_and(Operator::is_negated)
    }
}

/// The name of the policy that a statement belongs to, and its index within it.
pub fn locate(view: ImageView<'_>, statement: StatementNumber) -> Option<(&str, u32)> {
    let (layout, bytes) = (view.layout(), view.bytes());
    let record = layout.statements.get(bytes, statement.get())?;
    let policy = layout.policies.get(bytes, record.policy.get())?;
    let index = statement.get().checked_sub(policy.statements.first.get())?;
    Some((view.text(policy.name), index))
}

impl Decider<'_> {
    /// Decides a request and says why, statement by statement. Allocates.
    pub fn explain(&self, request: &Request<'_>) -> Explanation {
        self.explain_for(request, None)
    }

    /// The same for a caller.
    pub(crate) fn explain_for(
        &self,
        request: &Request<'_>,
        asker: Option<&Asker<'_>>,
    ) -> Explanation {
        let mut sink = All::default();
        self.search(request, asker, &mut sink);
        let decision = self.decision(sink.0.first().copied());
        let wanted = match decision.kind() {
            DecisionKind::Allow => Some(Effect::Allow),
            DecisionKind::ExplicitDeny => Some(Effect::Deny),
            DecisionKind::ImplicitDeny => None,
        };
        let ranks = || sink.0.iter().copied();
        let applicable: BTreeSet<_> = ranks().map(|rank| self.number(rank)).collect();
        let mut determined_by: Vec<_> = ranks()
            .filter(|rank| Some(self.effect(*rank)) == wanted)
            .map(|rank| self.number(rank))
            .collect();
        determined_by.sort_unstable();
        let mut circumstances = Circumstances::new(self, request, asker);
        let statements = self
            .numbers()
            .filter_map(|(policy, index, number)| {
                let applies = applicable.contains(&number);
                self.report(&mut circumstances, policy, index, number, applies)
            })
            .collect();
        Explanation {
            decision,
            determined_by,
            statements,
        }
    }

    /// Every statement with its policy and its index within it.
    fn numbers(&self) -> impl Iterator<Item = (&str, u32, StatementNumber)> {
        let policies = self.view().layout().policies.all(self.view().bytes());
        policies.iter().flat_map(|policy| {
            let name = self.view().text(policy.name);
            let first = policy.statements.first.get();
            (0..policy.statements.count.get())
                .map(move |index| (name, index, StatementNumber::new(first + index)))
        })
    }

    fn report(
        &self,
        circumstances: &mut Circumstances<'_, '_>,
        policy: &str,
        index: u32,
        number: StatementNumber,
        applies: bool,
    ) -> Option<StatementReport> {
        let view = self.view();
        let record = view.layout().statements.get(view.bytes(), number.get())?;
        let request = circumstances.request();
        let predicates = view
            .layout()
            .conditions
            .run(view.bytes(), record.conditions);
        let sid = view.text(record.sid);
        Some(StatementReport {
            number,
            policy: policy.to_owned(),
            index,
            sid: (!sid.is_empty()).then(|| sid.to_owned()),
            effect: elements::effect(record),
            applies,
            sound: record.flags & UNSOUND == 0,
            principal: self.report_principal(circumstances.asker(), record),
            action: self.report_element(
                record.action.get(),
                elements::action(view, record, request.action()),
            ),
            resource: self.report_element(
                record.resource.get(),
                elements::resource(view, record, request.resource()),
            ),
            conditions: predicates
                .iter()
                .filter_map(|at| self.report_condition(circumstances, at.get()))
                .collect(),
        })
    }

    fn report_principal(
        &self,
        asker: Option<&Asker<'_>>,
        statement: &Statement,
    ) -> Option<PrincipalReport> {
        let view = self.view();
        let elements = view.layout().principal_elements;
        let element = elements.get(view.bytes(), statement.principal.get())?;
        let entries = view.layout().principals.run(view.bytes(), element.entries);
        let expected = entries.iter().map(|entry| {
            let (account, name) = (view.text(entry.account), view.text(entry.name));
            match entry.kind.get() {
                USER => format!("acs:ram::{account}:user/{name}"),
                ROLE => format!("acs:ram::{account}:role/{name}"),
                EVERYONE => format!("acs:ram::{account}:{name}"),
                _ => name.to_owned(),
            }
        });
        Some(PrincipalReport {
            expected: expected.collect(),
            truth: principals::test(view, statement, asker),
            delegates: asker.is_some_and(|asker| principals::delegates(view, statement, asker)),
        })
    }

    fn report_element(&self, at: u32, truth: Truth) -> ElementReport {
        let view = self.view();
        let element = view.layout().elements.get(view.bytes(), at);
        let patterns = element
            .map(|element| view.texts(element.patterns))
            .unwrap_or_default();
        ElementReport {
            negated: element.is_some_and(|element| element.flags & NEGATED != 0),
            expected: patterns
                .iter()
                .map(|text| view.text(*text).to_owned())
                .collect(),
            truth,
        }
    }

    fn report_condition(
        &self,
        circumstances: &mut Circumstances<'_, '_>,
        at: u32,
    ) -> Option<ConditionReport> {
        let view = self.view();
        let predicate = view.layout().predicates.get(view.bytes(), at)?;
        let slot = predicate.slot.get();
        let texts = view.texts(predicate.value_texts);
        let entries = circumstances.request().context().entries();
        let arrived = entries
            .into_iter()
            .find(|entry| self.slot_of(entry.key()) == slot);
        let mut buffer = [0; Principal::MAX_LEN];
        let supplied = circumstances
            .asker()
            .filter(|_| is_absent(arrived.map(ContextEntry::value)))
            .filter(|_| is_principal_arn(view, slot))
            .and_then(|asker| principal_arn(&asker.principal, &mut buffer).ok()?)
            .map(Value::Text);
        let given = arrived.map(|entry| entry.value().as_slice());
        let values = given
            .filter(|values| !values.is_empty())
            .unwrap_or(supplied.as_slice());
        Some(ConditionReport {
            operator: view.text(predicate.operator_text).to_owned(),
            key: (slot != NONE).then(|| view.text(predicate.key_text).to_owned()),
            expected: texts
                .iter()
                .map(|text| view.text(*text).to_owned())
                .collect(),
            actual: (!values.is_empty() && slot != NONE)
                .then(|| values.iter().map(ToString::to_string).collect()),
            truth: circumstances.judge(at),
        })
    }
}
