//! The operations that an Allow in the policy of a key or secret takes effect for (7.3).
//!
//! Must not know policies.

use ramgate_model::Action;

/// Beginnings of names, and whole names.
struct Operations {
    beginnings: &'static [&'static str],
    names: &'static [&'static str],
}

const OF_KEYS: Operations = Operations {
    beginnings: &[
        "List", "Describe", "Create", "Enable", "Disable", "Get", "Set", "Update", "Delete",
        "Cancel",
    ],
    names: &[
        "TagResource",
        "UntagResource",
        "ImportKeyMaterial",
        "ScheduleKeyDeletion",
        "Encrypt",
        "Decrypt",
        "GenerateDataKey",
        "GenerateAndExportDataKey",
        "AsymmetricEncrypt",
        "AsymmetricDecrypt",
    ],
};

const OF_SECRETS: Operations = Operations {
    beginnings: &["List", "Describe", "Update"],
    names: &[
        "PutSecretValue",
        "DeleteSecret",
        "RestoreSecret",
        "RotateSecret",
        "TagResource",
        "UntagResource",
        "GetSecretValue",
    ],
};

/// Whether an Allow of a key policy takes effect for an action.
pub(crate) fn of_key_policies(action: &Action<'_>) -> bool {
    OF_KEYS.have(action)
}

/// Whether an Allow of a secret policy takes effect for an action.
pub(crate) fn of_secret_policies(action: &Action<'_>) -> bool {
    OF_SECRETS.have(action)
}

impl Operations {
    fn have(&self, action: &Action<'_>) -> bool {
        let Some((service, name)) = action.as_str().split_once(':') else {
            return false;
        };
        let begins = |beginning: &&str| {
            name.as_bytes()
                .get(..beginning.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
        };
        service.eq_ignore_ascii_case("kms")
            && (self.beginnings.iter().any(begins)
                || self
                    .names
                    .iter()
                    .any(|known| name.eq_ignore_ascii_case(known)))
    }
}
