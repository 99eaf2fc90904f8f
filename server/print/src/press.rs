//! From a record to a PDF for the archive: PDF/A-3a (ISO 19005-3, tagged) and PDF/UA-1, with the record's data attached.
//! The same record, fonts and version of this program give the same bytes.

use domain::Timestamp;
use domain::record::Record;
use serde_json::Value;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::sheet::Sheet;
use crate::world::Desk;
use crate::{Fonts, Telling, data};

/// Prints records.
pub struct Press {
    fonts: Fonts,
    telling: Telling,
}

/// The sheet could not be set: a defect of the template.
#[derive(Debug, thiserror::Error)]
#[error("the record could not be printed: {0}")]
pub struct Unprinted(String);

impl Press {
    #[must_use]
    pub const fn new(fonts: Fonts, telling: Telling) -> Self {
        Self { fonts, telling }
    }

    /// The record as a PDF.
    ///
    /// # Errors
    /// [`Unprinted`], which no text in the record can bring about: what no font can draw is named by its number.
    pub fn record(&self, record: &Record) -> Result<Vec<u8>, Unprinted> {
        let failed = |error: &dyn std::fmt::Display| Unprinted(error.to_string());
        let sheet = Sheet::of(record, self.telling, &self.fonts.family);
        let mut sheet = serde_json::to_value(sheet).map_err(|error| failed(&error))?;
        self.make_legible(&mut sheet);
        let desk = Desk::new(&self.fonts, sheet.to_string(), data(record, self.telling).to_string());
        let pdf = typst::compile::<PagedDocument>(&desk).output.and_then(|document| {
            let options = PdfOptions {
                ident: Smart::Custom(format!("kaibiao-record/{}", record.lot)),
                creator: Smart::Custom(Some("Kaibiao".to_owned())),
                // The document is as old as the end of the opening.
                timestamp: in_beijing(record.closed_at()),
                standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
                    .expect("an archive's document may be accessible"),
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options)
        });
        // What Typst remembers of one sheet is of no use to the next.
        typst::comemo::evict(0);
        pdf.map_err(|faults| {
            let faults: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            Unprinted(faults.join("; "))
        })
    }

    /// Characters that no font has, and those that are not seen but change what is, are written as their numbers.
    fn make_legible(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if !text.chars().all(|c| self.is_legible(c)) {
                    *text = text.chars().map(|c| self.legible(c)).collect();
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.make_legible(value)),
            Value::Object(members) => members.values_mut().for_each(|value| self.make_legible(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn legible(&self, character: char) -> String {
        if self.is_legible(character) {
            return character.to_string();
        }
        format!("〔U+{:04X}〕", u32::from(character))
    }

    fn is_legible(&self, character: char) -> bool {
        let steers = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        character == '\n' || (!character.is_control() && !steers && self.fonts.has(character))
    }
}

fn in_beijing(at: Timestamp) -> Option<typst_pdf::Timestamp> {
    const MINUTES: i32 = 8 * 60;
    let text = at.to_string();
    let mut numbers = text.split(['-', ' ', ':']).filter_map(|number| number.parse::<u16>().ok());
    let year = i32::from(numbers.next()?);
    let mut next = || numbers.next().and_then(|number| u8::try_from(number).ok());
    let civil = Datetime::from_ymd_hms(year, next()?, next()?, next()?, next()?, next()?)?;
    typst_pdf::Timestamp::new_local(civil, MINUTES)
}
