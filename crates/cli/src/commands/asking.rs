//! What `decide` and `explain` have in common: one request, or a batch that streams.
//!
//! Must not know how answers are shown.

use ramgate::DecisionKind;
use ramgate_syntax::Limits;

use crate::args::{AskedArgs, DecidingArgs, Format};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::lines::Lines;
use crate::progress::Progress;
use crate::question::{Question, Reading, Unreadable};
use crate::render;
use crate::session::Session;
use crate::status::Status;

/// An answer as it is shown, and what it comes to.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) kind: DecisionKind,
}

/// How the answers of a batch stand on a screen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layout {
    /// An answer a line, in the order of the requests.
    Lines,
    /// An answer takes several lines: it begins with the line of its request, and an empty line
    /// parts it from the next.
    Blocks,
}

/// Answers a call; none for a question that turns out to be unreadable.
pub(super) type Answer<'a> = &'a dyn Fn(&Session, &Question) -> Option<Shown>;

/// Opens what decides and answers what is asked.
///
/// # Errors
/// When there is no answer; of a batch, only when there is no going on.
pub(super) fn run(
    deciding: &DecidingArgs,
    asked: &AskedArgs,
    format: Format,
    layout: Layout,
    console: &mut Console,
    answer: Answer<'_>,
) -> Result<Status, Failure> {
    input::one_stdin(deciding.inputs().chain(asked.inputs()))?;
    let session = Session::open(deciding, console)?;
    let how = session.reading(deciding);
    if let Some(input) = &asked.requests {
        let layout = match format {
            Format::Human => layout,
            Format::Json => Layout::Lines,
        };
        return batch((&session, how), input, (format, layout), console, answer);
    }
    let read = |input: &Input| input.read_up_to(Limits::default().bytes());
    let question = match &asked.request {
        None => {
            let session_policy = asked.session_policy.as_ref().map(read).transpose()?;
            Question::from_flags(asked, session_policy.as_ref(), how)
        }
        Some(input) => Question::from_source(&read(input)?, how),
    };
    match question {
        Ok(question) => {
            for warning in question.warnings() {
                console.talk(warning);
            }
            one(&session, &question, format, console, answer)
        }
        Err(unreadable) => {
            if format == Format::Json {
                console.record(&render::decision::error_json(&unreadable))?;
            }
            let mut failure = Failure::none();
            for drawn in unreadable.drawn {
                failure.push_drawn(drawn);
            }
            failure.unless(Status::Error)
        }
    }
}

fn one(
    session: &Session,
    question: &Question,
    format: Format,
    console: &mut Console,
    answer: Answer<'_>,
) -> Result<Status, Failure> {
    let shown =
        answer(session, question).ok_or_else(|| Failure::new("the request cannot be read"))?;
    show(&shown.text, format, console)?;
    Ok(Status::of(shown.kind == DecisionKind::Allow))
}

fn show(text: &str, format: Format, console: &mut Console) -> Result<(), Failure> {
    match format {
        Format::Human => console.line(text),
        Format::Json => console.record(text),
    }
}

/// Answers line by line, in constant memory. Whoever waits at the other end of a pipe sees every
/// answer as soon as no further request has come.
fn batch(
    (session, how): (&Session, Reading<'_>),
    input: &Input,
    (format, layout): (Format, Layout),
    console: &mut Console,
    answer: Answer<'_>,
) -> Result<Status, Failure> {
    let mut lines = Lines::new(input.open()?, Limits::default().bytes());
    // Answers on a terminal show for themselves how far they have come.
    let wanted = !console.is_terminal() && !input.is_typed();
    let mut progress = Progress::new("requests", None, wanted);
    let (mut asked, mut unreadable) = (0_u64, 0_u64);
    while !console.is_closed() {
        if !lines.is_ready() {
            console.flush()?;
        }
        let next = lines.next();
        let line = next.map_err(|error| Failure::reading(&input.name(), &error))?;
        let Some((number, text)) = line else {
            break;
        };
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        asked += 1;
        let question = Question::from_line(number, text, how);
        for warning in question.iter().flat_map(Question::warnings) {
            progress.aside(|| console.talk(warning));
        }
        let shown = question.and_then(|question| {
            let missing = || Unreadable::other(number);
            answer(session, &question).ok_or_else(missing)
        });
        if layout == Layout::Blocks && asked > 1 {
            console.line("")?;
        }
        match shown {
            Ok(shown) if layout == Layout::Blocks => {
                console.line(format!("line {number}: {}", shown.text))?;
            }
            Ok(shown) => show(&shown.text, format, console)?,
            Err(error) => {
                unreadable += 1;
                let text = match format {
                    Format::Human => render::decision::error_human(&error),
                    Format::Json => render::decision::error_json(&error),
                };
                show(&text, format, console)?;
            }
        }
        progress.step();
    }
    drop(progress);
    if unreadable == 0 {
        return Ok(Status::Yes);
    }
    if !console.is_closed() {
        console.flush()?;
        let text = format!("{unreadable} of {asked} requests could not be read");
        console.talk(Failure::new(text));
    }
    Ok(Status::Error)
}
