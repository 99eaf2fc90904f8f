//! SM3 (GB/T 32905-2016) of several messages side by side, one in each lane of a register: a hash can not be hurried, but
//! four or eight take hardly longer than one. For whole chunks only; everything else is RustCrypto's `sm3`, the oracle.

use std::ops::{Add, BitAnd, BitXor};

use ::sm3::{Digest as _, Sm3};

use crate::digest::Digest;
use crate::registers;

/// Bytes that are hashed at once.
pub const BLOCK: usize = 64;

/// Most bytes that fit into the last block, beside the mark of the end and the length.
const TAIL: usize = BLOCK - 9;

/// Bytes that are read at once of each message, whole blocks: those of all lanes stay in the cache of one core.
const STRETCH: usize = 16 << 10;

/// From so many messages on, side by side is sooner than one after the other.
const FEW: usize = 3;

/// A register of 32-bit words, one of each message.
pub trait Words: Copy + BitXor<Output = Self> + BitAnd<Output = Self> + Add<Output = Self> {
    const MESSAGES: usize;
    fn splat(word: u32) -> Self;
    /// To the left by `L`; `R` is what is left of 32.
    fn turn<const L: i32, const R: i32>(self) -> Self;
    /// Four big-endian words from byte `at` of each message on.
    fn load(messages: &[&[u8]], at: usize) -> [Self; 4];
    /// The word of each message.
    fn each(self, of: impl FnMut(usize, u32));
}

/// Hashing under way, of as many messages as lanes.
#[derive(Clone)]
pub struct Several {
    /// For each message its eight words.
    states: Vec<[u32; 8]>,
    /// Bytes of each so far, whole blocks.
    length: u64,
}

impl Several {
    /// `None` where one after the other is as good.
    pub fn new() -> Option<Self> {
        let lanes = lanes();
        (lanes > 1).then(|| Self { states: vec![START; lanes], length: 0 })
    }

    /// Adds a stretch to each message, all of one length, in whole blocks.
    ///
    /// # Panics
    /// On another number of stretches, or another length.
    pub fn update(&mut self, stretches: &[&[u8]]) {
        let length = stretches[0].len();
        let even = stretches.len() == self.states.len() && stretches.iter().all(|stretch| stretch.len() == length);
        assert!(even && length.is_multiple_of(BLOCK), "stretches of one length, in whole blocks");
        compress(&mut self.states, stretches);
        self.length += length as u64;
    }

    /// The digests when each message ends with its `tail` of at most [`TAIL`] bytes.
    pub fn finish(mut self, tails: &[&[u8]]) -> Vec<Digest> {
        let blocks: Vec<[u8; BLOCK]> = tails.iter().map(|tail| last_block(tail, self.length)).collect();
        let blocks: Vec<&[u8]> = blocks.iter().map(<[u8; BLOCK]>::as_slice).collect();
        compress(&mut self.states, &blocks);
        self.states.iter().map(|state| Digest(bytes(state))).collect()
    }
}

/// The digest of each message: of several of one length side by side, where that is sooner.
pub fn of_each(messages: &[&[u8]]) -> Vec<Digest> {
    let alone = |some: &[&[u8]]| some.iter().map(|message| Digest::of(message)).collect();
    messages.chunks(lanes()).flat_map(|some| side_by_side(some).unwrap_or_else(|| alone(some))).collect()
}

/// `None` where one after the other is as good.
fn side_by_side(messages: &[&[u8]]) -> Option<Vec<Digest>> {
    let length = messages.first()?.len();
    let (whole, tail) = (length - length % BLOCK, length % BLOCK);
    let even = messages.len() >= FEW && tail <= TAIL && messages.iter().all(|message| message.len() == length);
    let mut hash = Several::new().filter(|_| even)?;
    // A lane that is left over takes the first message once more.
    let all = || (0..lanes()).map(|lane| *messages.get(lane).unwrap_or(&messages[0]));
    hash.update(&all().map(|message| &message[..whole]).collect::<Vec<_>>());
    let mut digests = hash.finish(&all().map(|message| &message[whole..]).collect::<Vec<_>>());
    digests.truncate(messages.len());
    Some(digests)
}

/// The digest of each piece of `size` bytes that `read` gives, see [`Digest::of_each_in`].
pub fn of_each_in<E>(
    size: u64,
    piece: usize,
    mut read: impl FnMut(u64, &mut [u8]) -> Result<(), E>,
) -> Result<Vec<Digest>, E> {
    let (whole, rest) = (size / piece as u64, (size % piece as u64) as usize);
    let mut digests = Vec::new();
    for first in (0..whole).step_by(lanes()) {
        let starts: Vec<u64> = (first..whole).take(lanes()).map(|number| number * piece as u64).collect();
        let several = Several::new().filter(|_| piece % BLOCK <= TAIL && starts.len() >= FEW);
        match several {
            Some(hash) => digests.extend(read_together(hash, &starts, piece, &mut read)?),
            None => {
                for start in starts {
                    digests.push(read_alone(start, piece, &mut read)?);
                }
            }
        }
    }
    if rest > 0 || size == 0 {
        digests.push(read_alone(whole * piece as u64, rest, &mut read)?);
    }
    Ok(digests)
}

fn read_together<E>(
    mut hash: Several,
    starts: &[u64],
    length: usize,
    read: &mut impl FnMut(u64, &mut [u8]) -> Result<(), E>,
) -> Result<Vec<Digest>, E> {
    // A lane that is left over hashes zeros.
    let mut lanes = vec![vec![0; STRETCH]; lanes()];
    let (whole, mut at) = (length - length % BLOCK, 0);
    loop {
        let next = STRETCH.min(if at < whole { whole - at } else { length - at });
        for (lane, start) in lanes.iter_mut().zip(starts) {
            read(start + at as u64, &mut lane[..next])?;
        }
        let stretches: Vec<&[u8]> = lanes.iter().map(|lane| &lane[..next]).collect();
        if at == whole {
            let mut digests = hash.finish(&stretches);
            digests.truncate(starts.len());
            return Ok(digests);
        }
        hash.update(&stretches);
        at += next;
    }
}

fn read_alone<E>(
    start: u64,
    length: usize,
    read: &mut impl FnMut(u64, &mut [u8]) -> Result<(), E>,
) -> Result<Digest, E> {
    let (mut hash, mut stretch) = (Sm3::new(), vec![0; STRETCH.min(length)]);
    for at in (0..length).step_by(STRETCH) {
        let stretch = &mut stretch[..STRETCH.min(length - at)];
        read(start + at as u64, stretch)?;
        hash.update(stretch);
    }
    Ok(Digest(hash.finalize().into()))
}

/// As many messages as this machine hashes side by side.
pub fn lanes() -> usize {
    #[cfg(target_arch = "wasm32")]
    return registers::V128::MESSAGES;
    #[cfg(target_arch = "x86_64")]
    return if registers::M256::here() { registers::M256::MESSAGES } else { 1 };
    #[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
    return 1;
}

fn compress(states: &mut [[u32; 8]], messages: &[&[u8]]) {
    #[cfg(any(target_arch = "wasm32", target_arch = "x86_64"))]
    registers::compress(states, messages);
    #[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
    unreachable!("there is one lane here: {} states, {} messages", states.len(), messages.len());
}

/// The tail, a one bit, zeros, and the length in bits (5.2).
fn last_block(tail: &[u8], before: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..tail.len()].copy_from_slice(tail);
    block[tail.len()] = 0x80;
    block[BLOCK - 8..].copy_from_slice(&((before + tail.len() as u64) * 8).to_be_bytes());
    block
}

fn bytes(state: &[u32; 8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (four, word) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *four = word.to_be_bytes();
    }
    bytes
}

/// The initial value (4.1).
const START: [u32; 8] =
    [0x7380_166f, 0x4914_b2b9, 0x1724_42d7, 0xda8a_0600, 0xa96f_30bc, 0x1631_38aa, 0xe38d_ee4d, 0xb0fb_0e4e];

/// The constants (4.2), each turned as its round asks.
const TURNED: [u32; 64] = {
    let (mut all, mut j) = ([0; 64], 0);
    while j < 64 {
        let constant: u32 = if j < 16 { 0x79cc_4519 } else { 0x7a87_9d8a };
        all[j] = constant.rotate_left(j as u32 % 32);
        j += 1;
    }
    all
};

/// Every block of the messages (5.3).
#[inline(always)]
pub fn compress_with<W: Words>(states: &mut [[u32; 8]], messages: &[&[u8]], gather: impl Fn(&[[u32; 8]], usize) -> W) {
    let mut state: [W; 8] = std::array::from_fn(|word| gather(states, word));
    for at in (0..messages[0].len()).step_by(BLOCK) {
        let mut w = [W::splat(0); 68];
        for four in 0..4 {
            w[4 * four..4 * four + 4].copy_from_slice(&W::load(messages, at + 16 * four));
        }
        for j in 16..68 {
            let x = w[j - 16] ^ w[j - 9] ^ w[j - 3].turn::<15, 17>();
            w[j] = x ^ x.turn::<15, 17>() ^ x.turn::<23, 9>() ^ w[j - 13].turn::<7, 25>() ^ w[j - 6];
        }
        let before = state;
        for j in 0..16 {
            state = round(state, w[j], w[j] ^ w[j + 4], TURNED[j], |x, y, z| x ^ y ^ z, |x, y, z| x ^ y ^ z);
        }
        for j in 16..64 {
            let majority = |x: W, y: W, z: W| x ^ ((x ^ y) & (x ^ z));
            state = round(state, w[j], w[j] ^ w[j + 4], TURNED[j], majority, |x, y, z| z ^ (x & (y ^ z)));
        }
        state = std::array::from_fn(|word| state[word] ^ before[word]);
    }
    for (word, lanes) in state.into_iter().enumerate() {
        lanes.each(|message, value| states[message][word] = value);
    }
}

#[inline(always)]
fn round<W: Words>(
    [a, b, c, d, e, f, g, h]: [W; 8],
    w: W,
    w2: W,
    turned: u32,
    ff: impl Fn(W, W, W) -> W,
    gg: impl Fn(W, W, W) -> W,
) -> [W; 8] {
    let a12 = a.turn::<12, 20>();
    let ss1 = (a12 + e + W::splat(turned)).turn::<7, 25>();
    let tt1 = ff(a, b, c) + d + (ss1 ^ a12) + w2;
    let tt2 = gg(e, f, g) + h + ss1 + w;
    let p0 = tt2 ^ tt2.turn::<9, 23>() ^ tt2.turn::<17, 15>();
    [tt1, a, b.turn::<9, 23>(), c, p0, e, f.turn::<19, 13>(), g]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_digest_is_that_of_rustcrypto() {
        let Some(hash) = Several::new() else { return println!("this machine has one lane: nothing to compare") };
        for blocks in [0, 1, 2, 7, 100] {
            let messages: Vec<Vec<u8>> =
                (0..lanes()).map(|lane| (0..blocks * BLOCK).map(|at| (at * 7 + lane * 31) as u8).collect()).collect();
            let stretches: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
            for tail in [0, 1, 32, 55] {
                let tail = &[0x5a; 64][..tail];
                let mut several = hash.clone();
                several.update(&stretches);
                let expected = messages.iter().map(|message| Digest::of(&[message, tail].concat()));
                assert_eq!(several.finish(&vec![tail; lanes()]), expected.collect::<Vec<_>>(), "{blocks} blocks");
            }
        }
    }

    #[test]
    fn any_number_of_messages_of_any_lengths_are_each_hashed_as_by_rustcrypto() {
        let message = |n: usize, length: usize| -> Vec<u8> { (0..length).map(|at| (at * 5 + n * 17) as u8).collect() };
        for lengths in [[100; 9], [119; 9], [120; 9], [64, 64, 64, 64, 65, 64, 64, 64, 64], [0; 9]] {
            for count in 0..=lengths.len() {
                let messages: Vec<Vec<u8>> =
                    lengths[..count].iter().enumerate().map(|(n, &length)| message(n, length)).collect();
                let messages: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
                let expected: Vec<Digest> = messages.iter().map(|message| Digest::of(message)).collect();
                assert_eq!(of_each(&messages), expected, "{count} of {lengths:?}");
            }
        }
    }
    #[test]
    fn pieces_that_are_read_a_stretch_at_a_time_are_each_hashed_as_by_rustcrypto() {
        for piece in [1, 55, 120, 3 * STRETCH, 2 * STRETCH + 16, STRETCH + 60] {
            for (whole, rest) in [(0, 0), (0, 1), (1, 0), (2, 0), (7, piece / 2), (8, 0), (9, piece - 1), (17, 1)] {
                let bytes: Vec<u8> = (0..whole * piece + rest % piece).map(|at| (at * 5 + at / 251) as u8).collect();
                let digests = of_each_in(bytes.len() as u64, piece, |at, into| {
                    let found = bytes.get(at as usize..at as usize + into.len()).ok_or("read beyond the end")?;
                    into.copy_from_slice(found);
                    Ok::<(), &str>(())
                });
                let mut expected: Vec<Digest> = bytes.chunks(piece).map(Digest::of).collect();
                if bytes.is_empty() {
                    expected.push(Digest::of(b""));
                }
                assert_eq!(digests, Ok(expected), "{whole} pieces of {piece} and {rest}");
            }
        }
        let broken = of_each_in(100, 40, |at, _| if at < 80 { Ok(()) } else { Err("the disk") });
        assert_eq!(broken, Err("the disk"));
    }
}
