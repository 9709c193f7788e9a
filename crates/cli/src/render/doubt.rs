//! Why a condition is unknown, where that can be seen.
//!
//! Must not know what comes of it. That a condition is unknown is the engine's word; the reason is
//! found again from what the condition compares.

use ramgate::{ConditionReport, Decimal, Instant, Truth};
use ramgate_model::address::parse_address;
use ramgate_model::operator::parse_bool;
use ramgate_model::{AddressBlock, ContextKey, Family, Operator};

use super::text;

/// The reason in words; nothing where the condition is certain.
pub(super) fn of(report: &ConditionReport) -> Option<String> {
    if report.truth() != Truth::Unknown {
        return None;
    }
    let Some(operator) = Operator::from_name(report.operator()) else {
        return Some("the operator is not one of RAM".to_owned());
    };
    let family = operator.family();
    let key = report.key()?;
    if !family.fits(ContextKey::new(key).documented_type()) {
        return Some("the operator does not fit the key".to_owned());
    }
    let values = report.actual().unwrap_or_default();
    if let Some(value) = values.iter().find(|value| !is_of(family, value)) {
        return Some(format!("{} is no {}", text::quoted(value), noun(family)));
    }
    // A key that takes several values is unknown for the policy's values only.
    let is_readable = report.expected().iter().all(|value| match family {
        Family::IpAddress => AddressBlock::parse(value).is_ok(),
        _ => is_of(family, value),
    });
    Some(match values.len() {
        count @ 2.. if is_readable => format!("has {count} values, the key takes one"),
        _ => "a value of the policy cannot be read".to_owned(),
    })
}

fn is_of(family: Family, value: &str) -> bool {
    match family {
        Family::String => true,
        Family::Numeric => Decimal::parse(value).is_ok(),
        Family::Date => Instant::parse(value).is_ok(),
        Family::Bool => parse_bool(value).is_ok(),
        Family::IpAddress => parse_address(value).is_ok(),
    }
}

fn noun(family: Family) -> &'static str {
    match family {
        Family::String => "text",
        Family::Numeric => "number",
        Family::Date => "date",
        Family::Bool => "boolean",
        Family::IpAddress => "address",
    }
}
