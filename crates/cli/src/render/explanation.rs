//! Explanations for people, on a screen.
//!
//! Must not know how a decision is reached; what came nearest is judged by how far a statement got.

use std::fmt::Write as _;

use ramgate::{DecisionKind, Effect, Failing, StatementReport, Truth};

use super::part::{self, Asked};
use super::{decision, style, text};
use crate::session::Explained;

/// How many statements are shown that do not apply, unless all are asked for.
const NEAREST: usize = 8;

/// An explanation: the decision, what determined it, what else applies, what came nearest.
pub(crate) fn human(explained: &Explained, all: bool) -> String {
    let mut page = Page {
        explained,
        text: String::new(),
    };
    page.head();
    let statements = explained.explanation.statements();
    let determining = explained.explanation.determined_by();
    let (determined, others): (Vec<_>, Vec<_>) = statements
        .iter()
        .partition(|statement| determining.contains(&statement.number()));
    let (overruled, rest): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|statement| statement.applies());
    page.section("determined by", &determined);
    page.section("applies, and does not count beside a Deny", &overruled);
    page.rest(rest, all);
    page.text.truncate(page.text.trim_end().len());
    page.text
}

struct Page<'e> {
    explained: &'e Explained,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn head(&mut self) {
        let explained = self.explained;
        let made = explained.explanation.decision();
        let kind = style::decision(made.kind());
        let stage = style::in_style(style::FAINT, format!("({})", made.stage()));
        let statements = explained.explanation.statements();
        let why = if made.kind() == DecisionKind::ImplicitDeny {
            let count = u32::try_from(statements.len()).unwrap_or(u32::MAX);
            format!(": {}", decision::nothing_applies(count))
        } else {
            String::new()
        };
        self.line(&format!("{kind}{why} {stage}"));
        self.line(&style::in_style(
            style::FAINT,
            decision::asked(&explained.check),
        ));
    }

    fn section(&mut self, title: &str, statements: &[&StatementReport]) {
        if statements.is_empty() {
            return;
        }
        self.line(&format!("\n{title}"));
        for statement in statements {
            let name = name(statement);
            self.line(&format!("  {name}"));
            for doubt in part::doubts(statement, self.asked()) {
                self.line(&format!(
                    "      {doubt}: not certain, and a Deny applies all the same (E-rule)"
                ));
            }
        }
    }

    fn rest(&mut self, mut statements: Vec<&StatementReport>, all: bool) {
        if statements.is_empty() {
            return;
        }
        let count = statements.len();
        if !all {
            // Where nothing allows, what might have allowed comes first.
            let decision = self.explained.explanation.decision();
            let wants_allow = decision.kind() == DecisionKind::ImplicitDeny;
            let beside = |of: &StatementReport| wants_allow && of.effect() == Effect::Deny;
            statements.sort_by_key(|statement| (beside(statement), distance(statement)));
            statements.truncate(NEAREST);
        }
        let shown = if statements.len() < count {
            format!(
                "does not apply ({} of {count}, nearest first; `--all` shows every one)",
                statements.len()
            )
        } else {
            "does not apply".to_owned()
        };
        self.line(&format!("\n{shown}"));
        for statement in statements {
            let mut line = format!("  {}", name(statement));
            if let Some(why) = part::failing(statement, self.asked()) {
                // Writing to a string does not fail.
                let _ = write!(line, "\n      {why}");
            }
            self.line(&line);
        }
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            principal: "",
            action: &self.explained.check.action,
            resource: &self.explained.check.resource,
        }
    }
}

/// Id, effect and label of a statement.
fn name(statement: &StatementReport) -> String {
    let id = format!(
        "{}#{}",
        text::visible(statement.policy()),
        statement.index()
    );
    let id = style::in_style(style::NAME, id);
    let effect = style::effect(statement.effect());
    match statement.sid() {
        Some(sid) => format!("{id} {effect} {}", text::quoted(sid)),
        None => format!("{id} {effect}"),
    }
}

/// The further a statement got, and the fewer of its conditions fail, the smaller.
pub(super) fn distance(statement: &StatementReport) -> (u8, usize) {
    let failing = match statement.failing() {
        None | Some(Failing::UnknownMember) => 0,
        Some(Failing::Condition(_)) => 1,
        Some(Failing::Resource) => 2,
        Some(Failing::Principal(_)) => 3,
        Some(Failing::Action) if statement.resource().truth() != Truth::False => 4,
        Some(Failing::Action) => 5,
    };
    let conditions = statement.conditions().iter();
    let fails = |truth: Truth| match statement.effect() {
        Effect::Allow => truth != Truth::True,
        Effect::Deny => truth == Truth::False,
    };
    (failing, conditions.filter(|c| fails(c.truth())).count())
}
