//! The client's modules in packs. Cutting leaves a module for every set of pieces that share code: dozens, many of them
//! tiny, each a request and each compressed for itself. A pack is one file: the modules that most pieces share, or what
//! else one piece needs. It is an empty module that holds the others as custom sections under their names.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The pack of what most pieces share.
const COMMON: &str = "common";

/// What every module begins with: its magic number and version.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Piece by piece what its pages load.
pub type Pieces = BTreeMap<String, Vec<String>>;

/// Puts the modules in `folder` into packs, and tells `loader` to find them there. Returns the packs of each piece.
pub fn pack(folder: &Path, loader: &str, modules: &Pieces) -> Result<Pieces> {
    let packs = packs(modules, &PARTS);
    for (name, content) in &packs {
        let mut file = HEADER.to_vec();
        for module in content {
            let bytes = fs::read(folder.join(format!("{module}.wasm"))).with_context(|| module.clone())?;
            section(&mut file, module, &bytes);
        }
        fs::write(folder.join(format!("{name}.wasm")), file)?;
    }
    for module in modules.values().flatten().collect::<BTreeSet<_>>() {
        fs::remove_file(folder.join(format!("{module}.wasm")))?;
    }
    let pieces: Pieces = modules.keys().map(|piece| (piece.clone(), vec![COMMON.to_owned(), piece.clone()])).collect();
    let script = fs::read_to_string(folder.join(loader))?;
    fs::write(folder.join(loader), rewritten(&script, modules, &packs)?)?;
    Ok(pieces)
}

/// The pieces that are parts of pages (`app::pieces`), each with the pieces of these pages. Whoever loads a part has one of
/// the pages, so what all of them bring is not brought again.
const PARTS: [(&str, &[&str]); 12] = [
    ("with_key", &["opening"]),
    ("watching", &["opening"]),
    ("floor", &["opening", "hosting"]),
    ("sending", &["hosting"]),
    ("beside", &["opening", "hosting"]),
    ("rarely", &["hosting"]),
    ("verifier", &["verifying"]),
    ("passkeys", &["portal", "letting_in"]),
    ("requests", &["reviewing"]),
    ("certificates", &["letting_in"]),
    ("by_certificate", &["portal"]),
    ("revealing", &["reviewing", "hosting"]),
];

/// What lies in each pack. What more than two pages' pieces in three share is loaded once; the rest is worth its second
/// copy, except in parts.
fn packs(modules: &Pieces, parts: &[(&str, &[&str])]) -> Pieces {
    let pages_of = |piece: &String| parts.iter().find(|(part, _)| part == piece).map(|(_, pages)| *pages);
    let pages: Vec<&Vec<String>> =
        modules.iter().filter(|(piece, _)| pages_of(piece).is_none()).map(|(_, of)| of).collect();
    let users = |module: &String| pages.iter().filter(|of_piece| of_piece.contains(module)).count();
    let is_common = |module: &&String| users(module) * 3 > pages.len() * 2;
    let all: BTreeSet<&String> = modules.values().flatten().collect();
    let common = all.iter().copied().filter(is_common).cloned().collect();
    let mut packs = Pieces::from([(COMMON.to_owned(), common)]);
    for (piece, of_piece) in modules {
        let brought = |module: &&String| {
            pages_of(piece)
                .is_some_and(|pages| pages.iter().all(|page| modules.get(*page).is_some_and(|of| of.contains(module))))
        };
        let own = of_piece.iter().filter(|module| !is_common(module) && !brought(module));
        packs.insert(piece.clone(), own.cloned().collect());
    }
    packs
}

/// Appends a custom section: 0, its length, the name's length, the name, the content.
fn section(file: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut named = Vec::new();
    leb128(&mut named, name.len());
    named.extend_from_slice(name.as_bytes());
    file.push(0);
    leb128(file, named.len() + content.len());
    file.extend(named);
    file.extend_from_slice(content);
}

fn leb128(file: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        file.push(n as u8 | 0x80);
        n >>= 7;
    }
    file.push(n as u8);
}

/// The loader fetches packs, and takes modules out of them.
fn rewritten(script: &str, modules: &Pieces, packs: &Pieces) -> Result<String> {
    const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
    let all: BTreeSet<&String> = modules.values().flatten().collect();
    ensure!(script.matches(STREAMED).count() == all.len(), "the loader is another than the one known here");
    let mut script = script.replace(STREAMED, "WebAssembly.instantiate(await src, imports)");
    for module in all {
        let fetched = format!("fetch(new URL(\"./{module}.wasm\", import.meta.url))");
        ensure!(script.matches(&fetched).count() == 1, "the loader does not fetch {module} once");
        script = script.replace(&fetched, &format!("moduleOf(\"{module}\")"));
    }
    for piece in modules.keys() {
        let load = format!("__wasm_split_load_{piece} = wrapAsyncCb(");
        ensure!(script.matches(&load).count() == 1, "the loader does not load {piece} once");
        script = script.replace(&load, &format!("__wasm_split_load_{piece} = loadOf(\"{piece}\")("));
    }
    Ok(format!("{script}\n{}", LOADER.replace("PACKS", &serde_json::to_string(packs)?)))
}

/// A pack that did not come is asked for again with the next attempt.
const LOADER: &str = r#"
const packs = PACKS;
const coming = new Map();
function packOf(name) {
    if (!coming.has(name)) {
        const pack = WebAssembly.compileStreaming(fetch(new URL(`./${name}.wasm`, import.meta.url)));
        coming.set(name, pack);
        pack.catch(() => coming.delete(name));
    }
    return coming.get(name);
}
function loadOf(piece) {
    return (load) => wrapAsyncCb(() => {
        packOf("common");
        packOf(piece);
        return load();
    });
}
async function moduleOf(name) {
    const holding = Object.keys(packs).filter((pack) => packs[pack].includes(name));
    const pack = await packOf(holding.find((pack) => coming.has(pack)) ?? holding[0]);
    return WebAssembly.Module.customSections(pack, name)[0];
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(of: &[(&str, &[&str])]) -> Pieces {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        of.iter().map(|(piece, modules)| ((*piece).to_owned(), owned(modules))).collect()
    }

    #[test]
    fn what_most_pieces_share_lies_in_one_pack_and_the_rest_with_each() {
        let modules = pieces(&[("a", &["all", "two", "own_a"]), ("b", &["all", "two"]), ("c", &["all", "own_c"])]);
        let expected = pieces(&[("a", &["two", "own_a"]), ("b", &["two"]), ("c", &["own_c"]), (COMMON, &["all"])]);
        assert_eq!(packs(&modules, &[]), expected);
    }

    #[test]
    fn a_part_brings_what_its_pages_have_not() {
        let modules = pieces(&[("a", &["x", "y"]), ("b", &["x", "z"]), ("part", &["x", "y", "own"]), ("c", &["z"])]);
        let of_one = packs(&modules, &[("part", &["a"])]);
        assert_eq!(of_one["part"], ["own"]);
        let of_two = packs(&modules, &[("part", &["a", "b"])]);
        assert_eq!(of_two["part"], ["y", "own"], "not every page of it brings y");
    }

    #[test]
    fn a_pack_is_a_module_whose_sections_are_the_modules() {
        let mut file = HEADER.to_vec();
        section(&mut file, "one", &[7; 300]);
        section(&mut file, "two", &[]);
        assert_eq!(file[8..15], [0, 0xb0, 0x02, 3, b'o', b'n', b'e']);
        assert_eq!(file[15..315], [7; 300]);
        assert_eq!(file[315..], [0, 4, 3, b't', b'w', b'o']);
    }

    #[test]
    fn a_loader_of_another_shape_is_refused() {
        let modules = pieces(&[("a", &["m"])]);
        assert!(rewritten("", &modules, &packs(&modules, &[])).is_err());
    }
}
