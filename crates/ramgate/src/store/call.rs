//! Who calls, and what is known beside the request.
//!
//! Must not know what is decided.

use ramgate_model::{Principal, ReadError};

use super::SessionPolicy;

/// A call by a principal, to be decided on a store.
///
/// ```
/// use ramgate::{Call, Principal};
///
/// let caller = Principal::new("acs:ram::1234567890123456:user/alice")?;
/// let call = Call::new(caller).in_resource_group("rg-1");
/// assert_eq!(call.principal(), &caller);
/// # Ok::<(), ramgate::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Call<'a>(ramgate_engine::Call<'a>);

impl<'a> Call<'a> {
    /// A call by a principal.
    #[inline]
    pub fn new(principal: Principal<'a>) -> Self {
        Self(ramgate_engine::Call::new(principal))
    }

    /// The same call, whose resource is in the resource group of this id, unless the store knows
    /// its group.
    #[inline]
    #[must_use]
    pub fn in_resource_group(self, id: &'a str) -> Self {
        Self(self.0.in_resource_group(id))
    }

    /// The same call, in a role session that was created with a policy (7.5).
    ///
    /// # Errors
    /// When the caller is no role session.
    #[inline]
    pub fn with_session_policy(self, policy: &'a SessionPolicy) -> Result<Self, ReadError> {
        if matches!(self.0.principal(), Principal::Role { .. }) {
            Ok(Self(self.0.with_session_policy(policy.decider())))
        } else {
            Err(ReadError::session_policy(
                "only the session of a role has a session policy",
            ))
        }
    }

    /// Who calls.
    #[inline]
    pub fn principal(&self) -> &Principal<'a> {
        self.0.principal()
    }

    #[inline]
    pub(crate) fn parts(&self) -> &ramgate_engine::Call<'a> {
        &self.0
    }
}
