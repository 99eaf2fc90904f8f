//! Administrative divisions by code, from the table in `data/divisions.tsv`; its source stands beside it.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::Refusal;

use crate::Office;

struct Division {
    name: &'static str,
    /// The last year in which the code was used.
    until: Option<&'static str>,
}

static TABLE: LazyLock<HashMap<&'static str, Division>> = LazyLock::new(|| {
    let lines = include_str!("../data/divisions.tsv").lines();
    let parts = lines.map(|line| {
        let mut columns = line.split('\t');
        let (code, name) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        (code, Division { name, until: columns.next() })
    });
    parts.collect()
});

/// Province, prefecture and county of a code of six digits, as far as the table has them: 内蒙古自治区锡林郭勒盟锡林浩特市.
/// A code that is no longer used says so.
#[must_use]
pub fn name(code: &str) -> Option<String> {
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let levels = [format!("{}0000", &code[..2]), format!("{}00", &code[..4]), code.to_owned()];
    let mut words = String::new();
    let mut last = "";
    for level in &levels {
        // 市辖区 and 县 are what counties of a municipality are counted under, and no place.
        if let Some(found) = TABLE.get(level.as_str()).filter(|found| !matches!(found.name, "市辖区" | "县"))
            && level != last
        {
            words.push_str(found.name);
        }
        last = level;
    }
    match TABLE.get(code).map(|found| found.until) {
        Some(Some(until)) => words.push_str(&format!("（代码用至 {until} 年）")),
        Some(None) => {}
        None if words.is_empty() => return None,
        None => words.push_str(&format!("（{code}）")),
    }
    Some(words)
}

impl Office {
    /// The name of a division, for everybody.
    ///
    /// # Errors
    /// `NotFound` for a code that nothing begins with.
    pub fn division(&self, code: &str) -> Result<String, Refusal> {
        name(code).ok_or(Refusal::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_code_is_named_down_to_its_county() {
        assert_eq!(name("152502").as_deref(), Some("内蒙古自治区锡林郭勒盟锡林浩特市"));
        assert_eq!(name("152500").as_deref(), Some("内蒙古自治区锡林郭勒盟"));
        assert_eq!(name("110108").as_deref(), Some("北京市海淀区"));
    }

    #[test]
    fn an_abolished_code_still_has_its_name_and_a_new_one_its_prefecture() {
        assert_eq!(name("110103").as_deref(), Some("北京市崇文区（代码用至 2009 年）"));
        assert_eq!(name("152599").as_deref(), Some("内蒙古自治区锡林郭勒盟（152599）"));
        for none in ["", "99", "990000", "15250a", "１５２５００"] {
            assert_eq!(name(none), None, "{none}");
        }
    }
}
