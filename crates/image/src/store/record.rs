//! The records of a store's directory.
//!
//! Every field is little-endian and unaligned; a position `NONE` means that there is nothing. What
//! each record is for is told in `docs/image-format.md`.

use zerocopy::little_endian::U32;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::record::{HashTable, Run, TextRef, records};

records! {
    /// Facts about the whole store.
    StoreSummary {
        /// `SHORT_CIRCUIT`, `HAS_DIRECTORY`.
        flags: U32,
        /// The hash table of the accounts, by id.
        accounts: HashTable,
        /// The hash table of the users, by account and name.
        users: HashTable,
        /// The hash table of the roles, by account and name.
        roles: HashTable,
        /// The hash table of the resources, by canonical name.
        resources: HashTable,
    }

    /// A context key that the store declares: what session policies are compiled with.
    DeclaredKey {
        /// Its canonical name.
        name: TextRef,
        /// The position of its type in the model's list.
        kind: U32,
        /// `MULTI` of [`crate::record`].
        flags: U32,
    }

    /// A policy, by its number; its compiled form is the unit of the same number.
    StoredPolicy {
        /// The name of a declared policy, else of what it stands at.
        name: TextRef,
        /// `DECLARED`, `BUILT_IN`, `TRUST` or `OF_RESOURCE`.
        kind: U32,
    }

    /// An account.
    Account {
        /// Its id.
        id: TextRef,
        /// Its place in the resource directory, in `nodes`, or `NONE`.
        node: U32,
        /// `MANAGEMENT`.
        flags: U32,
        /// Its users.
        users: Run,
        /// Its roles.
        roles: Run,
        /// Its groups.
        groups: Run,
    }

    /// A user.
    User {
        /// Its name in lower case.
        name: TextRef,
        /// What is attached to it and the groups that it is in, in `lists`.
        attachments: U32,
    }

    /// A role.
    Role {
        /// Its name in lower case.
        name: TextRef,
        /// What is attached to it, in `lists`.
        attachments: U32,
        /// Its trust policy, in `policies`, or `NONE`.
        trust: U32,
        /// `SERVICE_LINKED`.
        flags: U32,
    }

    /// A group of users.
    Group {
        /// Its name.
        name: TextRef,
        /// What is attached to it, in `lists`.
        attachments: U32,
    }

    /// The policies that are attached for the resources of one group of resources.
    Scoped {
        /// The id of the resource group.
        resource_group: TextRef,
        /// The policies, in `lists`.
        policies: U32,
    }

    /// A folder or member of the resource directory.
    Node {
        /// The name of a folder, the id of a member.
        name: TextRef,
        /// The folder that it is in, always before it, or `NONE` for the root.
        parent: U32,
        /// Its control policies, in `lists`.
        policies: U32,
        /// `FOLDER` or `MEMBER`.
        kind: U32,
    }

    /// A resource of which something is known.
    StoredResource {
        /// Its canonical name.
        name: TextRef,
        /// How many bytes of the name stand in front of the relative id.
        head_len: U32,
        /// Its policy, in `policies`, or `NONE`.
        policy: U32,
        /// The id of its resource group; starts at `NONE` if that is not known.
        resource_group: TextRef,
    }

    /// Where a compiled policy lies in `units`.
    UnitSpan {
        /// The first byte.
        start: U32,
        /// How many bytes.
        len: U32,
    }
}

/// [`StoreSummary::flags`]: an answer at account scope hides policies at the scope of a group.
pub const SHORT_CIRCUIT: u32 = 1;
/// [`StoreSummary::flags`]: there is a resource directory.
pub const HAS_DIRECTORY: u32 = 2;

/// [`StoredPolicy::kind`]: it is declared.
pub const DECLARED: u32 = 0;
/// [`StoredPolicy::kind`]: it exists without being declared.
pub const BUILT_IN: u32 = 1;
/// [`StoredPolicy::kind`]: it stands in place at a role.
pub const TRUST: u32 = 2;
/// [`StoredPolicy::kind`]: it stands in place at a resource.
pub const OF_RESOURCE: u32 = 3;

/// [`Account::flags`]: it is the management account.
pub const MANAGEMENT: u32 = 1;

/// [`Role::flags`]: it belongs to a service.
pub const SERVICE_LINKED: u32 = 1;

/// [`Node::kind`]: a folder, or the root.
pub const FOLDER: u32 = 0;
/// [`Node::kind`]: a member account.
pub const MEMBER: u32 = 1;

/// Each entry of `lists` has one of these in its two highest bits. A list is one entry with
/// `LIST` and the number of entries that follow.
pub const TAG: u32 = 3 << 30;
/// A list begins; the lowest 28 bits count its entries.
pub const LIST: u32 = 3 << 30;
/// With `LIST`: there may be groups among the entries.
pub const WITH_GROUPS: u32 = 1 << 29;
/// With `LIST`: there may be policies of resource groups among the entries.
pub const WITH_SCOPED: u32 = 1 << 28;
/// The most entries of a list.
pub const MOST_IN_LIST: u32 = (1 << 28) - 1;
/// A policy, by its number.
pub const POLICY: u32 = 0;
/// A group, in `groups`.
pub const GROUP: u32 = 1 << 30;
/// Policies of a resource group, in `scoped`.
pub const SCOPED: u32 = 2 << 30;
