//! Our JSON reader accepts exactly what `serde_json` accepts and what keeps to the stated limits.
//! The limits are judged here by a plain scan of the text.

#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use ramgate_fuzz::diagnostics_are_sound;
use ramgate_syntax::{Limits, json};
use serde::de::IgnoredAny;

fuzz_target!(|data: &[u8]| {
    let [nesting, bytes, text @ ..] = data else {
        return;
    };
    let limits = Limits::default()
        .with_nesting(usize::from(*nesting))
        .with_bytes(usize::from(*bytes) * 16);
    let expected = text.len() <= limits.bytes()
        && std::str::from_utf8(text).is_ok()
        && serde_json::from_slice::<IgnoredAny>(text).is_ok()
        && keeps_limits(text, limits.nesting());
    match json::read(text, &limits) {
        Ok(node) => {
            assert!(expected, "accepted: {:?}", String::from_utf8_lossy(text));
            let wide = limits.with_bytes(Limits::MAX_BYTES);
            for printed in [node.to_compact(), node.to_pretty()] {
                let again = json::read(printed.as_bytes(), &wide).expect("printed JSON");
                assert_eq!(again, node, "{printed}");
            }
        }
        Err(diagnostics) => {
            assert!(!expected, "refused: {diagnostics}");
            assert!(diagnostics.has_errors());
            diagnostics_are_sound(text, &diagnostics);
        }
    }
});

/// Whether a text that is JSON is nested no deeper, and has neither two members of one name nor
/// half a surrogate pair.
fn keeps_limits(text: &[u8], nesting: usize) -> bool {
    // For each open list or object: the names so far, if it is an object, and whether a name
    // comes next.
    let mut open: Vec<Option<HashSet<Vec<u16>>>> = Vec::new();
    let mut name_next = false;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                open.push((byte == b'{').then(HashSet::new));
                name_next = byte == b'{';
                if open.len() > nesting {
                    return false;
                }
            }
            b'}' | b']' => {
                open.pop();
                name_next = false;
            }
            b',' => name_next = matches!(open.last(), Some(Some(_))),
            b'"' => {
                let (string, behind) = string(text, at);
                at = behind;
                if has_lone_surrogate(&string) {
                    return false;
                }
                if let (true, Some(Some(names))) = (name_next, open.last_mut())
                    && !names.insert(string)
                {
                    return false;
                }
                name_next = false;
            }
            _ => {}
        }
    }
    true
}

/// The UTF-16 of a string from behind its opening quote, and the place behind its closing one.
fn string(text: &[u8], start: usize) -> (Vec<u16>, usize) {
    let mut units = Vec::new();
    let mut at = start;
    loop {
        match text[at] {
            b'"' => return (units, at + 1),
            b'\\' => {
                let escaped = text[at + 1];
                at += 2;
                units.push(match escaped {
                    b'b' => 0x08,
                    b'f' => 0x0C,
                    b'n' => 0x0A,
                    b'r' => 0x0D,
                    b't' => 0x09,
                    b'u' => {
                        let digits = std::str::from_utf8(&text[at..at + 4]).expect("four digits");
                        at += 4;
                        u16::from_str_radix(digits, 16).expect("four digits")
                    }
                    other => u16::from(other),
                });
            }
            first => {
                let len = match first {
                    0xF0.. => 4,
                    0xE0.. => 3,
                    0xC0.. => 2,
                    _ => 1,
                };
                let piece = std::str::from_utf8(&text[at..at + len]).expect("a character");
                units.extend(piece.encode_utf16());
                at += len;
            }
        }
    }
}

fn has_lone_surrogate(units: &[u16]) -> bool {
    char::decode_utf16(units.iter().copied()).any(|unit| unit.is_err())
}
