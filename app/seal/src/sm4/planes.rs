//! Many blocks at once, a bit of each in one plane: plane 32·w + n holds bit n, counted from the lowest, of word w of
//! every block. Rotations of words are then only other names of planes.

use cipher::array::{Array, ArraySize};
use cipher::consts::U16;
use cipher::inout::InOut;

use super::sbox::{Bits, substitute};

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
    /// [`encrypt`], compiled for the machine that has such registers.
    fn encrypt(masks: &Masks, blocks: InOut<'_, '_, Blocks<Self>>);
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
    let word = |w: usize| (A + w) % 4 * 32;
    let mut b: [L; 32] = std::array::from_fn(|n| x[word(1) + n] ^ x[word(2) + n] ^ x[word(3) + n] ^ L::splat(key[n]));
    for byte in b.as_chunks_mut::<8>().0 {
        *byte = substitute(*byte);
    }
    // L(b) = b + b⋘2 + b⋘10 + b⋘18 + b⋘24 = v⋘2 + b⋘18 + v⋘24 with v = b + b⋘8.
    let v: [L; 32] = std::array::from_fn(|n| b[n] ^ b[turned(n, 8)]);
    for n in 0..32 {
        let at = word(0) + n;
        x[at] = x[at] ^ v[turned(n, 2)] ^ b[turned(n, 18)] ^ v[turned(n, 24)];
    }
}

/// Which bit stands at place `n` after a rotation to the left.
#[inline(always)]
const fn turned(n: usize, by: usize) -> usize {
    (n + 32 - by) % 32
}

/// Rows become columns: halves change places across the diagonal, then quarters, down to single bits.
#[inline(always)]
fn transpose<L: Lane>(rows: &mut Planes<L>) {
    for at in 0..64 {
        (rows[at], rows[at + 64]) = L::swap_halves(rows[at], rows[at + 64]);
    }
    swap::<L, 32>(rows, 0x0000_0000_ffff_ffff);
    swap::<L, 16>(rows, 0x0000_ffff_0000_ffff);
    swap::<L, 8>(rows, 0x00ff_00ff_00ff_00ff);
    swap::<L, 4>(rows, 0x0f0f_0f0f_0f0f_0f0f);
    swap::<L, 2>(rows, 0x3333_3333_3333_3333);
    swap::<L, 1>(rows, 0x5555_5555_5555_5555);
}

#[inline(always)]
fn swap<L: Lane, const N: i32>(rows: &mut Planes<L>, low: u64) {
    let low = L::splat(low);
    let n = N.cast_unsigned() as usize;
    for group in rows.chunks_exact_mut(2 * n) {
        let (upper, lower) = group.split_at_mut(n);
        for (a, b) in upper.iter_mut().zip(lower) {
            let differs = (a.down::<N>() ^ *b) & low;
            *b = *b ^ differs;
            *a = *a ^ differs.up::<N>();
        }
    }
}
