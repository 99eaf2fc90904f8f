//! Many blocks at once, a bit of each in one plane: plane 32·w + n holds bit n, counted from the lowest, of word w of
//! every block. Rotations of words are then only other names of planes.

use cipher::array::{Array, ArraySize};
use cipher::consts::U16;
use cipher::inout::InOut;

use super::sbox::{self, Bits};

pub type Block = Array<u8, U16>;
pub type Blocks<L> = Array<Block, <L as Lane>::Blocks>;
/// For each round the bits of its key, each as all ones or all zeros, the S-box's constants worked in.
pub type Masks = [[u64; 32]; 32];

const PLANES: usize = 128;
type Planes<L> = [L; PLANES];

/// A register: one bit of as many blocks as it is wide. Made of one or more rows of 128 bits.
pub trait Lane: Bits {
    type Blocks: ArraySize;
    /// The mask in every 64 bits.
    fn splat(mask: u64) -> Self;
    /// Row `at` as four words, and in each further 128 bits the row that is 128 further on.
    fn load(blocks: &Blocks<Self>, at: usize) -> Self;
    fn store(self, blocks: &mut Blocks<Self>, at: usize);
    /// Within 64 bits, whatever goes over the edge is lost.
    fn up<const N: i32>(self) -> Self;
    fn down<const N: i32>(self) -> Self;
    /// The upper 64 bits of each row of `a` change places with the lower of `b`.
    fn swap_halves(a: Self, b: Self) -> (Self, Self);
    /// [`substitute`], by itself: small enough to stay decoded while it is called again and again.
    fn substitute(words: [&[Self; 8]; 3], key: &[u64; 8], bits: &mut [Self; 8]);
    /// [`encrypt`], compiled for the machine that has such registers.
    fn encrypt(masks: &Masks, blocks: InOut<'_, '_, Blocks<Self>>);
}

/// The S-box for one byte of the sum of three words and the round key.
#[inline(always)]
pub fn substitute<L: Lane>(words: [&[L; 8]; 3], key: &[u64; 8], bits: &mut [L; 8]) {
    let sum = std::array::from_fn(|i| words[0][i] ^ words[1][i] ^ words[2][i] ^ L::splat(key[i]));
    *bits = sbox::substitute(sum);
}

/// Encrypts as many blocks as a lane has bits.
#[inline(always)]
pub fn encrypt<L: Lane>(masks: &Masks, mut blocks: InOut<'_, '_, Blocks<L>>) {
    let input = blocks.get_in();
    let mut x: Planes<L> = std::array::from_fn(|at| L::load(input, at));
    transpose(&mut x);
    for four in masks.as_chunks::<4>().0 {
        round::<L, 0>(&mut x, &four[0]);
        round::<L, 1>(&mut x, &four[1]);
        round::<L, 2>(&mut x, &four[2]);
        round::<L, 3>(&mut x, &four[3]);
    }
    // The words come out in reverse.
    let (front, back) = x.split_at_mut(PLANES / 2);
    front[..32].swap_with_slice(&mut back[32..]);
    front[32..].swap_with_slice(&mut back[..32]);
    transpose(&mut x);
    let output = blocks.get_out();
    for (at, row) in x.into_iter().enumerate() {
        row.store(output, at);
    }
}

/// One round (GB/T 32907-2016, 7.1), whose new word takes the place of word `A`.
#[inline(always)]
fn round<L: Lane, const A: usize>(x: &mut Planes<L>, key: &[u64; 32]) {
    let mut b = [x[0]; 32];
    for (byte, bits) in b.as_chunks_mut::<8>().0.iter_mut().enumerate() {
        let of_word = |w: usize| &x.as_chunks::<8>().0[(A + w) % 4 * 4 + byte];
        L::substitute([of_word(1), of_word(2), of_word(3)], &key.as_chunks::<8>().0[byte], bits);
    }
    let words = x.as_chunks_mut::<32>().0;
    mix(&b, &mut words[A]);
}

/// Adds L(b) = b + b⋘2 + b⋘10 + b⋘18 + b⋘24. Of the four bits at the same place in their bytes, a rotation by 2, 10 and 18
/// adds three: the sum of all four less one.
#[inline(always)]
fn mix<L: Lane>(b: &[L; 32], word: &mut [L; 32]) {
    mix_bit::<L, 0>(b, word);
    mix_bit::<L, 1>(b, word);
    mix_bit::<L, 2>(b, word);
    mix_bit::<L, 3>(b, word);
    mix_bit::<L, 4>(b, word);
    mix_bit::<L, 5>(b, word);
    mix_bit::<L, 6>(b, word);
    mix_bit::<L, 7>(b, word);
}

/// Bit `I` of every byte.
#[inline(always)]
fn mix_bit<L: Lane, const I: usize>(b: &[L; 32], word: &mut [L; 32]) {
    let (before, over) = ((I + 6) % 8, usize::from(I < 2));
    let turned: [L; 4] = std::array::from_fn(|byte| b[before + 8 * byte]);
    let here: [L; 4] = std::array::from_fn(|byte| b[I + 8 * byte]);
    let all = turned[0] ^ turned[1] ^ turned[2] ^ turned[3];
    for byte in 0..4 {
        let next = (byte + 1) % 4;
        let n = I + 8 * byte;
        word[n] = word[n] ^ here[byte] ^ here[next] ^ all ^ turned[(next + 4 - over) % 4];
    }
}

/// Rows become columns: halves change places across the diagonal, then quarters, down to single bits; two or three steps
/// while the rows are at hand.
#[inline(always)]
fn transpose<L: Lane>(rows: &mut Planes<L>) {
    for at in 0..16 {
        let mut eight: [L; 8] = std::array::from_fn(|k| rows[at + 16 * k]);
        for k in 0..4 {
            (eight[k], eight[k + 4]) = L::swap_halves(eight[k], eight[k + 4]);
        }
        for k in [0, 1, 4, 5] {
            swap::<L, 32>(&mut eight, k, 2, 0x0000_0000_ffff_ffff);
        }
        for k in [0, 2, 4, 6] {
            swap::<L, 16>(&mut eight, k, 1, 0x0000_ffff_0000_ffff);
        }
        for k in 0..8 {
            rows[at + 16 * k] = eight[k];
        }
    }
    for group in rows.as_chunks_mut::<16>().0 {
        for at in 0..4 {
            let mut four: [L; 4] = std::array::from_fn(|k| group[at + 4 * k]);
            for k in 0..2 {
                swap::<L, 8>(&mut four, k, 2, 0x00ff_00ff_00ff_00ff);
            }
            for k in [0, 2] {
                swap::<L, 4>(&mut four, k, 1, 0x0f0f_0f0f_0f0f_0f0f);
            }
            for k in 0..4 {
                group[at + 4 * k] = four[k];
            }
        }
    }
    for four in rows.as_chunks_mut::<4>().0 {
        for k in 0..2 {
            swap::<L, 2>(four, k, 2, 0x3333_3333_3333_3333);
        }
        for k in [0, 2] {
            swap::<L, 1>(four, k, 1, 0x5555_5555_5555_5555);
        }
    }
}

/// The upper `N` of every 2·`N` bits of row `k` change places with the lower of the row `by` further on.
#[inline(always)]
fn swap<L: Lane, const N: i32>(rows: &mut [L], k: usize, by: usize, low: u64) {
    let differs = (rows[k].down::<N>() ^ rows[k + by]) & L::splat(low);
    rows[k + by] = rows[k + by] ^ differs;
    rows[k] = rows[k] ^ differs.up::<N>();
}
