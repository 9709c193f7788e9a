//! Policies as long as RAM accepts them, made to be costly to compile.
//!
//! Must not know how anything is measured.

use ramgate::PolicySet;

/// The longest identity policy, in characters.
const LONGEST: usize = 6_144;

/// Each with its name.
pub(crate) fn hostile() -> Vec<(&'static str, PolicySet)> {
    vec![
        (
            "many-stars",
            filled(|n| format!("{}b", "*a".repeat(20 + n % 20))),
        ),
        (
            "open-ends",
            filled(|n| format!("*a{}", "?".repeat(4 + n % 16))),
        ),
        ("infixes", filled(|n| format!("*{n:x}*"))),
        ("shared-prefixes", filled(|n| format!("secret/*-x{n}-*"))),
    ]
}

/// As many patterns of relative ids as fit.
fn filled(pattern: impl Fn(usize) -> String) -> PolicySet {
    let mut text = String::from(
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":[",
    );
    let end = "]}]}";
    for number in 0.. {
        let comma = if number == 0 { "" } else { "," };
        let item = format!("{comma}\"acs:*:*:*:{}\"", pattern(number));
        if text.len() + item.len() + end.len() > LONGEST {
            break;
        }
        text.push_str(&item);
    }
    text.push_str(end);
    let mut set = PolicySet::new();
    set.parse("hostile", text).expect("a policy that loads");
    set
}
