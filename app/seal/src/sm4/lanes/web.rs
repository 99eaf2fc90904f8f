//! `simd128`, which every browser has had since 2023.

use std::arch::wasm32::{
    i8x16_shuffle, i64x2_shuffle, u64x2, u64x2_extract_lane, u64x2_shl, u64x2_shr, u64x2_splat, v128, v128_and,
    v128_xor,
};
use std::ops::{BitAnd, BitXor};

use cipher::consts::U128;
use cipher::inout::InOut;

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

impl Lane for V128 {
    type Blocks = U128;

    #[inline(always)]
    fn splat(mask: u64) -> Self {
        Self(u64x2_splat(mask))
    }

    #[inline(always)]
    fn load(blocks: &Blocks<Self>, at: usize) -> Self {
        let bytes = u128::from_le_bytes(blocks[at].into());
        Self(words(u64x2(bytes as u64, (bytes >> 64) as u64)))
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
        with_simd(masks, blocks);
    }
}

#[target_feature(enable = "simd128")]
#[inline(never)]
fn substitute_with_simd(words: [&[V128; 8]; 3], key: &[u64; 8], bits: &mut [V128; 8]) {
    planes::substitute(words, key, bits);
}

#[target_feature(enable = "simd128")]
fn with_simd(masks: &Masks, blocks: InOut<'_, '_, Blocks<V128>>) {
    planes::encrypt::<V128>(masks, blocks);
}

/// Turns the bytes of each word round: SM4's words are big-endian.
#[inline(always)]
fn words(bytes: v128) -> v128 {
    i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>(bytes, bytes)
}
