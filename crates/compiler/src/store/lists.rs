//! Lists of attachments, each written once.
//!
//! Must not know who they belong to.

use std::collections::HashMap;

use ramgate_image::record::NONE;
use ramgate_image::store::StoreWriter;
use ramgate_image::store::record::{
    GROUP, LIST, MOST_IN_LIST, SCOPED, Scoped, WITH_GROUPS, WITH_SCOPED,
};
use ramgate_image::writer::position;
use ramgate_syntax::store::{Attachments, PolicyRef};
use zerocopy::little_endian::U32;

use super::Numbers;

pub(super) struct Lists<'n> {
    numbers: &'n Numbers,
    known: HashMap<Vec<u32>, u32>,
    /// By the id of the resource group and the list.
    scoped: HashMap<(String, u32), u32>,
    buffer: Vec<u32>,
}

impl<'n> Lists<'n> {
    pub(super) fn new(numbers: &'n Numbers) -> Self {
        Self {
            numbers,
            known: HashMap::new(),
            scoped: HashMap::new(),
            buffer: Vec::new(),
        }
    }

    /// The number of a policy.
    pub(super) fn number(&self, policy: PolicyRef) -> u32 {
        self.numbers.of_policy(policy)
    }

    /// The list of these policies.
    pub(super) fn policies(
        &mut self,
        image: &mut StoreWriter,
        policies: impl Iterator<Item = PolicyRef>,
    ) -> u32 {
        self.start(policies);
        self.write(image, 0)
    }

    /// The list of all that is attached, and of the groups in ascending order.
    pub(super) fn attachments(
        &mut self,
        image: &mut StoreWriter,
        attachments: &Attachments,
        groups: &[u32],
    ) -> u32 {
        let mut scoped = Vec::new();
        for (id, policies) in attachments.resource_groups() {
            let policies = self.policies(image, policies);
            let key = (id.to_owned(), policies);
            let next = position(&image.scoped);
            let at = *self.scoped.entry(key).or_insert(next);
            if at == next {
                let record = Scoped {
                    resource_group: image.text(id),
                    policies: U32::new(policies),
                };
                image.scoped.push(record);
            }
            scoped.push(SCOPED | at);
        }
        self.start(attachments.policies());
        self.buffer.extend(groups.iter().map(|group| GROUP | group));
        self.buffer.extend(&scoped);
        let with_groups = if groups.is_empty() { 0 } else { WITH_GROUPS };
        let with_scoped = if scoped.is_empty() { 0 } else { WITH_SCOPED };
        self.write(image, with_groups | with_scoped)
    }

    fn start(&mut self, policies: impl Iterator<Item = PolicyRef>) {
        self.buffer.clear();
        let numbers = policies.map(|policy| self.numbers.of_policy(policy));
        self.buffer.extend(numbers);
        self.buffer.sort_unstable();
    }

    /// Writes what is in the buffer.
    fn write(&mut self, image: &mut StoreWriter, flags: u32) -> u32 {
        if let Some(known) = self.known.get(self.buffer.as_slice()) {
            return *known;
        }
        let count = u32::try_from(self.buffer.len()).unwrap_or(NONE);
        let at = position(&image.lists);
        image
            .lists
            .push(U32::new(LIST | flags | count.min(MOST_IN_LIST)));
        image.lists.extend(self.buffer.iter().copied().map(U32::new));
        self.known.insert(self.buffer.clone(), at);
        at
    }
}
