//! Words of the line, ready to be sent: once for everybody, in each way in which a line may carry them.
//!
//! A browser takes the line as one gzip stream (RFC 1952) without an end. Each frame in it ends at a whole byte and refers
//! to nothing before itself (a flush, RFC 1951), so that it is packed once and not once a listener; a short one is not worth
//! it and stands there as it is. What thousands are told at once is so much shorter where it is long (of 200 bidders the
//! names are 14 KB and not 46, the prices 13 and not 71), and the house's own line is the narrowest place between it and
//! them.

use std::io::{self, Write};
use std::ops::Range;

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, Version};

/// Below so many bytes packing saves nothing worth the reader's work.
const SHORT: usize = 1000;

/// So much of a long frame stands as it is, with number and time of its entry: who only counts need not unpack it.
const HEAD: usize = 160;

/// RFC 1952, 2.3: deflate, no name, no time, of no particular system.
const BEGINNING: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// How a line carries frames, by what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carriage {
    /// HTTP/1.0, which proxies still speak, knows no chunks: the answer ends with the connection.
    Bare,
    Chunked,
    /// Chunks of a gzip stream.
    Packed,
}

impl Carriage {
    pub fn of(version: Version, headers: &HeaderMap) -> Self {
        match (version >= Version::HTTP_11, takes_gzip(headers)) {
            (false, _) => Self::Bare,
            (true, false) => Self::Chunked,
            (true, true) => Self::Packed,
        }
    }

    /// What comes before the first frame.
    pub fn beginning(self) -> Bytes {
        if self == Self::Packed { chunk(&BEGINNING).into() } else { Bytes::new() }
    }

    /// Words for one listener. Never packed: they may hold what nobody else may know, and its length would tell of it to
    /// whoever has a hand in the words around it (RFC 7457, 2.6).
    pub fn carry(self, text: &str) -> Bytes {
        match self {
            Self::Bare => text.to_owned().into(),
            Self::Chunked => chunk(text.as_bytes()).into(),
            Self::Packed => chunk(&as_they_are(text.as_bytes())).into(),
        }
    }
}

/// RFC 9110, 12.5.3: named, and not ruled out.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight.unwrap_or(1.0_f32) > 0.0
    })
}

/// Words for everybody. Copied for nobody.
pub struct Frame {
    chunked: Bytes,
    text: Range<usize>,
    packed: Bytes,
}

impl Frame {
    pub fn new(text: &str) -> Self {
        let chunked = Carriage::Chunked.carry(text);
        let start = chunked.len() - text.len() - 2;
        Self { chunked, text: start..start + text.len(), packed: chunk(&packed(text.as_bytes())).into() }
    }

    pub fn bytes(&self, carriage: Carriage) -> Bytes {
        match carriage {
            Carriage::Bare => self.chunked.slice(self.text.clone()),
            Carriage::Chunked => self.chunked.clone(),
            Carriage::Packed => self.packed.clone(),
        }
    }
}

/// A chunk of HTTP/1.1 (RFC 9112, 7.1): its length, itself, the end of a line.
fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

fn packed(text: &[u8]) -> Vec<u8> {
    if text.len() < SHORT {
        return as_it_is(text);
    }
    let (head, rest) = text.split_at(HEAD);
    [as_it_is(head), deflated(rest).unwrap_or_else(|_| as_they_are(rest))].concat()
}

/// A block without compression (RFC 1951, 3.2.4), behind a whole byte.
fn as_it_is(text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    [&[0][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &text[..length.into()]].concat()
}

fn as_they_are(text: &[u8]) -> Vec<u8> {
    text.chunks(u16::MAX.into()).flat_map(as_it_is).collect()
}

fn deflated(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text)?;
    // Not finished: the stream goes on.
    encoder.flush()?;
    Ok(encoder.get_ref().clone())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    fn asked(encodings: &[&'static str]) -> Carriage {
        let headers = encodings.iter().map(|value| (ACCEPT_ENCODING, http::HeaderValue::from_static(value))).collect();
        Carriage::of(Version::HTTP_11, &headers)
    }

    #[test]
    fn only_who_says_so_is_sent_gzip() {
        for encodings in
            [&["gzip, deflate, br, zstd"][..], &["br", "GZIP"], &["gzip;q=0.5"], &["br;q=1.0 , gzip ; q=1"]]
        {
            assert_eq!(asked(encodings), Carriage::Packed, "{encodings:?}");
        }
        for encodings in [&[][..], &["br, deflate"], &["gzip;q=0"], &["x-gzip"], &["identity, gzip;q=0.000"]] {
            assert_eq!(asked(encodings), Carriage::Chunked, "{encodings:?}");
        }
        let headers = [(ACCEPT_ENCODING, http::HeaderValue::from_static("gzip"))].into_iter().collect();
        assert_eq!(Carriage::of(Version::HTTP_10, &headers), Carriage::Bare);
    }

    /// What a gzip reader makes of the chunks of some frames, taken as they come.
    fn read(frames: &[Bytes]) -> String {
        let mut stream = Vec::new();
        for bytes in [Carriage::Packed.beginning()].iter().chain(frames) {
            let end = bytes.windows(2).position(|two| two == b"\r\n").unwrap();
            let length = usize::from_str_radix(str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
            stream.extend_from_slice(&bytes[end + 2..end + 2 + length]);
            assert_eq!(&bytes[end + 2 + length..], b"\r\n");
        }
        let mut text = Vec::new();
        // The stream has no end, which is an error, after all that there is.
        GzDecoder::new(&*stream).read_to_end(&mut text).unwrap_err();
        String::from_utf8(text).unwrap()
    }

    proptest! {
        #[test]
        fn frames_in_any_order_are_read_as_they_were_written(
            texts in prop::collection::vec((".{0,20}", 0_usize..200), 1..6), after in 0_usize..6
        ) {
            let texts: Vec<String> = texts.iter().map(|(text, times)| text.repeat(*times)).collect();
            let frames: Vec<Bytes> = texts.iter().map(|text| Frame::new(text).bytes(Carriage::Packed)).collect();
            let after = after.min(frames.len());
            prop_assert_eq!(read(&frames[after..]), texts[after..].concat());
        }
    }

    #[test]
    fn what_one_listener_is_told_is_as_long_whatever_it_says() {
        let told = |words: &str| Carriage::Packed.carry(&format!("event: helps\ndata: {words}\n\n"));
        let (same, other) = ("0471".repeat(20_000), (0..20_000).map(|n| format!("{n:04}")).collect::<String>());
        assert_eq!(told(&same).len(), told(&other[..same.len()]).len());
        assert_eq!(read(&[told(&same)]), format!("event: helps\ndata: {same}\n\n"));
    }

    #[test]
    fn a_long_frame_shrinks_and_shows_its_head() {
        let line = |n: u32| format!("{{\"bid\":\"01m8c9e1epm5mnpq55ec4h7{n:03}\",\"price\":{}}},", 400_000_000 + n);
        let text = format!("id: 7\ndata: {{\"seq\":7,\"lines\":[{}]}}\n\n", (0..200).map(line).collect::<String>());
        let frame = Frame::new(&text);
        let packed = frame.bytes(Carriage::Packed);
        assert!(packed.len() * 4 < text.len(), "{} of {}", packed.len(), text.len());
        assert!(packed.windows(HEAD).any(|bytes| bytes == &text.as_bytes()[..HEAD]));
        assert_eq!(frame.bytes(Carriage::Bare), text.as_bytes());
        assert_eq!(read(&[packed]), text);
    }
}
