//! Where choices come from.
//!
//! Must not know what is chosen.

/// A source of choices: endless from a seed, or as many as some bytes hold.
#[derive(Clone, Debug)]
pub struct Dice<'a>(Source<'a>);

#[derive(Clone, Debug)]
enum Source<'a> {
    Seed(u64),
    Bytes(&'a [u8]),
}

impl<'a> Dice<'a> {
    /// Choices that depend on the seed alone.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seed(seed))
    }

    /// Choices read from bytes; 0 for ever once they run out.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        Self(Source::Bytes(bytes))
    }

    /// A number below `bound`; 0 if there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound <= 1 {
            return 0;
        }
        let drawn = match &mut self.0 {
            Source::Seed(state) => split_mix(state),
            Source::Bytes(bytes) => {
                let width = if bound <= 256 { 1 } else { 2 };
                let (now, later) = bytes.split_at_checked(width).unwrap_or((&[], &[]));
                *bytes = later;
                now.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
            }
        };
        // The remainder is below `bound`, which came from a `usize`.
        usize::try_from(drawn % bound as u64).unwrap_or(0)
    }

    /// Yes, so many times in a hundred; no when in doubt.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100usize.saturating_sub(percent)
    }

    /// One of these; nothing only if there are none.
    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }

    /// One of these words; the empty one only if there are none.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).copied().unwrap_or("")
    }
}

/// `SplitMix64`: every state gives an independent number.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_seed_repeats_itself() {
        let draw = |seed| {
            let mut dice = Dice::seeded(seed);
            (0..50).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(draw(3).iter().all(|number| *number < 1000));
    }

    #[test]
    fn bytes_that_run_out_give_the_first_choice() {
        let mut dice = Dice::from_bytes(&[7, 1, 0]);
        assert_eq!((dice.below(10), dice.below(300)), (7, 256));
        assert_eq!((dice.below(10), dice.below(300)), (0, 0));
        assert!(!dice.chance(99));
        assert_eq!(dice.word(&["a", "b"]), "a");
    }

    #[test]
    fn chances() {
        let mut dice = Dice::seeded(9);
        let hits = (0..10_000).filter(|_| dice.chance(30)).count();
        assert!((2_700..3_300).contains(&hits), "{hits}");
        assert!((0..100).all(|_| !dice.chance(0)));
    }
}
