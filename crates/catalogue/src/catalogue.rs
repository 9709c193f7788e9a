//! A catalogue: what there is to know of a service's actions.
//!
//! Must not know how it is written (`read`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::operation::operations;
use crate::text::nearest;
use crate::{
    CatalogueAction, CatalogueError, CatalogueKey, CatalogueOperation, OperationError, ResourceType,
};

static KMS: LazyLock<Catalogue> = LazyLock::new(|| {
    // The text is part of this crate, and a test reads it. Without it every operation would be
    // unknown, and nothing allowed.
    Catalogue::read(include_str!("../data/kms.json")).unwrap_or_default()
});

/// What there is to know of a service's actions, resource types and condition keys.
///
/// The order of everything is that of its text: it decides in which order the checks of an
/// operation come.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    service: String,
    as_of: String,
    actions: Vec<CatalogueAction>,
    resource_types: Vec<ResourceType>,
    condition_keys: Vec<CatalogueKey>,
    operations: Vec<CatalogueOperation>,
    /// Positions of actions, by name in lower case.
    by_action: HashMap<String, usize>,
    /// Positions of operations, by name in lower case.
    by_operation: HashMap<String, usize>,
}

/// The parts that a text gives.
pub(crate) struct Parts {
    pub(crate) service: String,
    pub(crate) as_of: String,
    pub(crate) resource_types: Vec<ResourceType>,
    pub(crate) condition_keys: Vec<CatalogueKey>,
    pub(crate) actions: Vec<CatalogueAction>,
}

impl Catalogue {
    /// The catalogue of Key Management Service that comes with this crate. It is read at the
    /// first call.
    pub fn kms() -> &'static Self {
        &KMS
    }

    /// Reads a catalogue: JSON of the form of `data/kms.json`. No member may be unknown, no name
    /// there twice, and everything that is referred to must be there.
    ///
    /// Time is linear in the text; the text is bounded as any JSON text is
    /// ([`Limits`](ramgate_syntax::Limits)).
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn read(text: &str) -> Result<Self, CatalogueError> {
        crate::read::read(text)
    }

    pub(crate) fn of(parts: Parts) -> Self {
        let operations = operations(&parts.actions, &parts.resource_types);
        let positions = |names: &mut dyn Iterator<Item = &str>| {
            let names = names.map(str::to_ascii_lowercase);
            names.zip(0..).collect::<HashMap<_, _>>()
        };
        Self {
            by_action: positions(&mut parts.actions.iter().map(CatalogueAction::name)),
            by_operation: positions(&mut operations.iter().map(CatalogueOperation::name)),
            service: parts.service,
            as_of: parts.as_of,
            actions: parts.actions,
            resource_types: parts.resource_types,
            condition_keys: parts.condition_keys,
            operations,
        }
    }

    /// The RAM code of the service, such as `kms`.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// When it was true: a month or a day, such as `2026-08`.
    pub fn as_of(&self) -> &str {
        &self.as_of
    }

    /// All actions.
    pub fn actions(&self) -> &[CatalogueAction] {
        &self.actions
    }

    /// The action of that name, such as `kms:Encrypt`, in any ASCII case.
    pub fn action(&self, name: &str) -> Option<&CatalogueAction> {
        let position = self.by_action.get(&name.to_ascii_lowercase())?;
        self.actions.get(*position)
    }

    /// All operations, in the order of their first actions.
    pub fn operations(&self) -> &[CatalogueOperation] {
        &self.operations
    }

    /// The operation of that name, such as `Encrypt`, in any ASCII case.
    pub fn operation(&self, name: &str) -> Option<&CatalogueOperation> {
        let position = self.by_operation.get(&name.to_ascii_lowercase())?;
        self.operations.get(*position)
    }

    /// All resource types.
    pub fn resource_types(&self) -> &[ResourceType] {
        &self.resource_types
    }

    /// The resource type of that name, such as `key`.
    pub fn resource_type(&self, name: &str) -> Option<&ResourceType> {
        self.resource_types.iter().find(|of| of.name() == name)
    }

    /// All condition keys.
    pub fn condition_keys(&self) -> &[CatalogueKey] {
        &self.condition_keys
    }

    pub(crate) fn unknown_operation(&self, name: &str) -> OperationError {
        let operation_of = |action: &CatalogueAction| action.operation().to_owned();
        let of_action = self.action(name).map(operation_of).or_else(|| {
            let action = format!("{}:{name}", self.service);
            self.action(&action).map(operation_of)
        });
        let names = self.operations.iter().map(CatalogueOperation::name);
        let meant = of_action.or_else(|| nearest(name, names).map(str::to_owned));
        OperationError::unknown(name, meant.as_deref())
    }
}
