//! Any bytes as a store. What loads prints and reads back as the same, compiles, and answers calls
//! near it as the reference does.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate::{Mode, NoFiles, Store, StoreCompiler, read_store};
use ramgate_fuzz::stores::{agree, sources_are_sound};
use ramgate_syntax::Limits;
use ramgate_testkit::generate::{Dice, call};

/// Calls for each store.
const CALLS: usize = 4;

fuzz_target!(|data: &[u8]| {
    let _ = read(data, None);
    let strict = read(data, Some(Mode::Strict));
    let import = read(data, Some(Mode::Import));
    if let Some(strict) = &strict {
        let import = import.as_ref().expect("what strict mode loads");
        assert_eq!(printed(strict), printed(import));
        prints(strict, Mode::Strict);
    }
    let Some(store) = import else {
        return;
    };
    prints(&store, Mode::Import);
    let mut dice = Dice::seeded(crc32fast::hash(data).into());
    let calls: Vec<_> = (0..CALLS)
        .map(|_| call(&mut dice, Mode::Import, &store))
        .collect();
    agree(&store, &calls);
});

fn read(text: &[u8], mode: Option<Mode>) -> Option<Store> {
    match read_store(text, &Limits::default(), mode, &mut NoFiles) {
        Ok(read) => {
            assert!(mode != Some(Mode::Strict) || read.warnings.is_empty());
            assert!(!read.warnings.has_errors());
            sources_are_sound(&read.warnings);
            Some(read.value)
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors());
            sources_are_sound(&diagnostics);
            None
        }
    }
}

fn printed(store: &Store) -> String {
    store.to_json_pretty(Mode::Import)
}

/// Reading what is printed gives the same store. A statement outside a list comes back in one, so
/// there may be a level more.
fn prints(store: &Store, mode: Mode) {
    let limits = Limits::default().with_bytes(Limits::MAX_BYTES);
    let limits = limits.with_nesting(limits.nesting() + 1);
    let text = store.to_json_pretty(mode);
    let again = match read_store(&text, &limits, None, &mut NoFiles) {
        Ok(again) => again.value,
        Err(diagnostics) => panic!("{diagnostics}\n{text}"),
    };
    assert_eq!(again.to_json_pretty(mode), text);
    assert_eq!(image(&again), image(store), "{text}");
}

fn image(store: &Store) -> Vec<u8> {
    let image = StoreCompiler::default().compile(store).expect("an image");
    image.to_bytes().expect("bytes")
}
