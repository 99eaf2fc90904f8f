//! A list as a centre is given it: CSV in UTF-8, or the first sheet of an XLSX; the first line names the columns.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use domain::CreditCode;
use domain::subject::import::CODE as CODES;
use domain::subject::outside::Loaded;
use store::outside::Line;

/// So many lines without a code are named.
const NAMED: usize = 100;

pub struct Table {
    pub lines: Vec<(String, Line)>,
    pub skipped: Vec<u32>,
}

/// # Errors
/// Why it is no list.
pub fn read(bytes: &[u8]) -> Result<Table, Loaded> {
    let mut rows = rows(bytes).ok_or(Loaded::NotATable)?.into_iter();
    let heading = rows.next().ok_or(Loaded::NotATable)?;
    let code_at = heading.iter().position(|name| CODES.contains(&name.as_str())).ok_or(Loaded::NoCodes)?;
    let mut table = Table { lines: Vec::new(), skipped: Vec::new() };
    for (number, row) in (2..).zip(rows) {
        match row.get(code_at).and_then(|typed| CreditCode::parse(typed).ok()) {
            Some(code) => {
                let line = heading.iter().cloned().zip(row).filter(|(_, value)| !value.is_empty()).collect();
                table.lines.push((code.to_string(), line));
            }
            None if table.skipped.len() < NAMED => table.skipped.push(number),
            None => {}
        }
    }
    Ok(table)
}

/// Every line with its cells; `None` when it is no table.
pub fn rows(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    if bytes.starts_with(b"PK") { sheet(bytes) } else { commas(bytes) }
}

fn commas(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    // Spreadsheets put a byte order mark before UTF-8.
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect()));
    rows.collect::<Result<_, _>>().ok()
}

fn sheet(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let range = book.worksheet_range_at(0)?.ok()?;
    Some(range.rows().map(|row| row.iter().map(words).collect()).collect())
}

/// A cell as a person reads it; a day as 2026-11-24.
fn words(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.as_string().unwrap_or_default().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_by_its_heading_and_lines_without_a_code_are_named() {
        let text =
            "\u{feff}企业名称,统一社会信用代码,登记状态\n\"甲, 公司\",911525001000002270,存续\n乙公司,123,存续\n";
        let Ok(table) = read(text.as_bytes()) else { panic!("refused") };
        assert_eq!(table.skipped, [3]);
        let (code, line) = &table.lines[0];
        assert_eq!((code.as_str(), line["企业名称"].as_str()), ("911525001000002270", "甲, 公司"));
    }

    #[test]
    fn what_is_no_list_is_named() {
        assert!(matches!(read("名称\n甲\n".as_bytes()), Err(Loaded::NoCodes)));
        assert!(matches!(read(b""), Err(Loaded::NotATable)));
        assert!(matches!(read(b"PK\x03\x04 no sheet"), Err(Loaded::NotATable)));
        // GBK: read as something else, names would be garbage.
        assert!(matches!(read(b"\xc3\xfb\xb3\xc6,\xb4\xfa\xc2\xeb\n"), Err(Loaded::NotATable)));
    }
}
