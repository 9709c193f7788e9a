//! `ramgate test`: do the suites hold?

use std::convert::Infallible;

use ramgate::{PolicySet, Request};
use ramgate_syntax::suite::SuiteCase;
use ramgate_syntax::{Limits, Mode, SuiteDocument, read_suite};
use ramgate_testkit::suite::Outcome;
use ramgate_testkit::{Answer, Decider, Determined, Evaluator, suite};

use crate::args::{Format, TestArgs};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::progress::Progress;
use crate::render::report::{Explanation, FailedCase, SuiteReport, Sum};
use crate::session::Session;
use crate::status::Status;
use crate::{files, render};

/// Runs every suite on the engine and prints how each went.
///
/// # Errors
/// When a suite cannot be read; the others are run nevertheless.
pub(super) fn run(args: &TestArgs, console: &mut Console) -> Result<Status, Failure> {
    input::one_stdin(&args.files)?;
    let mode = args.import.then_some(Mode::Import);
    let (files, mut failure) = files::expand(&args.files);
    let mut sum = Sum::default();
    let mut progress = Progress::new("suites", u64::try_from(files.len()).ok(), true);
    for file in &files {
        match run_file(file, mode) {
            Ok(report) => {
                sum.add(&report);
                progress.aside(|| match args.format {
                    Format::Json => console.record(&render::report::json(&report)),
                    Format::Human => {
                        console.line(render::report::human(&report))?;
                        if console.is_terminal() {
                            console.flush()
                        } else {
                            Ok(())
                        }
                    }
                })?;
            }
            Err(unreadable) => failure.append(unreadable),
        }
        progress.step();
    }
    drop(progress);
    if args.format == Format::Human && sum.suites > 1 {
        console.flush()?;
        if !console.is_closed() {
            console.talk(sum.human());
        }
    }
    failure.unless(Status::of(sum.failed == 0))
}

fn run_file(file: &Input, mode: Option<Mode>) -> Result<SuiteReport, Failure> {
    let source = file.read_up_to(Limits::default().bytes())?;
    let read = read_suite(&source.text, &Limits::default(), mode).map_err(|diagnostics| {
        let mut failure = Failure::none();
        for drawn in render::diagnostics::draw(&source, &diagnostics) {
            failure.push_drawn(drawn);
        }
        failure
    })?;
    let suite = read.value;
    let session = Session::compile(&suite.policies)?;
    let Ok(report) = suite::run(&Compiled(&session), &suite);
    let SuiteDocument { about, cases, .. } = &suite;
    let failed = report.cases.iter().zip(cases);
    let failed = failed.filter_map(|(outcome, case)| failed_case(outcome, Some(case), &session));
    let refused = report.refused.iter();
    let refused = refused.filter_map(|outcome| failed_case(outcome, None, &session));
    Ok(SuiteReport {
        file: source.name,
        about: about.clone(),
        cases: report.cases.len(),
        refused: report.refused.len(),
        failures: failed.chain(refused).collect(),
    })
}

/// What is to be said about a case that does not hold, with the explanation of what came out.
fn failed_case(
    outcome: &Outcome,
    case: Option<&SuiteCase>,
    session: &Session,
) -> Option<FailedCase> {
    let failure = outcome.failure.as_ref()?;
    let explain = |case: &SuiteCase| {
        case.request
            .with_checks(|checks| {
                let explained = session.explain(&checks)?;
                Some(Explanation {
                    human: render::explanation::human(&explained, false),
                    json: render::explanation_json::raw(&explained),
                })
            })
            .ok()
            .flatten()
    };
    Some(FailedCase {
        name: outcome.name.clone(),
        expected: failure.expected.clone(),
        found: failure.found.clone(),
        explanation: case.and_then(explain),
    })
}

/// A suite's policies on the engine, compiled already.
struct Compiled<'s>(&'s Session);

impl<'s> Evaluator for Compiled<'s> {
    type Decider = Compiled<'s>;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "engine"
    }

    fn prepare(&self, _: &PolicySet) -> Result<Compiled<'s>, Infallible> {
        Ok(Compiled(self.0))
    }
}

impl Decider for Compiled<'_> {
    fn decide(&self, request: &Request<'_>) -> Answer {
        let explanation = self.0.explain_one(request);
        let decision = explanation.decision();
        Answer {
            kind: decision.kind(),
            stage: Some(decision.stage()),
            determined_by: Determined::All(explanation.determined_by().to_vec()),
        }
    }
}
