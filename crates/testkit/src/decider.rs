//! What can be tested: something that turns a policy set into something that answers requests.
//!
//! Must not know how either is done.

use std::fmt;

use ramgate_model::{Decision, DecisionKind, Request, Stage, StatementNumber};
use ramgate_syntax::PolicySet;

/// Builds deciders: the reference as it is, an engine by compiling.
pub trait Evaluator {
    /// What it builds.
    type Decider: Decider;
    /// Why it could not.
    type Error: fmt::Display;

    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// Builds what answers requests under these policies.
    ///
    /// # Errors
    /// When the set is beyond what the evaluator takes.
    fn prepare(&self, set: &PolicySet) -> Result<Self::Decider, Self::Error>;
}

/// Answers requests under one policy set.
pub trait Decider {
    /// The answer.
    fn decide(&self, request: &Request<'_>) -> Answer;
}

impl<F: Fn(&Request<'_>) -> Answer> Decider for F {
    fn decide(&self, request: &Request<'_>) -> Answer {
        self(request)
    }
}

/// A decision with as much of its reason as the decider gives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The decision.
    pub kind: DecisionKind,
    /// The stage that gave it, if the decider has stages.
    pub stage: Option<Stage>,
    /// The statements that determined it.
    pub determined_by: Determined,
}

/// Which determining statements a decider names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Determined {
    /// All of them, ascending.
    All(Vec<StatementNumber>),
    /// The first; nothing on an implicit deny.
    First(Option<StatementNumber>),
}

impl Determined {
    /// The first determining statement.
    pub fn first(&self) -> Option<StatementNumber> {
        match self {
            Self::All(all) => all.first().copied(),
            Self::First(first) => *first,
        }
    }

    /// Whether this is what one would say who knows that `all` of these determined the decision.
    pub fn agrees_with(&self, all: &[StatementNumber]) -> bool {
        match self {
            Self::All(mine) => mine == all,
            Self::First(first) => *first == all.first().copied(),
        }
    }
}

/// A decision names the first determining statement.
impl From<Decision> for Answer {
    fn from(decision: Decision) -> Self {
        Self {
            kind: decision.kind(),
            stage: Some(decision.stage()),
            determined_by: Determined::First(decision.determined_by()),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        let numbers = match &self.determined_by {
            Determined::All(all) => all.clone(),
            Determined::First(first) => Vec::from_iter(*first),
        };
        for (index, number) in numbers.iter().enumerate() {
            let lead = if index == 0 { " by statement " } else { ", " };
            write!(f, "{lead}{}", number.get())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::{Decision, Stage, StatementNumber};

    use super::{Answer, Determined};

    #[test]
    fn agreement() {
        let all = [1, 4].map(StatementNumber::new);
        assert!(Determined::All(all.to_vec()).agrees_with(&all));
        assert!(Determined::First(Some(all[0])).agrees_with(&all));
        assert!(!Determined::First(Some(all[1])).agrees_with(&all));
        assert!(!Determined::First(None).agrees_with(&all));
        assert!(!Determined::All(vec![all[0]]).agrees_with(&all));
        assert!(Determined::First(None).agrees_with(&[]));
    }

    #[test]
    fn a_decision_is_an_answer() {
        let stage = Stage::AccountLevelIdentityBasedPolicy;
        let answer = Answer::from(Decision::allow(stage, StatementNumber::new(3)));
        assert_eq!(answer.to_string(), "Allow by statement 3");
        assert_eq!(
            answer.determined_by.first().map(StatementNumber::get),
            Some(3)
        );
        let answer = Answer::from(Decision::implicit_deny(stage));
        assert_eq!(answer.to_string(), "ImplicitDeny");
    }
}
