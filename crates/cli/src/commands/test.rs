//! `ramgate test`: do the suites hold?

use ramgate::{PolicySet, Request, Store};
use ramgate_syntax::suite::SuiteCase;
use ramgate_syntax::{Limits, Mode, SuiteDocument, read_suite_with};
use ramgate_testkit::suite::Outcome;
use ramgate_testkit::{
    Answer, Authority, CallAnswer, CallRequest, Decider, Determined, DeterminedIds, Evaluator,
    StoreEvaluator, suite,
};

use crate::args::{Format, TestArgs, limits};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::progress::Progress;
use crate::question::Question;
use crate::render::report::{Explanation, FailedCase, SuiteReport, Sum};
use crate::session::{PolicySession, Session, StoreSession};
use crate::status::Status;
use crate::stores::Beside;
use crate::{files, render, stores};

/// Runs every suite on the engine and prints how each went.
///
/// # Errors
/// When a suite cannot be read; the others are run nevertheless.
pub(super) fn run(args: &TestArgs, console: &mut Console) -> Result<Status, Failure> {
    input::one_stdin(&args.files)?;
    let mode = args.import.then_some(Mode::Import);
    let (files, mut failure) = files::expand(&args.files, |_| false);
    let mut sum = Sum::default();
    let mut progress = Progress::new("suites", u64::try_from(files.len()).ok(), true);
    for file in &files {
        match run_file(file, &limits(args.max_bytes), mode) {
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

fn run_file(file: &Input, limits: &Limits, mode: Option<Mode>) -> Result<SuiteReport, Failure> {
    let source = file.read_up_to(limits.bytes())?;
    let mut beside = Beside::of(file, limits);
    let read = read_suite_with(&source.text, limits, mode, &mut beside)
        .map_err(|found| stores::failure(&stores::told(&source, &beside.folder, &found)))?;
    let suite = read.value;
    let session = match &suite.store {
        None => Session::Policies(Box::new(PolicySession::compile(&suite.policies)?)),
        Some(store) => Session::Store(StoreSession::compile(store)?),
    };
    let compiled = Compiled(&session);
    let report = suite::run(&compiled, &compiled, &suite).map_err(|error| {
        let mut failure = Failure::none();
        failure.push_drawn(render::diagnostics::case(&source, &error));
        failure
    })?;
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
    Some(FailedCase {
        name: outcome.name.clone(),
        expected: failure.expected.clone(),
        found: failure.found.clone(),
        explanation: case.and_then(|case| explain(session, case)),
    })
}

fn explain(session: &Session, case: &SuiteCase) -> Option<Explanation> {
    let question = Question::from_case(&case.request).ok()?;
    match session {
        Session::Policies(session) => {
            let explained = question.ask(|checks| session.explain(&checks)).ok()??;
            Some(Explanation {
                human: render::explanation::human(&explained, false),
                json: render::explanation_json::raw(&explained),
            })
        }
        Session::Store(session) => session.ask(&question, |call, checks| {
            session.explain(call, checks, |explained| Explanation {
                human: render::call_explanation::human(explained, false),
                json: render::call_explanation_json::raw(explained),
            })
        }),
    }
}

/// A suite's policies or store on the engine, compiled already.
#[derive(Clone, Copy)]
struct Compiled<'s>(&'s Session);

/// Why a suite is not run on what was compiled for another, which it never is.
const OTHER: &str = "the suite was compiled as another kind";

impl<'s> Evaluator for Compiled<'s> {
    type Decider = &'s PolicySession;
    type Error = &'static str;

    fn name(&self) -> &'static str {
        "engine"
    }

    fn prepare(&self, _: &PolicySet) -> Result<&'s PolicySession, &'static str> {
        match self.0 {
            Session::Policies(session) => Ok(session),
            Session::Store(_) => Err(OTHER),
        }
    }
}

impl Decider for &PolicySession {
    fn decide(&self, request: &Request<'_>) -> Answer {
        let explanation = self.explain_one(request);
        let decision = explanation.decision();
        Answer {
            kind: decision.kind(),
            stage: Some(decision.stage()),
            determined_by: Determined::All(explanation.determined_by().to_vec()),
        }
    }
}

impl<'s> StoreEvaluator for Compiled<'s> {
    type Authority = &'s StoreSession;
    type Error = &'static str;

    fn name(&self) -> &'static str {
        "engine"
    }

    fn prepare(&self, _: &Store) -> Result<&'s StoreSession, &'static str> {
        match self.0 {
            Session::Store(session) => Ok(session),
            Session::Policies(_) => Err(OTHER),
        }
    }
}

impl Authority for &StoreSession {
    fn decide(&self, request: &CallRequest<'_>) -> CallAnswer {
        let (group, policy) = (request.resource_group, request.session_policy);
        let answer = self.with_call(request.principal, group, policy, |call| {
            self.explain(call, &request.checks, |explained| {
                let decision = explained.explanation.decision();
                CallAnswer {
                    kind: decision.kind(),
                    stage: decision.stage(),
                    determined_by: DeterminedIds::All(explained.ids()),
                    attached: explained.attached_to(&decision),
                }
            })
        });
        answer.ok().flatten().unwrap_or_else(nothing)
    }
}

/// What comes of a call that cannot be made, or has no checks; a suite has none of either.
fn nothing() -> CallAnswer {
    CallAnswer {
        kind: ramgate::DecisionKind::ImplicitDeny,
        stage: ramgate::Stage::AccountLevelIdentityBasedPolicy,
        determined_by: DeterminedIds::All(Vec::new()),
        attached: None,
    }
}
