//! The same over stores: the reference and every form of the engine on calls.
//!
//! Must not know where stores and calls come from.

use std::fmt;

use ramgate::{CompileError, DecisionKind, Stage, Store};
use ramgate_testkit::{
    Authority, CallAnswer, CallRequest, OwnedCall, StoreCase, StoreEvaluator, reference,
};

use crate::evaluators::{ENGINES, EngineWith};

/// What has been compared so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallCounts {
    pub(crate) stores: u64,
    pub(crate) policies: u64,
    pub(crate) calls: u64,
    /// Decisions of the engine in all its forms that were held against the reference's.
    pub(crate) decisions: u64,
    /// Calls by stage and by what the reference decides in it, in the order of [`Stage::ALL`] and
    /// [`DecisionKind::ALL`].
    kinds: [[u64; DecisionKind::ALL.len()]; Stage::ALL.len()],
    pub(crate) mismatches: u64,
}

impl CallCounts {
    fn count(&mut self, answer: &CallAnswer) {
        self.calls += 1;
        let stages = Stage::ALL.iter().zip(&mut self.kinds);
        for (_, kinds) in stages.filter(|(stage, _)| **stage == answer.stage) {
            let kinds = DecisionKind::ALL.iter().zip(kinds);
            for (_, count) in kinds.filter(|(kind, _)| **kind == answer.kind) {
                *count += 1;
            }
        }
    }
}

impl fmt::Display for CallCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "stores: {}", self.stores)?;
        writeln!(f, "policies of stores: {}", self.policies)?;
        writeln!(f, "calls: {}", self.calls)?;
        for (stage, kinds) in Stage::ALL.iter().zip(&self.kinds) {
            let kinds = DecisionKind::ALL.iter().zip(kinds);
            let some = kinds.filter(|(_, count)| **count > 0);
            let some: Vec<String> = some
                .map(|(kind, count)| format!("{kind} {count}"))
                .collect();
            if !some.is_empty() {
                writeln!(f, "  {stage}: {}", some.join(", "))?;
            }
        }
        writeln!(f, "decisions on calls compared: {}", self.decisions)?;
        write!(f, "mismatches: {}", self.mismatches)
    }
}

/// A store, ready in every form of the engine.
pub(crate) struct StoreComparison<'s> {
    store: &'s Store,
    engines: Vec<(EngineWith, <EngineWith as StoreEvaluator>::Authority)>,
}

impl<'s> StoreComparison<'s> {
    pub(crate) fn new(store: &'s Store, counts: &mut CallCounts) -> Result<Self, CompileError> {
        counts.stores += 1;
        let documents = store.documents();
        let declared = documents
            .in_order()
            .filter_map(|(policy, _)| documents.get(policy))
            .filter(|document| !document.is_built_in());
        counts.policies += declared.count() as u64;
        let prepare = |with: &EngineWith| {
            let prepared = StoreEvaluator::prepare(with, store);
            prepared.map(|engine| (*with, engine))
        };
        Ok(Self {
            store,
            engines: ENGINES.iter().map(prepare).collect::<Result<_, _>>()?,
        })
    }

    /// Asks all of them; gives a readable case for each that does not answer as the reference.
    pub(crate) fn ask(&self, call: &OwnedCall, counts: &mut CallCounts) -> Vec<String> {
        let asked = call.lend(|lent| self.ask_all(lent, counts));
        let mismatches = match asked {
            Ok(mismatches) => mismatches,
            Err(error) => vec![format!("the call cannot be read: {error}")],
        };
        counts.mismatches += mismatches.len() as u64;
        let case = |mismatch| {
            let case = StoreCase {
                store: self.store.clone(),
                call: call.clone(),
            };
            format!("{mismatch}\n{case}")
        };
        mismatches.into_iter().map(case).collect()
    }

    fn ask_all(&self, call: &CallRequest<'_>, counts: &mut CallCounts) -> Vec<String> {
        let expected = reference::call_answer(self.store, call);
        counts.count(&expected);
        let all = expected.determined_by.as_slice();
        let mut mismatches = Vec::new();
        for (with, engine) in &self.engines {
            let found = engine.decide(call);
            counts.decisions += 1;
            let agrees = found.kind == expected.kind
                && found.stage == expected.stage
                && found.determined_by.agrees_with(all)
                && found.attached == expected.attached;
            if !agrees {
                let name = with.name;
                mismatches.push(format!("reference: {expected}\n{name}: {found}"));
            }
        }
        mismatches
    }
}
