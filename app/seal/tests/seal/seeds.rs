//! What the fuzz targets begin with: the vectors, and the vectors broken in one way each. `WRITE_VECTORS=1` writes them
//! anew, after the vectors themselves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use seal::{FileKey, Header, Manifest, keyfile, open_pieces};
use serde_json::Value;

use crate::vectors::read;

type Seeds = BTreeMap<&'static str, Vec<u8>>;

fn text(vector: &Value, name: &str) -> String {
    vector[name].as_str().unwrap().to_owned()
}

/// The files of a target are these, and those called `refused-…` are the ones that its parser refuses.
fn check(target: &str, seeds: Seeds, accepts: impl Fn(&[u8]) -> bool) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    if std::env::var_os("WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        seeds.iter().for_each(|(name, seed)| std::fs::write(folder.join(name), seed).unwrap());
    }
    let mut names: Vec<String> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, seeds.keys().copied().collect::<Vec<_>>(), "{target}");
    for (name, seed) in seeds {
        assert!(std::fs::read(folder.join(name)).unwrap() == seed, "{target}/{name} is not what is made here");
        assert_eq!(accepts(&seed), !name.starts_with("refused-"), "{target}/{name}");
    }
}

#[test]
fn seeds_of_headers_are_read_or_refused_as_named() {
    let [short, long] = ["short.json", "long.json"].map(|name| text(&read(name), "header"));
    let stanza = short.lines().find(|line| line.starts_with("-> ")).unwrap();
    let other = "-> sm2 00000000000000000000000000000000";
    let seeds = [
        ("long", long),
        ("refused-line-ends", short.replace('\n', "\r\n")),
        ("refused-no-stanza", short.replace(&format!("{stanza}\n"), "")),
        ("refused-twice", short.replace(stanza, &format!("{stanza}\n{stanza}"))),
        ("refused-upper-case", short.to_uppercase()),
        ("short", short.clone()),
        ("two-recipients", short.replace(stanza, &format!("{stanza}\n{other}{}", &stanza[other.len()..]))),
    ];
    check("header", seeds.map(|(name, text)| (name, text.into_bytes())).into(), |seed| Header::parse(seed).is_ok());
}

#[test]
fn seeds_of_manifests_are_read_or_refused_as_named() {
    let manifest = text(&read("manifest.json"), "text");
    let seeds = [
        ("refused-leading-zero", manifest.replace(" 34 ", " 034 ")),
        ("refused-line-ends", manifest.replace('\n', "\r\n")),
        ("refused-name", format!("{} \"商务标.pdf\"\n", manifest.trim_end())),
        ("refused-no-part", manifest.lines().take(3).map(|line| format!("{line}\n")).collect()),
        ("refused-pieces", manifest.replace(" 1048581 3 ", " 1048581 2 ")),
        ("two-parts", manifest),
    ];
    let accepts = |seed: &[u8]| Manifest::parse(str::from_utf8(seed).unwrap()).is_ok();
    check("manifest", seeds.map(|(name, text)| (name, text.into_bytes())).into(), accepts);
}

#[test]
fn seeds_of_key_files_are_read_or_refused_as_named() {
    let file = text(&read("keyfile.json"), "key_file");
    let seeds = [
        ("mailed", format!("\u{feff}{}\r\n", file.replace('\n', "\r\n"))),
        ("plain", file.clone()),
        ("refused-cut", file[..file.len() - 3].to_owned()),
        ("refused-off-the-curve", file.replacen("public 04", "public 0400", 1)),
        ("refused-too-cheap", file.replace("65536 3 1", "19455 2 1")),
    ];
    let accepts = |seed: &[u8]| keyfile::public_key(str::from_utf8(seed).unwrap()).is_some();
    check("key_file", seeds.map(|(name, text)| (name, text.into_bytes())).into(), accepts);
}

/// The language of edits is that of `fuzz_targets/part.rs`. Here pieces are only laid down; whatever comes after changes
/// them.
#[test]
fn seeds_of_parts_open_or_do_not_as_named() {
    let vector = read("short.json");
    let genuine = [text(&vector, "header").into_bytes(), hex::decode(text(&vector, "chunk")).unwrap()];
    let own = |piece: &[u8]| [&[0], &(piece.len() as u16).to_be_bytes()[..], piece].concat();
    let seeds = [
        ("by-name", vec![1, 2]),
        ("own-pieces", [own(&genuine[0]), own(&genuine[1])].concat()),
        ("refused-cut", vec![1, 2, 6, 0, 40]),
        ("refused-exchanged", vec![1, 2, 7, 4]),
        ("refused-flipped", vec![1, 2, 5, 0, 9]),
        ("refused-nothing-but-a-header", own(&genuine[0])),
        ("refused-own-chunk", [vec![1], own(&[0; 66])].concat()),
        ("refused-swapped", vec![2, 1]),
        ("refused-twice", vec![1, 2, 2]),
    ];
    let key: FileKey = text(&vector, "file_key").parse().unwrap();
    let context = serde_json::from_value(vector["context"].clone()).unwrap();
    let opens = |mut edits: &[u8]| {
        let mut pieces: Vec<&[u8]> = Vec::new();
        while let Some((edit, rest)) = edits.split_first() {
            let own = usize::from(*edit == 0) * 2;
            let len = rest[..own].iter().fold(0, |len, byte| len << 8 | usize::from(*byte));
            pieces.push(match edit {
                0 => &rest[own..own + len],
                1 | 2 => &genuine[usize::from(edit - 1)],
                _ => return false,
            });
            edits = &rest[own + len..];
        }
        open_pieces(pieces, &key, &context).is_ok()
    };
    check("part", seeds.into(), opens);
}
