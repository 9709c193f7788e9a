//! Resources: keys and secrets with their policies, resource groups.
//!
//! Must not know what the policies say.

use super::checks::{check_kind, check_resource_group, read_arn, wanted};
use crate::Policy;
use crate::store::documents::PolicyName;
use crate::store::resource::StoredResource;
use crate::store::{Store, StoreError};

impl Store {
    /// Adds a resource of which there is something to be known.
    ///
    /// # Errors
    /// When the name is none of one resource, or the store has it already, however written.
    pub fn add_resource(&mut self, arn: &str) -> Result<(), StoreError> {
        let (canonical, _) = read_arn(arn)?;
        let resource = StoredResource {
            arn: arn.to_owned(),
            policy: None,
            resource_group: None,
        };
        if self.resources.contains_key(&canonical) {
            return Err(StoreError::duplicate("resource", arn));
        }
        self.resources.insert(canonical, resource);
        self.restructure();
        Ok(())
    }

    /// Removes a resource.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn remove_resource(&mut self, arn: &str) -> Result<(), StoreError> {
        let (canonical, _) = read_arn(arn)?;
        let removed = self.resources.remove(&canonical);
        let removed = removed.ok_or_else(|| StoreError::unknown("resource", arn))?;
        self.forget(&PolicyName::Resource(removed.arn.into()));
        self.restructure();
        Ok(())
    }

    /// Says which resource group a resource is in.
    ///
    /// # Errors
    /// When there is no such resource, or the id cannot be one.
    pub fn set_resource_group(&mut self, arn: &str, id: Option<&str>) -> Result<(), StoreError> {
        id.map_or(Ok(()), check_resource_group)?;
        self.known_resource(arn)?.resource_group = id.map(str::to_owned);
        self.reattach();
        Ok(())
    }

    /// Gives a key or secret a policy that is declared.
    ///
    /// # Errors
    /// When there is no such resource or policy, it takes no policy, or the policy is of another
    /// kind.
    pub fn set_resource_policy(&mut self, arn: &str, policy: &str) -> Result<(), StoreError> {
        let (_, kind) = read_arn(arn)?;
        let policy = self.named(policy, wanted(kind, arn)?)?;
        let resource = self.known_resource(arn)?;
        resource.policy = Some(policy);
        let own = PolicyName::Resource(resource.arn.as_str().into());
        self.forget(&own);
        self.reattach();
        Ok(())
    }

    /// Gives a key or secret a policy of its own, or changes it.
    ///
    /// # Errors
    /// When there is no such resource, it takes no policy, or the policy is of another kind.
    pub fn set_resource_document(&mut self, arn: &str, policy: Policy) -> Result<(), StoreError> {
        let (_, kind) = read_arn(arn)?;
        let known = self.known_resource(arn)?;
        let (written, before) = (known.arn.clone(), known.policy);
        check_kind(&written, policy.kind, wanted(kind, arn)?)?;
        let (policy, _) = self.put_document(PolicyName::Resource(written.into()), policy)?;
        if before != Some(policy) {
            self.known_resource(arn)?.policy = Some(policy);
            self.reattach();
        }
        Ok(())
    }

    pub(super) fn known_resource(&mut self, arn: &str) -> Result<&mut StoredResource, StoreError> {
        let (canonical, _) = read_arn(arn)?;
        let resource = self.resources.get_mut(&canonical);
        resource.ok_or_else(|| StoreError::unknown("resource", arn))
    }
}
