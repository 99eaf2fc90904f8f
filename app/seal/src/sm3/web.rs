//! Four messages in `simd128`.

use std::arch::wasm32::{
    i8x16_shuffle, i32x4_shuffle, u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, u64x2, v128,
    v128_and, v128_xor,
};
use std::ops::{Add, BitAnd, BitXor};

use super::Words;

pub fn compress(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    assert!(states.len() == 4 && messages.len() == 4);
    with_simd(states, messages);
}

#[target_feature(enable = "simd128")]
fn with_simd(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    super::compress_with(states, messages, |states, word| {
        let of = |message: usize| states[message][word];
        Four(u32x4(of(0), of(1), of(2), of(3)))
    });
}

#[derive(Clone, Copy)]
struct Four(v128);

impl BitXor for Four {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(v128_xor(self.0, other.0))
    }
}

impl BitAnd for Four {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(v128_and(self.0, other.0))
    }
}

impl Add for Four {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(u32x4_add(self.0, other.0))
    }
}

impl Words for Four {
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
        let [a, b, c, d]: [v128; 4] = std::array::from_fn(|n| {
            let bytes = u128::from_le_bytes(*messages[n][at..].first_chunk().expect("whole blocks"));
            let row = u64x2(bytes as u64, (bytes >> 64) as u64);
            i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>(row, row)
        });
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
