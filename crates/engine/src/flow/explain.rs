//! The whole reason of a decision on a store: every stage, with what its policies say and what its
//! answer did to the whole.
//!
//! Must not know how answers are printed.

use alloc::vec::Vec;

use ramgate_model::{
    Decision, DecisionKind, Effect, NodeNumber, Origin, PolicyNumber, Request, Stage,
    StatementNumber,
};

use super::merge::{self, Answers, Side};
use super::observer::{Observer, Place};
use super::{Authorizer, Call, Caller, Outcome, Units};
use crate::decider::Decider;
use crate::explain::StatementReport;
use crate::principals::Asker;

/// Why one check of a call was decided as it was.
#[derive(Clone, Debug)]
pub struct CheckExplanation {
    decision: Decision,
    short_circuit: bool,
    other_flow: Option<Decision>,
    determined_by: Vec<(Origin, StatementNumber)>,
    stages: Vec<StageReport>,
}

/// What one stage says. The nodes of a resource directory are a stage each.
#[derive(Clone, Debug)]
pub struct StageReport {
    place: StagePlace,
    stage: Stage,
    outcome: DecisionKind,
    effect: StageEffect,
    policies: Vec<PolicyReport>,
}

/// What a policy says in a stage.
#[derive(Clone, Debug)]
pub struct PolicyReport {
    origin: Origin,
    allows_count: bool,
    statements: Vec<StatementReport>,
}

/// Where the policies of a stage are attached.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum StagePlace {
    /// A folder or member of the resource directory.
    Node(NodeNumber),
    /// The session.
    Session,
    /// The caller and its groups, for all resources.
    Account,
    /// The caller and its groups, for the resources of the resource's group.
    ResourceGroup,
    /// The resource, or the role that is to be assumed.
    Resource,
}

/// What the answer of a stage did to the whole.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum StageEffect {
    /// It allows, and the call goes on to the next stage.
    Passes,
    /// It does not allow, which ends the call.
    Ends,
    /// The call had ended before; this is what would have been said.
    NotReached,
    /// It gives the decision.
    Decides,
    /// It was counted together with others, one of which gives the decision.
    Counts,
    /// An answer at account scope hides it.
    Hidden,
}

impl CheckExplanation {
    /// The decision, the same that deciding gives.
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// All statements that determine the decision in the deciding stage, each with its policy and
    /// where that is attached: by the policy's number, then its own.
    pub fn determined_by(&self) -> &[(Origin, StatementNumber)] {
        &self.determined_by
    }

    /// What is decided, if that is something else, where policies at account scope and at the scope
    /// of resource groups are merged the other way: strictly, or as documented (Q3).
    pub fn other_flow(&self) -> Option<Decision> {
        self.other_flow
    }

    /// Whether an answer at account scope hides policies at the scope of resource groups (Q3).
    pub fn short_circuits(&self) -> bool {
        self.short_circuit
    }

    /// The stages, in the order in which they are gone through, also those behind the one that
    /// ended the call. None for what needs no authorization.
    pub fn stages(&self) -> &[StageReport] {
        &self.stages
    }
}

impl StageReport {
    /// Where its policies are attached.
    pub fn place(&self) -> StagePlace {
        self.place
    }

    /// The stage in RAM's words.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// What its policies say together.
    pub fn outcome(&self) -> DecisionKind {
        self.outcome
    }

    /// What that did to the whole.
    pub fn effect(&self) -> StageEffect {
        self.effect
    }

    /// Its policies: the caller's own before those of its groups.
    pub fn policies(&self) -> &[PolicyReport] {
        &self.policies
    }
}

impl PolicyReport {
    /// The policy, and where it is attached.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether its Allows count: in a policy of a key or secret only for the operations that take
    /// effect there (7.3), in the trust policy of a service-linked role only for services (7.6).
    pub fn allows_count(&self) -> bool {
        self.allows_count
    }

    /// Its statements, in order.
    pub fn statements(&self) -> &[StatementReport] {
        &self.statements
    }
}

impl<U: Units> Authorizer<'_, U> {
    /// Decides one check of a call and says why, stage by stage. Allocates.
    pub fn explain(&self, call: &Call<'_>, request: &Request<'_>) -> CheckExplanation {
        let caller = Caller::of(self.store, *call.principal());
        let mut report = Report {
            assumes_role: super::is(request.action(), "sts:AssumeRole"),
            short_circuit: caller.short_circuit,
            ended: false,
            stages: Vec::new(),
            policies: Vec::new(),
            other_flow: None,
        };
        let decision = self.check(&caller, call, request, &mut report);
        let ended = report.ended;
        let mut stages = report.stages;
        for stage in &mut stages {
            stage.settle(decision, ended);
        }
        CheckExplanation {
            decision,
            short_circuit: caller.short_circuit,
            other_flow: report.other_flow.filter(|_| !ended),
            determined_by: determined_by(decision, &stages),
            stages,
        }
    }
}

/// Keeps all that it sees.
struct Report {
    assumes_role: bool,
    short_circuit: bool,
    /// Whether a stage has ended the call.
    ended: bool,
    stages: Vec<StageReport>,
    /// The policies of the stage that is being evaluated.
    policies: Vec<PolicyReport>,
    other_flow: Option<Decision>,
}

impl Observer for Report {
    const GOES_ON: bool = true;

    fn policy(
        &mut self,
        _: Place,
        origin: Origin,
        decider: &Decider<'_>,
        request: &Request<'_>,
        asker: &Asker<'_>,
        allows_count: bool,
    ) {
        self.policies.push(PolicyReport {
            origin,
            allows_count,
            statements: decider.explain_for(request, Some(asker)).into_statements(),
        });
    }

    fn stage(&mut self, place: Place, outcome: &Outcome, ends: bool) {
        let (place, stage) = match place {
            Place::Node(node) => (StagePlace::Node(node), Stage::ControlPolicy),
            Place::Session => (StagePlace::Session, Stage::SessionPolicy),
            Place::Account => (StagePlace::Account, Stage::AccountLevelIdentityBasedPolicy),
            Place::ResourceGroup => (
                StagePlace::ResourceGroup,
                Stage::ResourceGroupLevelIdentityBasedPolicy,
            ),
            Place::Resource if self.assumes_role => (StagePlace::Resource, Stage::AssumeRolePolicy),
            Place::Resource => (StagePlace::Resource, Stage::ResourceBasedPolicy),
        };
        let effect = if self.ended {
            StageEffect::NotReached
        } else if ends {
            StageEffect::Ends
        } else if matches!(place, StagePlace::Node(_) | StagePlace::Session) {
            StageEffect::Passes
        } else {
            StageEffect::Counts
        };
        self.ended |= ends;
        self.stages.push(StageReport {
            place,
            stage,
            outcome: outcome.kind(),
            effect,
            policies: core::mem::take(&mut self.policies),
        });
    }

    fn merged(&mut self, answers: &Answers, side: Side, _: Decision) {
        let (mine, other) = (
            merge::merge(answers, side, self.short_circuit),
            merge::merge(answers, side, !self.short_circuit),
        );
        self.other_flow = (other != mine).then_some(other);
        let hides = self.short_circuit && answers.account.kind() != DecisionKind::ImplicitDeny;
        for stage in &mut self.stages {
            if hides && stage.place == StagePlace::ResourceGroup && !self.ended {
                stage.effect = StageEffect::Hidden;
            }
        }
    }
}

impl StageReport {
    /// Says which stage decides, now that the decision is known.
    fn settle(&mut self, decision: Decision, ended: bool) {
        let decides = self.effect == StageEffect::Counts && self.stage == decision.stage();
        if decides && !ended {
            self.effect = StageEffect::Decides;
        }
    }
}

fn determined_by(decision: Decision, stages: &[StageReport]) -> Vec<(Origin, StatementNumber)> {
    let wanted = match decision.kind() {
        DecisionKind::Allow => Effect::Allow,
        DecisionKind::ExplicitDeny => Effect::Deny,
        DecisionKind::ImplicitDeny => return Vec::new(),
    };
    let deciding = stages
        .iter()
        .find(|stage| matches!(stage.effect, StageEffect::Ends | StageEffect::Decides));
    let policies = deciding.map(StageReport::policies).unwrap_or_default();
    let mut found: Vec<(Option<PolicyNumber>, StatementNumber, Origin)> = Vec::new();
    for policy in policies {
        if wanted == Effect::Allow && !policy.allows_count {
            continue;
        }
        let statements = policy.statements.iter();
        let determining =
            statements.filter(|statement| statement.applies() && statement.effect() == wanted);
        let key = policy.origin.policy();
        found.extend(determining.map(|statement| (key, statement.number(), policy.origin)));
    }
    // A stable sort: of a policy that is attached several times the first attachment stays.
    found.sort_by_key(|(policy, number, _)| (*policy, *number));
    found.dedup_by_key(|(policy, number, _)| (*policy, *number));
    found
        .into_iter()
        .map(|(_, number, origin)| (origin, number))
        .collect()
}
