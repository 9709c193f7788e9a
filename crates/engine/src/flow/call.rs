//! Who calls, and what is known beside the request.
//!
//! Must not know what is decided.

use ramgate_model::Principal;

use crate::decider::Decider;

/// Who calls, and what is known beside the request.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub(super) principal: Principal<'a>,
    resource_group: Option<&'a str>,
    pub(super) session: Option<Decider<'a>>,
}

impl<'a> Call<'a> {
    /// A call by a principal.
    #[inline]
    pub fn new(principal: Principal<'a>) -> Self {
        Self {
            principal,
            resource_group: None,
            session: None,
        }
    }

    /// The same call, whose resource is in a resource group, unless the store says otherwise.
    #[inline]
    #[must_use]
    pub fn in_resource_group(self, id: &'a str) -> Self {
        Self {
            resource_group: Some(id),
            ..self
        }
    }

    /// The same call, in a role session that was created with a policy.
    #[inline]
    #[must_use]
    pub fn with_session_policy(self, policy: Decider<'a>) -> Self {
        Self {
            session: Some(policy),
            ..self
        }
    }

    #[inline]
    pub(crate) fn resource_group_bytes(&self) -> Option<&'a [u8]> {
        self.resource_group.map(str::as_bytes)
    }

    /// Who calls.
    #[inline]
    pub fn principal(&self) -> &Principal<'a> {
        &self.principal
    }
}
