//! Compiled stores with bytes changed, cut off or added. As they are, a change is refused; with
//! every length and checksum put right, also those of the policies within, what is not refused
//! answers, explains what it answers, and ends.
//!
//! The first byte picks a store, the second what is done to its length; groups of six bytes behind
//! them change a byte or a number of four bytes.

#![no_main]

use std::ops::Range;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ramgate::{Authorizer, Call, Mode, Principal, Request, Store, StoreCompiler, StoreImage};
use ramgate_fuzz::{damage, stores};
use ramgate_image::store::{StoreLayout, StoreView};
use ramgate_testkit::generate::{Dice, store};

/// An image, and where in it the compiled policies lie.
type Image = (Vec<u8>, Vec<Range<usize>>);

static IMAGES: LazyLock<[Image; 4]> = LazyLock::new(|| {
    [
        image(&Store::new()),
        image(&stores::small()),
        image(&store(&mut Dice::seeded(1), Mode::Strict)),
        image(&store(&mut Dice::seeded(2), Mode::Import)),
    ]
});

fn image(store: &Store) -> Image {
    let image = StoreCompiler::default().compile(store).expect("an image");
    let bytes = image.to_bytes().expect("bytes");
    let layout = StoreLayout::read(&bytes).expect("an image");
    let policies = StoreView::new(&bytes, &layout).units().collect();
    (bytes, policies)
}

fuzz_target!(|data: &[u8]| {
    let [choice, len, edits @ ..] = data else {
        return;
    };
    let (original, policies) = &IMAGES[usize::from(*choice) % IMAGES.len()];
    let mut bytes = damage::edited(original, *len, edits);
    let changed = bytes != *original;
    // A checksum finds whatever lies within 32 bits; more may escape it in principle.
    if changed && edits.len() < 12 {
        assert!(StoreImage::from_bytes(bytes.clone()).is_err());
    }
    damage::mend_all(&mut bytes, policies);
    if let Ok(image) = StoreImage::from_bytes(bytes) {
        let _ = image.summary();
        ask(&Authorizer::new(image));
    }
});

fn ask(authorizer: &Authorizer) {
    for caller in [
        "acs:ram::1:user/alice",
        "acs:ram::1:role/app/s",
        "acs:ram::2:root",
        "ecs.aliyuncs.com",
    ] {
        let call = Call::new(Principal::new(caller).expect("a caller"));
        let call = call.in_resource_group("rg-1");
        for (action, resource) in [
            ("kms:Decrypt", stores::SMALL_KEY),
            ("kms:ListKeys", "*"),
            ("sts:AssumeRole", "acs:ram::1:role/app"),
        ] {
            let request = Request::from_text(action, resource).expect("a readable request");
            stores::exercise(authorizer, &call, &request);
        }
    }
}
