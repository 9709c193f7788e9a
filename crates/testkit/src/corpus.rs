//! A corpus of real policies, and requests near each, decided by an evaluator and the reference.
//!
//! A corpus is text of one JSON object a line with a member `policy` and perhaps a member `kind`.
//! Must not know where a corpus comes from.

use std::collections::BTreeMap;
use std::fmt;

use ramgate_syntax::{Code, Diagnostic, Mode, PolicyKind, PolicySet, ReadOptions, read_policy};
use serde_json::value::RawValue;

use crate::decider::Evaluator;
use crate::generate::{self, Dice};
use crate::laws::{self, Broken};

/// What became of the lines of a corpus.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// Policies on which the evaluator and the reference were compared.
    pub compared: usize,
    /// Lines of kinds that are not decided by themselves, such as trust policies.
    pub set_aside: usize,
    /// Lines, from 1, that are no JSON object with a policy, or whose policies do not load, with
    /// the code of the first diagnostic.
    pub refused: Vec<(usize, String)>,
}

/// A line of a corpus on which the evaluator and the reference differ.
#[derive(Debug)]
pub struct CorpusError {
    line: usize,
    broken: Box<Broken>,
}

impl CorpusError {
    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The law that was broken.
    pub fn broken(&self) -> &Broken {
        &self.broken
    }
}

impl fmt::Display for CorpusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line;
        write!(
            f,
            "line {line} of the corpus gives a case that breaks a law"
        )
    }
}

impl std::error::Error for CorpusError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.broken)
    }
}

/// Compares the evaluator with the reference on `requests` requests near every policy that is an
/// identity, session or control policy, read in import mode. The same seed draws the same
/// requests. A line that is not of the form counts as refused, like a policy that does not load.
///
/// # Errors
/// On the first line on which they differ.
pub fn run<E: Evaluator>(
    evaluator: &E,
    corpus: &str,
    requests: usize,
    seed: u64,
) -> Result<Summary, CorpusError> {
    let mut summary = Summary::default();
    for (line, text) in (1..).zip(corpus.lines()) {
        let mut refuse = |code: Option<Code>| {
            let code = code.map(|code| code.to_string()).unwrap_or_default();
            summary.refused.push((line, code));
        };
        let Ok(members) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(text) else {
            refuse(Some(Code::NotJson));
            continue;
        };
        let Some(policy) = members.get("policy") else {
            refuse(Some(Code::MissingMember));
            continue;
        };
        let Some(kind) = kind_of(members.get("kind").map(AsRef::as_ref)) else {
            summary.set_aside += 1;
            continue;
        };
        let options = ReadOptions::new(Mode::Import);
        let policy = match read_policy(policy.get(), kind, &options) {
            Ok(read) => read.value,
            Err(diagnostics) => {
                refuse(diagnostics.first().map(Diagnostic::code));
                continue;
            }
        };
        let mut set = PolicySet::new();
        // It is the only one, so its name is free.
        let _ = set.add("policy", policy);
        let mut dice = Dice::seeded(seed ^ line as u64);
        let requests: Vec<_> = (0..requests)
            .map(|_| generate::request(&mut dice, &set))
            .collect();
        laws::agrees_on(evaluator, &set, &requests).map_err(|broken| CorpusError {
            line,
            broken: Box::new(broken),
        })?;
        summary.compared += 1;
    }
    Ok(summary)
}

/// The kind of a line's policy, if such policies are decided by themselves.
fn kind_of(kind: Option<&RawValue>) -> Option<PolicyKind> {
    let Some(kind) = kind else {
        return Some(PolicyKind::Identity);
    };
    let name: String = serde_json::from_str(kind.get()).ok()?;
    PolicyKind::from_name(&name).filter(|kind| !kind.has_principal())
}
