//! A text line by line, in constant memory.
//!
//! Must not know what a line says.

use std::io::{self, BufRead as _, BufReader, Read};

/// Reads lines up to a length.
pub(crate) struct Lines {
    input: BufReader<Box<dyn Read>>,
    longest: usize,
    number: u64,
    line: Vec<u8>,
}

impl Lines {
    /// Lines of `input`; of a line that has more than `longest` bytes, that many and one are kept,
    /// so that whoever reads it sees that it is too long.
    pub(crate) fn new(input: Box<dyn Read>, longest: usize) -> Self {
        Self::with_capacity(1 << 16, input, longest)
    }

    fn with_capacity(buffer: usize, input: Box<dyn Read>, longest: usize) -> Self {
        Self {
            input: BufReader::with_capacity(buffer, input),
            longest,
            number: 0,
            line: Vec::new(),
        }
    }

    /// Whether the next line has come already, so that reading it does not wait.
    pub(crate) fn is_ready(&self) -> bool {
        self.input.buffer().contains(&b'\n')
    }

    /// The next line and its number, counted from 1, without the line feed; nothing at the end.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        self.line.clear();
        let mut any = false;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or(buffer);
            let room = (self.longest + 1).saturating_sub(self.line.len());
            self.line
                .extend_from_slice(part.get(..room).unwrap_or(part));
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some((self.number, &self.line)))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::Lines;

    fn all(text: &'static str, buffer: usize, longest: usize) -> Vec<(u64, String)> {
        let mut lines = Lines::with_capacity(buffer, Box::new(Cursor::new(text)), longest);
        let mut all = Vec::new();
        while let Some((number, line)) = lines.next().unwrap() {
            all.push((number, String::from_utf8(line.to_vec()).unwrap()));
        }
        all
    }

    #[test]
    fn lines_come_whole_whatever_the_buffer() {
        for buffer in 1..8 {
            let lines = all("ab\n\ncdefg", buffer, 100);
            let texts: Vec<_> = lines.iter().map(|(n, text)| (*n, text.as_str())).collect();
            assert_eq!(texts, [(1, "ab"), (2, ""), (3, "cdefg")], "{buffer}");
            assert_eq!(all("x\n", buffer, 100).len(), 1);
            assert!(all("", buffer, 100).is_empty());
        }
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_one_is_not_lost() {
        for buffer in 1..8 {
            let lines = all("abcdefgh\nxy", buffer, 3);
            assert_eq!(lines, [(1, "abcd".to_owned()), (2, "xy".to_owned())]);
        }
    }
}
