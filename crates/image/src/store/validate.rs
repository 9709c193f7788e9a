//! The one full check of a store's directory: every position in range, every order and bound that
//! keeps walking finite.
//!
//! Must not know what is decided, nor what is in the compiled policies.

use core::cell::Cell;
use core::str;

use zerocopy::little_endian::U32;

use super::layout::StoreLayout;
use super::record::{
    GROUP, HAS_DIRECTORY, LIST, MANAGEMENT, MEMBER, MOST_IN_LIST, OF_RESOURCE, POLICY, SCOPED,
    SERVICE_LINKED, SHORT_CIRCUIT, StoreSummary, TAG, WITH_GROUPS, WITH_SCOPED,
};
use crate::check::{self, Checked, flags, optional, require};
use crate::error::ImageError;
use crate::record::{HashTable, MULTI, NONE, Run, TextRef};
use crate::table::{Record, Table};

/// How many types of context keys there are.
const KEY_TYPES: u32 = 5;

pub(super) fn validate(image: &[u8], layout: &StoreLayout) -> Checked {
    let text = str::from_utf8(layout.text.all(image))
        .map_err(|_| ImageError::damaged("text", "it is not UTF-8"))?;
    let [summary] = layout.summary.all(image) else {
        return Err(ImageError::damaged("summary", "there is not exactly one"));
    };
    let check = Check {
        image,
        layout,
        text,
        summary,
        claimed: Cell::new(0),
    };
    check.keys()?;
    check.lists()?;
    check.policies()?;
    check.accounts()?;
    check.members()?;
    check.nodes()?;
    check.resources()?;
    check.hash_tables()
}

struct Check<'a> {
    image: &'a [u8],
    layout: &'a StoreLayout,
    text: &'a str,
    summary: &'a StoreSummary,
    /// How many words of lists have owners.
    claimed: Cell<u64>,
}

impl<'a> Check<'a> {
    fn text(&self, piece: TextRef, section: &'static str) -> Checked {
        check::text(piece, self.text, section)
    }

    fn all<T: Record>(&self, table: Table<T>) -> &'a [T] {
        table.all(self.image)
    }

    /// A position at which a list begins that has policies, and of other entries only those that
    /// are wanted. No two owners share a list, so that whatever a call goes through is linear in
    /// the image.
    fn list(&self, at: U32, wanted: u32, section: &'static str) -> Checked {
        let head = self.layout.lists.get(self.image, at.get());
        let head = head.map_or(0, |head| head.get());
        require(
            head & TAG == LIST,
            section,
            "no list begins where one should",
        )?;
        let words = u64::from(head & MOST_IN_LIST) + 1;
        self.claimed.set(self.claimed.get() + words);
        let own = self.claimed.get() <= u64::from(self.layout.lists.len());
        require(own, section, "two owners share a list")?;
        let others = head & (WITH_GROUPS | WITH_SCOPED);
        require(
            others & !wanted == 0,
            section,
            "a list has entries that do not belong there",
        )
    }

    /// Lists lie one behind the other, their heads say what they have, and their entries ascend.
    /// Policies of resource groups have one owner, as lists have.
    fn lists(&self) -> Checked {
        let section = "lists";
        let (mut left, mut head, mut last) = (0, 0, None);
        let mut scoped = 0;
        for word in self.all(self.layout.lists) {
            let (tag, at) = (word.get() & TAG, word.get() & !TAG);
            if tag == LIST {
                require(left == 0, section, "a list begins within another")?;
                (left, head, last) = (at & MOST_IN_LIST, at, None);
                continue;
            }
            require(left > 0, section, "an entry is in no list")?;
            left -= 1;
            let ascends = last.is_none_or(|last| last < word.get());
            require(ascends, section, "entries are out of order")?;
            last = Some(word.get());
            scoped += u32::from(tag == SCOPED);
            let (known, wanted) = match tag {
                POLICY => (self.layout.policies.len(), 0),
                GROUP => (self.layout.groups.len(), WITH_GROUPS),
                _ => (self.layout.scoped.len(), WITH_SCOPED),
            };
            require(at < known, section, "an entry points outside its table")?;
            require(
                head & wanted == wanted,
                section,
                "a list has more than its head says",
            )?;
        }
        require(left == 0, section, "a list is cut off")?;
        let own = scoped <= self.layout.scoped.len();
        require(own, section, "two lists share policies of a resource group")
    }

    fn keys(&self) -> Checked {
        for key in self.all(self.layout.keys) {
            self.text(key.name, "keys")?;
            let known = key.kind.get() < KEY_TYPES;
            require(known, "keys", "one is of a type that is not known")?;
            flags(key.flags, MULTI, "keys")?;
        }
        Ok(())
    }

    fn policies(&self) -> Checked {
        for policy in self.all(self.layout.policies) {
            self.text(policy.name, "policies")?;
            let known = policy.kind.get() <= OF_RESOURCE;
            require(known, "policies", "one is of a kind that is not known")?;
        }
        let units = self.layout.unit_spans.len();
        // A directory by itself has no units; with them there is one for each policy.
        let complete = units == 0 || units == self.layout.policies.len();
        require(complete, "unit_spans", "there is not one for each policy")?;
        // Each lies behind those before it, or is one of them: that it is the same one, and not a
        // piece of it, is seen when the compiled policies are taken.
        let mut next = 0;
        for span in self.all(self.layout.unit_spans) {
            let (start, len) = (u64::from(span.start.get()), u64::from(span.len.get()));
            let known = start + len <= next;
            require(
                known || start == next,
                "unit_spans",
                "one lies across others",
            )?;
            next = next.max(start + len);
        }
        let filled = next == u64::from(self.layout.units.len());
        require(filled, "unit_spans", "they do not fill the section `units`")
    }

    fn accounts(&self) -> Checked {
        let section = "accounts";
        flags(self.summary.flags, SHORT_CIRCUIT | HAS_DIRECTORY, "summary")?;
        let (mut users, mut roles, mut groups) = (0, 0, 0);
        for account in self.all(self.layout.accounts) {
            self.text(account.id, section)?;
            optional(account.node, self.layout.nodes, section)?;
            flags(account.flags, MANAGEMENT, section)?;
            for (run, next) in [
                (account.users, &mut users),
                (account.roles, &mut roles),
                (account.groups, &mut groups),
            ] {
                let follows = run.first.get() == *next;
                require(
                    follows,
                    section,
                    "members are not numbered account by account",
                )?;
                *next = next.saturating_add(run.count.get());
            }
        }
        let complete = users == self.layout.users.len()
            && roles == self.layout.roles.len()
            && groups == self.layout.groups.len();
        require(complete, section, "a user, role or group has no account")
    }

    fn members(&self) -> Checked {
        for account in self.all(self.layout.accounts) {
            for user in self.layout.users.run(self.image, account.users) {
                self.text(user.name, "users")?;
                self.list(user.attachments, WITH_GROUPS | WITH_SCOPED, "users")?;
            }
        }
        for role in self.all(self.layout.roles) {
            self.text(role.name, "roles")?;
            self.list(role.attachments, WITH_SCOPED, "roles")?;
            optional(role.trust, self.layout.policies, "roles")?;
            flags(role.flags, SERVICE_LINKED, "roles")?;
        }
        for group in self.all(self.layout.groups) {
            self.text(group.name, "groups")?;
            self.list(group.attachments, WITH_SCOPED, "groups")?;
        }
        for scoped in self.all(self.layout.scoped) {
            self.text(scoped.resource_group, "scoped")?;
            self.list(scoped.policies, 0, "scoped")?;
        }
        Ok(())
    }

    fn nodes(&self) -> Checked {
        let section = "nodes";
        for (at, node) in (0..).zip(self.all(self.layout.nodes)) {
            self.text(node.name, section)?;
            self.list(node.policies, 0, section)?;
            require(
                node.kind.get() <= MEMBER,
                section,
                "one is of no known kind",
            )?;
            let parent = node.parent.get();
            let above = if at == 0 { parent == NONE } else { parent < at };
            require(
                above,
                section,
                "one does not stand behind the folder it is in",
            )?;
        }
        Ok(())
    }

    fn resources(&self) -> Checked {
        let section = "resources";
        for resource in self.all(self.layout.resources) {
            self.text(resource.name, section)?;
            let within = resource.head_len <= resource.name.len;
            require(within, section, "a name is shorter than its head")?;
            optional(resource.policy, self.layout.policies, section)?;
            if let Some(group) = resource.known_group() {
                self.text(group, section)?;
            }
        }
        Ok(())
    }

    fn hash_tables(&self) -> Checked {
        let (layout, summary) = (self.layout, self.summary);
        let mut claimed = 0;
        for (table, members) in [
            (&summary.accounts, layout.accounts.len()),
            (&summary.users, layout.users.len()),
            (&summary.roles, layout.roles.len()),
            (&summary.resources, layout.resources.len()),
        ] {
            self.hash_table(table, members, &mut claimed)?;
        }
        Ok(())
    }

    /// The tables lie one behind the other.
    fn hash_table(&self, table: &HashTable, members: u32, claimed: &mut u32) -> Checked {
        let section = "slots";
        let Run { first, count } = table.slots;
        if count == 0 {
            return require(members == 0, section, "members cannot be found");
        }
        require(first == *claimed, section, "two tables share slots")?;
        *claimed = claimed.saturating_add(count.get());
        require(
            *claimed <= self.layout.slots.len(),
            section,
            "a table is cut off",
        )?;
        let slots = self.layout.slots.run(self.image, table.slots);
        let sized = slots.len().is_power_of_two();
        require(sized, section, "a hash table has a wrong size")?;
        let free = slots.iter().any(|slot| slot.get() == NONE);
        require(free, section, "a hash table has no free slot")?;
        let inside = slots
            .iter()
            .all(|slot| slot.get() == NONE || slot.get() < members);
        require(
            inside,
            section,
            "a hash table points outside the table it is over",
        )
    }
}
