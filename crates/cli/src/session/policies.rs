//! The policies of one caller, and what is asked of them.
//!
//! Must not know where they come from, nor how answers are printed.

use ramgate::{Checks, Compiler, Decision, Engine, Explanation, Image, PolicySet};
use ramgate::{Request, StatementNumber};

use super::{Check, deciding, uncompilable};
use crate::failure::Failure;

/// An engine to ask.
pub(crate) struct PolicySession {
    engine: Engine,
    statements: u32,
}

/// An explanation, and of what.
pub(crate) struct Explained {
    /// The explanation of the check that decided.
    pub(crate) explanation: Explanation,
    /// That check.
    pub(crate) check: Check,
}

impl PolicySession {
    /// An engine for policies in memory.
    ///
    /// # Errors
    /// When they cannot be compiled.
    pub(crate) fn compile(set: &PolicySet) -> Result<Self, Failure> {
        compile(set).map(Self::new)
    }

    /// An engine for an image.
    pub(crate) fn new(image: Image) -> Self {
        Self {
            statements: image.summary().statements,
            engine: Engine::new(image),
        }
    }

    /// How many statements there are.
    pub(crate) fn statements(&self) -> u32 {
        self.statements
    }

    /// Decides a call.
    pub(crate) fn decide(&self, checks: &Checks<'_>) -> Decision {
        self.engine.decide_all(checks)
    }

    /// Explains a call: the check that decides. Nothing for no checks, which there are not.
    pub(crate) fn explain(&self, checks: &Checks<'_>) -> Option<Explained> {
        let at = deciding(checks, |request| self.engine.decide(request).is_allowed());
        let request = checks.requests().get(at)?;
        Some(Explained {
            explanation: self.engine.explain(request),
            check: Check::at(checks, at)?,
        })
    }

    /// Explains one request.
    pub(crate) fn explain_one(&self, request: &Request<'_>) -> Explanation {
        self.engine.explain(request)
    }

    /// A statement's id, such as `readers#1`.
    pub(crate) fn id(&self, statement: StatementNumber) -> String {
        match self.engine.locate(statement) {
            Some((policy, index)) => format!("{policy}#{index}"),
            None => format!("#{}", statement.get()),
        }
    }
}

/// Compiles policies.
///
/// # Errors
/// When they are beyond what an image can hold.
pub(crate) fn compile(set: &PolicySet) -> Result<Image, Failure> {
    Compiler::new()
        .compile(set)
        .map_err(|error| uncompilable(&error))
}
