//! JSON to requests.
//!
//! Must not know policies.

use ramgate_model::{Action, Arn, Principal, ReadError, Resource};

use super::context::Keys;
use super::{CheckDocument, OperationDocument, OperationResource, RequestDocument};
use crate::codes::Code;
use crate::diagnostics::{Note, Sink, quoted};
use crate::form::{Form, FormCodes, Readable, Reported};
use crate::json::{Kind, Member, Node};
use crate::path::Path;
use crate::{KeyRegistry, Policy, PolicyKind, policy};

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
const RESOURCE_MEMBERS: [&str; 2] = ["arn", "context"];

/// What a request is asked of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked<'k> {
    /// The policies of one caller.
    OfPolicies,
    /// A store, with the keys that it declares.
    OfStore { keys: Option<&'k KeyRegistry> },
}

/// One call may need several checks, but not as many as would make reading it a burden.
const MAX_CHECKS: usize = 1024;

const CODES: FormCodes = FormCodes {
    missing: Code::MissingRequestMember,
    unknown: Code::UnknownRequestMember,
    wrong_type: Code::BadRequestMember,
};

/// Reads a request that may stand within another document, its session policy in the mode of the
/// sink.
pub(crate) fn read_node(
    node: &Node<'_>,
    asked: Asked<'_>,
    path: &Path<'_>,
    sink: &mut Sink,
) -> Readable<RequestDocument> {
    request(&mut Form::new(sink, CODES), node, asked, path)
}

fn request(
    form: &mut Form<'_>,
    node: &Node<'_>,
    asked: Asked<'_>,
    path: &Path<'_>,
) -> Readable<RequestDocument> {
    let members = form.object(node, path, "a request")?;
    form.known(members, path, &MEMBERS);
    let mut shared = Keys::default();
    let principal = principal(form, node, asked, path);
    let resource_group = form.optional_text(node, "resource_group", path);
    let context = super::context::read(form, node, path, &Keys::default(), &mut shared);
    let caller = principal.as_ref().ok().and_then(Option::as_deref);
    let session_policy = session_policy(form, node, asked, caller, path);
    let operation = operation(form, node, path, &shared);
    let checks = if node.member("operation").is_some() {
        Ok(Vec::new())
    } else {
        checks(form, node, path, &shared)
    };
    Ok(RequestDocument {
        principal: principal?,
        resource_group: resource_group?,
        context: context?,
        session_policy: session_policy?,
        operation: operation?,
        checks: checks?,
    })
}

/// The session policy, which only a role session has, and only where there are roles.
fn session_policy(
    form: &mut Form<'_>,
    node: &Node<'_>,
    asked: Asked<'_>,
    caller: Option<&str>,
    path: &Path<'_>,
) -> Readable<Option<Policy>> {
    let Some(member) = node.member("session_policy") else {
        return Ok(None);
    };
    let path = path.member("session_policy");
    let Asked::OfStore { keys } = asked else {
        form.report(Code::NeedsStore, member.name_span, &path, || {
            Note::new("there is no session policy where there is no store")
                .help("it bounds a role session, and roles stand in a store")
        });
        return Err(Reported);
    };
    let policy = policy::read_node(&member.value, PolicyKind::Session, keys, &path, form.sink);
    // A caller that is not there or cannot be read has been reported.
    if let Some(caller) = caller
        && Principal::new(caller).is_ok_and(|caller| !matches!(caller, Principal::Role { .. }))
    {
        form.report(Code::SessionPolicyHolder, member.name_span, &path, || {
            Note::new(format!("{} has no session policy", quoted(caller))).help(
                "only a session of a role has one: `acs:ram::<account>:role/<name>/<session>`",
            )
        });
        return Err(Reported);
    }
    policy.map(Some).ok_or(Reported)
}

/// The operation, which stands in place of the checks.
fn operation(
    form: &mut Form<'_>,
    node: &Node<'_>,
    path: &Path<'_>,
    shared: &Keys,
) -> Readable<Option<OperationDocument>> {
    let listed = node.member("resources");
    let Some(member) = node.member("operation") else {
        let Some(listed) = listed else {
            return Ok(None);
        };
        let path = path.member("resources");
        form.report(Code::BadOperation, listed.name_span, &path, || {
            Note::new("the request has `resources` and no `operation`")
                .help("an action has one `resource`; every one of `checks` names its own")
        });
        return Err(Reported);
    };
    let place = path.member("operation");
    for name in ["action", "resource", "checks"] {
        if let Some(other) = node.member(name) {
            let path = path.member(name);
            form.report(Code::BadOperation, other.name_span, &path, || {
                Note::new(format!("the request has both `operation` and `{name}`"))
                    .help("an operation stands for its checks, and names `resources`")
            });
        }
    }
    let name = form.item_text(&member.value, &place, "`operation`");
    if matches!(&name, Ok(name) if name.is_empty()) {
        form.report(Code::BadOperation, member.value.span, &place, || {
            Note::new("the operation has no name")
        });
    }
    let resources = match listed {
        Some(listed) => resources(form, listed, &path.member("resources"), shared),
        None => Ok(Vec::new()),
    };
    Ok(Some(OperationDocument {
        name: name?,
        span: member.value.span,
        resources: resources?,
    }))
}

/// The resources of an operation, by type.
fn resources(
    form: &mut Form<'_>,
    listed: &Member<'_>,
    path: &Path<'_>,
    shared: &Keys,
) -> Readable<Vec<OperationResource>> {
    let members = form.object(&listed.value, path, "`resources`")?;
    if let Some(beyond) = members.get(MAX_CHECKS) {
        form.report(Code::BadOperation, beyond.name_span, path, || {
            Note::new(format!("there are more than {MAX_CHECKS} resources"))
        });
    }
    let resources: Vec<_> = members
        .iter()
        .map(|member| operation_resource(form, member, &path.member(&member.name), shared))
        .collect();
    resources.into_iter().collect()
}

/// One resource: its name, or an object with that and the context of its checks.
fn operation_resource(
    form: &mut Form<'_>,
    member: &Member<'_>,
    path: &Path<'_>,
    shared: &Keys,
) -> Readable<OperationResource> {
    let node = &member.value;
    let (arn, place, context) = match &node.kind {
        Kind::Object(members) => {
            form.known(members, path, &RESOURCE_MEMBERS);
            let context = super::context::read(form, node, path, shared, &mut Keys::default());
            let Some(arn) = node.member("arn") else {
                return Err(form.missing(node, "arn", path));
            };
            (&arn.value, path.member("arn"), context)
        }
        _ => (node, *path, Ok(Vec::new())),
    };
    let what = format!("the resource {}", quoted(&member.name));
    let text = form.item_text(arn, &place, &what);
    if let Ok(text) = &text
        && let Err(error) = Arn::new(text)
    {
        form.report(Code::UnreadableResource, arn.span, &place, || {
            Note::new(format!("{} is not the name of one resource", quoted(text)))
                .help(error.reason())
        });
    }
    Ok(OperationResource {
        kind: member.name.clone().into_owned(),
        kind_span: member.name_span,
        arn: text?,
        arn_span: arn.span,
        context: context?,
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

/// Who asks: of a store somebody does, policies that are given are the caller's.
fn principal(
    form: &mut Form<'_>,
    node: &Node<'_>,
    asked: Asked<'_>,
    path: &Path<'_>,
) -> Readable<Option<String>> {
    let principal = form.optional_text(node, "principal", path)?;
    if principal.is_none() && matches!(asked, Asked::OfStore { .. }) {
        return Err(form.missing(node, "principal", path));
    }
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
