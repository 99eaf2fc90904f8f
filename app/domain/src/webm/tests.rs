//! Streams are written here as recorders write them: sizes of segment and clusters are unknown, sound comes first.

use super::cutter::NotWebm;
use super::*;

const PICTURE: u8 = 2;
const SOUND: u8 = 1;

fn element(id: u32, content: &[u8]) -> Vec<u8> {
    let id: Vec<u8> = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let size = (0x1000_0000 | content.len() as u32).to_be_bytes();
    [&id, &size[..], content].concat()
}

fn track(number: u8, kind: u8, codec: &[u8]) -> Vec<u8> {
    let parts = [(TRACK_NUMBER, &[number][..]), (TRACK_TYPE, &[kind]), (CODEC, codec)];
    element(TRACK, &parts.map(|(id, content)| element(id, content)).concat())
}

fn beginning(tracks: &[Vec<u8>]) -> Vec<u8> {
    let segment = [&SEGMENT.to_be_bytes()[..], &[0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]].concat();
    [element(EBML, b"webm"), segment, element(TRACKS, &tracks.concat())].concat()
}

fn with_picture() -> Vec<u8> {
    beginning(&[track(SOUND, 2, b"A_OPUS"), track(PICTURE, 1, b"V_VP8")])
}

fn block(track: u8, whole: bool) -> Vec<u8> {
    element(BLOCK, &[0x80 | track, 0, 0, if whole { 0x80 } else { 0 }, 7, 7, 7])
}

/// A cluster of 300 ms: a block of sound, then one of picture.
fn cluster(at: u16, whole: bool) -> Vec<u8> {
    let head = [&CLUSTER.to_be_bytes()[..], &[0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]].concat();
    [head, element(TIMESTAMP, &at.to_be_bytes()), block(SOUND, true), block(PICTURE, whole)].concat()
}

/// Cuts the stream as it comes in pieces of `size` bytes.
fn cut(stream: &[u8], size: usize) -> Vec<Vec<u8>> {
    let mut cutter = Cutter::default();
    let mut spans: Vec<Vec<u8>> = stream.chunks(size).flat_map(|bytes| cutter.push(bytes).unwrap()).collect();
    spans.extend(cutter.finish());
    spans
}

#[test]
fn a_stream_is_cut_where_a_whole_picture_begins_however_it_comes() {
    let clusters: Vec<Vec<u8>> = (0..12).map(|n| cluster(n * 300, n % 4 == 0)).collect();
    let stream = [with_picture(), clusters.concat()].concat();
    for size in [1, 7, 64, stream.len()] {
        let spans = cut(&stream, size);
        assert_eq!(spans.concat(), stream, "nothing is lost or added");
        assert_eq!(spans[0], with_picture());
        let starts: Vec<_> = spans[1..].iter().map(|span| begins_at(span)).collect();
        assert_eq!(starts, [Some(0), Some(1200), Some(2400)], "in pieces of {size}");
    }
}

#[test]
fn whole_pictures_that_come_too_often_cut_no_crumbs() {
    let clusters: Vec<Vec<u8>> = (0..10).map(|n| cluster(n * 300, true)).collect();
    let spans = cut(&[with_picture(), clusters.concat()].concat(), 50);
    let starts: Vec<_> = spans[1..].iter().map(|span| begins_at(span)).collect();
    assert_eq!(starts, [Some(0), Some(900), Some(1800), Some(2700)]);
}

#[test]
fn without_whole_pictures_or_any_a_stream_is_cut_all_the_same() {
    let clusters = (0..40).map(|n| cluster(n * 300, n == 0)).collect::<Vec<_>>().concat();
    let starts = |stream: Vec<u8>| cut(&stream, 99)[1..].iter().map(|span| begins_at(span)).collect::<Vec<_>>();
    assert_eq!(starts([with_picture(), clusters.clone()].concat()), [Some(0), Some(4200), Some(8400)]);
    let sound = beginning(&[track(SOUND, 2, b"A_OPUS")]);
    assert_eq!(starts([sound, clusters].concat())[..3], [Some(0), Some(900), Some(1800)]);
}

#[test]
fn a_player_is_told_what_the_beginning_says() {
    assert_eq!(kind(&with_picture()).as_deref(), Some(r#"video/webm;codecs="opus,vp8""#));
    assert_eq!(kind(&beginning(&[track(1, 1, b"V_VP9")])).as_deref(), Some(r#"video/webm;codecs="vp9""#));
    for other in [beginning(&[track(1, 1, b"V_MPEG4/ISO/AVC")]), beginning(&[]), cluster(0, true), b"%PDF-1.7".to_vec()]
    {
        assert_eq!(kind(&other), None);
    }
    let whole = with_picture();
    assert!((0..whole.len()).all(|end| kind(&whole[..end]).is_none()), "a beginning that breaks off is none");
}

#[test]
fn what_is_no_webm_is_told_and_breaks_nothing() {
    assert_eq!(Cutter::default().push(&[0; 40]), Err(NotWebm));
    assert_eq!(begins_at(&with_picture()), None);
    assert_eq!(begins_at(&[]), None);
    let stream = [with_picture(), cluster(0, true), cluster(1200, true)].concat();
    // Every byte wrong once: nothing may panic.
    for at in 0..stream.len() {
        let mut wrong = stream.clone();
        wrong[at] ^= 0xff;
        let _ = Cutter::default().push(&wrong);
        let _ = (kind(&wrong), begins_at(&wrong));
    }
}
