//! What is measured, as data: policies, requests and how many of them are decided how.
//!
//! Must not know how anything is measured. The expected counts are asserted before timing, so that
//! an engine that decides wrongly cannot win.

#![allow(
    dead_code,
    unused_imports,
    reason = "each benchmark uses some of these"
)]

mod generated;
mod hostile;
mod seed;

use ramgate::{DecisionKind, PolicySet, Request};
use ramgate_testkit::{OwnedRequest, reference};

pub(crate) use generated::generated;
pub(crate) use hostile::hostile;
pub(crate) use seed::{all_seed_policies, seed};

/// How many statements the generated policy sets have.
pub(crate) const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// The largest set that the reference is timed on.
pub(crate) const MOST_FOR_REFERENCE: usize = 1_000;

/// Policies and requests.
pub(crate) struct Workload {
    pub(crate) name: String,
    pub(crate) set: PolicySet,
    pub(crate) requests: Vec<OwnedRequest>,
    pub(crate) expected: Counts,
}

/// How many requests are decided how.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Counts {
    pub(crate) allow: usize,
    pub(crate) explicit_deny: usize,
    pub(crate) implicit_deny: usize,
}

impl Counts {
    pub(crate) const ALLOW: Self = Self {
        allow: 1,
        explicit_deny: 0,
        implicit_deny: 0,
    };
    pub(crate) const EXPLICIT_DENY: Self = Self {
        allow: 0,
        explicit_deny: 1,
        implicit_deny: 0,
    };
    pub(crate) const IMPLICIT_DENY: Self = Self {
        allow: 0,
        explicit_deny: 0,
        implicit_deny: 1,
    };

    /// Counts the decisions on these requests.
    pub(crate) fn of(
        requests: &[OwnedRequest],
        decide: impl Fn(&Request<'_>) -> DecisionKind,
    ) -> Self {
        let mut counts = Self::default();
        for request in requests {
            let kind = request.lend(&decide).expect("a readable request");
            match kind {
                DecisionKind::Allow => counts.allow += 1,
                DecisionKind::ExplicitDeny => counts.explicit_deny += 1,
                DecisionKind::ImplicitDeny => counts.implicit_deny += 1,
            }
        }
        counts
    }
}

impl Workload {
    /// # Panics
    /// When the reference or `engine` does not decide as the workload says.
    pub(crate) fn check(&self, engine: &ramgate::Engine) {
        let name = &self.name;
        let decided = Counts::of(&self.requests, |request| engine.decide(request).kind());
        assert_eq!(decided, self.expected, "{name}: engine");
        let decided = Counts::of(&self.requests, |request| {
            reference::answer(&self.set, request).kind
        });
        assert_eq!(decided, self.expected, "{name}: reference");
    }
}
