//! The fonts of the sheet, read once. Debian's Noto Serif CJK unless the operator names a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Where the package `fonts-noto-cjk` puts the two weights that the sheet is set in.
const DEBIAN: [&str; 2] =
    ["/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"];

/// A collection holds a face for every region; this one draws characters as they are written in the mainland.
const FAMILY: &str = "Noto Serif CJK SC";

/// A character that no Chinese font lacks.
const PROOF: char = '标';

/// The faces, and the name of the family that comes first.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Font>,
    pub(crate) family: String,
}

/// There is nothing to set Chinese in.
#[derive(Debug, thiserror::Error)]
pub enum NoFont {
    #[error("{}: {reason}", file.display())]
    Unread { file: PathBuf, reason: io::Error },
    #[error("no font for Chinese among {}", looked.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", "))]
    NotChinese { looked: Vec<PathBuf> },
}

impl Fonts {
    /// Every font file of `folder`, or Debian's.
    ///
    /// # Errors
    /// When a file cannot be read or none of the fonts is Chinese.
    pub fn open(folder: Option<&Path>) -> Result<Self, NoFont> {
        let files = match folder {
            Some(folder) => font_files(folder).map_err(|reason| NoFont::Unread { file: folder.to_owned(), reason })?,
            None => DEBIAN.map(PathBuf::from).to_vec(),
        };
        let mut faces = Vec::new();
        for file in &files {
            let bytes = fs::read(file).map_err(|reason| NoFont::Unread { file: file.clone(), reason })?;
            faces.extend(Font::iter(Bytes::new(bytes)).filter(is_wanted));
        }
        let chinese = |face: &&Font| face.info().coverage.contains(u32::from(PROOF));
        let first = faces.iter().find(|face| face.info().family.as_str() == FAMILY);
        let Some(first) = first.or_else(|| faces.iter().find(chinese)) else {
            return Err(NoFont::NotChinese { looked: files });
        };
        let family = first.info().family.to_string();
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, family })
    }

    /// Whether some face can draw it.
    pub(crate) fn has(&self, character: char) -> bool {
        self.faces.iter().any(|face| face.info().coverage.contains(u32::from(character)))
    }
}

/// The other regions' faces of the same collection have the same characters, drawn otherwise.
fn is_wanted(face: &Font) -> bool {
    let family = &face.info().family;
    !family.contains(" CJK ") || family.ends_with(" SC")
}

fn font_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_ascii_lowercase();
        if ["otf", "ttf", "otc", "ttc"].contains(&kind.as_str()) {
            files.push(path);
        }
    }
    // Folders are listed in no order; the same fonts shall give the same document.
    files.sort();
    Ok(files)
}
