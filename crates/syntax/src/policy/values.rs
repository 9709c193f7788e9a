//! Condition values by family: numbers, dates, booleans, addresses (3.4).
//!
//! Must not know how values are compared.

use ramgate_model::{AddressBlock, Decimal, Family, Instant, ValueError, operator};

use super::Reader;
use super::texts::At;
use crate::codes::Code;
use crate::diagnostics::{Note, quoted};

impl Reader<'_> {
    /// Looks at a value of an operator of this family.
    pub(super) fn value(&mut self, family: Family, text: &str, at: At<'_>) {
        let (code, noun, read) = match family {
            Family::String => return,
            Family::Numeric => (Code::BadNumber, "number", Decimal::parse(text).map(drop)),
            Family::Date => (Code::BadDate, "date", Instant::parse(text).map(drop)),
            Family::Bool => (
                Code::BadBool,
                "boolean",
                operator::parse_bool(text).map(drop),
            ),
            Family::IpAddress => {
                let read = AddressBlock::parse(text).map(drop);
                (Code::BadAddress, "address", read)
            }
        };
        match read {
            Err(error) => self.bad_value(code, noun, text, error, at),
            Ok(()) if family == Family::Bool && !matches!(text, "true" | "false") => {
                self.report(code, at.span, at.path, || {
                    Note::new(format!("the boolean {} is not in lower case", quoted(text)))
                        .help(format!("write `\"{}\"`", text.to_ascii_lowercase()))
                });
            }
            Ok(()) => {}
        }
    }

    fn bad_value(&mut self, code: Code, noun: &str, text: &str, error: ValueError, at: At<'_>) {
        self.report(code, at.span, at.path, || {
            Note::new(format!("{} is no {noun}", quoted(text)))
                .help(format!("write {}", error.expected()))
        });
    }
}
