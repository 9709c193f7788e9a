//! What the operations of Key Management Service (KMS) check.
//!
//! An operation and the resources that a call names become checks; each is decided against its own
//! resource, key policy and tags.
//!
//! ```
//! use ramgate::catalogue::{Catalogue, OperationResource};
//! use ramgate::{
//!     Authorizer, Call, Checks, Compiler, Context, Principal, Store, StoreCompiler,
//! };
//!
//! let authorizer = Authorizer::new(StoreCompiler::new(Compiler::new()).compile(&Store::new())?);
//! let checks = Catalogue::kms().checks_of(
//!     "GetSecretValue",
//!     &[
//!         OperationResource::new("secret", "acs:kms:cn-hangzhou:1234567890123456:secret/db"),
//!         OperationResource::new("key", "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1"),
//!     ],
//! )?;
//! let requests = checks
//!     .iter()
//!     .map(|check| check.request(Context::EMPTY))
//!     .collect::<Result<Vec<_>, _>>()?;
//! let call = Call::new(Principal::new("acs:ram::1234567890123456:user/alice")?);
//! assert!(!authorizer.decide_all(&call, &Checks::new(&requests)?).is_allowed());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use ramgate_catalogue::{
    AccessLevel, Catalogue, CatalogueAction, CatalogueError, CatalogueKey, CatalogueOperation,
    Certainty, Dependent, Fact, KeyScope, Member, Need, OperationCheck, OperationError,
    OperationResource, Relation, ResourceType,
};
