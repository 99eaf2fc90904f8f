//! What is a file that a stranger sends? An image is decoded and encoded anew, so that nothing but its picture is kept; a
//! PDF is read, and refused where it would do something.

use std::io::Cursor;

use domain::pdf::{self, PdfFault};
use domain::subject::attachment::AttachmentFault;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use lopdf::{Dictionary, Document, Object};

/// A3 at 600 dots an inch has 9921 times 7016.
const WIDEST: u32 = 10_000;
/// Bytes that decoding may take: four for each pixel, and as many to turn it.
const ROOM: u64 = 800 << 20;
/// A scan stays readable, and its noise costs little.
const QUALITY: u8 = 88;
/// Names that make a PDF do something when it is opened or clicked (ISO 32000-2, 12.6 and 12.7.9).
const ACTS: [&[u8]; 8] =
    [b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"ImportData", b"SubmitForm"];
/// Objects within objects, deeper than any real file has them.
const DEEP: u8 = 64;

/// The bytes that are kept, and what they are.
pub fn cleaned(bytes: Vec<u8>) -> Result<(Vec<u8>, &'static str), AttachmentFault> {
    if bytes.is_empty() {
        return Err(AttachmentFault::Empty);
    }
    match image::guess_format(&bytes) {
        Ok(ImageFormat::Jpeg) => Ok((jpeg(&picture(&bytes)?)?, "image/jpeg")),
        Ok(ImageFormat::Png) => Ok((png(&picture(&bytes)?)?, "image/png")),
        _ if bytes.starts_with(b"%PDF-") => harmless(&bytes).map(|()| (bytes, "application/pdf")),
        _ => Err(AttachmentFault::UnknownKind),
    }
}

/// The picture, turned as its camera says it was held: the camera's notes are not kept.
fn picture(bytes: &[u8]) -> Result<DynamicImage, AttachmentFault> {
    let broken = |_| AttachmentFault::BrokenImage;
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| AttachmentFault::BrokenImage)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(ROOM);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width > WIDEST || height > WIDEST {
        return Err(AttachmentFault::TooManyPixels);
    }
    let turned = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, AttachmentFault> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(|_| AttachmentFault::BrokenImage)?;
    Ok(bytes)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, AttachmentFault> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(|_| AttachmentFault::BrokenImage)?;
    Ok(bytes.into_inner())
}

fn harmless(bytes: &[u8]) -> Result<(), AttachmentFault> {
    pdf::check(bytes).map_err(|fault| match fault {
        PdfFault::Encrypted => AttachmentFault::EncryptedPdf,
        _ => AttachmentFault::BrokenPdf,
    })?;
    let document = Document::load_mem(bytes).map_err(|_| AttachmentFault::BrokenPdf)?;
    if document.get_pages().is_empty() {
        return Err(AttachmentFault::BrokenPdf);
    }
    let acts = document.objects.values().any(|object| acts(object, DEEP)) || acts_in(&document.trailer, DEEP);
    if acts { Err(AttachmentFault::ActivePdf) } else { Ok(()) }
}

fn acts(object: &Object, deep: u8) -> bool {
    match (object, deep) {
        // What nobody can follow is not taken.
        (_, 0) => true,
        (Object::Name(name), _) => ACTS.contains(&name.as_slice()),
        (Object::Array(all), _) => all.iter().any(|one| acts(one, deep - 1)),
        (Object::Dictionary(entries), _) => acts_in(entries, deep),
        (Object::Stream(stream), _) => acts_in(&stream.dict, deep),
        _ => false,
    }
}

fn acts_in(entries: &Dictionary, deep: u8) -> bool {
    deep == 0 || entries.iter().any(|(key, value)| ACTS.contains(&key.as_slice()) || acts(value, deep - 1))
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};
    use lopdf::dictionary;

    use super::*;

    fn photo() -> Vec<u8> {
        let picture = RgbImage::from_fn(40, 20, |x, _| Rgb([x as u8 * 6, 90, 30]));
        jpeg(&DynamicImage::ImageRgb8(picture)).unwrap()
    }

    /// The photo with an Exif segment after its first marker: a note, and that the camera was held upright (6).
    fn with_notes(photo: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        exif.extend(b"\x0e\x01\x02\0\x0a\0\0\0\x26\0\0\0\0\0\0\0where-I-am");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&photo[..2], &[0xff, 0xe1], &length, &exif, &photo[2..]].concat()
    }

    #[test]
    fn of_a_photo_only_the_picture_is_kept_and_it_stands_upright() {
        let sent = with_notes(&photo());
        let (kept, media) = cleaned(sent.clone()).unwrap();
        assert_eq!(media, "image/jpeg");
        let has = |bytes: &[u8]| bytes.windows(10).any(|window| window == b"where-I-am");
        assert!(has(&sent) && !has(&kept));
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (20, 40));
    }

    #[test]
    fn what_follows_an_image_is_gone() {
        let mut sent = photo();
        sent.extend(b"<script>alert(1)</script>");
        let (kept, _) = cleaned(sent).unwrap();
        assert!(!kept.windows(8).any(|window| window == b"<script>"));
    }

    fn paper(more: Option<(&str, Object)>) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages });
        document.objects.insert(
            pages,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }),
        );
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages };
        if let Some((key, value)) = more {
            catalog.set(key, value);
        }
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_plain_pdf_is_kept_as_it_is_and_one_that_acts_is_refused() {
        assert_eq!(cleaned(paper(None)).unwrap(), (paper(None), "application/pdf"));
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let program = dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe") };
        for action in [script, program] {
            let sent = paper(Some(("OpenAction", Object::Dictionary(action))));
            assert_eq!(cleaned(sent), Err(AttachmentFault::ActivePdf));
        }
    }

    #[test]
    fn what_is_none_of_the_three_is_named() {
        assert_eq!(cleaned(Vec::new()), Err(AttachmentFault::Empty));
        assert_eq!(cleaned(b"MZ\x90\0 a program".to_vec()), Err(AttachmentFault::UnknownKind));
        assert_eq!(cleaned(b"GIF89a".to_vec()), Err(AttachmentFault::UnknownKind));
        assert_eq!(cleaned(photo()[..100].to_vec()), Err(AttachmentFault::BrokenImage));
        assert_eq!(cleaned(b"%PDF-1.4\nhello".to_vec()), Err(AttachmentFault::BrokenPdf));
    }
}
