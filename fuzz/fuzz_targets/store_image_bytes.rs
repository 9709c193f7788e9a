//! Any bytes as the image of a store: an error of one sort, or an image that answers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate::{Authorizer, Call, Principal, Request, StoreImage};
use ramgate_fuzz::stores::exercise;

fuzz_target!(|data: &[u8]| {
    match StoreImage::from_bytes(data) {
        Ok(image) => {
            let _ = image.summary();
            let authorizer = Authorizer::new(image);
            let request = Request::from_text("kms:Decrypt", "acs:kms:r:1:key/k");
            let request = request.expect("a readable request");
            for caller in [
                "acs:ram::1:user/u",
                "acs:ram::1:role/r/s",
                "acs:ram::1:root",
            ] {
                let call = Call::new(Principal::new(caller).expect("a caller"));
                exercise(&authorizer, &call, &request);
            }
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
