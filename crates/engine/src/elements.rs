//! Elements of a statement tested by themselves, pattern by pattern: for what no index answers, and
//! for explanations.
//!
//! Must not know conditions.

use ramgate_image::ImageView;
use ramgate_image::record::{DENY, NEGATED, Statement, UNREADABLE};
use ramgate_model::pattern::{ActionPattern, ResourcePattern};
use ramgate_model::{Action, Arn, Case, Effect, Resource, Truth, glob};

/// What a statement does when it applies.
#[inline]
pub(crate) fn effect(statement: &Statement) -> Effect {
    if statement.flags & DENY == 0 {
        Effect::Allow
    } else {
        Effect::Deny
    }
}

/// Whether the action element of a statement holds for an action.
pub(crate) fn action(view: ImageView<'_>, statement: &Statement, action: &Action<'_>) -> Truth {
    element(
        view,
        statement.action.get(),
        |pattern| match ActionPattern::parse(pattern) {
            Ok(pattern) => {
                glob::matches(pattern.as_str(), action.as_str(), Case::AsciiInsensitive).into()
            }
            Err(_) => Truth::Unknown,
        },
    )
}

/// Whether the resource element of a statement holds for a resource.
pub(crate) fn resource(
    view: ImageView<'_>,
    statement: &Statement,
    resource: &Resource<'_>,
) -> Truth {
    element(
        view,
        statement.resource.get(),
        |pattern| match ResourcePattern::parse(pattern) {
            Ok(pattern) => match resource {
                Resource::None => (pattern == ResourcePattern::Any).into(),
                Resource::Arn(arn) => matches_arn(&pattern, arn).into(),
            },
            Err(_) => Truth::Unknown,
        },
    )
}

fn matches_arn(pattern: &ResourcePattern<'_>, arn: &Arn<'_>) -> bool {
    let ResourcePattern::Segments(segments) = pattern else {
        return true;
    };
    let id_case = if arn.folds_relative_id() {
        Case::AsciiInsensitive
    } else {
        Case::Sensitive
    };
    glob::matches(segments.service, arn.service(), Case::AsciiInsensitive)
        && glob::matches(segments.region, arn.region(), Case::Sensitive)
        && glob::matches(segments.account, arn.account(), Case::Sensitive)
        && glob::matches(segments.relative_id, arn.relative_id(), id_case)
}

fn element(view: ImageView<'_>, at: u32, test: impl Fn(&str) -> Truth) -> Truth {
    let Some(element) = view.layout().elements.get(view.bytes(), at) else {
        return Truth::Unknown;
    };
    let unreadable = if element.flags & UNREADABLE == 0 {
        Truth::False
    } else {
        Truth::Unknown
    };
    let patterns = view
        .texts(element.patterns)
        .iter()
        .map(|text| test(view.text(*text)));
    let any = Truth::any(patterns).or(unreadable);
    if element.flags & NEGATED == 0 {
        any
    } else {
        !any
    }
}
