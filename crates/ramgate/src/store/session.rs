//! Session policies: they come with a call, not with the store.
//!
//! Must not know who calls.

use std::sync::Arc;

use ramgate_compiler::compile_policy;
use ramgate_engine::Decider;
use ramgate_syntax::{KeyRegistry, Policy};

use super::unit::Unit;
use crate::{CompileError, Compiler};

/// A compiled session policy: made once when a role is assumed, and passed with each call of that
/// session. Cheap to clone; independent of any store but for the keys that it declares.
#[derive(Clone, Debug)]
pub struct SessionPolicy(Arc<Unit>);

impl Compiler {
    /// Compiles a session policy by itself. `keys` are those of the store that its calls are
    /// decided on.
    ///
    /// # Errors
    /// When its statements name principals, or the image would be larger than 4 GiB.
    pub fn compile_session(
        &self,
        policy: &Policy,
        keys: &KeyRegistry,
    ) -> Result<SessionPolicy, CompileError> {
        if policy.kind.has_principal() {
            return Err(CompileError::names_principals());
        }
        let bytes = compile_policy(policy, keys, self.config())?;
        let range = 0..bytes.len();
        Ok(SessionPolicy(Arc::new(Unit::new(bytes.into(), range)?)))
    }
}

impl SessionPolicy {
    #[inline]
    pub(crate) fn decider(&self) -> Decider<'_> {
        Decider::new(self.0.view(), 0)
    }
}
