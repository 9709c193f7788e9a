//! From a store to the directory of its image: who is known, and what is attached to whom.
//!
//! Everything is written in an order of its own, so the bytes do not depend on how the store was
//! built. Must not know what the policies say; they are compiled one by one.

mod attachments;
mod lists;
mod members;

use std::collections::{BTreeMap, BTreeSet};

use ramgate_image::hash::{hash, hash_resource};
use ramgate_image::record::{HashTable, MULTI, NONE, Run, TextRef};
use ramgate_image::store::StoreWriter;
use ramgate_image::store::record::{
    self as store_record, BUILT_IN, DECLARED, DeclaredKey, FOLDER, HAS_DIRECTORY, MANAGEMENT,
    MEMBER, OF_RESOURCE, SHORT_CIRCUIT, StoreSummary, StoredPolicy, TRUST,
};
use ramgate_image::writer::position;
use ramgate_model::{Arn, Cardinality, KeyType};
use ramgate_syntax::Store;
use ramgate_syntax::store::{Document, NodeKind, NodeRef, PolicyName, PolicyRef};
use zerocopy::little_endian::{U32, U64};

use crate::compile::CompileError;
use lists::Lists;

/// Who and what there is in a store: the part of its directory that stays the same while policies
/// are attached and detached.
#[derive(Clone, Debug)]
pub struct DirectoryNames(StoreWriter);

/// Writes who and what there is in a store.
pub fn compile_names(store: &Store) -> DirectoryNames {
    let mut image = StoreWriter::new();
    write_keys(&mut image, store);
    write_policies(&mut image, store);
    let places = write_nodes(&mut image, store);
    let members = members::write(&mut image, store, &places);
    let resources = write_resources(&mut image, store);
    image.summary.push(StoreSummary {
        flags: U32::ZERO,
        accounts: members.accounts,
        users: members.users,
        roles: members.roles,
        resources,
    });
    DirectoryNames(image)
}

/// The directory of a store's image: everything but the compiled policies. The same bytes for the
/// same content, on every machine. `names` are those of the store, or of one that has the same.
///
/// # Errors
/// When the directory would be larger than 4 GiB.
pub fn compile_directory(store: &Store, names: &DirectoryNames) -> Result<Vec<u8>, CompileError> {
    let mut image = names.0.clone();
    let numbers = Numbers::of(store);
    let mut lists = Lists::new(&numbers);
    attachments::write(&mut image, store, &mut lists);
    let short_circuit = if store.account_scope_short_circuit() {
        SHORT_CIRCUIT
    } else {
        0
    };
    let directory = store.directory().map_or(0, |_| HAS_DIRECTORY);
    if let Some(summary) = image.summary.first_mut() {
        summary.flags = U32::new(short_circuit | directory);
    }
    image.finish().map_err(CompileError::from)
}

/// The number of each policy, by its place in the store.
struct Numbers(Vec<u32>);

impl Numbers {
    fn of(store: &Store) -> Self {
        let documents = store.documents();
        let mut numbers = vec![NONE; documents.places()];
        for (number, (policy, _)) in (0..).zip(documents.in_order()) {
            if let Some(place) = numbers.get_mut(policy.index()) {
                *place = number;
            }
        }
        Self(numbers)
    }

    fn of_policy(&self, policy: PolicyRef) -> u32 {
        self.0.get(policy.index()).copied().unwrap_or(NONE)
    }
}

fn write_keys(image: &mut StoreWriter, store: &Store) {
    for (name, of, cardinality) in store.keys().declared() {
        let kind = KeyType::ALL.iter().position(|known| *known == of);
        let kind = kind.and_then(|kind| u32::try_from(kind).ok());
        let multi = cardinality == Cardinality::Multi;
        let record = DeclaredKey {
            name: image.text(name),
            kind: U32::new(kind.unwrap_or(NONE)),
            flags: U32::new(if multi { MULTI } else { 0 }),
        };
        image.keys.push(record);
    }
}

fn write_policies(image: &mut StoreWriter, store: &Store) {
    for (policy, name) in store.documents().in_order() {
        let built_in = store
            .documents()
            .get(policy)
            .is_some_and(Document::is_built_in);
        let (text, kind) = match name {
            PolicyName::Named(name) if built_in => (name, BUILT_IN),
            PolicyName::Named(name) => (name, DECLARED),
            PolicyName::Trust(role) => (role, TRUST),
            PolicyName::Resource(arn) => (arn, OF_RESOURCE),
        };
        let name = image.new_text(text);
        image.policies.push(StoredPolicy {
            name,
            kind: U32::new(kind),
        });
    }
}

/// Where each account stands in the resource directory.
struct Nodes<'s> {
    by_account: BTreeMap<&'s str, u32>,
    management: Option<&'s str>,
}

fn write_nodes<'s>(image: &mut StoreWriter, store: &'s Store) -> Nodes<'s> {
    let mut by_account = BTreeMap::new();
    let Some(directory) = store.directory() else {
        return Nodes {
            by_account,
            management: None,
        };
    };
    let order = directory.in_order();
    let places: BTreeMap<NodeRef, u32> = order.iter().copied().zip(0..).collect();
    for at in order {
        let Some(node) = directory.node(at) else {
            continue;
        };
        let kind = match node.kind() {
            NodeKind::Account => {
                by_account.insert(node.name(), position(&image.nodes));
                MEMBER
            }
            NodeKind::Root | NodeKind::Folder => FOLDER,
        };
        let parent = node.parent().and_then(|parent| places.get(&parent));
        let record = store_record::Node {
            name: image.text(node.name()),
            parent: U32::new(parent.copied().unwrap_or(NONE)),
            policies: U32::new(NONE),
            kind: U32::new(kind),
        };
        image.nodes.push(record);
    }
    Nodes {
        by_account,
        management: directory.management_account(),
    }
}

impl Nodes<'_> {
    /// All accounts that the directory speaks of.
    fn accounts(&self) -> impl Iterator<Item = &str> {
        self.by_account.keys().copied().chain(self.management)
    }

    fn of(&self, account: &str) -> u32 {
        self.by_account.get(account).copied().unwrap_or(NONE)
    }

    fn flags(&self, account: &str) -> u32 {
        if self.management == Some(account) {
            MANAGEMENT
        } else {
            0
        }
    }
}

fn write_resources(image: &mut StoreWriter, store: &Store) -> HashTable {
    let mut names = Vec::new();
    for (name, _) in store.resources() {
        let Ok(arn) = Arn::new(name) else { continue };
        let head_len = name.len() - arn.relative_id().len();
        let record = store_record::StoredResource {
            name: image.new_text(name),
            head_len: U32::new(u32::try_from(head_len).unwrap_or(NONE)),
            policy: U32::new(NONE),
            resource_group: NO_GROUP,
        };
        image.resources.push(record);
        names.push(arn);
    }
    let hash_of = |seed, at: u32| {
        names.get(at as usize).map_or(0, |arn| {
            let segments = [
                arn.service(),
                arn.region(),
                arn.account(),
                arn.relative_id(),
            ];
            let folds = arn.folds_relative_id();
            hash_resource(seed, segments.map(str::as_bytes), folds)
        })
    };
    image.hash_table(position(&names), hash_of)
}

/// The accounts that a store speaks of, in the order of their ids.
fn accounts<'s>(store: &'s Store, nodes: &'s Nodes<'s>) -> BTreeSet<&'s str> {
    let known = store.accounts().map(|(id, _)| id);
    known.chain(nodes.accounts()).collect()
}

fn account_table(image: &mut StoreWriter, ids: &[&str]) -> HashTable {
    let hash_of = |seed, at: u32| {
        ids.get(at as usize)
            .map_or(0, |id| hash(seed, id.as_bytes()))
    };
    image.hash_table(position(ids), hash_of)
}

fn run(first: u32, end: u32) -> Run {
    Run::new(first, end.saturating_sub(first))
}

/// A resource of which no resource group is known.
const NO_GROUP: TextRef = TextRef {
    start: U32::new(NONE),
    len: U32::ZERO,
};

/// No members.
const NO_TABLE: HashTable = HashTable {
    slots: Run::EMPTY,
    seed: U64::ZERO,
    longest_probe: U32::ZERO,
};
