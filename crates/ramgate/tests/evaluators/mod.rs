//! The engine as the evaluators that tests compare: from memory, through image bytes, with
//! automata forbidden and forced, and as its explanation.

#![allow(dead_code, reason = "each test binary uses some of these")]
#![allow(
    clippy::struct_excessive_bools,
    reason = "each form of the engine is one switch away"
)]

mod stores;

use ramgate::{AutomatonUse, CompileError, Compiler, Engine, Image, Request};
use ramgate_syntax::PolicySet;
use ramgate_testkit::decider::Determined;
use ramgate_testkit::{Answer, Decider, Evaluator};

/// One way to use the engine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EngineWith {
    pub(crate) name: &'static str,
    pub(crate) automata: AutomatonUse,
    /// Writes the image out and takes it from its bytes.
    pub(crate) through_bytes: bool,
    /// Never gives actions a class, so that each candidate's action is tested.
    pub(crate) without_classes: bool,
    /// Asks with handles.
    pub(crate) handles: bool,
    /// Asks for explanations, which name all determining statements.
    pub(crate) explains: bool,
}

const PLAIN: EngineWith = EngineWith {
    name: "engine from memory",
    automata: AutomatonUse::WhereCheaper,
    through_bytes: false,
    without_classes: false,
    handles: false,
    explains: false,
};

pub(crate) const ENGINES: &[EngineWith] = &[
    PLAIN,
    EngineWith {
        name: "engine through image bytes",
        through_bytes: true,
        ..PLAIN
    },
    EngineWith {
        name: "engine without automata",
        automata: AutomatonUse::Never,
        ..PLAIN
    },
    EngineWith {
        name: "engine with automata wherever they fit",
        automata: AutomatonUse::WhereverTheyFit,
        ..PLAIN
    },
    EngineWith {
        name: "engine without action classes",
        without_classes: true,
        ..PLAIN
    },
    EngineWith {
        name: "engine with handles",
        handles: true,
        ..PLAIN
    },
    EngineWith {
        name: "explain",
        explains: true,
        ..PLAIN
    },
];

pub(crate) struct EngineDecider {
    engine: Engine,
    with: EngineWith,
}

impl EngineWith {
    fn compiler(&self) -> Compiler {
        let compiler = Compiler::new().automata(self.automata);
        if self.without_classes {
            compiler.action_row_bytes(0)
        } else {
            compiler
        }
    }
}

impl Evaluator for EngineWith {
    type Decider = EngineDecider;
    type Error = CompileError;

    fn name(&self) -> &'static str {
        self.name
    }

    fn prepare(&self, set: &PolicySet) -> Result<EngineDecider, CompileError> {
        let mut image = self.compiler().compile(set)?;
        if self.through_bytes {
            image = Image::from_bytes(image.as_bytes().to_vec()).expect("the bytes of an image");
        }
        Ok(EngineDecider {
            engine: Engine::new(image),
            with: *self,
        })
    }
}

impl Decider for EngineDecider {
    fn decide(&self, request: &Request<'_>) -> Answer {
        if self.with.explains {
            let explanation = self.engine.explain(request);
            assert_eq!(explanation.decision(), self.engine.decide(request));
            for statement in explanation.statements() {
                assert_eq!(
                    statement.applies(),
                    statement.failing().is_none(),
                    "{statement:?}"
                );
            }
            return Answer {
                determined_by: Determined::All(explanation.determined_by().to_vec()),
                ..Answer::from(explanation.decision())
            };
        }
        if self.with.handles {
            let action = self.engine.action(*request.action());
            let entries: Vec<_> = request
                .context()
                .entries()
                .map(|entry| {
                    ramgate::ContextEntry::new(self.engine.key(*entry.key()), *entry.value())
                })
                .collect();
            let context = ramgate::Context::new(&entries).expect("a context of the same keys");
            let request = Request::new(action, *request.resource(), context);
            return Answer::from(self.engine.decide(&request));
        }
        Answer::from(self.engine.decide(request))
    }
}
