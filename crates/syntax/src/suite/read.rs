//! JSON to suites.
//!
//! Must not know what stands within policies and requests.

use std::sync::Arc;

use ramgate_model::{DecisionKind, Stage};

use super::{RefusedDocument, SuiteCase, SuiteDocument};
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::form::{Form, FormCodes, Readable, Reported};
use crate::json::{Kind, Node};
use crate::path::Path;
use crate::policy::{self, opening};
use crate::request::{self, Asked, RequestDocument};
use crate::sources::Beside;
use crate::store::{self, Store};
use crate::suggest::nearest;
use crate::{Mode, PolicyKind, PolicySet};

const MEMBERS: [&str; 7] = [
    "about", "rules", "mode", "policies", "store", "cases", "refused",
];
const CASE_MEMBERS: [&str; 5] = ["name", "request", "decision", "stage", "determined_by"];
const REFUSED_MEMBERS: [&str; 5] = ["name", "document", "kind", "code", "at"];

/// Reads a suite, in the mode that is given or else its own.
pub(super) fn suite(
    node: &Node<'_>,
    mode: Option<Mode>,
    beside: &mut Beside<'_>,
    sink: &mut Sink,
) -> Option<SuiteDocument> {
    read(&mut Form::new(sink, CODES), node, mode, beside).ok()
}

const CODES: FormCodes = FormCodes {
    missing: Code::MissingSuiteMember,
    unknown: Code::UnknownSuiteMember,
    wrong_type: Code::BadSuiteMember,
};

fn read(
    form: &mut Form<'_>,
    node: &Node<'_>,
    mode: Option<Mode>,
    beside: &mut Beside<'_>,
) -> Readable<SuiteDocument> {
    let path = Path::root();
    let before = form.sink.error_count();
    let members = form.object(node, &path, "a suite")?;
    form.known(members, &path, &MEMBERS);
    let about = form.optional_text(node, "about", &path);
    let rules = texts(form, node, "rules", &path);
    let modes = [Mode::Strict, Mode::Import].map(Mode::name);
    let written = named(form, node, "mode", &path, &modes, Mode::from_name);
    let store = store(form, node, mode, beside, &path);
    let mode = mode.unwrap_or(written?.unwrap_or_default());
    let policies = policies(form, node, mode, &path);
    let asked = match &store {
        Ok(Some(store)) => Asked::OfStore {
            keys: Some(store.keys()),
        },
        Err(Reported) => Asked::OfStore { keys: None },
        Ok(None) => Asked::OfPolicies,
    };
    let cases = form.items(node, "cases", &path, |form, node, path| {
        case(form, node, asked, mode, path)
    });
    let refused = form.items(node, "refused", &path, refused);
    let cases = cases?.unwrap_or_default();
    let has_policies = node.member("policies").is_some() || node.member("store").is_some();
    if !has_policies && !cases.is_empty() {
        form.report(Code::MissingSuiteMember, opening(node), &path, || {
            Note::new("there is neither `policies` nor `store`")
        });
    }
    let refused = refused?.unwrap_or_default();
    // Where something cannot be read, that is why nothing is tested.
    if cases.is_empty() && refused.is_empty() && form.sink.error_count() == before {
        form.report(Code::EmptySuite, opening(node), &path, || {
            Note::new("the suite tests nothing: it has neither cases nor refused documents")
                .help("give `cases`, or `refused`")
        });
    }
    Ok(SuiteDocument {
        about: about?,
        rules: rules?.unwrap_or_default(),
        mode,
        policies: policies?,
        store: store?.map(Arc::new),
        cases,
        refused,
    })
}

/// The policies, which are identity policies of every caller in the file.
fn policies(
    form: &mut Form<'_>,
    node: &Node<'_>,
    mode: Mode,
    path: &Path<'_>,
) -> Readable<PolicySet> {
    let mut set = PolicySet::new();
    let Some(member) = node.member("policies") else {
        return Ok(set);
    };
    let path = path.member("policies");
    let members = form.object(&member.value, &path, "`policies`")?;
    let mut complete = Ok(());
    let before = form.sink.mode();
    form.sink.set_mode(mode);
    for member in members {
        let path = path.member(&member.name);
        let kind = PolicyKind::Identity;
        let added = policy::read_node(&member.value, kind, None, &path, form.sink)
            .and_then(|policy| set.add(&*member.name, policy).ok());
        complete = complete.and(added.ok_or(Reported));
    }
    form.sink.set_mode(before);
    complete.map(|()| set)
}

/// The store, which stands in place or in a file.
fn store(
    form: &mut Form<'_>,
    node: &Node<'_>,
    mode: Option<Mode>,
    beside: &mut Beside<'_>,
    path: &Path<'_>,
) -> Readable<Option<Store>> {
    let Some(member) = node.member("store") else {
        return Ok(None);
    };
    if let Some(policies) = node.member("policies") {
        let second = if policies.name_span.start() > member.name_span.start() {
            policies
        } else {
            member
        };
        let path = path.member(&second.name);
        form.report(Code::PoliciesAndStore, second.name_span, &path, || {
            Note::new("the suite has both `policies` and `store`")
                .help("policies of a store are declared in the store")
        });
    }
    let (value, path) = (&member.value, path.member("store"));
    let read = match &value.kind {
        Kind::Object(_) => store::read_node(value, &path, mode, beside, form.sink),
        Kind::String(file) => store::open_node(file, value.span, &path, mode, beside, form.sink),
        _ => {
            let what = "`store` is a store or the path of one";
            return Err(form.wrong_type(value, &path, what));
        }
    };
    read.map(Some).ok_or(Reported)
}

fn case(
    form: &mut Form<'_>,
    node: &Node<'_>,
    asked: Asked<'_>,
    mode: Mode,
    path: &Path<'_>,
) -> Readable<SuiteCase> {
    let members = form.object(node, path, "a case")?;
    form.known(members, path, &CASE_MEMBERS);
    let name = form.text(node, "name", path);
    let before = form.sink.mode();
    form.sink.set_mode(mode);
    let called = name.as_deref().unwrap_or_default();
    let request = case_request(form, node, asked, path, called);
    form.sink.set_mode(before);
    let decisions = DecisionKind::ALL.map(DecisionKind::name);
    let decision = named(
        form,
        node,
        "decision",
        path,
        &decisions,
        DecisionKind::from_name,
    )
    .and_then(|decision| decision.ok_or_else(|| form.missing(node, "decision", path)));
    let stages = Stage::ALL.map(Stage::name);
    let stage = named(form, node, "stage", path, &stages, Stage::from_name);
    let determined_by = form.items(node, "determined_by", path, statement_id);
    Ok(SuiteCase {
        name: name?,
        request: request?,
        decision: decision?,
        stage: stage?,
        determined_by: determined_by?,
        span: node.span,
    })
}

/// The request of a case; if it cannot be read, the case is named.
fn case_request(
    form: &mut Form<'_>,
    node: &Node<'_>,
    asked: Asked<'_>,
    path: &Path<'_>,
    name: &str,
) -> Readable<RequestDocument> {
    let Some(member) = node.member("request") else {
        return Err(form.missing(node, "request", path));
    };
    let path = path.member("request");
    let before = form.sink.error_count();
    let request = request::read_node(&member.value, asked, &path, form.sink);
    if form.sink.error_count() > before {
        form.report(Code::UnreadableCase, member.name_span, &path, || {
            Note::new(format!(
                "the request of the case {} cannot be read",
                quoted(name)
            ))
        });
    }
    request
}

/// The id of a statement: the name of a policy and an index, which need not be there.
fn statement_id(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<String> {
    let text = form.item_text(node, path, "every item")?;
    let is_index = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits && (text == "0" || !text.starts_with('0'))
    };
    match text.rsplit_once('#') {
        Some((policy, index)) if !policy.is_empty() && is_index(index) => Ok(text),
        _ => {
            form.report(Code::BadStatementId, node.span, path, || {
                Note::new(format!("{} is not the id of a statement", quoted(&text)))
                    .help("write `<policy>#<index>`; the first statement has the index 0")
            });
            Err(Reported)
        }
    }
}

fn refused(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<RefusedDocument> {
    let members = form.object(node, path, "a refused document")?;
    form.known(members, path, &REFUSED_MEMBERS);
    let name = form.text(node, "name", path);
    let document = form.text(node, "document", path);
    let kinds = PolicyKind::ALL.map(PolicyKind::name);
    let kind = named(form, node, "kind", path, &kinds, PolicyKind::from_name);
    let code = form.optional_text(node, "code", path);
    let at = form.optional_text(node, "at", path);
    Ok(RefusedDocument {
        name: name?,
        document: document?,
        kind: kind?.unwrap_or_default(),
        code: code?,
        at: at?,
        span: node.span,
    })
}

fn texts(
    form: &mut Form<'_>,
    node: &Node<'_>,
    name: &str,
    path: &Path<'_>,
) -> Readable<Option<Vec<String>>> {
    form.items(node, name, path, |form, item, path| {
        form.item_text(item, path, "every item")
    })
}

/// One of a fixed set of names, if the member is there.
fn named<T>(
    form: &mut Form<'_>,
    node: &Node<'_>,
    name: &str,
    path: &Path<'_>,
    names: &[&str],
    from_name: impl Fn(&str) -> Option<T>,
) -> Readable<Option<T>> {
    let Some(text) = form.optional_text(node, name, path)? else {
        return Ok(None);
    };
    if let Some(found) = from_name(&text) {
        return Ok(Some(found));
    }
    let span = node
        .member(name)
        .map_or(node.span, |member| member.value.span);
    form.report(Code::UnknownName, span, &path.member(name), || {
        Note::new(format!("there is no {name} {}", quoted(&text))).help(
            match nearest(&text, names.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write one of `{}`", names.join("`, `")),
            },
        )
    });
    Err(Reported)
}
