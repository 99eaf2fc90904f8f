//! Eight messages in AVX2's registers. `unsafe` as in [`crate::sm4`], and for the same reason.
#![expect(unsafe_code, reason = "instructions that not every processor has")]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm256_add_epi32, _mm256_and_si256, _mm256_set_epi32, _mm256_set_m128i,
    _mm256_set1_epi32, _mm256_setr_epi8, _mm256_shuffle_epi8, _mm256_slli_epi32, _mm256_srli_epi32,
    _mm256_storeu_si256, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64, _mm256_unpacklo_epi32, _mm256_unpacklo_epi64,
    _mm256_xor_si256,
};
use std::ops::{Add, BitAnd, BitXor};

use super::Words;

/// Whether this processor has them. Nothing else of this module may be used unless it has.
pub fn here() -> bool {
    is_x86_feature_detected!("avx2")
}

pub fn compress(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    assert!(here() && states.len() == 8 && messages.len() == 8);
    // SAFETY: AVX2 is here.
    unsafe { with_avx2(states, messages) }
}

#[target_feature(enable = "avx2")]
fn with_avx2(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    super::compress_with(states, messages, |states, word| {
        let [a, b, c, d, e, f, g, h] = std::array::from_fn(|message| states[message][word].cast_signed());
        Eight(_mm256_set_epi32(h, g, f, e, d, c, b, a))
    });
}

#[derive(Clone, Copy)]
struct Eight(__m256i);

impl BitXor for Eight {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        // SAFETY: AVX2 is here, or there were no value of this type.
        Self(unsafe { _mm256_xor_si256(self.0, other.0) })
    }
}

impl BitAnd for Eight {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_and_si256(self.0, other.0) })
    }
}

impl Add for Eight {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_add_epi32(self.0, other.0) })
    }
}

impl Words for Eight {
    #[inline(always)]
    fn splat(word: u32) -> Self {
        // SAFETY: only called from `with_avx2`.
        Self(unsafe { _mm256_set1_epi32(word.cast_signed()) })
    }

    #[inline(always)]
    fn turn<const L: i32, const R: i32>(self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_xor_si256(_mm256_slli_epi32::<L>(self.0), _mm256_srli_epi32::<R>(self.0)) })
    }

    /// Message n lies in the lower halves, message n + 4 in the upper.
    #[inline(always)]
    fn load(messages: &[&[u8]], at: usize) -> [Self; 4] {
        let half = |message: usize| {
            let bytes: &[u8; 16] = messages[message][at..].first_chunk().expect("whole blocks");
            // SAFETY: 16 bytes; the address need not be even.
            unsafe { _mm_loadu_si128(bytes.as_ptr().cast::<__m128i>()) }
        };
        let rows: [__m256i; 4] = std::array::from_fn(|n| {
            // SAFETY: as above.
            unsafe { _mm256_set_m128i(half(n + 4), half(n)) }
        });
        // SAFETY: as above.
        unsafe {
            let order = _mm256_setr_epi8(
                3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13,
                12,
            );
            let [a, b, c, d] = rows.map(|row| _mm256_shuffle_epi8(row, order));
            let (ab, cd) = (_mm256_unpacklo_epi32(a, b), _mm256_unpacklo_epi32(c, d));
            let (ab2, cd2) = (_mm256_unpackhi_epi32(a, b), _mm256_unpackhi_epi32(c, d));
            [
                Self(_mm256_unpacklo_epi64(ab, cd)),
                Self(_mm256_unpackhi_epi64(ab, cd)),
                Self(_mm256_unpacklo_epi64(ab2, cd2)),
                Self(_mm256_unpackhi_epi64(ab2, cd2)),
            ]
        }
    }

    #[inline(always)]
    fn each(self, mut of: impl FnMut(usize, u32)) {
        let mut words = [0; 8];
        // SAFETY: 32 bytes; the address need not be even.
        unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), self.0) };
        words.into_iter().enumerate().for_each(|(message, word)| of(message, word));
    }
}
