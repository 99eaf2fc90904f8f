//! The S-box of SM4 as a circuit of XOR and AND, so that no address ever depends on a secret.
//!
//! With bytes as elements of GF(2⁸) modulo x⁸+x⁷+x⁶+x⁵+x⁴+x²+1, S(x) = M·(M·x + C)⁻¹ + C, where row i of M is `a7`
//! rotated left by i and C = `d3`; `the_circuit_is_the_formula` recomputes it. The inverse is taken in the tower
//! GF(((2²)²)²) with normal bases at each step, (W, W²), (Z, Z⁴), (Y, Y¹⁶) for W = `5c`, Z = `50`, Y = `be`, which of all
//! such towers give the fewest gates. The two linear ends are merged with M and shortened greedily (Paar, 1997). 128 gates.

use std::ops::{BitAnd, BitXor};

/// Many bits at once: one bit of many bytes.
pub trait Bits: Copy + BitXor<Output = Self> + BitAnd<Output = Self> {}

impl<T: Copy + BitXor<Output = T> + BitAnd<Output = T>> Bits for T {}

/// What S adds to its output, C, and what stands for it at the input, M⁻¹·C.
pub const CONSTANTS: (u8, u8) = (0xd3, before());

/// M·(M·x)⁻¹, the S-box without its constants; `x[i]` is bit i of each byte, counted from the lowest.
#[inline(always)]
pub fn substitute<T: Bits>(x: [T; 8]) -> [T; 8] {
    let (a, b, s) = enter(x);
    let inverse = invert(theta(product(a, b), s));
    leave(product(inverse, b), product(inverse, a))
}

/// M·x in the tower: its halves over GF(2⁴), each as the nine sums that a product needs, and ν·(a + b)².
#[inline(always)]
fn enter<T: Bits>(x: [T; 8]) -> ([T; 9], [T; 9], [T; 4]) {
    let t0 = x[0] ^ x[6];
    let t1 = x[2] ^ x[5];
    let t2 = x[7] ^ t1;
    let t3 = x[4] ^ t0;
    let t4 = x[5] ^ x[6];
    let t5 = x[3] ^ t2;
    let t6 = x[1] ^ t0;
    let t7 = x[3] ^ t4;
    let t8 = x[1] ^ x[4];
    let t9 = x[1] ^ x[7];
    let t10 = x[2] ^ x[6];
    let a = [x[1] ^ t1, x[4] ^ t10, t4 ^ t8, t9, x[7] ^ t7, x[1] ^ t7, t2, x[4] ^ t5, x[3] ^ x[4]];
    let b = [x[5] ^ t3, t6, x[5] ^ t8, t3, x[2], x[2] ^ t3, x[5], x[2] ^ t6, t1 ^ t6];
    let s = [x[6] ^ t5, t3 ^ t9, t5, x[7] ^ t10];
    (a, b, s)
}

/// The nine partial products of two elements of GF(2⁴).
#[inline(always)]
fn product<T: Bits>(a: [T; 9], b: [T; 9]) -> [T; 9] {
    [
        a[0] & b[0],
        a[1] & b[1],
        a[2] & b[2],
        a[3] & b[3],
        a[4] & b[4],
        a[5] & b[5],
        a[6] & b[6],
        a[7] & b[7],
        a[8] & b[8],
    ]
}

/// a·b + ν·(a + b)², the norm of the element over GF(2⁴).
#[inline(always)]
fn theta<T: Bits>(p: [T; 9], s: [T; 4]) -> [T; 4] {
    let u0 = p[5] ^ p[6];
    let u1 = p[2] ^ p[6];
    let u4 = p[7] ^ p[3] ^ u0;
    [p[0] ^ p[7] ^ s[0] ^ u1, p[1] ^ s[1] ^ p[8] ^ u1, s[2] ^ u4, p[8] ^ p[4] ^ s[3] ^ u0]
}

/// The inverse in GF(2⁴), as the nine sums that a product needs.
#[inline(always)]
fn invert<T: Bits>(d: [T; 4]) -> [T; 9] {
    let (high, low) = (d[0] ^ d[1], d[2] ^ d[3]);
    let e = high & low;
    // The norm over GF(2²); its inverse is its square, which swaps the two.
    let s = d[1] ^ d[3];
    let k1 = e ^ (d[0] & d[2]) ^ d[0] ^ d[2] ^ s;
    let k0 = e ^ (d[1] & d[3]) ^ s;
    let k = k0 ^ k1;
    let (p0, p1, p) = (k0 & d[2], k1 & d[3], k & low);
    let (q0, q1, q) = (k0 & d[0], k1 & d[1], k & high);
    let (a0, a1, a) = (p ^ p0, p ^ p1, p0 ^ p1);
    let (b0, b1, b) = (q ^ q0, q ^ q1, q0 ^ q1);
    [a0, a1, a, b0, b1, b, a0 ^ b0, a1 ^ b1, a ^ b]
}

/// M times the element whose halves have the partial products `q` and `r`.
#[inline(always)]
fn leave<T: Bits>(q: [T; 9], r: [T; 9]) -> [T; 8] {
    let v0 = r[0] ^ r[1];
    let v1 = q[0] ^ v0;
    let v2 = r[5] ^ r[6];
    let v3 = q[1] ^ r[7];
    let v4 = q[7] ^ r[3];
    let v5 = q[4] ^ v3;
    let v6 = r[8] ^ v1;
    let v7 = q[6] ^ v6;
    let v8 = q[2] ^ v2;
    let v9 = q[5] ^ v5;
    let v10 = q[1] ^ q[8];
    let v14 = q[5] ^ r[5] ^ q[6] ^ r[0];
    [
        r[7] ^ r[3] ^ v2,
        r[2] ^ v4 ^ q[3] ^ v14,
        v4 ^ v7 ^ v8,
        v0 ^ v9 ^ r[4] ^ v8,
        v10 ^ v1 ^ r[4] ^ v4,
        v6 ^ q[3] ^ v5,
        v10 ^ q[2] ^ q[6],
        v7 ^ q[7] ^ v9,
    ]
}

/// Row i of M.
const fn row(i: u32) -> u8 {
    0xa7_u8.rotate_left(i)
}

const fn times_m(x: u8) -> u8 {
    let (mut product, mut i) = (0, 0);
    while i < 8 {
        product |= (((row(i) & x).count_ones() & 1) as u8) << i;
        i += 1;
    }
    product
}

/// M⁻¹·C, by trying all.
const fn before() -> u8 {
    let mut x = 0;
    while times_m(x) != 0xd3 {
        x += 1;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Product in GF(2⁸).
    fn times(a: u8, b: u8) -> u8 {
        let (mut sum, mut a) = (0, u16::from(a));
        for i in 0..8 {
            if b >> i & 1 == 1 {
                sum ^= a;
            }
            a <<= 1;
            if a & 0x100 != 0 {
                a ^= 0x1f5;
            }
        }
        sum as u8
    }

    #[test]
    fn the_circuit_is_the_formula() {
        for x in 0..=255_u8 {
            let input = times_m(x);
            let inverse = (0..=255).find(|&y| times(input, y) == 1).unwrap_or(0);
            let output = substitute(std::array::from_fn(|i| x >> i & 1));
            let output = (0..8).fold(0, |byte, i| byte | output[i] << i);
            assert_eq!(output, times_m(inverse), "{x:02x}");
        }
    }
}
