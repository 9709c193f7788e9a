//! Templates with any values: an error, or a policy that a strict reader loads and that says as
//! much as the template does.
//!
//! The first byte picks the template; lines behind it are `name=value`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ramgate_syntax::{Mode, PolicyKind, ReadOptions, read_policy};
use ramgate_templates::{Parameters, templates};

fuzz_target!(|data: &[u8]| {
    let Some((choice, lines)) = data.split_first() else {
        return;
    };
    let Ok(lines) = std::str::from_utf8(lines) else {
        return;
    };
    let mut given = Parameters::new();
    for line in lines.split('\n') {
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        given.add(name, value);
    }
    let template = &templates()[usize::from(*choice) % templates().len()];
    let mut examples = Parameters::new();
    for parameter in template.parameters() {
        for value in parameter.example() {
            examples.add(parameter.name(), *value);
        }
        // What is not given has its example, so that the others are tried.
        if given.get(parameter.name()).is_empty() {
            for value in parameter.example() {
                given.add(parameter.name(), *value);
            }
        }
    }
    let plain = template.render(&examples).expect("examples are accepted");
    if let Ok(document) = template.render(&given) {
        let read = |text: &str| {
            let options = ReadOptions::new(Mode::Strict).with_length_limits(false);
            match read_policy(text, PolicyKind::Identity, &options) {
                Ok(read) => read.value,
                Err(diagnostics) => panic!("{diagnostics}\n{text}"),
            }
        };
        let (plain, document) = (read(&plain), read(&document));
        assert_eq!(plain.statements.len(), document.statements.len());
        for (plain, other) in plain.statements.iter().zip(&document.statements) {
            assert_eq!(plain.effect, other.effect);
            assert_eq!(plain.action, other.action);
        }
    }
});
