//! The search for applicable statements, and the decision that follows.
//!
//! Must not know how patterns or conditions are tested; only in which order.

use core::ops::ControlFlow;
use core::sync::atomic::{AtomicU64, Ordering};

use ramgate_image::record::{NONE, TEST_ACTION, TEST_PRINCIPAL, TEST_RESOURCE};
use ramgate_image::{ImageView, Ranks};
use ramgate_model::{
    Action, Checks, ContextKey, Decision, Effect, Request, Resolution, Resource, Stage,
    StatementNumber,
};

use crate::actions::Row;
use crate::circumstances::Circumstances;
use crate::principals::Asker;
use crate::sink::{Lowest, Sink};

/// A number for a further engine of this process, never 0.
pub fn new_maker() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Decides requests on an image that somebody else keeps.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'i> {
    view: ImageView<'i>,
    maker: u64,
}

impl<'i> Decider<'i> {
    /// A decider for an image. `maker` signs the notes that it leaves in actions and keys: a number
    /// from [`new_maker`], the same for every decider of the same image, never for another.
    #[inline]
    pub fn new(view: ImageView<'i>, maker: u64) -> Self {
        Self { view, maker }
    }

    /// The image.
    #[inline]
    pub fn view(&self) -> ImageView<'i> {
        self.view
    }

    /// Decides a request (6.1): an applicable Deny denies explicitly, else an applicable Allow
    /// allows, else the request is denied implicitly. Names the first determining statement.
    ///
    /// Allocates nothing. The steps are bounded by [`crate::summary::ImageSummary::worst_case`].
    #[inline]
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        self.decision(self.lowest(request, None, u32::MAX))
    }

    /// The lowest applicable rank below a bound, which is not 0.
    #[inline]
    pub(crate) fn lowest(
        &self,
        request: &Request<'_>,
        asker: Option<&Asker<'_>>,
        bound: u32,
    ) -> Option<u32> {
        if self.view.summary()?.always_allows != 0 {
            return Some(0);
        }
        let mut sink = Lowest::below(bound);
        self.search(request, asker, &mut sink);
        sink.rank()
    }

    /// Decides a call that needs several checks (2.13): the first that is not allowed decides; if
    /// all are, the last one.
    pub fn decide_all(&self, checks: &Checks<'_>) -> Decision {
        let mut decision = Decision::implicit_deny(Stage::AccountLevelIdentityBasedPolicy);
        for request in checks.requests() {
            decision = self.decide(request);
            if !decision.is_allowed() {
                break;
            }
        }
        decision
    }

    /// The same action with a note for this decider, which then need not look it up again.
    pub fn note_action<'a>(&self, action: Action<'a>) -> Action<'a> {
        match self.class_of(&action) {
            NONE => action,
            class => action.with_resolution(Resolution::new(self.maker, class)),
        }
    }

    /// The same key with a note for this decider, which then need not look it up again.
    pub fn note_key<'a>(&self, key: ContextKey<'a>) -> ContextKey<'a> {
        key.with_resolution(Resolution::new(self.maker, self.slot_of(&key)))
    }

    /// What is known of an action, from a note of this decider or by looking it up.
    #[inline]
    pub(crate) fn class_of(&self, action: &Action<'_>) -> u32 {
        match action.resolution().id_for(self.maker) {
            Some(class) => class,
            None => crate::actions::classify(self.view, action),
        }
    }

    /// The slot of a key, from a note of this decider or by looking it up.
    #[inline]
    pub(crate) fn slot_of(&self, key: &ContextKey<'_>) -> u32 {
        match key.resolution().id_for(self.maker) {
            Some(slot) => slot,
            None => crate::circumstances::find_slot(self.view, key),
        }
    }

    /// The decision that the lowest applicable rank brings about.
    pub(crate) fn decision(&self, lowest: Option<u32>) -> Decision {
        let stage = Stage::AccountLevelIdentityBasedPolicy;
        let Some(rank) = lowest else {
            return Decision::implicit_deny(stage);
        };
        let statement = self.number(rank);
        match self.effect(rank) {
            Effect::Deny => Decision::explicit_deny(stage, statement),
            Effect::Allow => Decision::allow(stage, statement),
        }
    }

    /// The effect of the statement of a rank.
    #[inline]
    pub(crate) fn effect(&self, rank: u32) -> Effect {
        let denies = self
            .view
            .summary()
            .map_or(NONE, |summary| summary.denies.get());
        if rank < denies {
            Effect::Deny
        } else {
            Effect::Allow
        }
    }

    /// The number of the statement of a rank.
    pub(crate) fn number(&self, rank: u32) -> StatementNumber {
        let record = self.view.layout().ranks.get(self.view.bytes(), rank);
        StatementNumber::new(record.map_or(NONE, |record| record.statement.get()))
    }

    /// Gives every applicable statement that the sink is interested in to the sink.
    pub(crate) fn search<S: Sink>(
        &self,
        request: &Request<'_>,
        asker: Option<&Asker<'_>>,
        sink: &mut S,
    ) {
        let Some(summary) = self.view.summary() else {
            return;
        };
        let row = Row::of(self.view, self.class_of(request.action()));
        let mut circumstances = Circumstances::new(self, request, asker);
        let mut candidates = |ranks: Ranks<'_>| {
            row.each_common(ranks, |rank| {
                // The ranks of a part ascend, so its search ends at the bound.
                if rank >= sink.bound() {
                    return ControlFlow::Break(());
                }
                if !circumstances.has_failed(rank) {
                    if self.applies(rank, &row, &mut circumstances) {
                        sink.found(rank);
                    } else {
                        circumstances.fail(rank);
                    }
                }
                ControlFlow::Continue(())
            });
        };
        candidates(self.view.ranks(summary.unsearched.get()));
        if let Resource::Arn(arn) = request.resource() {
            crate::resources::each_posting(self.view, summary, arn, candidates);
        }
    }

    /// Whether a candidate applies: the tests that the indexes have left open, then the conditions.
    #[inline]
    fn applies(&self, rank: u32, row: &Row<'_>, circumstances: &mut Circumstances<'_, '_>) -> bool {
        let layout = self.view.layout();
        let effect = self.effect(rank);
        let Some(record) = layout.ranks.get(self.view.bytes(), rank) else {
            return false;
        };
        let tests_action = matches!(row, Row::Unknown) || record.flags & TEST_ACTION != 0;
        let tests_resource = record.flags & TEST_RESOURCE != 0;
        let tests_principal = record.flags & TEST_PRINCIPAL != 0;
        if tests_action || tests_resource || tests_principal {
            let request = circumstances.request();
            let Some(statement) = layout
                .statements
                .get(self.view.bytes(), record.statement.get())
            else {
                return false;
            };
            let stops_action = tests_action
                && !crate::elements::action(self.view, statement, request.action()).applies(effect);
            let stops_resource = tests_resource
                && !crate::elements::resource(self.view, statement, request.resource())
                    .applies(effect);
            let stops_principal = tests_principal
                && !crate::principals::test(self.view, statement, circumstances.asker())
                    .applies(effect);
            if stops_action || stops_resource || stops_principal {
                return false;
            }
        }
        let conditions = layout.conditions.run(self.view.bytes(), record.conditions);
        conditions
            .iter()
            .all(|at| circumstances.judge(at.get()).applies(effect))
    }
}
