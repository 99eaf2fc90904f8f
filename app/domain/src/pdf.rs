//! A file called PDF is looked at before it is sealed: nobody can look afterwards.
//!
//! Only what ISO 32000 puts at fixed places is read, so that a file of any size costs a few kilobytes.

use serde::{Deserialize, Serialize};

/// How many bytes of the beginning are needed: `%PDF-` stands within the first 1024 (ISO 32000-1, annex H).
pub const HEAD: usize = 1024;
/// How many bytes of the end are needed: trailer, `startxref`, `%%EOF`.
pub const TAIL: usize = 4096;
/// How many bytes from `startxref`'s target are needed: the dictionary of a cross-reference stream.
pub const TABLE: usize = 4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PdfFault {
    Missing,
    Empty,
    NotAPdf,
    /// The end is missing: a download that broke off.
    CutOff,
    /// Protected by a password; evaluators could not read it.
    Encrypted,
}

/// Where the newest cross-reference section begins, from the last bytes of the file.
///
/// # Errors
/// `Empty`, `NotAPdf` or `CutOff`, from `head` and `tail`.
pub fn cross_reference(head: &[u8], tail: &[u8]) -> Result<u64, PdfFault> {
    if head.is_empty() {
        return Err(PdfFault::Empty);
    }
    find(head, b"%PDF-").ok_or(PdfFault::NotAPdf)?;
    let end = rfind(tail, b"%%EOF").ok_or(PdfFault::CutOff)?;
    let start = rfind(&tail[..end], b"startxref").ok_or(PdfFault::CutOff)?;
    let digits: String = tail[start + 9..end]
        .iter()
        .map(|b| char::from(*b))
        .skip_while(char::is_ascii_whitespace)
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().map_err(|_| PdfFault::CutOff)
}

/// Whether the newest trailer names an encryption dictionary.
///
/// # Errors
/// `Encrypted` if so. `table` begins where [`cross_reference`] pointed.
pub fn refuse_encrypted(tail: &[u8], table: &[u8]) -> Result<(), PdfFault> {
    let trailer = rfind(tail, b"trailer").map_or(&[][..], |at| &tail[at..]);
    let stream = find(table, b"stream").map_or(&[][..], |at| &table[..at]);
    let stream = if table.starts_with(b"xref") { &[][..] } else { stream };
    if find(trailer, b"/Encrypt").is_some() || find(stream, b"/Encrypt").is_some() {
        return Err(PdfFault::Encrypted);
    }
    Ok(())
}

/// The whole check for a file in memory.
///
/// # Errors
/// The first fault found.
pub fn check(file: &[u8]) -> Result<(), PdfFault> {
    let head = &file[..file.len().min(HEAD)];
    let tail = &file[file.len().saturating_sub(TAIL)..];
    let at = usize::try_from(cross_reference(head, tail)?).unwrap_or(usize::MAX).min(file.len());
    refuse_encrypted(tail, &file[at..file.len().min(at.saturating_add(TABLE))])
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

fn rfind(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).rposition(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(trailer: &str) -> Vec<u8> {
        let body = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n";
        format!("{body}xref\n0 1\n0000000000 65535 f \ntrailer<</Size 1{trailer}>>\nstartxref\n{}\n%%EOF\n", body.len())
            .into_bytes()
    }

    #[test]
    fn a_plain_pdf_passes() {
        assert_eq!(check(&pdf("")), Ok(()));
    }

    #[test]
    fn what_is_no_readable_pdf_is_named() {
        assert_eq!(check(b""), Err(PdfFault::Empty));
        assert_eq!(check(b"PK\x03\x04 a zip file"), Err(PdfFault::NotAPdf));
        let whole = pdf("");
        assert_eq!(check(&whole[..whole.len() - 8]), Err(PdfFault::CutOff));
        assert_eq!(check(&pdf("/Encrypt 5 0 R")), Err(PdfFault::Encrypted));
    }

    #[test]
    fn encryption_named_in_a_cross_reference_stream_is_seen() {
        let body = "%PDF-1.7\n";
        let text =
            format!("{body}7 0 obj<</Type/XRef/Encrypt 5 0 R>>stream\n...endstream\nstartxref\n{}\n%%EOF", body.len());
        assert_eq!(check(text.as_bytes()), Err(PdfFault::Encrypted));
        let plain = text.replace("/Encrypt 5 0 R", "/Root 1 0 R");
        assert_eq!(check(plain.as_bytes()), Ok(()));
    }
}
