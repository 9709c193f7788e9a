//! The resources that a store knows something of.
//!
//! Must not know policies beyond their references.

use ramgate_model::Arn;

use super::documents::PolicyRef;
use crate::PolicyKind;

/// What kind of resource a name is of, as far as policies of resources go (6.3).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ResourceKind {
    /// A KMS key.
    Key,
    /// A KMS secret.
    Secret,
    /// Any other.
    Other,
}

impl ResourceKind {
    /// The kind of a resource: `key/…` and `secret/…` of KMS have policies.
    pub fn of(arn: &Arn<'_>) -> Self {
        if !arn.service().eq_ignore_ascii_case("kms") {
            return Self::Other;
        }
        match arn.relative_id().split_once('/') {
            Some(("key", name)) if !name.is_empty() => Self::Key,
            Some(("secret", name)) if !name.is_empty() => Self::Secret,
            _ => Self::Other,
        }
    }

    /// The kind of its policy, if it has one.
    pub fn policy_kind(self) -> Option<PolicyKind> {
        match self {
            Self::Key => Some(PolicyKind::Key),
            Self::Secret => Some(PolicyKind::Secret),
            Self::Other => None,
        }
    }
}

/// What a store knows of a resource.
#[derive(Clone, Debug)]
pub struct StoredResource {
    pub(super) arn: String,
    pub(super) policy: Option<PolicyRef>,
    pub(super) resource_group: Option<String>,
}

impl StoredResource {
    /// Its name as it is written.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Its policy: of a key or secret only.
    pub fn policy(&self) -> Option<PolicyRef> {
        self.policy
    }

    /// The id of the resource group that it is in.
    pub fn resource_group(&self) -> Option<&str> {
        self.resource_group.as_deref()
    }
}

/// The one spelling of a resource's name: `acs` and the service in lower case, and the relative id
/// too where the service is `ram` (2.33, 2.35).
pub fn canonical_name(arn: &Arn<'_>) -> String {
    let relative_id = if arn.folds_relative_id() {
        arn.relative_id().to_ascii_lowercase()
    } else {
        arn.relative_id().to_owned()
    };
    format!(
        "acs:{}:{}:{}:{relative_id}",
        arn.service().to_ascii_lowercase(),
        arn.region(),
        arn.account(),
    )
}
