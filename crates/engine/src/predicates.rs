//! Whether a condition holds: the one table of what absent, empty, multi-valued and malformed
//! values mean.
//!
//! Must not know how values are compared.

use ramgate_image::ImageView;
use ramgate_image::record::{BAD_VALUE, MULTI, Predicate, UNKNOWN};
use ramgate_model::{ContextValue, Operator, Truth, Value};

use crate::comparison::matches_any;

/// Judges a predicate on what its key arrives with.
///
/// | what arrives | positive | negated |
/// |---|---|---|
/// | anything, for a fault of the policy that leaves nothing to compare | unknown | unknown |
/// | nothing, or an empty list | false | true |
/// | the same, when some policy value cannot be read | unknown | unknown |
/// | one value that a policy value matches | true | false |
/// | one value that none matches | false | true |
/// | the same, when some policy value cannot be read | unknown | unknown |
/// | one value that cannot be read | unknown | unknown |
/// | several values, for a single-valued key | unknown | unknown |
/// | several values, for a multi-valued key | OR over them | NOT of it |
pub(crate) fn judge(
    view: ImageView<'_>,
    predicate: &Predicate,
    arrived: Option<&ContextValue<'_>>,
) -> Truth {
    let Some(operator) = Operator::ALL.get(predicate.operator.get() as usize) else {
        return Truth::Unknown;
    };
    if predicate.flags & UNKNOWN != 0 {
        return Truth::Unknown;
    }
    let no_match = if predicate.flags & BAD_VALUE == 0 {
        Truth::False
    } else {
        Truth::Unknown
    };
    let test = |value: &Value<'_>| match matches_any(view, predicate, operator.relation(), value) {
        Some(true) => Truth::True,
        Some(false) => no_match,
        None => Truth::Unknown,
    };
    let holds = match arrived.map(ContextValue::as_slice).unwrap_or_default() {
        [] => no_match,
        [value] => test(value),
        values if is_multi(view, predicate) => Truth::any(values.iter().map(test)),
        _ => Truth::Unknown,
    };
    if operator.is_negated() { !holds } else { holds }
}

fn is_multi(view: ImageView<'_>, predicate: &Predicate) -> bool {
    view.layout()
        .keys
        .get(view.bytes(), predicate.slot.get())
        .is_some_and(|key| key.flags & MULTI != 0)
}
