//! Any bytes as a session policy, in both modes. What loads compiles by itself, and a session that
//! comes with it is bounded as the reference says; users have none.

#![no_main]

use std::cell::Cell;

use libfuzzer_sys::fuzz_target;
use ramgate::{Call, Compiler, Mode, PolicyKind, PolicySet, Principal, ReadOptions, read_policy};
use ramgate_fuzz::stores::{Prepared, small};
use ramgate_testkit::generate::{Dice, request};
use ramgate_testkit::{OwnedCall, OwnedRequest};

/// Calls for each policy.
const CALLS: usize = 4;
const SESSION: &str = "acs:ram::1:role/app/s";
const USER: &str = "acs:ram::1:user/alice";

thread_local! {
    static SMALL: Prepared = Prepared::new(small());
}

fuzz_target!(|data: &[u8]| SMALL.with(|small| {
    for mode in [Mode::Strict, Mode::Import] {
        let options = ReadOptions::new(mode).with_keys(small.store().keys());
        let Ok(read) = read_policy(data, PolicyKind::Session, &options) else {
            continue;
        };
        let policy = read.value;
        let compiled = Compiler::new().compile_session(&policy, small.store().keys());
        let compiled = compiled.expect("a session policy");
        let user = Call::new(Principal::new(USER).expect("a caller"));
        assert!(user.with_session_policy(&compiled).is_err());

        let mut set = PolicySet::new();
        set.add("policy", policy.clone()).expect("the only policy");
        let mut dice = Dice::seeded(crc32fast::hash(data).into());
        for _ in 0..CALLS {
            let mut call = OwnedCall::new(SESSION, request(&mut dice, &set));
            call.session_policy = Some(policy.clone());
            ask(small, &call);
        }
        let mut call = OwnedCall::new(SESSION, OwnedRequest::new("sts:AssumeRole", SESSION));
        call.session_policy = Some(policy);
        ask(small, &call);
    }
}));

fn ask(small: &Prepared, call: &OwnedCall) {
    let asked = Cell::new(false);
    let lent = call.lend(|call| {
        small.agree_on(call);
        asked.set(true);
    });
    assert!(lent.is_ok() && asked.get(), "a call that can be read");
}
