//! From a store to its image, again and again.
//!
//! Must not know how a policy is compiled; `ramgate-compiler` does.

use std::collections::HashMap;
use std::sync::Arc;

use ramgate_compiler::{DirectoryNames, compile_directory, compile_names, compile_policy};
use ramgate_syntax::store::Structure;
use ramgate_syntax::{KeyRegistry, Policy, Store};

use super::image::{Directory, StoreImage};
use super::unit::Unit;
use crate::{CompileError, Compiler};

/// Compiles stores, and remembers the last one: of a store that was changed only what changed is
/// compiled anew. What comes out is the same as if all of it had been.
///
/// ```
/// use ramgate::{Compiler, Store, StoreCompiler};
///
/// let mut store = Store::new();
/// store.add_user("1234567890123456", "alice")?;
/// let mut compiler = StoreCompiler::new(Compiler::new());
/// let image = compiler.compile(&store)?;
///
/// store.add_user("1234567890123456", "bob")?;
/// let next = compiler.compile(&store)?;
/// assert_eq!(next.to_bytes()?, StoreCompiler::default().compile(&store)?.to_bytes()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct StoreCompiler {
    compiler: Compiler,
    last: Option<Last>,
}

/// What is kept of the last store.
#[derive(Debug)]
struct Last {
    keys: KeyRegistry,
    structure: Structure,
    names: Arc<DirectoryNames>,
    directory: Directory,
    /// Each document with what it was compiled to, by its place in the store.
    units: Units,
}

/// A place that is empty has no document.
type Units = Vec<Option<(Arc<Policy>, Arc<Unit>)>>;

impl StoreCompiler {
    /// A compiler of stores that compiles policies with these options.
    pub fn new(compiler: Compiler) -> Self {
        Self {
            compiler,
            last: None,
        }
    }

    /// Compiles a store. Linear in what changed since the last one, but for copying references.
    ///
    /// # Errors
    /// When the image would be larger than 4 GiB. What was compiled before stays as it is.
    pub fn compile(&mut self, store: &Store) -> Result<StoreImage, CompileError> {
        let last = self.last.take_if(|last| last.keys == *store.keys());
        let compiled = self.compile_after(store, last.as_ref());
        match compiled {
            Ok((image, new)) => {
                self.last = Some(new);
                Ok(image)
            }
            Err(error) => {
                self.last = last;
                Err(error)
            }
        }
    }

    fn compile_after(
        &self,
        store: &Store,
        last: Option<&Last>,
    ) -> Result<(StoreImage, Last), CompileError> {
        let units = self.compile_units(store, last)?;
        let structure = store.structure();
        let names = match last.filter(|last| last.structure.has_same_names(structure)) {
            Some(last) => Arc::clone(&last.names),
            None => Arc::new(compile_names(store)),
        };
        let directory = match last.filter(|last| last.structure == *structure) {
            Some(last) => last.directory.clone(),
            None => Directory::new(compile_directory(store, &names)?.into())?,
        };
        let in_order = store.documents().in_order();
        let ordered = in_order
            .filter_map(|(policy, _)| units.get(policy.index())?.as_ref())
            .map(|(_, unit)| Arc::clone(unit));
        let image = StoreImage::new(directory.clone(), ordered.collect());
        let new = Last {
            keys: store.keys().clone(),
            structure: structure.clone(),
            names,
            directory,
            units,
        };
        Ok((image, new))
    }

    /// Every document with what it compiles to, by its place in the store.
    fn compile_units(&self, store: &Store, last: Option<&Last>) -> Result<Units, CompileError> {
        let known = last.map(|last| last.units.as_slice()).unwrap_or_default();
        let mut shared: HashMap<Vec<u8>, Arc<Unit>> = HashMap::new();
        let documents = store.documents();
        let mut units: Units = vec![None; documents.places()];
        for (at, _) in documents.in_order() {
            let (Some(document), Some(place)) = (documents.get(at), units.get_mut(at.index()))
            else {
                continue;
            };
            let policy = document.policy();
            let known = known.get(at.index()).and_then(Option::as_ref);
            let same = known.filter(|(before, _)| Arc::ptr_eq(before, policy) || before == policy);
            let unit = if let Some((_, unit)) = same {
                Arc::clone(unit)
            } else {
                let bytes = compile_policy(policy, store.keys(), self.compiler.config())?;
                if let Some(unit) = shared.get(&bytes) {
                    Arc::clone(unit)
                } else {
                    let range = 0..bytes.len();
                    let unit = Arc::new(Unit::new(bytes.clone().into(), range)?);
                    shared.insert(bytes, Arc::clone(&unit));
                    unit
                }
            };
            *place = Some((Arc::clone(policy), unit));
        }
        Ok(units)
    }
}
