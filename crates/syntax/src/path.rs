//! Where in a JSON document something stands, by member names and indexes.
//!
//! Must not know spans; a path is text for people, such as `Statement[0].Action[2]`.

use std::fmt;

use crate::diagnostics::elided;

/// A path while a document is being read: each step borrows the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Member(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    /// The document itself.
    pub(crate) fn root() -> Self {
        Self {
            parent: None,
            step: Step::Root,
        }
    }

    /// Whether it is the document itself.
    pub(crate) fn is_root(&self) -> bool {
        matches!(self.step, Step::Root)
    }

    /// A member of what this path leads to.
    pub(crate) fn member(&'p self, name: &'p str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    /// An item of what this path leads to.
    pub(crate) fn index(&'p self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(index),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Member(name) => {
                let name = elided(name);
                let dot = match self.parent {
                    Some(parent) if !parent.is_root() => ".",
                    _ => "",
                };
                if is_plain(&name) {
                    write!(f, "{dot}{name}")
                } else {
                    write!(f, "[{name:?}]")
                }
            }
        }
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '…'))
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn steps_read_as_in_a_program() {
        let root = Path::root();
        let statements = root.member("Statement");
        let first = statements.index(0);
        let condition = first.member("Condition");
        let operator = condition.member("StringEquals");
        assert_eq!(root.to_string(), "");
        assert_eq!(first.member("Action").to_string(), "Statement[0].Action");
        assert_eq!(
            operator.member("acs:\"x").index(2).to_string(),
            r#"Statement[0].Condition.StringEquals["acs:\"x"][2]"#
        );
    }

    #[test]
    fn long_names_are_cut() {
        let name = "a".repeat(1000);
        assert!(Path::root().member(&name).to_string().len() < 100);
    }
}
