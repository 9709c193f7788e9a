//! What policies are called, and what they are attached to, in words.
//!
//! Must not know what is decided.

use core::fmt;

use ramgate_image::store::StoreView;
use ramgate_image::store::record::{BUILT_IN, DECLARED, MEMBER, TRUST};
use ramgate_model::{NodeNumber, Origin, PolicyNumber, Principal};

#[cfg(feature = "alloc")]
use super::explain::StagePlace;

/// The name of a policy of a store: `readers`, `trust:<role>` or `resource:<name>`; of a session
/// policy, `session`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PolicyId<'i> {
    /// A declared policy.
    Declared(&'i str),
    /// A system policy, which exists without being declared.
    BuiltIn(&'i str),
    /// The trust policy that stands in place at a role.
    Trust(&'i str),
    /// The policy that stands in place at a resource.
    Resource(&'i str),
    /// The policy that came with a call.
    Session,
}

impl<'i> PolicyId<'i> {
    /// What a policy is called; nothing for a number that the store does not have.
    pub fn of(store: StoreView<'i>, number: PolicyNumber) -> Option<Self> {
        let policy = store.policy(number.get())?;
        let name = store.text(policy.name);
        Some(match policy.kind.get() {
            DECLARED => Self::Declared(name),
            BUILT_IN => Self::BuiltIn(name),
            TRUST => Self::Trust(name),
            _ => Self::Resource(name),
        })
    }
}

impl fmt::Display for PolicyId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(name) | Self::BuiltIn(name) => f.write_str(name),
            Self::Trust(role) => write!(f, "trust:{role}"),
            Self::Resource(arn) => write!(f, "resource:{arn}"),
            Self::Session => f.write_str("session"),
        }
    }
}

/// Of folders that are nested deeper, only the last names are written.
const DEEPEST: usize = 32;

/// What a determining policy is attached to, in words: `user`, `group devs`, `role`,
/// `folder prod/eu` (`folder /` for the root), `account 1234567890123456`, `resource`, `session`.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'i> {
    store: StoreView<'i>,
    origin: Origin,
    is_role: bool,
}

impl<'i> Attachment<'i> {
    /// Where a policy comes from, in a call by this principal.
    pub fn of(store: StoreView<'i>, principal: &Principal<'_>, origin: Origin) -> Self {
        Self {
            store,
            origin,
            is_role: matches!(principal, Principal::Role { .. }),
        }
    }
}

/// A node of the resource directory: `folder prod/eu` (`folder /` for the root),
/// `account 1234567890123456`.
fn write_node(store: StoreView<'_>, f: &mut fmt::Formatter<'_>, number: NodeNumber) -> fmt::Result {
    match store.node(number.get()) {
        Some(node) if node.kind == MEMBER => write!(f, "account {}", store.text(node.name)),
        Some(node) if store.node(node.parent.get()).is_none() => f.write_str("folder /"),
        _ => {
            f.write_str("folder ")?;
            write_path(store, f, number.get())
        }
    }
}

/// The names of the folders from the root down to a node.
fn write_path(store: StoreView<'_>, f: &mut fmt::Formatter<'_>, at: u32) -> fmt::Result {
    let above = |at: u32| {
        let parent = store.node(at)?.parent.get();
        store.node(parent).map(|_| parent)
    };
    let mut depth = 0;
    let mut next = above(at);
    while let Some(at) = next {
        depth += 1;
        next = above(at);
    }
    if depth > DEEPEST {
        f.write_str("…/")?;
    }
    for level in (0..depth.min(DEEPEST)).rev() {
        let folder = (0..level).try_fold(at, |at, _| above(at));
        let node = folder.and_then(|folder| store.node(folder));
        f.write_str(node.map_or("", |node| store.text(node.name)))?;
        if level > 0 {
            f.write_str("/")?;
        }
    }
    Ok(())
}

impl fmt::Display for Attachment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.origin {
            Origin::Principal(_) => f.write_str(if self.is_role { "role" } else { "user" }),
            Origin::Group(group, _) => {
                let group = self.store.group(group.get());
                let name = group.map_or("", |group| self.store.text(group.name));
                write!(f, "group {name}")
            }
            Origin::Node(node, _) => write_node(self.store, f, node),
            Origin::Session => f.write_str("session"),
            Origin::Resource(_) => f.write_str("resource"),
        }
    }
}

/// Where the policies of a stage are attached, in words: `folder prod/eu`, `account
/// 1234567890123456`, `session`, `account scope`, `resource group`, `resource`.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub struct PlaceName<'i> {
    store: StoreView<'i>,
    place: StagePlace,
}

#[cfg(feature = "alloc")]
impl<'i> PlaceName<'i> {
    /// The name of a place of a store.
    pub fn of(store: StoreView<'i>, place: StagePlace) -> Self {
        Self { store, place }
    }

    /// Whether it is a folder of the resource directory.
    pub fn is_folder(&self) -> bool {
        let StagePlace::Node(number) = self.place else {
            return false;
        };
        let node = self.store.node(number.get());
        node.is_some_and(|node| node.kind != MEMBER)
    }
}

#[cfg(feature = "alloc")]
impl fmt::Display for PlaceName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            StagePlace::Node(node) => write_node(self.store, f, node),
            StagePlace::Session => f.write_str("session"),
            StagePlace::Account => f.write_str("account scope"),
            StagePlace::ResourceGroup => f.write_str("resource group"),
            StagePlace::Resource => f.write_str("resource"),
        }
    }
}
