//! Any bytes as a policy of every kind, in both modes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate_fuzz::diagnostics_are_sound;
use ramgate_syntax::{Limits, Mode, Policy, PolicyKind, ReadOptions, read_policy};

fuzz_target!(|data: &[u8]| {
    for kind in PolicyKind::ALL {
        let strict = read(data, kind, Mode::Strict);
        let import = read(data, kind, Mode::Import);
        if let Some(strict) = strict {
            assert_eq!(import.as_ref(), Some(&strict), "{}", kind.name());
            prints(&strict, Mode::Strict);
        }
        if let Some(import) = import {
            prints(&import, Mode::Import);
        }
    }
});

fn read(text: &[u8], kind: PolicyKind, mode: Mode) -> Option<Policy> {
    match read_policy(text, kind, &ReadOptions::new(mode)) {
        Ok(read) => {
            assert!(mode == Mode::Import || read.warnings.is_empty());
            diagnostics_are_sound(text, &read.warnings);
            Some(read.value)
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors());
            diagnostics_are_sound(text, &diagnostics);
            None
        }
    }
}

/// Reading what is printed gives the same tree. A statement outside a list comes back in one, so
/// there may be a level more.
fn prints(policy: &Policy, mode: Mode) {
    let limits = Limits::default();
    let limits = limits.with_nesting(limits.nesting() + 1);
    let options = ReadOptions::new(mode)
        .with_length_limits(false)
        .with_limits(limits);
    for text in [policy.to_json(), policy.to_json_pretty()] {
        match read_policy(&text, policy.kind, &options) {
            Ok(again) => assert_eq!(again.value, *policy, "{text}"),
            Err(diagnostics) => panic!("{diagnostics}\n{text}"),
        }
    }
}
