//! An embeddable, compiled authorization engine for Alibaba Cloud RAM policies.
//!
//! Policies are read ([`PolicySet::parse`], or [`PolicySet::import`] for those that exist already;
//! [`PolicySet::load`] takes limits and other [`ReadOptions`]), compiled once ([`Compiler`]) to an
//! [`Image`], and decided on by an [`Engine`], without allocating. The most steps that a decision
//! can take stand in the image.
//!
//! ```
//! use ramgate::{Compiler, Context, ContextEntry, DecisionKind, Engine, PolicySet, Request};
//!
//! let mut set = PolicySet::new();
//! set.parse("use-keys", r#"{
//!     "Version": "1",
//!     "Statement": [{
//!         "Effect": "Allow",
//!         "Action": ["kms:Encrypt", "kms:Decrypt"],
//!         "Resource": "acs:kms:cn-hangzhou:1234567890123456:key/*",
//!         "Condition": { "IpAddress": { "acs:SourceIp": "192.168.0.0/16" } }
//!     }]
//! }"#)?;
//! let engine = Engine::new(Compiler::new().compile(&set)?);
//!
//! let context = [ContextEntry::text("acs:SourceIp", "192.168.1.7")];
//! let request = Request::from_text(
//!     "kms:Decrypt",
//!     "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1",
//! )?;
//! let decision = engine.decide(&request.with_context(Context::new(&context)?));
//! assert_eq!(decision.kind(), DecisionKind::Allow);
//! let statement = decision.determined_by().and_then(|number| engine.locate(number));
//! assert_eq!(statement, Some(("use-keys", 0)));
//!
//! // Without the address the condition does not hold, and nothing else allows.
//! assert_eq!(engine.decide(&request).kind(), DecisionKind::ImplicitDeny);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is decided
//!
//! By an [`Engine`], one policy set: the identity policies of one caller, taken together (6.1 of
//! the semantics, `docs/semantics.md`). By an [`Authorizer`], a [`Call`] on a store: who has which
//! policies, through every stage of RAM's flow (6.2).
//!
//! What cannot be read soundly never grants and still forbids (the E-rule). Whatever a request is
//! made of has been read before it is asked, so deciding has no errors: an [`Action`], a
//! [`Resource`], a [`Context`] or a [`Principal`] that cannot be read is an error where it is made.
//!
//! # Stores
//!
//! A [`Store`] is read from JSON ([`open_store`], [`read_store`]) or built and changed from Rust.
//! A [`StoreCompiler`] makes a [`StoreImage`] of it, and of the next version compiles only what
//! changed. `docs/stores.md` is the guide.
//!
//! ```
//! use ramgate::store::{Holder, Scope};
//! use ramgate::{Authorizer, Call, Principal, Request, Stage, Store, StoreCompiler};
//!
//! let mut store = Store::new();
//! store.add_user("1234567890123456", "alice")?;
//! let alice = Holder::User("alice");
//! store.attach("1234567890123456", alice, "AdministratorAccess", Scope::Account)?;
//! // A directory, in which nothing passes the folder of the account.
//! store.set_directory(None)?;
//! store.add_folder("closed")?;
//! store.add_member("closed", "1234567890123456")?;
//! store.set_control_policies(ramgate::store::Target::Folder("closed"), &[])?;
//!
//! let authorizer = Authorizer::new(StoreCompiler::default().compile(&store)?);
//! let call = Call::new(Principal::new("acs:ram::1234567890123456:user/alice")?);
//! let decision = authorizer.decide(&call, &Request::from_text("kms:ListKeys", "*")?);
//! assert!(!decision.is_allowed());
//! assert_eq!(decision.stage(), Stage::ControlPolicy);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`LiveAuthorizer`] changes a store under load: readers never wait, and a change that is
//!   refused leaves the last version in force.
//! - [`SessionPolicy`] bounds the calls of one role session.
//! - [`catalogue`] turns an operation of Key Management Service into the checks that it makes.
//!
//! # Fast paths
//!
//! - Actions and context keys that a service knows ahead are resolved once to handles of an engine:
//!   [`Engine::action`], [`Engine::key`].
//! - Context values that are at hand as numbers, addresses or instants are given as such
//!   ([`Value`]); they mean what their canonical text means.
//! - An image is compiled ahead, kept in a file, and taken as it is: [`Image::from_bytes`],
//!   [`StoreImage::from_bytes`].

#![forbid(unsafe_code)]

pub mod catalogue;
mod compiler;
mod engine;
mod image;
pub mod store;

pub use catalogue::Catalogue;
pub use compiler::{CompileError, Compiler};
pub use engine::Engine;
pub use image::{Image, ImageKind};
pub use store::{Authorizer, Call, LiveAuthorizer, SessionPolicy, StoreCompiler, StoreImage};

pub use ramgate_compiler::AutomatonUse;
pub use ramgate_engine::summary::{AutomatonSummary, OtherActions, WorstCase};
pub use ramgate_engine::{
    ConditionReport, ElementReport, Explanation, Failing, ImageSummary, PrincipalReport,
    StatementReport,
};
pub use ramgate_image::ImageError;
pub use ramgate_model::{
    Action, AddressBlock, Arn, Cardinality, Checks, Context, ContextEntry, ContextKey,
    ContextValue, Decimal, Decision, DecisionKind, Effect, Family, GroupNumber, Instant, KeyType,
    NodeNumber, Operator, Origin, PolicyNumber, Principal, ReadError, Relation, Request,
    Resolution, Resource, Stage, StatementNumber, Truth, Value, ValueError,
};
pub use ramgate_syntax::keys::DeclareError;
pub use ramgate_syntax::{
    Code, Diagnostic, Diagnostics, Files, KeyRegistry, Limits, LineColumn, LineIndex, LoadError,
    Mode, NoFiles, Policy, PolicyKind, PolicySet, PolicySetError, Read, ReadOptions, ReadSources,
    Severity, SourceDiagnostics, Span, Store, StoreError, open_store, read_policy, read_store,
    tree,
};

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/embedding.md")]
struct Embedding;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/stores.md")]
struct Stores;
