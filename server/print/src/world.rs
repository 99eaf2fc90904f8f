//! All that Typst may see: our template, the sheet's words, the record's data and the fonts. No disk, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::Fonts;

/// Typst's own functions and the parsed template: the same for every sheet.
struct Setting {
    library: LazyHash<Library>,
    template: Source,
    sheet: FileId,
    data: FileId,
}

static SETTING: LazyLock<Setting> = LazyLock::new(|| Setting {
    library: LazyHash::new(Library::default()),
    template: Source::new(file("record.typ"), include_str!("record.typ").to_owned()),
    sheet: file("sheet.json"),
    data: file("record.json"),
});

fn file(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain name is a path")).intern()
}

pub struct Desk<'a> {
    fonts: &'a Fonts,
    sheet: Bytes,
    data: Bytes,
}

impl<'a> Desk<'a> {
    pub fn new(fonts: &'a Fonts, sheet: String, data: String) -> Self {
        Self { fonts, sheet: Bytes::from_string(sheet), data: Bytes::from_string(data) }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &SETTING.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        SETTING.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SETTING.template.id() { Ok(SETTING.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == SETTING.sheet => Ok(self.sheet.clone()),
            id if id == SETTING.data => Ok(self.data.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
