//! JSON to suites.
//!
//! Must not know what stands within policies and requests.

use ramgate_model::{DecisionKind, Stage};

use super::{RefusedDocument, SuiteCase, SuiteDocument};
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::form::{Form, FormCodes, Readable, Reported};
use crate::json::Node;
use crate::path::Path;
use crate::policy::{self, opening};
use crate::request::{self, RequestDocument};
use crate::suggest::nearest;
use crate::{Mode, PolicyKind, PolicySet};

const MEMBERS: [&str; 7] = [
    "about", "rules", "mode", "policies", "store", "cases", "refused",
];
const CASE_MEMBERS: [&str; 5] = ["name", "request", "decision", "stage", "determined_by"];
const REFUSED_MEMBERS: [&str; 5] = ["name", "document", "kind", "code", "at"];

/// Reads a suite, in the mode that is given or else its own.
pub(super) fn suite(node: &Node<'_>, mode: Option<Mode>, sink: &mut Sink) -> Option<SuiteDocument> {
    read(&mut Form::new(sink, CODES), node, mode).ok()
}

const CODES: FormCodes = FormCodes {
    missing: Code::MissingSuiteMember,
    unknown: Code::UnknownSuiteMember,
    wrong_type: Code::BadSuiteMember,
};

fn read(form: &mut Form<'_>, node: &Node<'_>, mode: Option<Mode>) -> Readable<SuiteDocument> {
    let path = Path::root();
    let before = form.sink.error_count();
    let members = form.object(node, &path, "a suite")?;
    form.known(members, &path, &MEMBERS);
    if let Some(member) = node.member("store") {
        let code = Code::StoreNotSupported;
        form.report(code, member.name_span, &path.member("store"), || {
            Note::new("suites over a store are not supported yet by this version")
                .help("give `policies`")
        });
    }
    let about = form.optional_text(node, "about", &path);
    let rules = texts(form, node, "rules", &path);
    let modes = [Mode::Strict, Mode::Import].map(Mode::name);
    let written = named(form, node, "mode", &path, &modes, Mode::from_name);
    let mode = mode.unwrap_or(written?.unwrap_or_default());
    let policies = policies(form, node, mode, &path);
    let cases = form.items(node, "cases", &path, case);
    let refused = form.items(node, "refused", &path, refused);
    let cases = cases?.unwrap_or_default();
    let has_policies = node.member("policies").is_some() || node.member("store").is_some();
    if !has_policies && !cases.is_empty() {
        form.missing(node, "policies", &path);
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

fn case(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<SuiteCase> {
    let members = form.object(node, path, "a case")?;
    form.known(members, path, &CASE_MEMBERS);
    let name = form.text(node, "name", path);
    let request = case_request(form, node, path, name.as_deref().unwrap_or_default());
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
    let determined_by = texts(form, node, "determined_by", path);
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
    path: &Path<'_>,
    name: &str,
) -> Readable<RequestDocument> {
    let Some(member) = node.member("request") else {
        return Err(form.missing(node, "request", path));
    };
    let path = path.member("request");
    let before = form.sink.error_count();
    let request = request::read_node(&member.value, &path, form.sink);
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
