//! What is measured, as data: policies, requests and how many of them are decided how.
//!
//! Must not know how anything is measured. The expected counts are asserted before timing, so that
//! an engine that decides wrongly cannot win.

#![allow(
    dead_code,
    unused_imports,
    reason = "each benchmark uses some of these"
)]
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a workload that is not as stated is not measured"
)]

pub(crate) mod flow;
mod generated;
mod hostile;
pub(crate) mod region;
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
    pub(crate) const ALLOW: Self = Self::new(1, 0, 0);
    pub(crate) const EXPLICIT_DENY: Self = Self::new(0, 1, 0);
    pub(crate) const IMPLICIT_DENY: Self = Self::new(0, 0, 1);

    pub(crate) const fn new(allow: usize, explicit_deny: usize, implicit_deny: usize) -> Self {
        Self {
            allow,
            explicit_deny,
            implicit_deny,
        }
    }

    pub(crate) fn add(&mut self, kind: DecisionKind) {
        match kind {
            DecisionKind::Allow => self.allow += 1,
            DecisionKind::ExplicitDeny => self.explicit_deny += 1,
            DecisionKind::ImplicitDeny => self.implicit_deny += 1,
        }
    }

    /// Counts the decisions on these requests.
    pub(crate) fn of(
        requests: &[OwnedRequest],
        decide: impl Fn(&Request<'_>) -> DecisionKind,
    ) -> Self {
        let mut counts = Self::default();
        for request in requests {
            counts.add(request.lend(&decide).expect("a readable request"));
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
