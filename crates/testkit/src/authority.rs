//! What can be tested over a store: something that turns it into something that answers calls.
//!
//! Must not know how either is done.

use std::fmt;

use ramgate_model::{Checks, DecisionKind, Principal, Stage};
use ramgate_syntax::{Policy, Store};

/// Builds what answers calls over a store: the reference as it is, an engine by compiling.
pub trait StoreEvaluator {
    /// What it builds.
    type Authority: Authority;
    /// Why it could not.
    type Error: fmt::Display;

    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// Builds what answers calls over this store.
    ///
    /// # Errors
    /// When the store is beyond what the evaluator takes.
    fn prepare(&self, store: &Store) -> Result<Self::Authority, Self::Error>;
}

/// Answers calls over one store.
pub trait Authority {
    /// The answer.
    fn decide(&self, call: &CallRequest<'_>) -> CallAnswer;
}

impl<F: Fn(&CallRequest<'_>) -> CallAnswer> Authority for F {
    fn decide(&self, call: &CallRequest<'_>) -> CallAnswer {
        self(call)
    }
}

/// A call by somebody: one or several checks, all of which must be allowed (2.13).
#[derive(Clone, Copy, Debug)]
pub struct CallRequest<'a> {
    /// Who calls.
    pub principal: Principal<'a>,
    /// What is asked.
    pub checks: Checks<'a>,
    /// The group of the resource, where the store does not say.
    pub resource_group: Option<&'a str>,
    /// What the session was bounded with; only for sessions of roles.
    pub session_policy: Option<&'a Policy>,
}

/// The answer to a call with as much of its reason as the authority gives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CallAnswer {
    /// The decision.
    pub kind: DecisionKind,
    /// The stage that gave it.
    pub stage: Stage,
    /// The statements that determined it in that stage.
    pub determined_by: DeterminedIds,
    /// Where the policy of the first of them is attached, in the reference's words; nothing if no
    /// statement determined the decision.
    pub attached: Option<String>,
}

/// Which determining statements an authority names, by ids such as `readers#1`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DeterminedIds {
    /// All of them, in the order of their policies' names and their indexes.
    All(Vec<String>),
    /// The first; nothing where no statement determined the decision.
    First(Option<String>),
}

impl DeterminedIds {
    /// The ids that are named.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::All(all) => all,
            Self::First(first) => first.as_slice(),
        }
    }

    /// The first determining statement.
    pub fn first(&self) -> Option<&str> {
        self.as_slice().first().map(String::as_str)
    }

    /// Whether this is what one would say who knows that `all` of these determined the decision,
    /// in their order.
    pub fn agrees_with(&self, all: &[String]) -> bool {
        match self {
            Self::All(mine) => mine == all,
            Self::First(first) => first.as_ref() == all.first(),
        }
    }
}

impl fmt::Display for CallAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in stage {}", self.kind, self.stage)?;
        match self.determined_by.as_slice() {
            [] => f.write_str(" by no statement")?,
            ids => write!(f, " by {}", ids.join(", "))?,
        }
        if matches!(self.determined_by, DeterminedIds::First(Some(_))) {
            f.write_str(" first of all")?;
        }
        match &self.attached {
            Some(attached) => write!(f, ", attached to {attached}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::{DecisionKind, Stage};

    use super::{CallAnswer, DeterminedIds};

    #[test]
    fn agreement() {
        let all = ["a#0", "b#4"].map(str::to_owned);
        assert!(DeterminedIds::All(all.to_vec()).agrees_with(&all));
        assert!(DeterminedIds::First(Some("a#0".to_owned())).agrees_with(&all));
        assert!(!DeterminedIds::First(Some("b#4".to_owned())).agrees_with(&all));
        assert!(!DeterminedIds::First(None).agrees_with(&all));
        assert!(!DeterminedIds::All(Vec::new()).agrees_with(&all));
        assert!(DeterminedIds::First(None).agrees_with(&[]));
    }

    #[test]
    fn an_answer_says_where_it_comes_from() {
        let mut answer = CallAnswer {
            kind: DecisionKind::Allow,
            stage: Stage::SessionPolicy,
            determined_by: DeterminedIds::First(Some("session#0".to_owned())),
            attached: Some("the session".to_owned()),
        };
        let text = "Allow in stage SessionPolicy by session#0 first of all, \
                    attached to the session";
        assert_eq!(answer.to_string(), text);
        answer.determined_by = DeterminedIds::All(Vec::new());
        answer.attached = None;
        let text = "Allow in stage SessionPolicy by no statement";
        assert_eq!(answer.to_string(), text);
    }
}
