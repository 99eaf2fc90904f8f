//! SM4 (GB/T 32907-2016) without tables: the same instructions at the same addresses for every key and every text.
//! Compilers and processors may still do otherwise, and a WebAssembly engine compiles once more; what this rules out is
//! what tables can not: that memory is read where a secret says. RustCrypto's `sm4`, which reads tables, is the oracle.
//!
//! Only encryption, since counter mode needs no more. One block is a few microseconds' work; a whole batch of 128 or 256
//! takes hardly longer.

pub mod planes;
mod sbox;

use std::marker::PhantomData;

use cipher::consts::U16;
use cipher::inout::InOut;
use cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, Key, KeyInit, KeySizeUser,
    ParBlocks, ParBlocksSizeUser,
};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::registers;

use planes::{Block, Lane, Masks};

/// A key, expanded. Wiped when dropped.
pub struct Sm4 {
    rounds: [u32; 32],
    masks: Box<Masks>,
}

impl Drop for Sm4 {
    fn drop(&mut self) {
        self.rounds.zeroize();
        self.masks.zeroize();
    }
}

impl ZeroizeOnDrop for Sm4 {}

impl KeySizeUser for Sm4 {
    type KeySize = U16;
}

impl BlockSizeUser for Sm4 {
    type BlockSize = U16;
}

impl KeyInit for Sm4 {
    /// The key schedule (7.3).
    fn new(key: &Key<Self>) -> Self {
        let mut k = words(key);
        for (word, system) in k.iter_mut().zip([0xa3b1_bac6, 0x56aa_3350, 0x677d_9197, 0xb270_22dc]) {
            *word ^= system;
        }
        let mut rounds = [0; 32];
        for (i, round) in (0..).zip(&mut rounds) {
            let fixed = u32::from_be_bytes(std::array::from_fn(|j| (4 * i + j as u8).wrapping_mul(7)));
            let b = tau(k[1] ^ k[2] ^ k[3] ^ fixed);
            *round = k[0] ^ b ^ b.rotate_left(13) ^ b.rotate_left(23);
            k = [k[1], k[2], k[3], *round];
        }
        k.zeroize();
        Self { masks: masks(&rounds), rounds }
    }
}

impl BlockCipherEncrypt for Sm4 {
    fn encrypt_with_backend(&self, f: impl BlockCipherEncClosure<BlockSize = U16>) {
        #[cfg(target_arch = "x86_64")]
        if registers::M256::here() {
            return f.call(&Backend::<registers::M256>(self, PhantomData));
        }
        #[cfg(target_arch = "wasm32")]
        return f.call(&Backend::<registers::V128>(self, PhantomData));
        #[cfg(not(target_arch = "wasm32"))]
        f.call(&Backend::<u128>(self, PhantomData));
    }
}

/// The cipher at work in registers of one kind.
struct Backend<'a, L>(&'a Sm4, PhantomData<L>);

impl<L> BlockSizeUser for Backend<'_, L> {
    type BlockSize = U16;
}

impl<L: Lane> ParBlocksSizeUser for Backend<'_, L> {
    type ParBlocksSize = L::Blocks;
}

impl<L: Lane> BlockCipherEncBackend for Backend<'_, L> {
    fn encrypt_block(&self, mut block: InOut<'_, '_, Block>) {
        *block.get_out() = one(&self.0.rounds, block.get_in());
    }

    fn encrypt_par_blocks(&self, blocks: InOut<'_, '_, ParBlocks<Self>>) {
        L::encrypt(&self.0.masks, blocks);
    }
}

/// A block by itself (7.1, 7.2).
fn one(rounds: &[u32; 32], block: &Block) -> Block {
    let mut x = words(block);
    for key in rounds {
        let b = tau(x[1] ^ x[2] ^ x[3] ^ key);
        let new = x[0] ^ b ^ b.rotate_left(2) ^ b.rotate_left(10) ^ b.rotate_left(18) ^ b.rotate_left(24);
        x = [x[1], x[2], x[3], new];
    }
    let bytes: u128 = x.iter().rev().fold(0, |all, word| all << 32 | u128::from(*word));
    bytes.to_be_bytes().into()
}

fn words(block: &Block) -> [u32; 4] {
    let all = u128::from_be_bytes((*block).into());
    [96, 64, 32, 0].map(|at| (all >> at) as u32)
}

/// The S-box for four bytes, by the circuit.
fn tau(word: u32) -> u32 {
    let (after, before) = sbox::CONSTANTS;
    let word = word ^ each(before);
    let bits = sbox::substitute(std::array::from_fn(|i| word >> i & each(1)));
    bits.into_iter().rev().fold(0, |word, bit| word << 1 | bit) ^ each(after)
}

/// The byte in all four bytes of a word.
const fn each(byte: u8) -> u32 {
    u32::from_be_bytes([byte; 4])
}

/// The constants of the S-box need no gates. The one before it is a part of the round key. The one after it, c in every
/// byte, passes through L as K, and the word that a round makes lacks K; what later rounds read of it is mended in their
/// keys. Eight rounds change each word: in the end nothing lacks.
fn masks(rounds: &[u32; 32]) -> Box<Masks> {
    let (after, before) = sbox::CONSTANTS;
    // L of four equal bytes: a byte is turned by 2 three times, and what is turned by 24 or not at all cancels out.
    let lack = each(after.rotate_left(2));
    let mut lacks = [0; 4];
    let mut masks = Box::new([[0; 32]; 32]);
    for (mask, round) in masks.iter_mut().zip(rounds) {
        let key = round ^ each(before) ^ lacks[1] ^ lacks[2] ^ lacks[3];
        *mask = std::array::from_fn(|n| 0_u64.wrapping_sub(u64::from(key >> n & 1)));
        lacks = [lacks[1], lacks[2], lacks[3], lacks[0] ^ lack];
    }
    masks
}

#[cfg(test)]
mod tests;
