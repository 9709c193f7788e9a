//! Lines and columns of a text.
//!
//! Must not know what the text says; it need not even be UTF-8.

use std::fmt;

/// A place for people: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t [u8],
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Looks through a text once. Lines end with `\n`.
    pub fn new(text: &'t (impl AsRef<[u8]> + ?Sized)) -> Self {
        let text = text.as_ref();
        let breaks = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(offset, _)| offset + 1))
            .collect();
        Self { text, starts }
    }

    /// The place of a byte; of the end of the text for what lies beyond. A binary search, then
    /// linear in the line's length.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let is_start = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
        LineColumn {
            line,
            column: before.iter().filter(is_start).count() + 1,
        }
    }

    /// The bytes of a line, counted from 1, without the line break.
    pub fn line(&self, line: usize) -> Option<&'t [u8]> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(self.text.len(), |end| end - 1);
        self.text.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, LineIndex};

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("ab\n\u{e9}\u{4e2d}x\n");
        for (offset, line, column) in [(0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (8, 2, 3)] {
            assert_eq!(index.line_column(offset), LineColumn { line, column });
        }
        assert_eq!(index.line_column(100).to_string(), "3:1");
        assert_eq!(index.line(1), Some(&b"ab"[..]));
        assert_eq!((index.line(3), index.line(4)), (Some(&b""[..]), None));
    }

    #[test]
    fn text_that_is_not_utf8_has_lines_too() {
        let index = LineIndex::new(b"\xff\n\xfe");
        assert_eq!(index.line_column(2), LineColumn { line: 2, column: 1 });
    }
}
