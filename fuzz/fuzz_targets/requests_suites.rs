//! Any bytes as a request file and as a suite. What was read can be asked, and the engine answers
//! as the reference does.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate_catalogue::Catalogue;
use ramgate_fuzz::stores::Prepared;
use ramgate_fuzz::{agree_on, diagnostics_are_sound};
use ramgate_syntax::{Limits, Mode, PolicySet, RequestDocument, read_request, read_suite};
use ramgate_testkit::{Reference, suite};

/// More cases would only be slower.
const MOST: usize = 8;

fuzz_target!(|data: &[u8]| {
    let limits = Limits::default();
    match read_request(data, &limits) {
        Ok(request) => ask(&PolicySet::new(), &request),
        Err(diagnostics) => diagnostics_are_sound(data, &diagnostics),
    }
    for mode in [None, Some(Mode::Strict), Some(Mode::Import)] {
        match read_suite(data, &limits, mode) {
            Ok(suite) => {
                let suite = suite.value;
                match suite::run(&Reference, &Reference, &suite) {
                    Ok(report) => {
                        assert_eq!(report.cases.len(), suite.cases.len());
                        assert_eq!(report.refused.len(), suite.refused.len());
                    }
                    Err(error) => assert!(error.unreadable_case().is_some(), "{error}"),
                }
                let store = suite.store.map(|store| Prepared::new((*store).clone()));
                for case in suite.cases.into_iter().take(MOST) {
                    match &store {
                        Some(store) => store.ask(&case.request),
                        None => ask(&suite.policies, &case.request),
                    }
                }
            }
            Err(diagnostics) => diagnostics_are_sound(data, &diagnostics),
        }
    }
});

fn ask(set: &PolicySet, request: &RequestDocument) {
    let Ok(request) = Catalogue::kms().expand(request) else {
        return;
    };
    let asked = request.with_checks(|checks| {
        assert!(!checks.requests().is_empty());
        for request in checks.requests() {
            agree_on(set, request);
        }
    });
    assert!(asked.is_ok(), "a request that was read cannot be asked");
}
