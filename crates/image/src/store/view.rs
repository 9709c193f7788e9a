//! The image of a store and its layout together: who is known, and what is attached to whom.
//!
//! Must not know how a decision is made from it. Positions come from validated records, so a
//! look-up that finds nothing does not happen; if it did, the answer would be the empty one.

use core::ops::Range;
use core::str;

use super::layout::StoreLayout;
use super::record::{
    Account, GROUP, Group, LIST, MOST_IN_LIST, Node, POLICY, Role, SCOPED, StoreSummary,
    StoredPolicy, StoredResource, TAG, User,
};
use crate::hash::{hash, hash_member, hash_resource};
use crate::record::{HashTable, NONE, Run, TextRef};
use crate::view::find_in;

/// A borrowed image of a store whose bytes have been checked.
#[derive(Clone, Copy, Debug)]
pub struct StoreView<'a> {
    bytes: &'a [u8],
    layout: &'a StoreLayout,
}

/// One entry of a list of attachments.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entry {
    /// A policy, by its number.
    Policy(u32),
    /// A group, in `groups`.
    Group(u32),
    /// Policies of a resource group, in `scoped`.
    Scoped(u32),
}

impl Entry {
    #[inline]
    fn of(word: u32) -> Option<Self> {
        let at = word & !TAG;
        match word & TAG {
            POLICY => Some(Self::Policy(at)),
            GROUP => Some(Self::Group(at)),
            SCOPED => Some(Self::Scoped(at)),
            _ => None,
        }
    }
}

impl<'a> StoreView<'a> {
    /// The view of an image through the layout that was read from it.
    #[inline]
    pub fn new(bytes: &'a [u8], layout: &'a StoreLayout) -> Self {
        Self { bytes, layout }
    }

    /// The bytes of the image.
    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Where its sections lie.
    #[inline]
    pub fn layout(self) -> &'a StoreLayout {
        self.layout
    }

    /// Facts about the whole.
    #[inline]
    pub fn summary(self) -> Option<&'a StoreSummary> {
        self.layout.summary.get(self.bytes, 0)
    }

    /// A piece of text as bytes; free.
    #[inline]
    pub fn text_bytes(self, text: TextRef) -> &'a [u8] {
        self.layout
            .text
            .slice(self.bytes, text.start.get(), text.len.get())
    }

    /// A piece of text; checks again that it is UTF-8.
    pub fn text(self, text: TextRef) -> &'a str {
        str::from_utf8(self.text_bytes(text)).unwrap_or_default()
    }

    /// The account of an id, and its position.
    #[inline]
    pub fn account(self, id: &str) -> Option<(u32, &'a Account)> {
        let table = &self.summary()?.accounts;
        let hash = hash(table.seed.get(), id.as_bytes());
        let at = self.find(table, hash, |at| {
            let account = self.layout.accounts.get(self.bytes, at);
            account.is_some_and(|account| self.text_bytes(account.id) == id.as_bytes())
        })?;
        Some((at, self.layout.accounts.get(self.bytes, at)?))
    }

    /// The user of a name in an account, in any case.
    #[inline]
    pub fn user(self, account: (u32, &Account), name: &str) -> Option<&'a User> {
        let users = self.layout.users;
        let table = &self.summary()?.users;
        let at = self.find_member(table, account.0, account.1.users, name, |at| {
            users.get(self.bytes, at).map(|user| user.name)
        })?;
        users.get(self.bytes, at)
    }

    /// The role of a name in an account, in any case.
    #[inline]
    pub fn role(self, account: (u32, &Account), name: &str) -> Option<&'a Role> {
        let roles = self.layout.roles;
        let table = &self.summary()?.roles;
        let at = self.find_member(table, account.0, account.1.roles, name, |at| {
            roles.get(self.bytes, at).map(|role| role.name)
        })?;
        roles.get(self.bytes, at)
    }

    /// What is known of the resource of these segments: service (in any case), region, account
    /// and relative id (in any case if it folds).
    #[inline]
    pub fn resource(self, segments: [&[u8]; 4], folds: bool) -> Option<&'a StoredResource> {
        let table = &self.summary()?.resources;
        if table.slots.is_empty() {
            return None;
        }
        let hash = hash_resource(table.seed.get(), segments, folds);
        let resources = self.layout.resources;
        let at = self.find(table, hash, |at| {
            let resource = resources.get(self.bytes, at);
            resource.is_some_and(|resource| self.is_named(resource, segments, folds))
        })?;
        resources.get(self.bytes, at)
    }

    /// Whether something is known of a resource of these segments (service, account and relative
    /// id) in some region. Linear in the number of resources.
    pub fn knows_in_any_region(self, service: &[u8], account: &[u8], relative_id: &[u8]) -> bool {
        let resources = self.layout.resources.all(self.bytes);
        resources.iter().any(|resource| {
            let name = self.text_bytes(resource.name);
            let Some((head, id)) = name.split_at_checked(resource.head_len.get() as usize) else {
                return false;
            };
            let mut written = head.split(|byte| *byte == b':').skip(1);
            id == relative_id
                && written
                    .next()
                    .is_some_and(|written| written.eq_ignore_ascii_case(service))
                && written.nth(1) == Some(account)
        })
    }

    /// Whether a resource's canonical name is of these segments.
    fn is_named(self, resource: &StoredResource, segments: [&[u8]; 4], folds: bool) -> bool {
        let [service, region, account, id] = segments;
        let name = self.text_bytes(resource.name);
        let Some((head, relative_id)) = name.split_at_checked(resource.head_len.get() as usize)
        else {
            return false;
        };
        let same_id = if folds {
            relative_id.eq_ignore_ascii_case(id)
        } else {
            relative_id == id
        };
        let mut written = head.split(|byte| *byte == b':').skip(1);
        same_id
            && written
                .next()
                .is_some_and(|written| written.eq_ignore_ascii_case(service))
            && written.next() == Some(region)
            && written.next() == Some(account)
    }

    /// The entries of a list.
    #[inline]
    pub fn list(self, at: u32) -> impl Iterator<Item = Entry> + use<'a> {
        let head = self.layout.lists.get(self.bytes, at);
        let count = head
            .map(|head| head.get())
            .filter(|head| head & TAG == LIST)
            .map_or(0, |head| head & MOST_IN_LIST);
        let entries = self
            .layout
            .lists
            .slice(self.bytes, at.wrapping_add(1), count);
        entries.iter().filter_map(|word| Entry::of(word.get()))
    }

    /// A group.
    #[inline]
    pub fn group(self, at: u32) -> Option<&'a Group> {
        self.layout.groups.get(self.bytes, at)
    }

    /// The list of policies of a `scoped` record, if it is for this resource group.
    #[inline]
    pub fn scoped(self, at: u32, resource_group: &[u8]) -> Option<u32> {
        let scoped = self.layout.scoped.get(self.bytes, at)?;
        (self.text_bytes(scoped.resource_group) == resource_group).then(|| scoped.policies.get())
    }

    /// A node of the resource directory.
    #[inline]
    pub fn node(self, at: u32) -> Option<&'a Node> {
        self.layout.nodes.get(self.bytes, at)
    }

    /// A policy.
    pub fn policy(self, at: u32) -> Option<&'a StoredPolicy> {
        self.layout.policies.get(self.bytes, at)
    }

    /// Where the bytes of each compiled policy lie in the image, in order.
    pub fn units(self) -> impl ExactSizeIterator<Item = Range<usize>> + use<'a> {
        let base = self.layout.units.start();
        let spans = self.layout.unit_spans.all(self.bytes);
        spans.iter().map(move |span| {
            let start = base + span.start.get() as usize;
            start..start + span.len.get() as usize
        })
    }

    #[inline]
    fn find(self, table: &HashTable, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let slots = self.layout.slots.run(self.bytes, table.slots);
        find_in(slots, table, hash, is_it)
    }

    #[inline]
    fn find_member(
        self,
        table: &HashTable,
        account: u32,
        members: Run,
        name: &str,
        name_of: impl Fn(u32) -> Option<TextRef>,
    ) -> Option<u32> {
        let name = name.as_bytes();
        let hash = hash_member(table.seed.get(), account, name);
        self.find(table, hash, |at| {
            at.wrapping_sub(members.first.get()) < members.count.get()
                && name_of(at)
                    .is_some_and(|known| self.text_bytes(known).eq_ignore_ascii_case(name))
        })
    }
}

impl StoredResource {
    /// The id of the resource group, if it is known.
    #[inline]
    pub fn known_group(&self) -> Option<TextRef> {
        (self.resource_group.start.get() != NONE).then_some(self.resource_group)
    }
}
