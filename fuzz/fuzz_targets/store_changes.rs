//! A store, drawn from bytes, and changes of it, each compiled with what is known of the store
//! before: the bytes are those of compiling from nothing, and are taken as an image.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate::{StoreCompiler, StoreImage};
use ramgate_syntax::Mode;
use ramgate_testkit::generate::{Dice, change, store};

/// Changes of each store.
const CHANGES: usize = 6;

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else {
        return;
    };
    let mode = if choice.is_multiple_of(2) {
        Mode::Strict
    } else {
        Mode::Import
    };
    let mut dice = Dice::from_bytes(bytes);
    let mut store = store(&mut dice, mode);
    let mut compiler = StoreCompiler::default();
    // Changes are compiled one by one, or several at once.
    let at_once = 1 + usize::from(choice / 2 % 3);
    for number in 0..=CHANGES {
        if number.is_multiple_of(at_once) {
            let image = compiler.compile(&store).expect("an image");
            let bytes = image.to_bytes().expect("bytes");
            let afresh = StoreCompiler::default().compile(&store).expect("an image");
            assert!(
                bytes == afresh.to_bytes().expect("bytes"),
                "change {number}"
            );
            let taken = StoreImage::from_bytes(bytes.clone()).expect("an image");
            assert!(taken.to_bytes().expect("bytes") == bytes);
        }
        let before = store.clone();
        if !change(&mut dice, mode, &mut store) {
            let printed = [&store, &before].map(|store| store.to_json_pretty(Mode::Import));
            assert_eq!(printed[0], printed[1]);
        }
    }
});
