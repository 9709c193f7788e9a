//! `ramgate explain`: why is it decided so?

use super::asking::{self, Layout, Shown};
use crate::args::{ExplainArgs, Format};
use crate::console::Console;
use crate::failure::Failure;
use crate::question::Question;
use crate::render;
use crate::session::Session;
use crate::status::Status;

/// Explains one request, or a batch.
///
/// # Errors
/// When there is no decision.
pub(super) fn run(args: &ExplainArgs, console: &mut Console) -> Result<Status, Failure> {
    let (format, all) = (args.format, args.all);
    let answer = |session: &Session, question: &Question| explain(session, question, format, all);
    let layout = Layout::Blocks;
    asking::run(
        &args.deciding,
        &args.asked,
        format,
        layout,
        console,
        &answer,
    )
}

fn explain(session: &Session, question: &Question, format: Format, all: bool) -> Option<Shown> {
    match session {
        Session::Policies(session) => {
            let explained = question.ask(|checks| session.explain(&checks)).ok()??;
            Some(Shown {
                text: match format {
                    Format::Human => render::explanation::human(&explained, all),
                    Format::Json => render::explanation_json::json(&explained),
                },
                kind: explained.explanation.decision().kind(),
            })
        }
        Session::Store(session) => session.ask(question, |call, checks| {
            session.explain(call, checks, |explained| Shown {
                text: match format {
                    Format::Human => render::call_explanation::human(explained, all),
                    Format::Json => render::call_explanation_json::json(explained),
                },
                kind: explained.explanation.decision().kind(),
            })
        }),
    }
}
