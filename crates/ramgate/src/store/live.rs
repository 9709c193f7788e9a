//! A store that changes while calls are decided on it.
//!
//! Must not know what changes.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};
use ramgate_syntax::Store;

use super::{Authorizer, StoreCompiler, StoreImage};
use crate::{CompileError, Compiler};

/// The authorizer of a store that is published again and again.
///
/// Readers never wait: [`LiveAuthorizer::current`] is the version that is in force, and stays that
/// version for as long as it is held, so that a call sees one version from start to end. Publishing
/// compiles what changed and then swaps; if it fails, the old version stays in force. Whoever lets
/// go of an old version last frees it.
///
/// ```
/// use ramgate::{Call, Compiler, LiveAuthorizer, Principal, Request, Store};
///
/// let mut store = Store::new();
/// let live = LiveAuthorizer::new(Compiler::new(), &store)?;
/// let call = Call::new(Principal::new("acs:ram::1234567890123456:user/alice")?);
/// let request = Request::from_text("kms:ListKeys", "*")?;
/// let before = live.current();
///
/// store.add_user("1234567890123456", "alice")?;
/// store.attach(
///     "1234567890123456",
///     ramgate::store::Holder::User("alice"),
///     "AdministratorAccess",
///     ramgate::store::Scope::Account,
/// )?;
/// live.publish(&store)?;
/// // What was decided in one version is looked up in that version.
/// assert!(!before.decide(&call, &request).is_allowed());
/// assert!(live.current().decide(&call, &request).is_allowed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct LiveAuthorizer {
    current: ArcSwap<Authorizer>,
    /// Those who publish wait for each other.
    compiler: Mutex<StoreCompiler>,
}

/// The version that was in force when it was asked for.
pub struct Current(Guard<Arc<Authorizer>>);

impl Deref for Current {
    type Target = Authorizer;

    #[inline]
    fn deref(&self) -> &Authorizer {
        &self.0
    }
}

impl LiveAuthorizer {
    /// Compiles the first version.
    ///
    /// # Errors
    /// See [`StoreCompiler::compile`].
    pub fn new(compiler: Compiler, store: &Store) -> Result<Self, CompileError> {
        let mut compiler = StoreCompiler::new(compiler);
        let authorizer = Authorizer::new(compiler.compile(store)?);
        Ok(Self {
            current: ArcSwap::from_pointee(authorizer),
            compiler: Mutex::new(compiler),
        })
    }

    /// The version that is in force. Waits for nobody; hold it for a call, not for longer.
    #[inline]
    pub fn current(&self) -> Current {
        Current(self.current.load())
    }

    /// Compiles a store and puts it in force. Calls that are being decided are not disturbed. Of
    /// several that publish at once the last to come is in force in the end.
    ///
    /// # Errors
    /// See [`StoreCompiler::compile`]. The version that was in force stays in force.
    pub fn publish(&self, store: &Store) -> Result<(), CompileError> {
        let mut compiler = self.compiler.lock().unwrap_or_else(PoisonError::into_inner);
        let authorizer = Authorizer::new(compiler.compile(store)?);
        self.current.store(Arc::new(authorizer));
        Ok(())
    }

    /// Puts a store in force that was compiled elsewhere, such as one loaded from a file
    /// ([`StoreImage::from_bytes`]; an image that cannot be loaded never gets here).
    pub fn replace(&self, image: StoreImage) {
        self.current.store(Arc::new(Authorizer::new(image)));
    }
}
