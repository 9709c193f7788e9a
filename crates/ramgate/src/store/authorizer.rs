//! Deciding calls on a store, as a value that a service keeps.
//!
//! Must not know how a decision is reached; `ramgate-engine` does.

use ramgate_engine::{Attachment, CheckExplanation, PlaceName, PolicyId, StagePlace};
use ramgate_model::{Checks, Decision, Origin, Request, StatementNumber};

use ramgate_syntax::Policy;

use super::image::Inner;
use super::{Call, SessionPolicy, StoreImage};
use crate::{CompileError, Compiler};

/// Decides calls on a store: who may do what, through every stage of RAM's flow (6.2).
///
/// Cheap to clone, `Send` and `Sync`. Deciding takes `&self`, allocates nothing and waits for
/// nobody. To change a store under load see [`LiveAuthorizer`](crate::LiveAuthorizer).
#[derive(Clone, Debug)]
pub struct Authorizer {
    image: StoreImage,
}

impl Authorizer {
    /// An authorizer for the image of a store.
    pub fn new(image: StoreImage) -> Self {
        Self { image }
    }

    /// The image.
    pub fn image(&self) -> &StoreImage {
        &self.image
    }

    #[inline]
    fn engine(&self) -> ramgate_engine::Authorizer<'_, Inner> {
        ramgate_engine::Authorizer::new(self.image.store(), self.image.inner())
    }

    /// Decides one check of a call: kind, stage, first determining statement and where its policy
    /// is attached.
    ///
    /// Never fails, allocates nothing. A caller, account or role that the store does not know has
    /// no policies of its own; the other stages still speak.
    #[inline]
    pub fn decide(&self, call: &Call<'_>, request: &Request<'_>) -> Decision {
        self.engine().decide(call.parts(), request)
    }

    /// Decides a call that needs several checks (2.13): all must be allowed; the first that is not
    /// decides, and if all are, the last one.
    #[inline]
    pub fn decide_all(&self, call: &Call<'_>, checks: &Checks<'_>) -> Decision {
        self.engine().decide_all(call.parts(), checks)
    }

    /// Compiles a session policy for calls on this store, with the context keys that it declares.
    ///
    /// # Errors
    /// See [`Compiler::compile_session`].
    pub fn compile_session(&self, policy: &Policy) -> Result<SessionPolicy, CompileError> {
        Compiler::new().compile_session(policy, &self.image.keys())
    }

    /// Decides one check of a call and says why, stage by stage. Allocates.
    pub fn explain(&self, call: &Call<'_>, request: &Request<'_>) -> CheckExplanation {
        self.engine().explain(call.parts(), request)
    }

    /// The policy that a statement of one of this authorizer's own decisions stands in; a decision
    /// of another one would be read wrongly. Nothing for a number that the store does not have.
    pub fn policy(&self, origin: Origin) -> Option<PolicyId<'_>> {
        match origin.policy() {
            Some(number) => self.image.policy(number),
            None => Some(PolicyId::Session),
        }
    }

    /// What a policy is attached to, in words.
    pub fn attachment(&self, call: &Call<'_>, origin: Origin) -> Attachment<'_> {
        Attachment::of(self.image.store(), call.principal(), origin)
    }

    /// Where the policies of a stage are attached, in words.
    pub fn place(&self, place: StagePlace) -> PlaceName<'_> {
        PlaceName::of(self.image.store(), place)
    }

    /// The policy of the determining statement of one of this authorizer's own decisions, and the
    /// statement's index in it.
    pub fn locate(&self, decision: &Decision) -> Option<(PolicyId<'_>, u32)> {
        let statement = decision.determined_by().map(StatementNumber::get)?;
        Some((self.policy(decision.origin()?)?, statement))
    }
}
