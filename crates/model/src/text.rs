//! Characters that make written text suspect: padding, control characters, placeholders.
//!
//! Must not know which element of a policy the text stands in.

/// Whether the text begins or ends with Unicode white space (1.24).
pub fn is_padded(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

/// Whether the text contains a control character (1.29).
pub fn has_control(text: &str) -> bool {
    text.contains(char::is_control)
}

/// Whether the text contains `${`, which in RAM is a placeholder that its author forgot to
/// replace: there are no policy variables (5).
pub fn has_placeholder(text: &str) -> bool {
    text.contains("${")
}

#[cfg(test)]
mod tests {
    use super::{has_control, has_placeholder, is_padded};

    #[test]
    fn suspects() {
        assert!(is_padded(" a") && is_padded("a\u{3000}") && !is_padded("a b") && !is_padded(""));
        assert!(has_control("a\u{7f}") && has_control("\u{85}") && !has_control("a b"));
        assert!(has_placeholder("x${y}") && !has_placeholder("$y {z}"));
    }
}
