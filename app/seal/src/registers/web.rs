//! `simd128`, which every browser has had since 2023.

use std::arch::wasm32::{
    i8x16_shuffle, i32x4_shuffle, i64x2_shuffle, u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr,
    u32x4_splat, u64x2, u64x2_extract_lane, u64x2_shl, u64x2_shr, u64x2_splat, v128, v128_and, v128_xor,
};
use std::ops::{Add, BitAnd, BitXor};

use cipher::consts::U128;
use cipher::inout::InOut;

use crate::sm3::{self, Words};
use crate::sm4::planes::{self, Blocks, Lane, Masks};

#[derive(Clone, Copy)]
pub struct V128(v128);

impl BitXor for V128 {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(v128_xor(self.0, other.0))
    }
}

impl BitAnd for V128 {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(v128_and(self.0, other.0))
    }
}

impl Add for V128 {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(u32x4_add(self.0, other.0))
    }
}

/// Planes of SM4.
impl Lane for V128 {
    type Blocks = U128;

    #[inline(always)]
    fn splat(mask: u64) -> Self {
        Self(u64x2_splat(mask))
    }

    #[inline(always)]
    fn load(blocks: &Blocks<Self>, at: usize) -> Self {
        Self(row(&blocks[at].0))
    }

    #[inline(always)]
    fn store(self, blocks: &mut Blocks<Self>, at: usize) {
        let bytes = words(self.0);
        let (low, high) = (u64x2_extract_lane::<0>(bytes), u64x2_extract_lane::<1>(bytes));
        blocks[at] = (u128::from(high) << 64 | u128::from(low)).to_le_bytes().into();
    }

    #[inline(always)]
    fn up<const N: i32>(self) -> Self {
        Self(u64x2_shl(self.0, N.cast_unsigned()))
    }

    #[inline(always)]
    fn down<const N: i32>(self) -> Self {
        Self(u64x2_shr(self.0, N.cast_unsigned()))
    }

    #[inline(always)]
    fn swap_halves(a: Self, b: Self) -> (Self, Self) {
        (Self(i64x2_shuffle::<0, 2>(a.0, b.0)), Self(i64x2_shuffle::<1, 3>(a.0, b.0)))
    }

    fn substitute(words: [&[Self; 8]; 3], key: &[u64; 8], bits: &mut [Self; 8]) {
        substitute_with_simd(words, key, bits);
    }

    fn encrypt(masks: &Masks, blocks: InOut<'_, '_, Blocks<Self>>) {
        encrypt_with_simd(masks, blocks);
    }
}

/// Words of SM3.
impl Words for V128 {
    const MESSAGES: usize = 4;

    #[inline(always)]
    fn splat(word: u32) -> Self {
        Self(u32x4_splat(word))
    }

    #[inline(always)]
    fn turn<const L: i32, const R: i32>(self) -> Self {
        Self(v128_xor(u32x4_shl(self.0, L.cast_unsigned()), u32x4_shr(self.0, R.cast_unsigned())))
    }

    #[inline(always)]
    fn load(messages: &[&[u8]], at: usize) -> [Self; 4] {
        let [a, b, c, d]: [v128; 4] =
            std::array::from_fn(|n| row(messages[n][at..].first_chunk().expect("whole blocks")));
        let (ab, cd) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<0, 4, 1, 5>(c, d));
        let (ab2, cd2) = (i32x4_shuffle::<2, 6, 3, 7>(a, b), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        [
            Self(i32x4_shuffle::<0, 1, 4, 5>(ab, cd)),
            Self(i32x4_shuffle::<2, 3, 6, 7>(ab, cd)),
            Self(i32x4_shuffle::<0, 1, 4, 5>(ab2, cd2)),
            Self(i32x4_shuffle::<2, 3, 6, 7>(ab2, cd2)),
        ]
    }

    #[inline(always)]
    fn each(self, mut of: impl FnMut(usize, u32)) {
        of(0, u32x4_extract_lane::<0>(self.0));
        of(1, u32x4_extract_lane::<1>(self.0));
        of(2, u32x4_extract_lane::<2>(self.0));
        of(3, u32x4_extract_lane::<3>(self.0));
    }
}

#[target_feature(enable = "simd128")]
#[inline(never)]
fn substitute_with_simd(words: [&[V128; 8]; 3], key: &[u64; 8], bits: &mut [V128; 8]) {
    planes::substitute(words, key, bits);
}

#[target_feature(enable = "simd128")]
fn encrypt_with_simd(masks: &Masks, blocks: InOut<'_, '_, Blocks<V128>>) {
    planes::encrypt::<V128>(masks, blocks);
}

/// [`sm3::compress_with`] of four messages.
pub fn compress(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    assert!(states.len() == V128::MESSAGES && messages.len() == V128::MESSAGES);
    compress_with_simd(states, messages);
}

#[target_feature(enable = "simd128")]
fn compress_with_simd(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    sm3::compress_with(states, messages, |states, word| {
        let of = |message: usize| states[message][word];
        V128(u32x4(of(0), of(1), of(2), of(3)))
    });
}

/// Sixteen bytes as four words.
#[inline(always)]
fn row(bytes: &[u8; 16]) -> v128 {
    let bytes = u128::from_le_bytes(*bytes);
    words(u64x2(bytes as u64, (bytes >> 64) as u64))
}

/// Turns the bytes of each word round: the words of both are big-endian.
#[inline(always)]
fn words(bytes: v128) -> v128 {
    i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>(bytes, bytes)
}
