//! Deciding requests on an image, as a value that a service keeps.
//!
//! Must not know how a decision is reached; `ramgate-engine` does.

use ramgate_engine::{Decider, Explanation, new_maker};
use ramgate_model::{Action, Checks, ContextKey, Decision, Request, StatementNumber};

use crate::Image;

/// Decides requests on the policies of an image.
///
/// Cheap to clone, `Send` and `Sync`; clones are the same engine. Deciding takes `&self`, allocates
/// nothing and waits for nobody. To change policies under load, make a new engine and swap it in
/// (the example `swap_policies` does it with `arc-swap`): a request sees one engine from start to
/// end.
#[derive(Clone, Debug)]
pub struct Engine {
    image: Image,
    maker: u64,
}

impl Engine {
    /// An engine for an image.
    pub fn new(image: Image) -> Self {
        Self {
            image,
            maker: new_maker(),
        }
    }

    /// The image.
    pub fn image(&self) -> &Image {
        &self.image
    }

    #[inline]
    fn decider(&self) -> Decider<'_> {
        Decider::new(self.image.view(), self.maker)
    }

    /// Decides a request: an applicable Deny denies explicitly, else an applicable Allow allows,
    /// else the request is denied implicitly (6.1). The answer names the first determining
    /// statement.
    ///
    /// Never fails, allocates nothing. The most steps that it can take are in
    /// [`ImageSummary::worst_case`](crate::ImageSummary::worst_case).
    #[inline]
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        self.decider().decide(request)
    }

    /// Decides a call that needs several checks (2.13): all must be allowed; the first that is not
    /// decides, and if all are, the last one. As [`Engine::decide`] otherwise.
    #[inline]
    pub fn decide_all(&self, checks: &Checks<'_>) -> Decision {
        self.decider().decide_all(checks)
    }

    /// Decides a request and says why, statement by statement. Allocates.
    pub fn explain(&self, request: &Request<'_>) -> Explanation {
        self.decider().explain(request)
    }

    /// A handle: the action, with what this engine knows of it noted inside. Resolve the actions
    /// of a service once at start-up and requests made with them skip the look-up.
    ///
    /// With any other engine a handle is the plain action that it also is, so a handle that
    /// outlives a policy change is slower, never wrong.
    ///
    /// ```
    /// # use ramgate::{Action, Compiler, Context, Engine, PolicySet, Request, Resource};
    /// # let engine = Engine::new(Compiler::new().compile(&PolicySet::new())?);
    /// let decrypt: Action<'static> = engine.action(Action::new("kms:Decrypt")?);
    /// let request = Request::new(decrypt, Resource::None, Context::EMPTY);
    /// assert!(!engine.decide(&request).is_allowed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn action<'a>(&self, action: Action<'a>) -> Action<'a> {
        self.decider().note_action(action)
    }

    /// A handle of a context key; see [`Engine::action`].
    pub fn key<'a>(&self, key: ContextKey<'a>) -> ContextKey<'a> {
        self.decider().note_key(key)
    }

    /// The policy that a statement belongs to, and its index in that policy from 0.
    pub fn locate(&self, statement: StatementNumber) -> Option<(&str, u32)> {
        self.image.locate(statement)
    }
}
