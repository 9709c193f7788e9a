//! A denial in the fields that RAM itself gives: of the error (8.1), and of the diagnostic message
//! decoded (8.2).
//!
//! Where RAM publishes no value a field is left out, or has one of ours; the user's guide says
//! which. Must not know how a denial came about.

use ramgate::store::{PolicyId, PolicyReport, StageEffect, StageReport};
use ramgate::{DecisionKind, Effect, Origin, Principal, Stage, Value};
use serde::Serialize;

use crate::session::CallExplained;

/// What the error of a denied request holds.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AccessDeniedDetail<'e> {
    auth_action: &'e str,
    #[serde(flatten)]
    auth_principal: Option<AuthPrincipal<'e>>,
    no_permission_type: &'static str,
    policy_type: &'static str,
}

/// What the diagnostic message of a denied request says.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DecodedDiagnosticMessage<'e> {
    explicit_deny: bool,
    no_permission_policy_type: &'static str,
    auth_action: &'e str,
    auth_resource: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_principal: Option<AuthPrincipal<'e>>,
    auth_conditions: Vec<AuthCondition<'e>>,
    matched_policies: Vec<MatchedPolicy>,
}

/// Who was denied. Nothing is published for roots, services and anonymous callers.
#[derive(Serialize)]
struct AuthPrincipal<'e> {
    #[serde(rename = "AuthPrincipalType")]
    kind: &'static str,
    #[serde(rename = "AuthPrincipalOwnerId")]
    owner: &'e str,
    #[serde(rename = "AuthPrincipalDisplayName")]
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthCondition<'e> {
    condition_key: &'e str,
    condition_values: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MatchedPolicy {
    effect: &'static str,
    policy_identifier: String,
    policy_type: &'static str,
    attached_entity_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attached_scope: Option<&'static str>,
}

impl<'e> AccessDeniedDetail<'e> {
    /// The fields of a denial.
    pub(super) fn of(explained: &'e CallExplained<'_>) -> Self {
        let decision = explained.explanation.decision();
        Self {
            auth_action: &explained.check.action,
            auth_principal: AuthPrincipal::of(explained.call.principal()),
            no_permission_type: decision.kind().name(),
            policy_type: decision.stage().name(),
        }
    }
}

impl<'e> DecodedDiagnosticMessage<'e> {
    /// The fields of a denial.
    pub(super) fn of(explained: &'e CallExplained<'_>) -> Self {
        let decision = explained.explanation.decision();
        Self {
            explicit_deny: decision.kind() == DecisionKind::ExplicitDeny,
            no_permission_policy_type: decision.stage().name(),
            auth_action: &explained.check.action,
            auth_resource: &explained.check.resource,
            auth_principal: AuthPrincipal::of(explained.call.principal()),
            auth_conditions: conditions(explained),
            matched_policies: matched(explained),
        }
    }
}

impl<'e> AuthPrincipal<'e> {
    fn of(principal: &Principal<'e>) -> Option<Self> {
        let (kind, owner, name) = match *principal {
            Principal::User { account, name } => ("SubUser", account, name.to_owned()),
            Principal::Role {
                account,
                name,
                session,
            } => {
                let name = match session {
                    Some(session) => format!("{name}:{session}"),
                    None => name.to_owned(),
                };
                ("AssumedRoleUser", account, name)
            }
            Principal::IdentityProvider(text) => {
                let (_, name) = text.rsplit_once(':')?;
                ("Federated", principal.account()?, name.to_owned())
            }
            Principal::Root { .. } | Principal::Service(_) | Principal::Anonymous => return None,
        };
        Some(Self { kind, owner, name })
    }
}

/// The context of the check, as it was given.
fn conditions<'e>(explained: &'e CallExplained<'_>) -> Vec<AuthCondition<'e>> {
    let entries = explained.request.context().entries();
    let conditions = entries.map(|entry| AuthCondition {
        condition_key: entry.key().as_str(),
        condition_values: entry
            .value()
            .as_slice()
            .iter()
            .map(Value::to_string)
            .collect(),
    });
    conditions.collect()
}

/// The policies with a statement that applies, in the stages that made the decision.
fn matched(explained: &CallExplained<'_>) -> Vec<MatchedPolicy> {
    let counts = |stage: &&StageReport| {
        matches!(
            stage.effect(),
            StageEffect::Ends | StageEffect::Decides | StageEffect::Counts
        )
    };
    let mut matched = Vec::new();
    for stage in explained.explanation.stages().iter().filter(counts) {
        for policy in stage.policies() {
            for effect in [Effect::Deny, Effect::Allow] {
                if has(policy, effect) {
                    matched.push(entry(explained, stage, policy.origin(), effect));
                }
            }
        }
    }
    matched
}

/// Whether a statement of an effect applies, and has it.
fn has(policy: &PolicyReport, effect: Effect) -> bool {
    if effect == Effect::Allow && !policy.allows_count() {
        return false;
    }
    let mut statements = policy.statements().iter();
    statements.any(|of| of.applies() && of.effect() == effect)
}

fn entry(
    explained: &CallExplained<'_>,
    stage: &StageReport,
    origin: Origin,
    effect: Effect,
) -> MatchedPolicy {
    let policy = explained.authorizer.policy(origin);
    let by_principal = match explained.call.principal() {
        Principal::Role { .. } => "RamRole",
        _ => "RamUser",
    };
    let identity_scope = match stage.stage() {
        Stage::ResourceGroupLevelIdentityBasedPolicy => "ResourceGroup",
        _ => "Account",
    };
    let place = explained.authorizer.place(stage.place());
    let node_scope = if place.is_folder() {
        "Folder"
    } else {
        "Account"
    };
    let (attached_entity_type, attached_scope) = match origin {
        Origin::Principal(_) => (by_principal, Some(identity_scope)),
        Origin::Group(..) => ("RamGroup", Some(identity_scope)),
        Origin::Node(..) => ("ResourceDirectoryTarget", Some(node_scope)),
        Origin::Resource(_) if stage.stage() == Stage::AssumeRolePolicy => ("RamRole", None),
        Origin::Resource(_) => ("Resource", None),
        Origin::Session => ("RoleSession", None),
    };
    MatchedPolicy {
        effect: effect.name(),
        policy_identifier: explained.policy(origin),
        policy_type: match policy {
            Some(PolicyId::BuiltIn(_)) => "System",
            _ => "Custom",
        },
        attached_entity_type,
        attached_scope,
    }
}
