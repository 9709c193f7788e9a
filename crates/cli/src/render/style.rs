//! Colours. Whether they are shown is the console's affair.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};
use ramgate::{DecisionKind, Effect};

/// For what is allowed or holds.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// For what is denied or fails.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// For what nothing speaks for.
pub(crate) const OPEN: Style = AnsiColor::Yellow.on_default().bold();
/// For names.
pub(crate) const NAME: Style = Style::new().bold();
/// For what is beside the point.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// The text in a style.
pub(crate) fn in_style(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A decision in its colour.
pub(crate) fn decision(kind: DecisionKind) -> String {
    let style = match kind {
        DecisionKind::Allow => GOOD,
        DecisionKind::ExplicitDeny => BAD,
        DecisionKind::ImplicitDeny => OPEN,
    };
    in_style(style, kind)
}

/// An effect in its colour.
pub(crate) fn effect(effect: Effect) -> String {
    let style = match effect {
        Effect::Allow => GOOD,
        Effect::Deny => BAD,
    };
    in_style(style, effect)
}
