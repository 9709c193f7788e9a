//! A store, and calls that are decided on it.
//!
//! Must not know where the store comes from, nor how answers are printed.

use ramgate::store::CheckExplanation;
use ramgate::{
    Authorizer, Call, Checks, Compiler, Decision, KeyRegistry, Origin, Policy, Principal, Request,
    SessionPolicy, StatementNumber, Store, StoreCompiler, StoreImage,
};

use super::{Check, deciding, uncompilable};
use crate::failure::Failure;
use crate::question::Question;
use crate::render::part::Asked;

/// An authorizer to ask.
pub(crate) struct StoreSession {
    authorizer: Authorizer,
    keys: KeyRegistry,
}

/// A decision on a call.
pub(crate) struct CallDecided {
    /// The decision.
    pub(crate) decision: Decision,
    /// The check that decided.
    pub(crate) check: Check,
    /// The first determining statement, such as `readers#1`.
    pub(crate) statement: Option<String>,
    /// What its policy is attached to, in words.
    pub(crate) attached_to: Option<String>,
}

/// An explanation of a call, and of what.
pub(crate) struct CallExplained<'a> {
    /// The explanation of the check that decided.
    pub(crate) explanation: CheckExplanation,
    /// That check.
    pub(crate) check: Check,
    /// The same as the authorizer was asked.
    pub(crate) request: &'a Request<'a>,
    /// Who calls.
    pub(crate) call: &'a Call<'a>,
    /// What knows the names of policies, and what they are attached to.
    pub(crate) authorizer: &'a Authorizer,
}

impl StoreSession {
    /// An authorizer for a store in memory.
    ///
    /// # Errors
    /// When it cannot be compiled.
    pub(crate) fn compile(store: &Store) -> Result<Self, Failure> {
        Ok(Self {
            authorizer: Authorizer::new(compile(store)?),
            keys: store.keys().clone(),
        })
    }

    /// An authorizer for the image of a store.
    pub(crate) fn of_image(image: StoreImage) -> Self {
        Self {
            keys: image.keys(),
            authorizer: Authorizer::new(image),
        }
    }

    /// The context keys that the store declares.
    pub(crate) fn keys(&self) -> &KeyRegistry {
        &self.keys
    }

    /// Hands a question to a function, as a call with its checks. Nothing for what is no call,
    /// which is known since the question was read.
    pub(crate) fn ask<R>(
        &self,
        question: &Question,
        look: impl FnOnce(&Call<'_>, &Checks<'_>) -> Option<R>,
    ) -> Option<R> {
        let caller = Principal::new(question.principal()?).ok()?;
        let group = question.resource_group();
        let policy = question.session_policy();
        let asked = question
            .ask(|checks| self.with_call(caller, group, policy, |call| look(call, &checks)));
        asked.ok()?.ok()?
    }

    /// Hands a call by somebody to a function.
    ///
    /// # Errors
    /// When the session policy cannot be compiled, or the caller is no role session.
    pub(crate) fn with_call<R>(
        &self,
        caller: Principal<'_>,
        resource_group: Option<&str>,
        session_policy: Option<&Policy>,
        look: impl FnOnce(&Call<'_>) -> R,
    ) -> Result<R, Failure> {
        let mut call = Call::new(caller);
        if let Some(id) = resource_group {
            call = call.in_resource_group(id);
        }
        let compile = |policy| Compiler::new().compile_session(policy, &self.keys);
        let policy: Option<SessionPolicy> = session_policy
            .map(compile)
            .transpose()
            .map_err(|error| uncompilable(&error))?;
        if let Some(policy) = &policy {
            let unreadable = |error: ramgate::ReadError| Failure::new(error.to_string());
            call = call.with_session_policy(policy).map_err(unreadable)?;
        }
        Ok(look(&call))
    }

    /// Decides a call. Nothing for no checks, which there are not.
    pub(crate) fn decide(&self, call: &Call<'_>, checks: &Checks<'_>) -> Option<CallDecided> {
        let mut decided = None;
        let at = deciding(checks, |request| {
            let decision = self.authorizer.decide(call, request);
            decided = Some(decision);
            decision.is_allowed()
        });
        let decision = decided?;
        Some(CallDecided {
            decision,
            check: Check::at(checks, at)?,
            statement: first_id(&self.authorizer, &decision),
            attached_to: attached_to(&self.authorizer, call, &decision),
        })
    }

    /// Explains a call: the check that decides. Nothing for no checks, which there are not.
    pub(crate) fn explain<R>(
        &self,
        call: &Call<'_>,
        checks: &Checks<'_>,
        look: impl FnOnce(&CallExplained<'_>) -> R,
    ) -> Option<R> {
        let at = deciding(checks, |request| {
            self.authorizer.decide(call, request).is_allowed()
        });
        let request = checks.requests().get(at)?;
        Some(look(&CallExplained {
            explanation: self.authorizer.explain(call, request),
            check: Check::at(checks, at)?,
            request,
            call,
            authorizer: &self.authorizer,
        }))
    }
}

impl CallExplained<'_> {
    /// A statement's id, such as `readers#1`.
    pub(crate) fn id(&self, origin: Origin, statement: StatementNumber) -> String {
        format!("{}#{}", self.policy(origin), statement.get())
    }

    /// The name of a policy.
    pub(crate) fn policy(&self, origin: Origin) -> String {
        let policy = self.authorizer.policy(origin);
        policy.map_or_else(String::new, |policy| policy.to_string())
    }

    /// What a policy is attached to, in words.
    pub(crate) fn attachment(&self, origin: Origin) -> String {
        self.authorizer.attachment(self.call, origin).to_string()
    }

    /// What statements were asked about, where the caller's name stands elsewhere.
    pub(crate) fn asked<'t>(&'t self, principal: &'t str) -> Asked<'t> {
        Asked {
            principal,
            action: &self.check.action,
            resource: &self.check.resource,
        }
    }

    /// The ids of all determining statements.
    pub(crate) fn ids(&self) -> Vec<String> {
        let determining = self.explanation.determined_by().iter();
        determining
            .map(|(origin, statement)| self.id(*origin, *statement))
            .collect()
    }

    /// The first determining statement of a decision on this call.
    pub(crate) fn first_id(&self, decision: &Decision) -> Option<String> {
        first_id(self.authorizer, decision)
    }

    /// What the policy of that statement is attached to, in words.
    pub(crate) fn attached_to(&self, decision: &Decision) -> Option<String> {
        attached_to(self.authorizer, self.call, decision)
    }
}

fn first_id(authorizer: &Authorizer, decision: &Decision) -> Option<String> {
    let (policy, index) = authorizer.locate(decision)?;
    Some(format!("{policy}#{index}"))
}

fn attached_to(authorizer: &Authorizer, call: &Call<'_>, decision: &Decision) -> Option<String> {
    let origin = decision.origin()?;
    Some(authorizer.attachment(call, origin).to_string())
}

/// Compiles a store.
///
/// # Errors
/// When it is beyond what an image can hold.
pub(crate) fn compile(store: &Store) -> Result<StoreImage, Failure> {
    StoreCompiler::new(Compiler::new())
        .compile(store)
        .map_err(|error| uncompilable(&error))
}
