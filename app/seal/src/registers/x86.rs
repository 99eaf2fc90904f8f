//! AVX2, and where the processor has AVX-512 its instructions on the same registers: more of them, words turned in one
//! step, three planes combined in one. All `unsafe` of this crate is here, for one reason: the compiler can not see that
//! the processor was asked ([`M256::here`], [`more`]) before any of this runs.
#![expect(unsafe_code, reason = "instructions that not every processor has")]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm_storeu_si128, _mm256_add_epi32, _mm256_and_si256, _mm256_castsi256_si128,
    _mm256_extracti128_si256, _mm256_set_epi32, _mm256_set_m128i, _mm256_set1_epi32, _mm256_set1_epi64x,
    _mm256_setr_epi8, _mm256_shuffle_epi8, _mm256_slli_epi32, _mm256_slli_epi64, _mm256_srli_epi32, _mm256_srli_epi64,
    _mm256_storeu_si256, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64, _mm256_unpacklo_epi32, _mm256_unpacklo_epi64,
    _mm256_xor_si256,
};
use std::ops::{Add, BitAnd, BitXor};

use cipher::consts::U256;
use cipher::inout::InOut;

use crate::sm3::{self, Words};
use crate::sm4::planes::{self, Blocks, Lane, Masks};

#[derive(Clone, Copy)]
pub struct M256(__m256i);

impl M256 {
    /// Whether this processor has them. Nothing else of this type may be used unless it has.
    pub fn here() -> bool {
        is_x86_feature_detected!("avx2")
    }
}

/// Whether this processor has AVX-512 for registers of 256 bits too.
fn more() -> bool {
    is_x86_feature_detected!("avx512vl")
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

impl Add for M256 {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_add_epi32(self.0, other.0) })
    }
}

/// Planes of SM4.
impl Lane for M256 {
    type Blocks = U256;

    #[inline(always)]
    fn splat(mask: u64) -> Self {
        // SAFETY: only called from `encrypt`.
        Self(unsafe { _mm256_set1_epi64x(mask.cast_signed()) })
    }

    #[inline(always)]
    fn load(blocks: &Blocks<Self>, at: usize) -> Self {
        Self(rows(&blocks[at].0, &blocks[at + 128].0))
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
        // SAFETY: only called from `encrypt`, and `more` was asked.
        unsafe {
            if more() { substitute_with_avx512(words, key, bits) } else { substitute_with_avx2(words, key, bits) }
        }
    }

    fn encrypt(masks: &Masks, blocks: InOut<'_, '_, Blocks<Self>>) {
        // SAFETY: whoever chose this type has asked `here`.
        unsafe { if more() { encrypt_with_avx512(masks, blocks) } else { encrypt_with_avx2(masks, blocks) } }
    }
}

/// Words of SM3.
impl Words for M256 {
    const MESSAGES: usize = 8;

    #[inline(always)]
    fn splat(word: u32) -> Self {
        // SAFETY: only called from `compress`.
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
        let bytes = |message: usize| messages[message][at..].first_chunk().expect("whole blocks");
        let row = |n: usize| rows(bytes(n), bytes(n + 4));
        let (a, b, c, d) = (row(0), row(1), row(2), row(3));
        // SAFETY: as above.
        unsafe {
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

#[target_feature(enable = "avx2")]
#[inline(never)]
fn substitute_with_avx2(words: [&[M256; 8]; 3], key: &[u64; 8], bits: &mut [M256; 8]) {
    planes::substitute(words, key, bits);
}

#[target_feature(enable = "avx512vl")]
#[inline(never)]
fn substitute_with_avx512(words: [&[M256; 8]; 3], key: &[u64; 8], bits: &mut [M256; 8]) {
    planes::substitute(words, key, bits);
}

#[target_feature(enable = "avx2")]
fn encrypt_with_avx2(masks: &Masks, blocks: InOut<'_, '_, Blocks<M256>>) {
    planes::encrypt::<M256>(masks, blocks);
}

#[target_feature(enable = "avx512vl")]
fn encrypt_with_avx512(masks: &Masks, blocks: InOut<'_, '_, Blocks<M256>>) {
    planes::encrypt::<M256>(masks, blocks);
}

/// [`sm3::compress_with`] of eight messages.
pub fn compress(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    assert!(M256::here() && states.len() == M256::MESSAGES && messages.len() == M256::MESSAGES);
    // SAFETY: AVX2 is here, and `more` was asked.
    unsafe { if more() { compress_with_avx512(states, messages) } else { compress_with_avx2(states, messages) } }
}

#[target_feature(enable = "avx2")]
fn compress_with_avx2(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    sm3::compress_with(states, messages, gather);
}

#[target_feature(enable = "avx512vl")]
fn compress_with_avx512(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    sm3::compress_with(states, messages, gather);
}

/// One word of each message's state.
#[inline(always)]
fn gather(states: &[[u32; 8]], word: usize) -> M256 {
    let [a, b, c, d, e, f, g, h] = std::array::from_fn(|message| states[message][word].cast_signed());
    // SAFETY: as above.
    M256(unsafe { _mm256_set_epi32(h, g, f, e, d, c, b, a) })
}

/// Twice sixteen bytes, each as four words.
#[inline(always)]
fn rows(low: &[u8; 16], high: &[u8; 16]) -> __m256i {
    // SAFETY: 16 bytes each; the addresses need not be even.
    words(unsafe {
        let half = |bytes: &[u8; 16]| _mm_loadu_si128(bytes.as_ptr().cast::<__m128i>());
        _mm256_set_m128i(half(high), half(low))
    })
}

/// Turns the bytes of each word round: the words of both are big-endian.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Everywhere else only one of the two is ever used on one machine.
    #[test]
    fn avx2_and_avx512_give_the_same() {
        if !more() {
            return println!("no AVX-512 on this machine: nothing to compare");
        }
        let bit = |seed: usize| if seed * 5 % 7 < 3 { u64::MAX } else { 0 };
        let masks: Masks = std::array::from_fn(|round| std::array::from_fn(|plane| bit(32 * round + plane)));
        let mut blocks = Blocks::<M256>::default();
        blocks.iter_mut().enumerate().for_each(|(at, block)| *block = [at as u8; 16].into());
        let (mut a, mut b) = (blocks, blocks);
        let planes = |seed: u64| std::array::from_fn(|plane| Lane::splat(seed.rotate_left(plane as u32)));
        let words: [[M256; 8]; 3] = [planes(0x0123_4567_89ab_cdef), planes(0x9e37_79b9_7f4a_7c15), planes(3)];
        let words = words.each_ref();
        let (mut c, mut d) = (planes(5), planes(5));
        let message: Vec<u8> = (0..8192).map(|at| (at * 7 + at / 64) as u8).collect();
        let messages: Vec<&[u8]> = (0..8).map(|lane| &message[lane..lane + 4096]).collect();
        let (mut e, mut f) = ([[1; 8]; 8], [[1; 8]; 8]);
        // SAFETY: both are here.
        unsafe {
            encrypt_with_avx2(&masks, (&mut a).into());
            encrypt_with_avx512(&masks, (&mut b).into());
            substitute_with_avx2(words, masks[0].first_chunk().unwrap(), &mut c);
            substitute_with_avx512(words, masks[0].first_chunk().unwrap(), &mut d);
            compress_with_avx2(&mut e, &messages);
            compress_with_avx512(&mut f, &messages);
        }
        assert!(a == b && a != blocks);
        let all = |planes: [M256; 8]| {
            planes.map(|plane| {
                let mut words = [0; 8];
                plane.each(|at, word| words[at] = word);
                words
            })
        };
        assert_eq!(all(c), all(d));
        assert!(e == f && e != [[1; 8]; 8]);
    }
}
