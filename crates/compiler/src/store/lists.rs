//! Lists of attachments, one for each user, role, group and node.
//!
//! They are not shared: most differ, and looking for those that do not takes longer than writing
//! them. Must not know who they belong to.

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
    /// The numbers of one holder's policies.
    buffer: Vec<u32>,
}

impl<'n> Lists<'n> {
    pub(super) fn new(numbers: &'n Numbers) -> Self {
        Self {
            numbers,
            buffer: Vec::new(),
        }
    }

    /// The number of a policy.
    pub(super) fn number(&self, policy: PolicyRef) -> u32 {
        self.numbers.of_policy(policy)
    }

    /// The list of these policies.
    pub(super) fn policies(
        &self,
        image: &mut StoreWriter,
        policies: impl Iterator<Item = PolicyRef>,
    ) -> u32 {
        let mut numbers: Vec<u32> = policies.map(|policy| self.number(policy)).collect();
        numbers.sort_unstable();
        write(image, 0, &numbers)
    }

    /// The list of all that is attached, and of the groups in ascending order.
    pub(super) fn attachments(
        &mut self,
        image: &mut StoreWriter,
        attachments: &Attachments,
        groups: &[u32],
    ) -> u32 {
        self.buffer.clear();
        let policies = attachments.policies();
        self.buffer
            .extend(policies.map(|policy| self.numbers.of_policy(policy)));
        self.buffer.sort_unstable();
        self.buffer.extend(groups.iter().map(|group| GROUP | group));
        let mut flags = if groups.is_empty() { 0 } else { WITH_GROUPS };
        for (id, policies) in attachments.resource_groups() {
            flags |= WITH_SCOPED;
            self.buffer.push(SCOPED | position(&image.scoped));
            let record = Scoped {
                resource_group: image.text(id),
                policies: U32::new(self.policies(image, policies)),
            };
            image.scoped.push(record);
        }
        write(image, flags, &self.buffer)
    }
}

fn write(image: &mut StoreWriter, flags: u32, entries: &[u32]) -> u32 {
    let count = u32::try_from(entries.len()).unwrap_or(NONE);
    let at = position(&image.lists);
    let head = LIST | flags | count.min(MOST_IN_LIST);
    image.lists.push(U32::new(head));
    image.lists.extend(entries.iter().copied().map(U32::new));
    at
}
