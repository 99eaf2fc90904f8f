//! What is sealed opens, with the owner's key and with released file keys, from either kind of folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use seal::{Digest, Header, Manifest, keyfile, unwrap};

use crate::{Desk, LOT, PASSPHRASE, document, entries, sealing, unsealing};

#[test]
fn a_sealed_bid_opens_with_its_key() {
    let desk = Desk::with_key();
    desk.seal();
    assert_eq!(desk.must(&unsealing("")).lines().count(), 2);
    assert_eq!(desk.read("opened/form"), desk.read("form.json"));
    assert!(desk.read("opened/document-1") == document());
    let mode = fs::metadata(desk.path("opened/form")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "others can read what was opened");
}

#[test]
fn sizes_around_the_chunk_borders_survive() {
    let desk = Desk::with_key();
    for (at, len) in [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 8 << 20].into_iter().enumerate() {
        desk.write(&format!("{at}.pdf"), &document()[..len]);
    }
    let parts: Vec<String> = (0..6).map(|at| format!("document-{}={at}.pdf", at + 1)).collect();
    desk.must(&format!("{} {}", sealing("sealed"), parts.join(" ")));
    desk.must(&unsealing(""));
    for at in 0..6 {
        assert!(desk.read(&format!("opened/document-{}", at + 1)) == desk.read(&format!("{at}.pdf")), "{at}");
    }
}

#[test]
fn a_new_key_is_locked_with_the_passphrase_and_shown_for_registration() {
    let desk = Desk::new();
    let shown = desk.must("key --out key --passphrase-file passphrase");
    let file = String::from_utf8(desk.read("key")).unwrap();
    let secret = keyfile::unlock(&file, PASSPHRASE).unwrap();
    assert_eq!(shown, format!("{}\n", secret.public_key()));
    assert_eq!(fs::metadata(desk.path("key")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_passphrase_may_come_from_standard_input() {
    let desk = Desk::with_key();
    desk.seal();
    for more in ["", " --passphrase-file -"] {
        let line = format!("unseal sealed --key key --out opened{more}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaibiao"));
        command.args(line.split(' ')).current_dir(desk.folder.path()).stdout(Stdio::null());
        let given = fs::File::open(desk.path("passphrase")).unwrap();
        assert!(command.stdin(given).status().unwrap().success(), "{line}");
        fs::remove_dir_all(desk.path("opened")).unwrap();
    }
}

/// The manifest is not sealed, and some name a file after its price.
#[test]
fn the_manifest_is_signed_and_tells_no_name_of_a_file() {
    let desk = Desk::with_key();
    desk.write("61850000.json", "{}");
    desk.write("61850000.pdf", "%PDF-");
    let shown = desk.must(&format!("{} form=61850000.json document-1=61850000.pdf", sealing("sealed")));
    let text = String::from_utf8(desk.read("sealed/manifest")).unwrap();
    assert!(!text.contains("61850000"), "{text}");
    let manifest = Manifest::parse(&text).unwrap();
    assert_eq!(shown, format!("{}\n", manifest.digest()));
    assert_eq!(manifest.lot, LOT);
    let key = keyfile::public_key(&String::from_utf8(desk.read("key")).unwrap()).unwrap();
    let signature = String::from_utf8(desk.read("sealed/signature")).unwrap();
    assert!(key.verify(text.as_bytes(), &signature.trim_end().parse().unwrap()));
}

/// At an opening the key of the form is released; the document stays sealed. The folder is as a server keeps it.
#[test]
fn released_file_keys_open_what_a_server_stores() {
    let desk = Desk::with_key();
    desk.seal();
    let secret = keyfile::unlock(&String::from_utf8(desk.read("key")).unwrap(), PASSPHRASE).unwrap();
    let key = unwrap(&Header::parse(&desk.read("sealed/form/0")).unwrap(), &secret).unwrap();
    desk.write("keys.json", format!(r#"[{{"part":"form","key":"{}"}}]"#, *key.to_hex()));
    for path in entries(&desk.path("sealed")).into_iter().filter(|path| path.parent() != Some(&desk.path("sealed"))) {
        let name = format!("{}-{}", path.file_name().unwrap().display(), Digest::of(&fs::read(&path).unwrap()));
        fs::rename(&path, path.with_file_name(name)).unwrap();
    }
    let line = format!("unseal sealed --file-keys keys.json --public {} --out opened", secret.public_key());
    let shown = desk.must(&line);
    assert!(shown.contains("document-1: no key, stays sealed"), "{shown}");
    assert_eq!(entries(&desk.path("opened")), [desk.path("opened/form")]);
    assert_eq!(desk.read("opened/form"), desk.read("form.json"));
}
