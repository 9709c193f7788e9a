//! The operations on which the Allows of key and secret policies take effect (7.3).
//!
//! Must not know resources or principals.

use ramgate_model::{Action, Effect};
use ramgate_syntax::tree::PolicyKind;

use crate::text::{glob, same_char_ignoring_ascii_case};

/// Of key policies.
const KEY: [&str; 24] = [
    "kms:List*",
    "kms:Describe*",
    "kms:Create*",
    "kms:Enable*",
    "kms:Disable*",
    "kms:Get*",
    "kms:Set*",
    "kms:Update*",
    "kms:Delete*",
    "kms:Cancel*",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:ImportKeyMaterial",
    "kms:ScheduleKeyDeletion",
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "kms:GenerateAndExportDataKey",
    "kms:AsymmetricEncrypt",
    "kms:AsymmetricDecrypt",
    "kms:DescribeKey",
    "kms:DescribeKeyVersion",
    "kms:ListKeyVersions",
    "kms:ListAliasesByKeyId",
];

/// Of secret policies.
const SECRET: [&str; 10] = [
    "kms:List*",
    "kms:Describe*",
    "kms:PutSecretValue",
    "kms:Update*",
    "kms:DeleteSecret",
    "kms:RestoreSecret",
    "kms:RotateSecret",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:GetSecretValue",
];

/// Whether a statement of this effect, in a policy of this kind, has any effect on the action: in
/// key and secret policies an Allow has none beyond the published operations, a Deny always has
/// (Q17).
pub(crate) fn takes_effect(kind: PolicyKind, effect: Effect, action: &Action<'_>) -> bool {
    let published: &[&str] = match kind {
        PolicyKind::Key => &KEY,
        PolicyKind::Secret => &SECRET,
        _ => return true,
    };
    let same = same_char_ignoring_ascii_case;
    effect == Effect::Deny
        || published
            .iter()
            .any(|pattern| glob(pattern, action.as_str(), same))
}
