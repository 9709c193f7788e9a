//! `ramgate decide`: may this be done?

use ramgate::DecisionKind;

use super::asking::{self, Layout, Shown};
use crate::args::{DecideArgs, Format};
use crate::console::Console;
use crate::failure::Failure;
use crate::question::Question;
use crate::render;
use crate::session::{PolicySession, Session};
use crate::status::Status;

/// Decides one request, or a batch.
///
/// # Errors
/// When there is no decision.
pub(super) fn run(args: &DecideArgs, console: &mut Console) -> Result<Status, Failure> {
    let format = args.format;
    let answer = |session: &Session, question: &Question| decide(session, question, format);
    let layout = Layout::Lines;
    asking::run(
        &args.deciding,
        &args.asked,
        format,
        layout,
        console,
        &answer,
    )
}

fn decide(session: &Session, question: &Question, format: Format) -> Option<Shown> {
    match session {
        Session::Policies(session) => of_policies(session, question, format),
        Session::Store(session) => {
            let decided = session.ask(question, |call, checks| session.decide(call, checks))?;
            let kind = decided.decision.kind();
            let text = match format {
                Format::Json => render::call::json(&decided),
                Format::Human => render::call::human(&decided) + hint(kind),
            };
            Some(Shown { text, kind })
        }
    }
}

fn of_policies(session: &PolicySession, question: &Question, format: Format) -> Option<Shown> {
    let decision = question.ask(|checks| session.decide(&checks)).ok()?;
    let statement = decision.determined_by().map(|number| session.id(number));
    let statement = statement.as_deref();
    let kind = decision.kind();
    let text = match format {
        Format::Json => render::decision::json(&decision, statement),
        Format::Human => {
            render::decision::human(&decision, statement, session.statements()) + hint(kind)
        }
    };
    Some(Shown { text, kind })
}

fn hint(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::ImplicitDeny => "; `ramgate explain` says why",
        DecisionKind::Allow | DecisionKind::ExplicitDeny => "",
    }
}
