//! Walking a dense automaton.
//!
//! Must not know what its outputs mean.

use zerocopy::little_endian::U32;

use crate::record::NONE;

/// The tables of one automaton.
#[derive(Clone, Copy, Debug)]
pub struct Automaton<'a> {
    pub(crate) classes: &'a [u8],
    pub(crate) stride: u32,
    pub(crate) start: u32,
    pub(crate) transitions: &'a [U32],
    pub(crate) through: &'a [U32],
    pub(crate) end: &'a [U32],
}

impl Automaton<'_> {
    /// Walks through a text, a table look-up and a half for each byte, until the text ends or
    /// nothing can match any more. Calls `reached` with the output of each state that it reaches
    /// and that has one, and gives the output of the state that the text ends in; of state 0, the
    /// dead one, if nothing can match any more. With
    /// `LOWER`, ASCII capitals are read as small letters.
    #[inline]
    pub fn walk<const LOWER: bool>(
        &self,
        text: &[u8],
        mut reached: impl FnMut(u32),
    ) -> Option<u32> {
        let mut state = self.start;
        if !self.through.is_empty() {
            self.report(state, &mut reached);
        }
        for &byte in text {
            let byte = if LOWER {
                byte.to_ascii_lowercase()
            } else {
                byte
            };
            let class = self.classes.get(usize::from(byte))?;
            let at = state as usize * self.stride as usize + usize::from(*class);
            state = self.transitions.get(at)?.get();
            if state == 0 {
                break;
            }
            if !self.through.is_empty() {
                self.report(state, &mut reached);
            }
        }
        self.end
            .get(state as usize)
            .map(|output| output.get())
            .filter(|&output| output != NONE)
    }

    #[inline]
    fn report(&self, state: u32, reached: &mut impl FnMut(u32)) {
        if let Some(output) = self.through.get(state as usize)
            && output.get() != NONE
        {
            reached(output.get());
        }
    }
}
