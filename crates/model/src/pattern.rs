//! Patterns for actions and resources, as a policy writes them: what is well formed.
//!
//! Must not know how a set of patterns is searched; one pattern is matched by `glob`.

use core::fmt;

use crate::glob::{self, Case};
use crate::text::{has_control, is_padded};

/// Why a pattern cannot be read soundly.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PatternFault {
    /// White space at its beginning or end (1.24).
    Padded,
    /// A control character in it (1.29).
    ControlCharacter,
    /// An action pattern with neither `:` nor `*`: it can match nothing (2.12).
    NotAnAction,
    /// A resource pattern with fewer than five segments (2.28).
    TooFewSegments,
    /// A resource pattern whose first segment cannot match `acs`.
    ForeignPrefix,
}

impl fmt::Display for PatternFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Padded => "begins or ends with white space",
            Self::ControlCharacter => "contains a control character",
            Self::NotAnAction => "is no action pattern: it has neither `:` nor `*`",
            Self::TooFewSegments => "has fewer than five segments separated by `:`",
            Self::ForeignPrefix => "does not begin with `acs:`",
        })
    }
}

fn check_characters(text: &str) -> Result<(), PatternFault> {
    if is_padded(text) {
        Err(PatternFault::Padded)
    } else if has_control(text) {
        Err(PatternFault::ControlCharacter)
    } else {
        Ok(())
    }
}

/// A pattern for actions: matched as a whole, without regard to ASCII case (2.1 of the
/// specification). `*` crosses the colon.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct ActionPattern<'a> {
    text: &'a str,
}

impl<'a> ActionPattern<'a> {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it cannot be read soundly; such a pattern is *unknown* (E-rule).
    pub fn parse(text: &'a str) -> Result<Self, PatternFault> {
        check_characters(text)?;
        if text.contains([':', '*']) {
            Ok(Self { text })
        } else {
            Err(PatternFault::NotAnAction)
        }
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Whether it matches every action.
    pub fn is_wildcard_only(&self) -> bool {
        glob::is_wildcard_only(self.text)
    }
}

/// A pattern for resources.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ResourcePattern<'a> {
    /// `*`: everything, also calls that name no resource (2.29).
    Any,
    /// Four patterns, each for a segment of the request's ARN; the first segment matches `acs`.
    Segments(SegmentPatterns<'a>),
}

/// The patterns for the segments behind `acs` (2.27).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SegmentPatterns<'a> {
    /// For the service code; without regard to ASCII case.
    pub service: &'a str,
    /// For the region; an empty pattern matches only an empty region (2.24).
    pub region: &'a str,
    /// For the account.
    pub account: &'a str,
    /// For the relative id, where `*` crosses `:` and `/`.
    pub relative_id: &'a str,
}

impl<'a> ResourcePattern<'a> {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it cannot be read soundly; such a pattern is *unknown* (E-rule).
    pub fn parse(text: &'a str) -> Result<Self, PatternFault> {
        check_characters(text)?;
        if glob::is_wildcard_only(text) {
            return Ok(Self::Any);
        }
        let mut segments = text.splitn(5, ':');
        let (Some(prefix), Some(service), Some(region), Some(account), Some(relative_id)) = (
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
            segments.next(),
        ) else {
            return Err(PatternFault::TooFewSegments);
        };
        if !glob::matches(prefix, "acs", Case::AsciiInsensitive) {
            return Err(PatternFault::ForeignPrefix);
        }
        Ok(Self::Segments(SegmentPatterns {
            service,
            region,
            account,
            relative_id,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::{ActionPattern, PatternFault, ResourcePattern};

    #[test]
    fn action_patterns() {
        for text in ["*", "**", "k*", "kms:*", "*:List*", ":", "kms:"] {
            assert!(ActionPattern::parse(text).is_ok(), "{text}");
        }
        for (text, fault) in [
            ("kms", PatternFault::NotAnAction),
            ("", PatternFault::NotAnAction),
            ("km?", PatternFault::NotAnAction),
            ("kms:Get ", PatternFault::Padded),
            ("kms:\u{1}*", PatternFault::ControlCharacter),
        ] {
            assert_eq!(ActionPattern::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn resource_patterns() {
        assert_eq!(ResourcePattern::parse("**"), Ok(ResourcePattern::Any));
        for text in [
            "acs:kms:*:*:key/*",
            "*:*:*:*:cfg/*",
            "ACS:oss:::b:c",
            "a?s:::: ",
        ] {
            assert_eq!(
                ResourcePattern::parse(text).is_ok(),
                !text.ends_with(' '),
                "{text}"
            );
        }
        for (text, fault) in [
            ("acs:kms:*", PatternFault::TooFewSegments),
            ("", PatternFault::TooFewSegments),
            ("*?", PatternFault::TooFewSegments),
            ("arn:kms:*:*:*", PatternFault::ForeignPrefix),
            (" *", PatternFault::Padded),
        ] {
            assert_eq!(ResourcePattern::parse(text), Err(fault), "{text}");
        }
    }
}
