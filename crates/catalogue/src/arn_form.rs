//! The form that the ARNs of a resource type have, such as `acs:kms:{region}:{account}:key/{key-id}`.
//!
//! Must not know resource types.

use ramgate_model::Arn;

/// A form of ARNs: a service, any region, any account, and what the relative id begins with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ArnForm {
    text: String,
    service: String,
    /// What the relative id begins with; all of it if there is no id.
    head: String,
    has_id: bool,
}

impl ArnForm {
    /// Reads a form. The error says what a form is like.
    pub(crate) fn new(text: &str) -> Result<Self, &'static str> {
        const EXPECTED: &str = "expected a form such as `acs:kms:{region}:{account}:key/{key-id}`";
        let mut segments = text.splitn(5, ':');
        let (Some("acs"), Some(service), Some("{region}"), Some("{account}"), Some(relative)) = (
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
        ) else {
            return Err(EXPECTED);
        };
        let (head, id) = match relative.split_once('{') {
            Some((head, id)) => (head, Some(id.strip_suffix('}').ok_or(EXPECTED)?)),
            None => (relative, None),
        };
        let is_plain = |part: &str| !part.is_empty() && !part.contains(['{', '}', '*', '?']);
        if is_plain(service) && is_plain(head) && id.is_none_or(is_plain) {
            Ok(Self {
                text: text.to_owned(),
                service: service.to_owned(),
                head: head.to_owned(),
                has_id: id.is_some(),
            })
        } else {
            Err(EXPECTED)
        }
    }

    /// The form as it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is one such resource in a region of an account, not many with ids.
    pub(crate) fn is_of_place(&self) -> bool {
        !self.has_id
    }

    /// Whether an ARN has this form. Service codes compare without regard to ASCII case (2.33).
    pub(crate) fn fits(&self, arn: &Arn<'_>) -> bool {
        let id = arn.relative_id().strip_prefix(self.head.as_str());
        arn.service().eq_ignore_ascii_case(&self.service)
            && id.is_some_and(|id| id.is_empty() != self.has_id)
    }

    /// The resource of this form where `arn` is; only for forms [of a place](Self::is_of_place).
    pub(crate) fn where_is(&self, arn: &Arn<'_>) -> String {
        format!(
            "acs:{}:{}:{}:{}",
            self.service,
            arn.region(),
            arn.account(),
            self.head
        )
    }
}

#[cfg(test)]
mod tests {
    use ramgate_model::Arn;

    use super::ArnForm;

    #[test]
    fn what_fits() {
        let key = ArnForm::new("acs:kms:{region}:{account}:key/{key-id}").unwrap();
        let keys = ArnForm::new("acs:kms:{region}:{account}:key").unwrap();
        assert!(!key.is_of_place() && keys.is_of_place());
        for (arn, of_key, of_keys) in [
            ("acs:kms:cn-hangzhou:1:key/k", true, false),
            ("ACS:KMS:::key/k/l:m", true, false),
            ("acs:kms:cn-hangzhou:1:key/", false, false),
            ("acs:kms:cn-hangzhou:1:key", false, true),
            ("acs:kms:cn-hangzhou:1:keys", false, false),
            ("acs:kms:cn-hangzhou:1:Key/k", false, false),
            ("acs:oss:cn-hangzhou:1:key/k", false, false),
            ("acs:kms:cn-hangzhou:1:secret/key/k", false, false),
        ] {
            let arn = Arn::new(arn).unwrap();
            assert_eq!(
                (key.fits(&arn), keys.fits(&arn)),
                (of_key, of_keys),
                "{arn}"
            );
        }
        let arn = Arn::new("acs:KMS:cn-hangzhou:1:key/k").unwrap();
        assert_eq!(keys.where_is(&arn), "acs:kms:cn-hangzhou:1:key");
    }

    #[test]
    fn what_is_no_form() {
        for text in [
            "",
            "acs:kms:{region}:{account}",
            "acs:kms:{region}:{account}:",
            "acs:kms:{region}:{account}:{id}",
            "acs:kms:{region}:{account}:key/{}",
            "acs:kms:{region}:{account}:key/{id",
            "acs:kms:{region}:{account}:key/{id}/x",
            "acs:kms:{region}:{account}:key/{a}{b}",
            "acs:kms:{region}:{account}:key/*",
            "acs::{region}:{account}:key/{id}",
            "arn:kms:{region}:{account}:key/{id}",
            "acs:kms:*:*:key/{id}",
        ] {
            assert!(ArnForm::new(text).is_err(), "{text}");
        }
    }
}
