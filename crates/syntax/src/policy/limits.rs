//! How long a policy of each kind may be (1.2).
//!
//! Must not know what the text says.

use crate::codes::Code;
use crate::diagnostics::{Note, Sink};
use crate::path::Path;
use crate::{PolicyKind, Span};

/// What counts, and how much of it there may be.
enum Length {
    /// Unicode code points, white space included (Q29).
    Characters(usize),
    Bytes(usize),
    Unlimited,
}

fn limit_of(kind: PolicyKind) -> Length {
    match kind {
        PolicyKind::Identity => Length::Characters(6144),
        PolicyKind::Session => Length::Characters(2048),
        PolicyKind::Control => Length::Characters(4096),
        PolicyKind::Key | PolicyKind::Secret => Length::Bytes(32_768),
        PolicyKind::Trust => Length::Unlimited,
    }
}

/// Reports a text that is too long for its kind. The span is what is too much of it.
pub(crate) fn check(text: &[u8], kind: PolicyKind, sink: &mut Sink) {
    let is_start = |byte: &u8| byte & 0b1100_0000 != 0b1000_0000;
    let (limit, unit, length, excess) = match limit_of(kind) {
        Length::Unlimited => return,
        Length::Characters(limit) => {
            let mut starts = text.iter().enumerate().filter(|(_, byte)| is_start(byte));
            let excess = starts.nth(limit).map(|(offset, _)| offset);
            let length = text.iter().filter(|byte| is_start(byte)).count();
            (limit, "characters", length, excess)
        }
        Length::Bytes(limit) => {
            let up_to_limit = text.get(..=limit).unwrap_or_default();
            let excess = up_to_limit.iter().rposition(is_start);
            (limit, "bytes", text.len(), excess)
        }
    };
    let Some(excess) = excess else { return };
    let span = Span::new(excess, text.len());
    sink.report(Code::PolicyTooLong, span, &Path::root(), || {
        let name = kind.name();
        let article = if kind == PolicyKind::Identity {
            "an"
        } else {
            "a"
        };
        Note::new(format!(
            "{article} {name} policy has no more than {limit} {unit}, white space included; \
             this one has {length}"
        ))
        .help("split the policy, or leave out white space")
    });
}

#[cfg(test)]
mod tests {
    use crate::{Code, Mode, PolicyKind, ReadOptions, read_policy};

    /// A policy of that many bytes, with as many characters less as `é` stands in it.
    fn policy(members: &str, bytes: usize) -> String {
        let text = format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Deny", {members}, "Resource": "*"}}]}}"#
        );
        let padding = " ".repeat(bytes - text.len());
        text + &padding
    }

    fn is_too_long(text: &str, kind: PolicyKind) -> bool {
        match read_policy(text, kind, &ReadOptions::new(Mode::Strict)) {
            Ok(_) => false,
            Err(found) => {
                let first = found.first().unwrap();
                assert_eq!((found.len(), first.code()), (1, Code::PolicyTooLong));
                assert_eq!(first.span().end(), text.len());
                assert!(text.is_char_boundary(first.span().start()));
                true
            }
        }
    }

    #[test]
    fn each_kind_has_its_limit() {
        let action = r#""Action": "kms:\u00e9*""#;
        let principal = r#""Principal": {"RAM": "acs:ram::1:root"}, "Action": "kms:*""#;
        for (kind, members, limit) in [
            (PolicyKind::Identity, action, 6144),
            (PolicyKind::Session, action, 2048),
            (PolicyKind::Control, action, 4096),
            (PolicyKind::Key, principal, 32_768),
            (PolicyKind::Secret, principal, 32_768),
        ] {
            assert!(!is_too_long(&policy(members, limit), kind), "{kind:?}");
            assert!(is_too_long(&policy(members, limit + 1), kind), "{kind:?}");
        }
    }

    #[test]
    fn characters_are_code_points_and_bytes_are_bytes() {
        let action = r#""Action": "kms:éé*""#;
        assert!(!is_too_long(&policy(action, 2050), PolicyKind::Session));
        assert!(is_too_long(&policy(action, 2051), PolicyKind::Session));
        let members = r#""Principal": {"RAM": "acs:ram::1:root"}, "Action": "kms:éé*""#;
        assert!(!is_too_long(&policy(members, 32_768), PolicyKind::Key));
        assert!(is_too_long(&policy(members, 32_769), PolicyKind::Key));
    }

    #[test]
    fn trust_policies_and_import_mode_are_free() {
        let text = policy(r#""Action": "kms:*""#, 10_000);
        let read = read_policy(&text, PolicyKind::Identity, &ReadOptions::new(Mode::Import));
        assert_eq!(
            read.unwrap().warnings.first().unwrap().code(),
            Code::PolicyTooLong
        );
        let options = ReadOptions::new(Mode::Strict).with_length_limits(false);
        assert!(read_policy(&text, PolicyKind::Identity, &options).is_ok());
        let trust = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action":
            "sts:AssumeRole", "Principal": {"RAM": "acs:ram::1:root"}}]}"#;
        let trust = trust.to_owned() + &" ".repeat(100_000);
        assert!(!is_too_long(&trust, PolicyKind::Trust));
    }
}
