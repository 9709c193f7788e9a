//! Any bytes as a request for the example store of a company: callers, operations with their
//! resources, session policies. What was read can be asked, and the engine answers as the
//! reference does.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate::{Mode, ReadOptions};
use ramgate_fuzz::diagnostics_are_sound;
use ramgate_fuzz::stores::{Prepared, company};
use ramgate_syntax::read_store_request;

thread_local! {
    static COMPANY: Prepared = Prepared::new(company());
}

fuzz_target!(|data: &[u8]| COMPANY.with(|company| {
    for mode in [Mode::Strict, Mode::Import] {
        let options = ReadOptions::new(mode).with_keys(company.store().keys());
        match read_store_request(data, &options) {
            Ok(read) => {
                assert!(mode == Mode::Import || read.warnings.is_empty());
                diagnostics_are_sound(data, &read.warnings);
                company.ask(&read.value);
            }
            Err(diagnostics) => {
                assert!(diagnostics.has_errors());
                diagnostics_are_sound(data, &diagnostics);
            }
        }
    }
}));
