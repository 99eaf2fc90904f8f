//! Drawing coefficients (抽取系数): what comes out follows from the platform's secret and from the keys of the forms, and
//! whoever has both reckons it again.

use seal::Digest;

/// What the platform tells of its secret before any key is released.
#[must_use]
pub fn committed(lot: &str, secret: &Digest) -> Digest {
    Digest::of_fields("kaibiao-draw-commitment/1", [lot.as_bytes(), &secret.0])
}

/// Draws from one coefficient after another.
pub struct Urn {
    seed: Digest,
    drawn: u32,
}

impl Urn {
    /// `keys` are bid and file key of every form that was read out, in the order of the read-out.
    #[must_use]
    pub fn new<'a>(lot: &str, secret: &Digest, keys: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let keys = keys.into_iter().flat_map(|(bid, key)| [bid.as_bytes(), key.as_bytes()]);
        let fields = [lot.as_bytes(), &secret.0].into_iter().chain(keys);
        Self { seed: Digest::of_fields("kaibiao-draw/1", fields), drawn: 0 }
    }

    /// One of `n` values, counted from 0, each as likely as the others. `n` is not 0.
    pub fn draw(&mut self, n: u64) -> usize {
        let of = self.drawn;
        self.drawn += 1;
        let mut turns = (0_u32..).map(|turn| {
            let block =
                Digest::of_fields("kaibiao-draw-block/1", [&self.seed.0[..], &of.to_be_bytes(), &turn.to_be_bytes()]);
            u64::from_be_bytes(*block.0.first_chunk().expect("a digest has 32 bytes"))
        });
        // What lies beyond the last whole multiple would favour the first values.
        let beyond = u64::MAX - u64::MAX % n;
        let x = turns.find(|x| *x < beyond).expect("one turn in two is enough");
        (x % n) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: Digest = Digest([7; 32]);
    const KEYS: [(&str, &str); 3] = [("a", "01"), ("b", "02"), ("c", "03")];

    fn drawn(lot: &str, secret: &Digest, keys: &[(&str, &str)], n: u64) -> Vec<usize> {
        let mut urn = Urn::new(lot, secret, keys.iter().copied());
        (0..8).map(|_| urn.draw(n)).collect()
    }

    #[test]
    fn the_worked_example_of_the_format_holds() {
        let format = include_str!("../FORMAT.md");
        let values: Vec<String> = drawn("lot", &SECRET, &KEYS, 100).iter().map(ToString::to_string).collect();
        assert!(format.contains(&format!("\n    {}\n", values.join(" "))), "{}", values.join(" "));
        let told = committed("lot", &SECRET);
        assert!(format.contains(&format!("\n    {told}\n")), "{told}");
    }

    #[test]
    fn everything_that_goes_in_changes_what_comes_out() {
        let first = drawn("lot", &SECRET, &KEYS, 1 << 40);
        let swapped = [KEYS[1], KEYS[0], KEYS[2]];
        let others = [
            drawn("tol", &SECRET, &KEYS, 1 << 40),
            drawn("lot", &Digest([8; 32]), &KEYS, 1 << 40),
            drawn("lot", &SECRET, &KEYS[..2], 1 << 40),
            drawn("lot", &SECRET, &swapped, 1 << 40),
            drawn("lot", &SECRET, &[KEYS[0], KEYS[1], ("c", "04")], 1 << 40),
        ];
        assert!(others.iter().all(|other| *other != first));
        assert_ne!(committed("lot", &SECRET), committed("lot", &Digest([8; 32])));
    }

    /// The bound is five standard deviations of a fair draw; a fixed input, so it holds always or never.
    #[test]
    fn no_value_is_favoured() {
        for n in [2_u64, 3, 5, 7, 100] {
            let (turns, mut counts) = (20_000, vec![0_u32; n as usize]);
            let mut urn = Urn::new("lot", &SECRET, KEYS);
            (0..turns).for_each(|_| counts[urn.draw(n)] += 1);
            let mean = f64::from(turns) / n as f64;
            let bound = 5.0 * (mean * (1.0 - 1.0 / n as f64)).sqrt();
            assert!(counts.iter().all(|count| (f64::from(*count) - mean).abs() < bound), "of {n}: {counts:?}");
        }
    }
}
