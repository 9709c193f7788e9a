//! JSON to stores.
//!
//! Must not know what stands within policies, nor how a file is opened.

mod accounts;
mod directory;
mod documents;
mod policies;
mod resources;

use std::collections::BTreeMap;

use ramgate_model::{Cardinality, KeyType};

use super::documents::Documents;
use super::{Store, Structure};
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::form::{Form, FormCodes};
use crate::json::{self, Node};
use crate::path::Path;
use crate::sources::{self, Beside};
use crate::suggest::{Suggestions, nearest};
use crate::{Files, KeyRegistry, Limits, Mode, ReadSources, SourceDiagnostics, Span};

use policies::Declared;

const MEMBERS: [&str; 6] = [
    "policies",
    "accounts",
    "resource_directory",
    "resources",
    "context_keys",
    "options",
];
const OPTION_MEMBERS: [&str; 2] = ["mode", "account_scope_short_circuit"];
const KEY_MEMBERS: [&str; 2] = ["type", "multi"];

const CODES: FormCodes = FormCodes {
    missing: Code::MissingStoreMember,
    unknown: Code::UnknownStoreMember,
    wrong_type: Code::BadStoreMember,
};

/// Reads a store. Its policies are read in its own mode, or in `mode` if that is given; those in
/// files of their own are bound by the length limits of their kinds (1.2).
///
/// ```
/// use ramgate_syntax::{Limits, NoFiles, read_store};
///
/// let text = r#"{
///     "policies": { "use-keys": { "document": { "Version": "1", "Statement": [
///         { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" } ] } } },
///     "accounts": { "1234567890123456": { "users": { "alice": { "policies": ["use-keys"] } } } } }"#;
/// let read = read_store(text, &Limits::default(), None, &mut NoFiles).unwrap();
/// assert!(read.value.account("1234567890123456").unwrap().user("Alice").is_some());
///
/// let text = text.replace("[\"use-keys\"]", "[\"use-key\"]");
/// let found = read_store(&text, &Limits::default(), None, &mut NoFiles).unwrap_err();
/// let (_, first) = found.iter().next().unwrap();
/// assert_eq!(first.code().as_str(), "RG907");
/// assert_eq!(first.help(), Some("did you mean `use-keys`?"));
/// ```
///
/// # Errors
/// Everything that is wrong with it and the files of its policies, at once.
pub fn read_store(
    text: impl AsRef<[u8]>,
    limits: &Limits,
    mode: Option<Mode>,
    files: &mut dyn Files,
) -> Result<ReadSources<Store>, SourceDiagnostics> {
    let text = text.as_ref();
    let mut sink = Sink::new(Mode::Strict);
    let mut beside = Beside::new(files, limits);
    let store = json::parse(text, limits, &mut sink)
        .and_then(|node| read_node(&node, &Path::root(), mode, &mut beside, &mut sink));
    beside.settle(text, sink, store)
}

/// Reads a store from its file, or from the `store.json` of a folder; see [`read_store`]. The
/// files of its policies are asked for by paths that begin with the folder.
///
/// # Errors
/// Everything that is wrong with it and the files of its policies, at once. If its own file
/// cannot be read, that is said of an empty text.
pub fn open_store(
    path: &str,
    limits: &Limits,
    mode: Option<Mode>,
    files: &mut dyn Files,
) -> Result<ReadSources<Store>, SourceDiagnostics> {
    let mut sink = Sink::new(Mode::Strict);
    let mut beside = Beside::new(files, limits);
    let at = Path::root();
    let store = open_node(path, Span::default(), &at, mode, &mut beside, &mut sink);
    beside.settle(&[], sink, store)
}

/// Opens a store that another document refers to at a place.
pub(crate) fn open_node(
    path: &str,
    span: Span,
    at: &Path<'_>,
    mode: Option<Mode>,
    beside: &mut Beside<'_>,
    sink: &mut Sink,
) -> Option<Store> {
    let file = match beside.open_store(path) {
        Ok(file) => file,
        Err(reason) => {
            sources::unreadable(path, &reason, span, at, sink);
            return None;
        }
    };
    beside.with_more(file, |text, beside, sink| {
        json::parse(text, &beside.limits(), sink)
            .and_then(|node| read_node(&node, &Path::root(), mode, beside, sink))
    })?
}

/// Reads a store that may stand within another document.
pub(crate) fn read_node(
    node: &Node<'_>,
    path: &Path<'_>,
    mode: Option<Mode>,
    beside: &mut Beside<'_>,
    sink: &mut Sink,
) -> Option<Store> {
    let before = (sink.mode(), sink.error_count());
    let mut form = Form::new(sink, CODES);
    let members = form.object(node, path, "a store").ok()?;
    form.known(members, path, &MEMBERS);
    let options = options(&mut form, node, path);
    let keys = context_keys(&mut form, node, path);
    form.sink.set_mode(mode.unwrap_or(options.mode));
    let mut reader = Reader {
        form,
        beside,
        declared: Declared::new(),
        suggestions: Suggestions::new(),
        store: Store {
            keys,
            account_scope_short_circuit: options.account_scope_short_circuit,
            documents: Documents::default(),
            accounts: BTreeMap::new(),
            directory: None,
            resources: BTreeMap::new(),
            structure: Structure::default(),
        },
    };
    reader.declare(node, path);
    reader.accounts(node, path);
    reader.directory(node, path);
    reader.resources(node, path);
    reader.documents(path);
    let store = reader.store;
    sink.set_mode(before.0);
    let good = sink.error_count() == before.1 && !beside.has_errors();
    good.then_some(store)
}

/// Reads one store. What is found along the way counts only if there was no fault.
struct Reader<'r, 'f, 'n> {
    form: Form<'r>,
    beside: &'r mut Beside<'f>,
    declared: Declared<'n>,
    suggestions: Suggestions,
    store: Store,
}

#[derive(Default)]
struct Options {
    mode: Mode,
    account_scope_short_circuit: bool,
}

fn options(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Options {
    let mut options = Options::default();
    let Some(member) = node.member("options") else {
        return options;
    };
    let (node, path) = (&member.value, path.member("options"));
    let Ok(members) = form.object(node, &path, "`options`") else {
        return options;
    };
    form.known(members, &path, &OPTION_MEMBERS);
    let modes = [Mode::Strict, Mode::Import].map(Mode::name);
    if let Some(mode) = word(form, node, "mode", &path, &modes, Mode::from_name) {
        options.mode = mode;
    }
    let short_circuit = form.optional_bool(node, "account_scope_short_circuit", &path);
    options.account_scope_short_circuit = short_circuit.ok().flatten().unwrap_or_default();
    options
}

fn context_keys(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> KeyRegistry {
    let mut keys = KeyRegistry::new();
    let Some(member) = node.member("context_keys") else {
        return keys;
    };
    let path = path.member("context_keys");
    let declared = form.object(&member.value, &path, "`context_keys`");
    for member in declared.unwrap_or_default() {
        let (name, node, path) = (&*member.name, &member.value, path.member(&member.name));
        let Ok(members) = form.object(node, &path, "a context key") else {
            continue;
        };
        form.known(members, &path, &KEY_MEMBERS);
        if node.member("type").is_none() {
            form.missing(node, "type", &path);
        }
        let types = KeyType::ALL.map(KeyType::name);
        let of = word(form, node, "type", &path, &types, KeyType::from_name);
        let multi = form.optional_bool(node, "multi", &path).ok().flatten();
        let cardinality = if multi.unwrap_or_default() {
            Cardinality::Multi
        } else {
            Cardinality::Single
        };
        let declared = keys.declare(name, of.unwrap_or(KeyType::String), cardinality);
        let fault = match declared {
            Err(error) => Some(error.to_string()),
            Ok(()) if name.is_empty() => Some("a context key has a name".to_owned()),
            Ok(()) => None,
        };
        if let Some(fault) = fault {
            form.report(Code::BadContextKey, member.name_span, &path, || {
                Note::new(fault)
            });
        }
    }
    keys
}

/// One of a fixed set of words, if the member is there and is one.
fn word<T>(
    form: &mut Form<'_>,
    node: &Node<'_>,
    name: &str,
    path: &Path<'_>,
    words: &[&str],
    from_name: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = form.optional_text(node, name, path).ok().flatten()?;
    let found = from_name(&text);
    if found.is_none() {
        let span = node
            .member(name)
            .map_or(node.span, |member| member.value.span);
        form.report(Code::UnknownStoreWord, span, &path.member(name), || {
            Note::new(format!("there is no {name} {}", quoted(&text))).help(
                match nearest(&text, words.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write one of `{}`", words.join("`, `")),
                },
            )
        });
    }
    found
}

#[cfg(test)]
mod tests;
