//! The resource of a request: an ARN of five segments, or none.
//!
//! Must not know resource patterns (`pattern`).

use core::fmt;

use crate::ReadError;

/// A concrete resource name: `acs:<ram-code>:<region>:<account>:<relative-id>` (2.2).
///
/// The relative id takes everything behind the fourth `:`, further colons included (2.27).
/// Characters such as `*` and `?` stand for themselves (2.38).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Arn<'a> {
    text: &'a str,
    service: &'a str,
    region: &'a str,
    account: &'a str,
    relative_id: &'a str,
}

impl<'a> Arn<'a> {
    /// Reads an ARN.
    ///
    /// # Errors
    /// When there are fewer than five segments, the first is not `acs` (in any case), or the
    /// relative id is empty. Service, region and account may be empty (2.22).
    pub fn new(text: &'a str) -> Result<Self, ReadError> {
        let mut segments = text.splitn(5, ':');
        let (Some(prefix), Some(service), Some(region), Some(account), Some(relative_id)) = (
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
        ) else {
            return Err(ReadError::resource(
                "an ARN has five segments, `acs:<service>:<region>:<account>:<relative id>`",
            ));
        };
        if !prefix.eq_ignore_ascii_case("acs") {
            return Err(ReadError::resource("an ARN begins with `acs:`"));
        }
        if relative_id.is_empty() {
            return Err(ReadError::resource(
                "there is nothing behind the fourth `:`",
            ));
        }
        Ok(Self {
            text,
            service,
            region,
            account,
            relative_id,
        })
    }

    /// The ARN as it was written.
    #[inline]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The second segment; compared without regard to ASCII case (2.33).
    #[inline]
    pub fn service(&self) -> &'a str {
        self.service
    }

    /// The third segment.
    #[inline]
    pub fn region(&self) -> &'a str {
        self.region
    }

    /// The fourth segment.
    #[inline]
    pub fn account(&self) -> &'a str {
        self.account
    }

    /// Everything behind the fourth `:`; never empty.
    #[inline]
    pub fn relative_id(&self) -> &'a str {
        self.relative_id
    }

    /// Whether the relative id compares without regard to ASCII case: names of the RAM service
    /// itself do (2.35).
    #[inline]
    pub fn folds_relative_id(&self) -> bool {
        self.service.eq_ignore_ascii_case("ram")
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// What a request is about: one resource, or none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Resource<'a> {
    /// The call names no resource; only wildcard-only patterns match it (2.30).
    None,
    /// The call names this one.
    Arn(Arn<'a>),
}

impl<'a> Resource<'a> {
    /// Reads a resource: `*` for a call that names none, or an ARN.
    ///
    /// # Errors
    /// When it is neither; see [`Arn::new`].
    pub fn new(text: &'a str) -> Result<Self, ReadError> {
        if text == "*" {
            Ok(Self::None)
        } else {
            Arn::new(text).map(Self::Arn)
        }
    }

    /// The resource as text, `*` for none.
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::None => "*",
            Self::Arn(arn) => arn.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arn, Resource};

    #[test]
    fn the_relative_id_takes_the_rest() {
        let arn = Arn::new("acs:oss::1:b/x:1:b/y").unwrap();
        assert_eq!(
            (arn.service(), arn.region(), arn.account()),
            ("oss", "", "1")
        );
        assert_eq!(arn.relative_id(), "b/x:1:b/y");
        assert!(Arn::new("ACS::::x").is_ok());
    }

    #[test]
    fn what_is_no_arn() {
        for text in ["", "acs:kms:r:a", "arn:kms:r:a:x", "acs:kms:r:a:", "**"] {
            assert!(Resource::new(text).is_err(), "{text}");
        }
        assert_eq!(Resource::new("*").unwrap(), Resource::None);
    }
}
