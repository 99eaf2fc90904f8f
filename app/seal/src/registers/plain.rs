//! Plain integers, for every machine: planes of SM4 alone, for in them a hash gains nothing.

use cipher::consts::U128;
use cipher::inout::InOut;

use crate::sm4::planes::{self, Blocks, Lane, Masks};

/// For every machine.
impl Lane for u128 {
    type Blocks = U128;

    #[inline(always)]
    fn splat(mask: u64) -> Self {
        u128::from(mask) << 64 | u128::from(mask)
    }

    #[inline(always)]
    fn load(blocks: &Blocks<Self>, at: usize) -> Self {
        // The first word lowest.
        let words = u128::from_be_bytes(blocks[at].into());
        words.rotate_right(96) & WORD | (words >> 64 & WORD) << 32 | (words >> 32 & WORD) << 64 | (words & WORD) << 96
    }

    #[inline(always)]
    fn store(self, blocks: &mut Blocks<Self>, at: usize) {
        let words = (self & WORD) << 96 | (self >> 32 & WORD) << 64 | (self >> 64 & WORD) << 32 | self >> 96;
        blocks[at] = words.to_be_bytes().into();
    }

    // Whole shifts: what crosses the middle is masked out by the caller.
    #[inline(always)]
    fn up<const N: i32>(self) -> Self {
        self << N
    }

    #[inline(always)]
    fn down<const N: i32>(self) -> Self {
        self >> N
    }

    #[inline(always)]
    fn swap_halves(a: Self, b: Self) -> (Self, Self) {
        (a & u128::from(u64::MAX) | b << 64, a >> 64 | b & !u128::from(u64::MAX))
    }

    #[inline(never)]
    fn substitute(words: [&[Self; 8]; 3], key: &[u64; 8], bits: &mut [Self; 8]) {
        planes::substitute(words, key, bits);
    }

    fn encrypt(masks: &Masks, blocks: InOut<'_, '_, Blocks<Self>>) {
        planes::encrypt::<Self>(masks, blocks);
    }
}

const WORD: u128 = 0xffff_ffff;
