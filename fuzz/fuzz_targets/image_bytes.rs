//! Any bytes as an image: an error or an image that answers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate::{Engine, Image, Request};
use ramgate_fuzz::exercise;

fuzz_target!(|data: &[u8]| {
    match Image::from_bytes(data) {
        Ok(image) => {
            let _ = image.summary();
            let engine = Engine::new(image);
            let request = Request::from_text("kms:Decrypt", "acs:kms:r:1:key/k");
            exercise(&engine, &request.expect("a readable request"));
        }
        Err(error) => {
            let questions = [
                error.is_foreign(),
                error.is_other_version(),
                error.is_damaged(),
            ];
            assert_eq!(questions.iter().filter(|yes| **yes).count(), 1, "{error}");
        }
    }
});
