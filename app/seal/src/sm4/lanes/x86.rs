//! AVX2. The `unsafe` of this crate is here and in `sm3/x86`, for one reason: the compiler can not see that the processor
//! was asked ([`M256::here`]) before any of this runs.
#![expect(unsafe_code, reason = "instructions that not every processor has")]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm_storeu_si128, _mm256_and_si256, _mm256_castsi256_si128,
    _mm256_extracti128_si256, _mm256_set_m128i, _mm256_set1_epi64x, _mm256_setr_epi8, _mm256_shuffle_epi8,
    _mm256_slli_epi64, _mm256_srli_epi64, _mm256_unpackhi_epi64, _mm256_unpacklo_epi64, _mm256_xor_si256,
};
use std::ops::{BitAnd, BitXor};

use cipher::consts::U256;
use cipher::inout::InOut;

use crate::sm4::planes::{self, Block, Blocks, Lane, Masks};

#[derive(Clone, Copy)]
pub struct M256(__m256i);

impl M256 {
    /// Whether this processor has them. Nothing else of this type may be used unless it has.
    pub fn here() -> bool {
        is_x86_feature_detected!("avx2")
    }
}

impl BitXor for M256 {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        // SAFETY: AVX2 is here, or there were no value of this type.
        Self(unsafe { _mm256_xor_si256(self.0, other.0) })
    }
}

impl BitAnd for M256 {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_and_si256(self.0, other.0) })
    }
}

impl Lane for M256 {
    type Blocks = U256;

    #[inline(always)]
    fn splat(mask: u64) -> Self {
        // SAFETY: only called from `encrypt`.
        Self(unsafe { _mm256_set1_epi64x(mask.cast_signed()) })
    }

    #[inline(always)]
    fn load(blocks: &Blocks<Self>, at: usize) -> Self {
        let half = |block: &Block| {
            // SAFETY: a block is 16 bytes; the address need not be even.
            unsafe { _mm_loadu_si128(block.as_ptr().cast::<__m128i>()) }
        };
        // SAFETY: only called from `encrypt`.
        Self(words(unsafe { _mm256_set_m128i(half(&blocks[at + 128]), half(&blocks[at])) }))
    }

    #[inline(always)]
    fn store(self, blocks: &mut Blocks<Self>, at: usize) {
        let bytes = words(self.0);
        // SAFETY: as above, and the two blocks are distinct.
        unsafe {
            _mm_storeu_si128(blocks[at].as_mut_ptr().cast(), _mm256_castsi256_si128(bytes));
            _mm_storeu_si128(blocks[at + 128].as_mut_ptr().cast(), _mm256_extracti128_si256::<1>(bytes));
        }
    }

    #[inline(always)]
    fn up<const N: i32>(self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_slli_epi64::<N>(self.0) })
    }

    #[inline(always)]
    fn down<const N: i32>(self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_srli_epi64::<N>(self.0) })
    }

    #[inline(always)]
    fn swap_halves(a: Self, b: Self) -> (Self, Self) {
        // SAFETY: as above.
        unsafe { (Self(_mm256_unpacklo_epi64(a.0, b.0)), Self(_mm256_unpackhi_epi64(a.0, b.0))) }
    }

    fn substitute(words: [&[Self; 8]; 3], key: &[u64; 8], bits: &mut [Self; 8]) {
        // SAFETY: only called from `encrypt`.
        unsafe { substitute_with_avx2(words, key, bits) }
    }

    fn encrypt(masks: &Masks, blocks: InOut<'_, '_, Blocks<Self>>) {
        // SAFETY: whoever chose this type has asked `here`.
        unsafe { with_avx2(masks, blocks) }
    }
}

#[target_feature(enable = "avx2")]
#[inline(never)]
fn substitute_with_avx2(words: [&[M256; 8]; 3], key: &[u64; 8], bits: &mut [M256; 8]) {
    planes::substitute(words, key, bits);
}

#[target_feature(enable = "avx2")]
fn with_avx2(masks: &Masks, blocks: InOut<'_, '_, Blocks<M256>>) {
    planes::encrypt::<M256>(masks, blocks);
}

/// Turns the bytes of each word round: SM4's words are big-endian.
#[inline(always)]
fn words(bytes: __m256i) -> __m256i {
    // SAFETY: as above.
    unsafe {
        let order = _mm256_setr_epi8(
            3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
        );
        _mm256_shuffle_epi8(bytes, order)
    }
}
