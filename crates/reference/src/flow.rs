//! One check of a call against a store: the whole flow (sections 6.2 to 6.5, 11).
//!
//! Must not know how a statement is judged. Read from the top: [`authorize`] goes through the
//! stages, and each stage is a file.

mod answer;
mod asked;
mod control;
mod identity;
mod merge;
mod policies;
mod resource_side;

use ramgate_model::{DecisionKind, Principal, Request, Stage};
use ramgate_syntax::{Policy, PolicyKind, Store};

pub use answer::{Attached, Authorization, PolicyLabel, StatementId};

use crate::text::{equal, same_char_ignoring_ascii_case};
use asked::Asked;
use policies::{Attachment, Finding};

/// One check of a call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Who calls.
    pub principal: Principal<'a>,
    /// What is to be done, to what, under which circumstances.
    pub request: &'a Request<'a>,
    /// The resource group that holds the resource, where the store does not say.
    pub resource_group: Option<&'a str>,
    /// The policy that a role session was created with. A call of anyone else that brings one
    /// cannot be read, so it is not asked here; if it is, the policy bounds it all the same.
    pub session_policy: Option<&'a Policy>,
}

/// Decides one check of a call (6.2).
///
/// Goes through the stages in their order. Judges every statement of a stage that it comes to.
pub fn authorize(store: &Store, call: &Call<'_>) -> Authorization {
    let principal_arn = asked::principal_arn(&call.principal);
    let context = asked::context(call.request.context(), principal_arn.as_deref());
    let asked = Asked::new(store, call, &context);

    // 0: nothing to authorize, once it is known who calls.
    if call.principal != Principal::Anonymous && asked.is_action("kms:DescribeRegions") {
        return Authorization::without_statement(DecisionKind::Allow, Stage::Exempt);
    }
    // 0b, and 6.5: root may not assume roles.
    if let Principal::Root { account } = call.principal {
        if asked.is_assume_role() {
            let stage = Stage::AssumeRolePolicy;
            return Authorization::without_statement(DecisionKind::ImplicitDeny, stage);
        }
        if asked.owner() == Some(account) {
            return in_doubt(&asked, root_of_the_owner(&asked));
        }
    }
    // 1
    if let Some(end) = control::end(&asked) {
        return end;
    }
    // 2
    if let Some(end) = session_end(&asked) {
        return end;
    }
    // 3A, 3B, 4
    let identity = identity::find(&asked);
    let resource = resource_side::find(&asked);
    in_doubt(&asked, merge::merge(&asked, &identity, &resource))
}

/// Nothing is allowed on a key or secret whose region is not written, if it may be one of which the
/// store knows something: that may forbid it.
fn in_doubt(asked: &Asked<'_>, answer: Authorization) -> Authorization {
    if answer.kind == DecisionKind::Allow && asked.is_doubtful() {
        let stage = Stage::ResourceBasedPolicy;
        Authorization::without_statement(DecisionKind::ImplicitDeny, stage)
    } else {
        answer
    }
}

/// Q2: what belongs to an account is open to its root, unless the policy of the key or secret
/// denies it. It cannot deny the reading and replacing of itself.
fn root_of_the_owner(asked: &Asked<'_>) -> Authorization {
    let finding = resource_side::find(asked);
    let is_policy_admin = [
        "kms:GetKeyPolicy",
        "kms:SetKeyPolicy",
        "kms:GetSecretPolicy",
        "kms:SetSecretPolicy",
    ]
    .into_iter()
    .any(|action| asked.is_action(action));
    if finding.kind == DecisionKind::ExplicitDeny && !is_policy_admin {
        Authorization::found(Stage::ResourceBasedPolicy, &finding)
    } else {
        Authorization::without_statement(DecisionKind::Allow, Stage::Root)
    }
}

/// What ends the call at the session policy: anything but its Allow.
fn session_end(asked: &Asked<'_>) -> Option<Authorization> {
    let session = Attachment {
        label: PolicyLabel::Session,
        policy: asked.session_policy()?,
        attached: Attached::Session,
    };
    let finding = Finding::of(asked, PolicyKind::Session, vec![session]);
    (finding.kind != DecisionKind::Allow)
        .then(|| Authorization::found(Stage::SessionPolicy, &finding))
}

/// Whether two names are one where ASCII case does not count.
fn is_same(a: &str, b: &str) -> bool {
    equal(a, b, same_char_ignoring_ascii_case)
}
