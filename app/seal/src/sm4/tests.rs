use super::*;

fn cipher(key: [u8; 16]) -> Sm4 {
    Sm4::new(&key.into())
}

/// Any bytes, the same every time.
fn some<const N: usize>(seed: u8) -> Vec<[u8; N]> {
    let mut state = u64::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    (0..600).map(|_| std::array::from_fn(|_| next())).collect()
}

/// GB/T 32907-2016, annex A: one encryption, and a million of the same block.
#[test]
fn the_published_examples_hold() {
    let key: [u8; 16] = hex::decode("0123456789abcdeffedcba9876543210").unwrap().try_into().unwrap();
    let (sm4, mut block) = (cipher(key), key.into());
    sm4.encrypt_block(&mut block);
    assert_eq!(hex::encode(block), "681edf34d206965e86b3e94f536e4246");
    (1..1_000_000).for_each(|_| sm4.encrypt_block(&mut block));
    assert_eq!(hex::encode(block), "595298c7c6fd271f0402f804c33d3f66");
}

#[test]
fn single_blocks_are_those_of_rustcrypto() {
    for key in some::<16>(1).into_iter().take(40) {
        let (ours, theirs) = (cipher(key), sm4::Sm4::new(&key.into()));
        for text in some::<16>(key[0]).into_iter().take(20) {
            let (mut a, mut b) = (text.into(), text.into());
            ours.encrypt_block(&mut a);
            BlockCipherEncrypt::encrypt_block(&theirs, &mut b);
            assert_eq!(a, b);
        }
    }
}

/// Through whole batches and what is left over, by whatever registers this machine has.
#[test]
fn batches_are_those_of_rustcrypto() {
    let (ours, theirs) = (cipher([7; 16]), sm4::Sm4::new(&[7; 16].into()));
    for count in [1, 127, 128, 129, 255, 256, 257, 600] {
        let texts: Vec<Block> = some::<16>(3).into_iter().take(count).map(Block::from).collect();
        let (mut a, mut b) = (texts.clone(), texts);
        ours.encrypt_blocks(&mut a);
        BlockCipherEncrypt::encrypt_blocks(&theirs, &mut b);
        assert!(a == b, "{count} blocks");
    }
}

fn same_as_single_blocks<L: Lane>() {
    let sm4 = cipher([9; 16]);
    let mut texts = planes::Blocks::<L>::default();
    for (block, text) in texts.iter_mut().zip(some::<16>(5)) {
        *block = text.into();
    }
    let expected: Vec<Block> = texts.iter().map(|block| one(&sm4.rounds, block)).collect();
    L::encrypt(&sm4.masks, (&mut texts).into());
    assert!(texts[..] == expected[..]);
}

#[test]
fn every_kind_of_register_gives_the_same() {
    same_as_single_blocks::<u128>();
    #[cfg(target_arch = "x86_64")]
    if registers::M256::here() {
        same_as_single_blocks::<registers::M256>();
    } else {
        println!("no AVX2 on this machine: only plain integers are tested");
    }
    #[cfg(target_arch = "wasm32")]
    same_as_single_blocks::<registers::V128>();
}
