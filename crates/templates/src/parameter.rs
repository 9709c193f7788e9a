//! What a template asks for, what it is given, and whether the one is fit for the other.
//!
//! Must not know where in a document a value is put.

use std::collections::BTreeMap;

use ramgate_model::AddressBlock;

use crate::error::ParameterProblem;

/// Something that a template needs to be told.
///
/// Every parameter of a template is required and none has a default: a policy that reaches further
/// than its author thought must not come from a value that nobody wrote.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) form: Form,
    pub(crate) several: bool,
    pub(crate) example: &'static [&'static str],
}

/// The form of a parameter's values.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Region,
    RegionOrAny,
    AccountOrAny,
    KeyId,
    SecretName,
    Tag,
    AddressBlock,
}

/// The longest name that KMS gives a secret.
const MAX_SECRET_NAME: usize = 192;

/// The longest tag key or tag value (4.3).
const MAX_TAG: usize = 128;

impl Parameter {
    /// Its name, in kebab case; on the command line `--<name>`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it means, as a phrase.
    pub fn description(&self) -> &'static str {
        self.about
    }

    /// The form that a value must have, as a noun phrase.
    pub fn expected(&self) -> &'static str {
        self.form.expected()
    }

    /// Whether it takes one or more values, and not exactly one.
    pub fn takes_several(&self) -> bool {
        self.several
    }

    /// Values that it accepts; exactly one unless it takes several.
    pub fn example(&self) -> &'static [&'static str] {
        self.example
    }

    /// Whether a value has the form of this parameter.
    pub fn accepts(&self, value: &str) -> bool {
        self.form.accepts(value)
    }

    /// What is wrong with the values that are given for it.
    pub(crate) fn problems(&self, values: &[String]) -> Vec<ParameterProblem> {
        match values.len() {
            0 => vec![ParameterProblem::missing(self)],
            count if count > 1 && !self.several => vec![ParameterProblem::repeated(self, count)],
            _ => values
                .iter()
                .filter(|value| !self.accepts(value))
                .map(|value| ParameterProblem::malformed(self, value))
                .collect(),
        }
    }
}

impl Form {
    fn expected(self) -> &'static str {
        match self {
            Self::Region => "a region id of small letters, digits and hyphens",
            Self::RegionOrAny => {
                "a region id of small letters, digits and hyphens, or `*` for all regions"
            }
            Self::AccountOrAny => "the digits of an account id, or `*` for all accounts",
            Self::KeyId => "a key id of letters, digits and hyphens",
            Self::SecretName => "a secret name of at most 192 letters, digits and `_/+=.@-`",
            Self::Tag => "1 to 128 letters, digits and `/\\_.+=:@-`",
            Self::AddressBlock => "an IPv4 or IPv6 address, or a block in CIDR notation",
        }
    }

    fn accepts(self, value: &str) -> bool {
        match self {
            Self::Region => consists_of(value, usize::MAX, is_region_byte),
            Self::RegionOrAny => value == "*" || Self::Region.accepts(value),
            Self::AccountOrAny => {
                value == "*" || consists_of(value, usize::MAX, |b| b.is_ascii_digit())
            }
            Self::KeyId => consists_of(value, usize::MAX, |b| {
                b.is_ascii_alphanumeric() || b == b'-'
            }),
            Self::SecretName => consists_of(value, MAX_SECRET_NAME, |b| {
                b.is_ascii_alphanumeric() || b"_/+=.@-".contains(&b)
            }),
            Self::Tag => consists_of(value, MAX_TAG, |b| {
                b.is_ascii_alphanumeric() || b"/\\_.+=:@-".contains(&b)
            }),
            Self::AddressBlock => AddressBlock::parse(value).is_ok(),
        }
    }
}

fn is_region_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

/// Whether a text has between one and `longest` bytes, all of them permitted.
fn consists_of(text: &str, longest: usize, permitted: impl Fn(u8) -> bool) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(permitted)
}

/// Values for the parameters of a template, by name. The order of a parameter's values is kept.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Parameters {
    values: BTreeMap<String, Vec<String>>,
}

impl Parameters {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.add(name, value);
        self
    }

    /// Adds a value; one that is there already stays.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.values
            .entry(name.into())
            .or_default()
            .push(value.into());
    }

    /// The values of a parameter, in the order in which they were added; none if it is not given.
    pub fn get(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// All parameters that are given, by name, with one or more values each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values
            .iter()
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

impl<N: Into<String>, V: Into<String>> Extend<(N, V)> for Parameters {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, pairs: I) {
        for (name, value) in pairs {
            self.add(name, value);
        }
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut parameters = Self::new();
        parameters.extend(pairs);
        parameters
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[track_caller]
    fn check(form: Form, good: &[&str], bad: &[&str]) {
        for value in good {
            assert!(form.accepts(value), "{form:?} should accept `{value}`");
        }
        let never = [
            "",
            " ",
            "a b",
            "x\"y",
            "**",
            "?",
            "${region}",
            "{{region}}",
            "a\n",
            "é",
            "²",
        ];
        for value in bad.iter().chain(&never) {
            assert!(!form.accepts(value), "{form:?} should refuse `{value}`");
        }
    }

    #[test]
    fn forms() {
        check(
            Form::Region,
            &["cn-hangzhou", "us-east-1"],
            &["*", "cn-*", "CN", "cn_x", "a:b"],
        );
        check(Form::RegionOrAny, &["cn-hangzhou", "*"], &["cn-*", "a:b"]);
        check(
            Form::AccountOrAny,
            &["1234567890123456", "1", "*"],
            &["12*", "-1", "a", "1:2"],
        );
        check(
            Form::KeyId,
            &["key-hzz0000example", "08ec3bb9-034f-485b-b1cd-3459baa8c9c7"],
            &["*", "key/x", "a:b", "a_b"],
        );
        check(
            Form::SecretName,
            &[
                "example-secret",
                "acs/ram/user/x",
                "a+b=c.d@e_f",
                &"n".repeat(192),
            ],
            &["*", "a:b", "a\\b", &"n".repeat(193)],
        );
        check(
            Form::Tag,
            &[
                "Project",
                "acs:rds:instance-encryption",
                "a/b\\c_d.e+f=g@h",
                &"t".repeat(128),
            ],
            &["*", "a,b", &"t".repeat(129)],
        );
        check(
            Form::AddressBlock,
            &[
                "10.0.0.1",
                "10.0.0.0/8",
                "10.1.2.3/8",
                "::1",
                "2001:db8::/32",
            ],
            &[
                "*",
                "10.*",
                "10.0.0.1-10.0.0.9",
                "010.0.0.1",
                "10.0.0.0/33",
                "10.0.0.0/",
                "fe80::1%1",
            ],
        );
    }
}
