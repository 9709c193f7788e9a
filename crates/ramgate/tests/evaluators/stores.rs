//! The engine on stores, in the same forms.

use ramgate::store::CheckExplanation;
use ramgate::{
    Authorizer, Call, CompileError, Compiler, Decision, DecisionKind, SessionPolicy, Store,
    StoreCompiler, StoreImage,
};
use ramgate_testkit::{Authority, CallAnswer, CallRequest, DeterminedIds, StoreEvaluator};

use super::EngineWith;

pub(crate) struct EngineAuthority {
    authorizer: Authorizer,
    compiler: Compiler,
    keys: ramgate::KeyRegistry,
    explains: bool,
}

impl StoreEvaluator for EngineWith {
    type Authority = EngineAuthority;
    type Error = CompileError;

    fn name(&self) -> &'static str {
        self.name
    }

    fn prepare(&self, store: &Store) -> Result<EngineAuthority, CompileError> {
        let compiler = self.compiler();
        let mut image = StoreCompiler::new(compiler).compile(store)?;
        if self.through_bytes {
            image = StoreImage::from_bytes(image.to_bytes()?).expect("the bytes of a store");
        }
        Ok(EngineAuthority {
            keys: image.keys(),
            authorizer: Authorizer::new(image),
            compiler,
            explains: self.explains,
        })
    }
}

impl EngineAuthority {
    /// Asks with the call as the engine has it.
    fn ask<R>(&self, request: &CallRequest<'_>, ask: impl FnOnce(&Call<'_>) -> R) -> R {
        let mut call = Call::new(request.principal);
        if let Some(id) = request.resource_group {
            call = call.in_resource_group(id);
        }
        let policy: Option<SessionPolicy> = request.session_policy.map(|policy| {
            let compiled = self.compiler.compile_session(policy, &self.keys);
            compiled.expect("a session policy")
        });
        match &policy {
            Some(policy) => ask(&call.with_session_policy(policy).expect("a role session")),
            None => ask(&call),
        }
    }

    fn answer(&self, call: &Call<'_>, decision: &Decision) -> CallAnswer {
        let id = self.authorizer.locate(decision);
        let attached = decision
            .origin()
            .map(|origin| self.authorizer.attachment(call, origin).to_string());
        CallAnswer {
            kind: decision.kind(),
            stage: decision.stage(),
            determined_by: DeterminedIds::First(id.map(|(policy, at)| format!("{policy}#{at}"))),
            attached,
        }
    }

    fn explained(&self, call: &Call<'_>, request: &CallRequest<'_>) -> CallAnswer {
        let mut last = None;
        for check in request.checks.requests() {
            let explanation = self.authorizer.explain(call, check);
            let decision = explanation.decision();
            assert_eq!(decision, self.authorizer.decide(call, check));
            let ids = self.ids(&explanation);
            let mut answer = self.answer(call, &decision);
            assert_eq!(
                answer.determined_by.first(),
                ids.first().map(String::as_str)
            );
            answer.determined_by = DeterminedIds::All(ids);
            if decision.kind() != DecisionKind::Allow {
                return answer;
            }
            last = Some(answer);
        }
        last.expect("at least one check")
    }

    fn ids(&self, explanation: &CheckExplanation) -> Vec<String> {
        let statements = explanation.determined_by().iter();
        let id = |(origin, statement): &(ramgate::Origin, ramgate::StatementNumber)| {
            let policy = self
                .authorizer
                .policy(*origin)
                .expect("a policy of the store");
            format!("{policy}#{}", statement.get())
        };
        statements.map(id).collect()
    }
}

impl Authority for EngineAuthority {
    fn decide(&self, request: &CallRequest<'_>) -> CallAnswer {
        self.ask(request, |call| {
            if self.explains {
                self.explained(call, request)
            } else {
                let decision = self.authorizer.decide_all(call, &request.checks);
                self.answer(call, &decision)
            }
        })
    }
}
