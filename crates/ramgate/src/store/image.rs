//! A compiled store as a value.
//!
//! Must not know how it was compiled or what is asked of it.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use ramgate_engine::{PolicyId, StoreSummary, Units};
use ramgate_image::record::MULTI;
use ramgate_image::store::{StoreLayout, StoreView, assemble_store};
use ramgate_image::{ImageError, ImageView};
use ramgate_model::{Cardinality, KeyType, PolicyNumber};
use ramgate_syntax::KeyRegistry;

use super::unit::Unit;
use crate::CompileError;

/// The image of a store: what [`StoreCompiler`](crate::StoreCompiler) makes and what an
/// [`Authorizer`](crate::Authorizer) decides with.
///
/// In memory it is a directory of who has which policies and one compiled policy for each document;
/// images that were compiled one after the other share what did not change. Cheap to clone.
#[derive(Clone)]
pub struct StoreImage(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) directory: Directory,
    units: Vec<Arc<Unit>>,
}

/// Everything in a store's image but the compiled policies.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    bytes: Arc<[u8]>,
    layout: StoreLayout,
}

impl Directory {
    pub(crate) fn new(bytes: Arc<[u8]>) -> Result<Self, ImageError> {
        let layout = StoreLayout::read(&bytes)?;
        Ok(Self { bytes, layout })
    }

    #[inline]
    pub(crate) fn view(&self) -> StoreView<'_> {
        StoreView::new(&self.bytes, &self.layout)
    }
}

impl StoreImage {
    pub(crate) fn new(directory: Directory, units: Vec<Arc<Unit>>) -> Self {
        Self(Arc::new(Inner { directory, units }))
    }

    /// Takes bytes as the image of a store after checking them in full, once; nothing is decoded or
    /// copied. Linear in the number of bytes.
    ///
    /// # Errors
    /// When the bytes are no image of a store, of another format version, cut off, or damaged.
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Self, ImageError> {
        let bytes = bytes.into();
        let directory = Directory::new(Arc::clone(&bytes))?;
        let view = directory.view();
        let mut known: HashMap<Range<usize>, Arc<Unit>> = HashMap::new();
        // Without its policies nothing would be known of what they forbid.
        if view.units().len() != view.layout().policies.len() as usize {
            return Err(ImageError::missing_units());
        }
        let mut units = Vec::with_capacity(view.units().len());
        let mut end = view.units().next().map_or(0, |range| range.start);
        for range in view.units() {
            let unit = if let Some(unit) = known.get(&range) {
                Arc::clone(unit)
            } else if range.start != end {
                return Err(ImageError::overlapping_units());
            } else {
                end = range.end;
                let unit = Arc::new(Unit::new(Arc::clone(&bytes), range.clone())?);
                known.insert(range, Arc::clone(&unit));
                unit
            };
            units.push(unit);
        }
        Ok(Self::new(directory, units))
    }

    /// The bytes, to be kept or sent. The same store gives the same bytes, whatever the order in
    /// which it was built and compiled.
    ///
    /// # Errors
    /// When the whole is larger than 4 GiB.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CompileError> {
        let Directory { bytes, layout } = &self.0.directory;
        let units = self.0.units.iter().map(|unit| unit.as_bytes());
        assemble_store(bytes, layout, units).map_err(CompileError::from)
    }

    /// What the image holds, in numbers.
    pub fn summary(&self) -> StoreSummary {
        StoreSummary::of(self.store(), self.inner())
    }

    /// The context keys that the store declares: session policies are read and compiled with them.
    pub fn keys(&self) -> KeyRegistry {
        let view = self.store();
        let mut keys = KeyRegistry::new();
        for key in view.layout().keys.all(view.bytes()) {
            let of = KeyType::ALL.get(key.kind.get() as usize);
            let cardinality = if key.flags & MULTI == 0 {
                Cardinality::Single
            } else {
                Cardinality::Multi
            };
            // Keys of a compiled store are declared once each, and none of them is documented.
            let _ = of.map(|of| keys.declare(view.text(key.name), *of, cardinality));
        }
        keys
    }

    /// What a policy is called; nothing for a number that the store does not have.
    pub fn policy(&self, number: PolicyNumber) -> Option<PolicyId<'_>> {
        PolicyId::of(self.store(), number)
    }

    #[inline]
    pub(crate) fn store(&self) -> StoreView<'_> {
        self.0.directory.view()
    }

    #[inline]
    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl Units for Inner {
    #[inline]
    fn unit(&self, policy: PolicyNumber) -> Option<ImageView<'_>> {
        let unit = self.units.get(policy.get() as usize)?;
        Some(unit.view())
    }
}

impl fmt::Debug for StoreImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreImage")
            .field("directory", &self.0.directory.bytes.len())
            .field("policies", &self.0.units.len())
            .finish_non_exhaustive()
    }
}
