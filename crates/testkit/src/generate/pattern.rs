//! Text with and without wildcards: from a literal to a pattern near it, and back.
//!
//! Must not know which element of a statement the text is for, actions and ARNs apart.

use super::Dice;

const ACTIONS: &[&str] = &[
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GetSecretValue",
    "kms:ListKeys",
    "kms:List",
    "oss:GetObject",
    "oss:ListObjects",
    "ram:GetRole",
    "k:a",
    "kms:De:crypt",
    "kms:é",
];
const SERVICES: &[&str] = &["kms", "oss", "ram", "KMS", "k", ""];
const REGIONS: &[&str] = &["r1", "r2", "", "cn-hangzhou", "R1"];
const ACCOUNTS: &[&str] = &["1", "2", "", "12", "1234567890123456"];
const IDS: &[&str] = &[
    "key/a",
    "key",
    "key/ab",
    "key/A",
    "key/a/b",
    "secret/a",
    "secret/a:b",
    "b/x:1:b/y",
    "role/Admin",
    "role/admin",
    "user/é",
    "日本/ß",
    "*",
    "key/*",
    "key/?",
];
const LETTERS: &[&str] = &["a", "b", "A", "/", ":", "-", "é", "*", "😀"];
const RUNS: &[&str] = &["", "a", "b/", "ab:a", "é", "/a/b", ":1:b/", "*", "aaaaaaaa"];

/// A few letters of a small alphabet.
fn letters(dice: &mut Dice<'_>) -> String {
    let count = 1 + dice.below(5);
    (0..count).map(|_| dice.word(LETTERS)).collect()
}

/// An action that a request could name.
pub(super) fn action(dice: &mut Dice<'_>) -> String {
    if dice.chance(30) {
        format!("{}:{}", dice.word(&["a", "b", "kms"]), letters(dice))
    } else {
        dice.word(ACTIONS).to_owned()
    }
}

/// A pattern near an action; well formed.
pub(super) fn action_pattern(dice: &mut Dice<'_>) -> String {
    let literal = action(dice);
    let mut pattern = wildcardise(dice, &literal);
    if dice.chance(20) {
        pattern = change_case(dice, &pattern);
    }
    if !pattern.contains([':', '*']) {
        pattern.push('*');
    }
    pattern
}

/// The part of an ARN that names the resource.
fn relative_id(dice: &mut Dice<'_>) -> String {
    if dice.chance(30) {
        letters(dice)
    } else {
        dice.word(IDS).to_owned()
    }
}

/// An ARN that a request could name.
pub(super) fn arn(dice: &mut Dice<'_>) -> String {
    let (service, region) = (dice.word(SERVICES), dice.word(REGIONS));
    let account = dice.word(ACCOUNTS);
    format!("acs:{service}:{region}:{account}:{}", relative_id(dice))
}

/// A pattern near an ARN; well formed.
pub(super) fn resource_pattern(dice: &mut Dice<'_>) -> String {
    if dice.chance(20) {
        return dice.word(&["*", "**"]).to_owned();
    }
    let prefix = dice.word(&["acs", "acs", "acs", "ACS", "*", "a?s"]);
    let segment = |dice: &mut Dice<'_>, words| {
        let literal = dice.word(words);
        match dice.below(4) {
            0 | 1 => "*".to_owned(),
            2 => literal.to_owned(),
            _ => wildcardise(dice, literal),
        }
    };
    let service = segment(dice, SERVICES);
    let region = segment(dice, REGIONS);
    let account = segment(dice, ACCOUNTS);
    let id = relative_id(dice);
    let id = wildcardise(dice, &id);
    format!("{prefix}:{service}:{region}:{account}:{id}")
}

/// A pattern that the text may match.
pub(super) fn wildcardise(dice: &mut Dice<'_>, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (a, b) = (dice.below(chars.len() + 1), dice.below(chars.len() + 1));
    let (from, to) = (a.min(b), a.max(b));
    let head = || chars.iter().take(from);
    match dice.below(10) {
        0..=2 => text.to_owned(),
        3 => head().chain(&['*']).collect(),
        4 => ['*'].iter().chain(chars.iter().skip(from)).collect(),
        5 => head().chain(&['*']).chain(chars.iter().skip(to)).collect(),
        6 => head()
            .chain(&['?'])
            .chain(chars.iter().skip(from + 1))
            .collect(),
        7 => ['*']
            .iter()
            .chain(chars.iter().take(to).skip(from))
            .chain(&['*'])
            .collect(),
        8 => "*".to_owned(),
        _ => {
            let once: String = head().chain(&['*']).chain(chars.iter().skip(to)).collect();
            wildcardise(dice, &once)
        }
    }
}

/// A text that the pattern matches: every wildcard replaced.
pub(super) fn instantiate(dice: &mut Dice<'_>, pattern: &str) -> String {
    let mut text = String::new();
    for c in pattern.chars() {
        match c {
            '*' => text.push_str(dice.word(RUNS)),
            '?' => text.push_str(dice.word(LETTERS)),
            c => text.push(c),
        }
    }
    text
}

/// The text with one character changed, added or taken away.
pub(super) fn mutate(dice: &mut Dice<'_>, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len());
    let letter = dice.word(LETTERS).chars().next().unwrap_or('a');
    match dice.below(6) {
        0 => chars.push(letter),
        1 => chars.insert(at, letter),
        2 => {
            if at < chars.len() {
                chars.remove(at);
            }
        }
        3 => {
            if let Some(c) = chars.get_mut(at) {
                *c = letter;
            }
        }
        4 => {
            if let Some(c) = chars.get_mut(at) {
                *c = other_case(*c);
            }
        }
        _ => {
            chars.pop();
        }
    }
    chars.into_iter().collect()
}

/// The text in capitals, in small letters, or with each letter in its other case.
pub(super) fn change_case(dice: &mut Dice<'_>, text: &str) -> String {
    match dice.below(4) {
        0 => text.to_ascii_uppercase(),
        1 => text.to_ascii_lowercase(),
        2 => text.chars().map(other_case).collect(),
        // Characters that fold to ASCII letters without being their capitals.
        _ => text
            .chars()
            .map(|c| match c {
                's' | 'S' => 'ſ',
                'k' | 'K' => '\u{212A}',
                c => other_case(c),
            })
            .collect(),
    }
}

/// A caller's name with the letters behind the last `/` in capitals; its meaning stays.
pub(super) fn shout(name: &str) -> String {
    match name.rsplit_once('/') {
        Some((head, last)) => format!("{head}/{}", last.to_ascii_uppercase()),
        None => name.to_owned(),
    }
}

fn other_case(c: char) -> char {
    let mut upper = c.to_uppercase();
    let mut lower = c.to_lowercase();
    let other = if c.is_lowercase() {
        upper.next()
    } else {
        lower.next()
    };
    other.unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use ramgate_model::pattern::{ActionPattern, ResourcePattern};
    use ramgate_model::{Action, Case, Resource, glob};

    use super::{Dice, action, action_pattern, arn, instantiate, letters, resource_pattern};

    #[test]
    fn what_is_drawn_is_well_formed() {
        let mut dice = Dice::seeded(1);
        for _ in 0..5_000 {
            let text = action(&mut dice);
            assert!(Action::new(&text).is_ok(), "{text}");
            let text = arn(&mut dice);
            assert!(Resource::new(&text).is_ok(), "{text}");
            let text = action_pattern(&mut dice);
            assert!(ActionPattern::parse(&text).is_ok(), "{text}");
            let text = resource_pattern(&mut dice);
            assert!(ResourcePattern::parse(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_instance_matches_its_pattern() {
        let mut dice = Dice::seeded(2);
        for _ in 0..5_000 {
            let pattern = letters(&mut dice).replace('b', "?");
            let text = instantiate(&mut dice, &pattern);
            assert!(
                glob::matches(&pattern, &text, Case::Sensitive),
                "{pattern} {text}"
            );
        }
    }
}
