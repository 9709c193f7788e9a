//! JSON to requests.
//!
//! Must not know policies.

use ramgate_model::{Action, Principal, ReadError, Resource};

use super::context::Keys;
use super::{CheckDocument, RequestDocument};
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::form::{Form, FormCodes, Readable, Reported};
use crate::json::{Member, Node};
use crate::path::Path;

const MEMBERS: [&str; 9] = [
    "principal",
    "action",
    "resource",
    "context",
    "resource_group",
    "checks",
    "operation",
    "resources",
    "session_policy",
];

const CHECK_MEMBERS: [&str; 3] = ["action", "resource", "context"];

/// Members that need to know more than the request, and what to do about it.
const NEEDING_STORE: [(&str, &str); 3] = [
    (
        "operation",
        "give the `checks` that the operation needs in its place",
    ),
    ("resources", "every one of `checks` names its `resource`"),
    (
        "session_policy",
        "it bounds a role session, and roles stand in a store",
    ),
];

/// One call may need several checks, but not as many as would make reading it a burden.
const MAX_CHECKS: usize = 1024;

const CODES: FormCodes = FormCodes {
    missing: Code::MissingRequestMember,
    unknown: Code::UnknownRequestMember,
    wrong_type: Code::BadRequestMember,
};

/// Reads a request that may stand within another document.
pub(crate) fn read_node(
    node: &Node<'_>,
    path: &Path<'_>,
    sink: &mut Sink,
) -> Readable<RequestDocument> {
    request(&mut Form::new(sink, CODES), node, path)
}

fn request(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<RequestDocument> {
    let members = form.object(node, path, "a request")?;
    form.known(members, path, &MEMBERS);
    for (name, help) in NEEDING_STORE {
        if let Some(member) = node.member(name) {
            let path = path.member(name);
            form.report(Code::NeedsStore, member.name_span, &path, || {
                Note::new(format!("`{name}` is not supported by this version yet")).help(help)
            });
        }
    }
    let mut shared = Keys::default();
    let principal = principal(form, node, path);
    let resource_group = form.optional_text(node, "resource_group", path);
    let context = super::context::read(form, node, path, &Keys::default(), &mut shared);
    let checks = checks(form, node, path, &shared);
    Ok(RequestDocument {
        principal: principal?,
        resource_group: resource_group?,
        context: context?,
        checks: checks?,
    })
}

/// The checks, or the one check that the request itself is.
fn checks(
    form: &mut Form<'_>,
    node: &Node<'_>,
    path: &Path<'_>,
    shared: &Keys,
) -> Readable<Vec<CheckDocument>> {
    let mut count = 0;
    let listed = form.items(node, "checks", path, |form, item, path| {
        let members = form.object(item, path, "a check")?;
        form.known(members, path, &CHECK_MEMBERS);
        count += 1;
        if count == MAX_CHECKS + 1 {
            form.report(Code::BadChecks, item.span, path, || {
                Note::new(format!("there are more than {MAX_CHECKS} checks"))
            });
        }
        let context = super::context::read(form, item, path, shared, &mut Keys::default());
        let check = check(form, item, path);
        Ok(CheckDocument {
            context: context?,
            ..check?
        })
    })?;
    let (Some(listed), Some(list)) = (listed, node.member("checks")) else {
        // An operation stands for its checks; that it cannot be read has been said.
        if node.member("operation").is_some() && node.member("action").is_none() {
            return Err(Reported);
        }
        return check(form, node, path).map(|check| vec![check]);
    };
    if listed.is_empty() {
        form.report(
            Code::BadChecks,
            list.value.span,
            &path.member("checks"),
            || Note::new("there is nothing to check"),
        );
    }
    for name in ["action", "resource"] {
        if let Some(member) = node.member(name) {
            form.report(
                Code::BadChecks,
                member.name_span,
                &path.member(name),
                || {
                    Note::new(format!("the request has both `checks` and `{name}`"))
                        .help("every check has its own action and resource")
                },
            );
        }
    }
    Ok(listed)
}

/// Action and resource, without context.
fn check(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<CheckDocument> {
    let action = form.text(node, "action", path);
    if let (Ok(text), Some(member)) = (&action, node.member("action"))
        && let Err(error) = Action::new(text)
    {
        unreadable(form, Code::UnreadableAction, error, member, path);
    }
    let resource = form.optional_text(node, "resource", path);
    if let (Ok(Some(text)), Some(member)) = (&resource, node.member("resource"))
        && let Err(error) = Resource::new(text)
    {
        unreadable(form, Code::UnreadableResource, error, member, path);
    }
    Ok(CheckDocument {
        action: action?,
        resource: resource?,
        context: Vec::new(),
    })
}

fn principal(form: &mut Form<'_>, node: &Node<'_>, path: &Path<'_>) -> Readable<Option<String>> {
    let principal = form.optional_text(node, "principal", path)?;
    if let (Some(text), Some(member)) = (&principal, node.member("principal"))
        && let Err(error) = Principal::new(text)
    {
        unreadable(form, Code::UnreadablePrincipal, error, member, path);
    }
    Ok(principal)
}

fn unreadable(
    form: &mut Form<'_>,
    code: Code,
    error: ReadError,
    member: &Member<'_>,
    path: &Path<'_>,
) {
    let path = path.member(&member.name);
    form.report(code, member.value.span, &path, || {
        Note::new(format!(
            "{} cannot be read as the {} of a request",
            quoted(member.value.as_str().unwrap_or_default()),
            error.member()
        ))
        .help(error.reason())
    });
}
