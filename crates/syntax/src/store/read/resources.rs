//! The resources of a store.
//!
//! Must not know what is in a policy.

use super::Reader;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};
use crate::json::{Member, Node};
use crate::path::Path;
use crate::store::build::{check_resource_group, read_arn};
use crate::store::documents::{PolicyName, PolicyRef};
use crate::store::error::StoreError;
use crate::store::resource::{ResourceKind, StoredResource};

const MEMBERS: [&str; 2] = ["policy", "resource_group"];

impl<'n> Reader<'_, '_, 'n> {
    pub(super) fn resources(&mut self, node: &'n Node<'n>, path: &Path<'_>) {
        let Some(member) = node.member("resources") else {
            return;
        };
        let path = path.member("resources");
        let members = self.form.object(&member.value, &path, "`resources`");
        for member in members.unwrap_or_default() {
            let path = path.member(&member.name);
            let (canonical, kind) = match read_arn(&member.name) {
                Ok((canonical, kind)) => (Some(canonical), Some(kind)),
                Err(error) => {
                    self.name(Err(error), member, &path);
                    (None, None)
                }
            };
            let resource = self.resource(member, kind, &path);
            let Some(canonical) = canonical else { continue };
            if self.store.resources.insert(canonical, resource).is_some() {
                let code = Code::DuplicateInStore;
                self.form.report(code, member.name_span, &path, || {
                    let arn = quoted(&member.name);
                    Note::new(format!("the resource {arn} is there already, written otherwise"))
                        .help("the case of `acs` and the service does not count, nor that of a name in `ram`")
                });
            }
        }
    }

    /// Reads a resource; its kind is not known if its name is none.
    fn resource(
        &mut self,
        member: &'n Member<'n>,
        kind: Option<ResourceKind>,
        path: &Path<'_>,
    ) -> StoredResource {
        let node = &member.value;
        let mut resource = StoredResource {
            arn: member.name.clone().into_owned(),
            policy: None,
            resource_group: None,
        };
        if let Ok(members) = self.form.object(node, path, "a resource") {
            self.form.known(members, path, &MEMBERS);
            resource.resource_group = self.id(node, "resource_group", path, check_resource_group);
            resource.policy = self.own_policy(member, kind, path);
        }
        resource
    }

    fn own_policy(
        &mut self,
        resource: &'n Member<'n>,
        kind: Option<ResourceKind>,
        path: &Path<'_>,
    ) -> Option<PolicyRef> {
        let member = resource.value.member("policy")?;
        let path = path.member("policy");
        let Some(kind) = kind?.policy_kind() else {
            let error = StoreError::no_policies(&resource.name);
            let code = Code::NoPolicyOfItsOwn;
            self.form.report(code, member.name_span, &path, || {
                Note::new(error.told_of(&quoted(&resource.name)))
            });
            return None;
        };
        self.named_or_in_place(&member.value, &path, kind, || {
            PolicyName::Resource((&*resource.name).into())
        })
    }
}
