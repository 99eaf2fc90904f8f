//! Where randomness comes from: one generator, seeded once by whoever opens the office.

use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// A shared generator. Cheap to clone; clones draw from the same stream.
#[derive(Clone)]
pub struct Chance(Arc<Mutex<ChaCha20Rng>>);

impl Chance {
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed))))
    }

    /// A generator of its own for one piece of work, so that the shared one is not held meanwhile.
    #[must_use]
    pub fn fork(&self) -> ChaCha20Rng {
        let mut seed = [0; 32];
        self.fill(&mut seed);
        ChaCha20Rng::from_seed(seed)
    }

    /// Bits for an identifier.
    #[must_use]
    pub fn bits(&self) -> u128 {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        u128::from_be_bytes(bytes)
    }

    /// A secret of 256 bits.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        bytes
    }

    fn fill(&self, bytes: &mut [u8]) {
        // A generator is whole after any panic elsewhere.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
