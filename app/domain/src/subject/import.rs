//! A database that a centre had before, line by line: what each line would become, and what is wrong with it. Nothing is
//! taken unless every line holds.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Registration;
use super::role::SubjectRole;
use crate::CreditCode;
use crate::credit_code::CreditCodeFault;

/// The columns by name; the first of each is what an export calls it.
pub const CODE: [&str; 3] = ["统一社会信用代码", "社会信用代码", "信用代码"];
pub const NAME: [&str; 4] = ["主体名称", "单位名称", "企业名称", "名称"];
pub const ROLES: [&str; 2] = ["主体角色类型", "角色"];
pub const LEGAL_PERSON: [&str; 2] = ["法定代表人", "法人代表"];
pub const ADDRESS: [&str; 3] = ["住所", "注册地址", "地址"];

/// Longest texts, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST: usize = 200;

/// Where each column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    code: usize,
    name: usize,
    roles: Option<usize>,
    legal_person: Option<usize>,
    address: Option<usize>,
}

impl Heading {
    /// `None` where codes or names have no column.
    #[must_use]
    pub fn of(row: &[String]) -> Option<Self> {
        let at = |names: &[&str]| row.iter().position(|name| names.contains(&name.as_str()));
        Some(Self {
            code: at(&CODE)?,
            name: at(&NAME)?,
            roles: at(&ROLES),
            legal_person: at(&LEGAL_PERSON),
            address: at(&ADDRESS),
        })
    }
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineFault {
    Code(CreditCodeFault),
    NoName,
    TooLong,
    /// The same code stands in that line already.
    Twice(u32),
    /// The database knows the code by this name: a change of it goes through review.
    OtherName(String),
    /// No role is called so.
    NoRole(String),
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    New,
    /// In the database under the same name, and left as it is.
    Known,
    Wrong(LineFault),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// In the file; its heading is line 1.
    pub number: u32,
    /// As they were read.
    pub code: String,
    pub name: String,
    pub outcome: Outcome,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imported {
    /// `loaded` tells whether the new ones are in the database now: never where a line is wrong.
    Read {
        lines: Vec<Line>,
        loaded: bool,
    },
    NotATable,
    /// No column for codes, or none for names.
    NoColumns,
    TooMany {
        most: u32,
    },
}

/// A subject to be entered.
pub type Entered = (Registration, Vec<SubjectRole>);

/// Goes through all lines; `known` are the names of the codes that the database has. What is new comes with the report.
#[must_use]
pub fn check(
    heading: &Heading,
    rows: &[Vec<String>],
    known: &HashMap<CreditCode, String>,
) -> (Vec<Line>, Vec<Entered>) {
    let (mut lines, mut new) = (Vec::with_capacity(rows.len()), Vec::new());
    let mut seen: HashMap<CreditCode, u32> = HashMap::new();
    for (number, row) in (2..).zip(rows) {
        let of = |at: usize| row.get(at).map(|cell| cell.trim()).unwrap_or_default();
        let outcome = match entered(heading, &of) {
            Err(fault) => Outcome::Wrong(fault),
            Ok(entered) => {
                let code = entered.0.code;
                match (seen.insert(code, number), known.get(&code)) {
                    (Some(first), _) => Outcome::Wrong(LineFault::Twice(first)),
                    (None, Some(name)) if *name == entered.0.name => Outcome::Known,
                    (None, Some(name)) => Outcome::Wrong(LineFault::OtherName(name.clone())),
                    (None, None) => {
                        new.push(entered);
                        Outcome::New
                    }
                }
            }
        };
        lines.push(Line { number, code: of(heading.code).to_owned(), name: of(heading.name).to_owned(), outcome });
    }
    (lines, new)
}

/// The codes that hold, for whoever looks them up.
pub fn codes<'a>(heading: &'a Heading, rows: &'a [Vec<String>]) -> impl Iterator<Item = CreditCode> + 'a {
    rows.iter().filter_map(|row| CreditCode::parse(row.get(heading.code)?.trim()).ok())
}

fn entered<'a>(heading: &Heading, of: &impl Fn(usize) -> &'a str) -> Result<Entered, LineFault> {
    let code = CreditCode::parse(of(heading.code)).map_err(LineFault::Code)?;
    let name = of(heading.name).to_owned();
    let maybe = |at: Option<usize>| at.map(of).unwrap_or_default().to_owned();
    let (legal_person, address) = (maybe(heading.legal_person), maybe(heading.address));
    if name.is_empty() {
        return Err(LineFault::NoName);
    }
    if name.chars().count() > LONGEST_NAME
        || [&legal_person, &address].iter().any(|text| text.chars().count() > LONGEST)
    {
        return Err(LineFault::TooLong);
    }
    let typed = maybe(heading.roles);
    let words = typed.split(['、', ',', '，', ';', '；', ' ']).filter(|word| !word.is_empty());
    let role = |word: &str| SubjectRole::from_chinese(word).ok_or_else(|| LineFault::NoRole(word.to_owned()));
    let mut roles = words.map(role).collect::<Result<Vec<_>, _>>()?;
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        roles.push(SubjectRole::Bidder);
    }
    Ok((Registration { code, name, legal_person, address }, roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Vec<String>> {
        lines.iter().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_line_is_told_and_what_is_wrong_with_it() {
        let heading = Heading::of(&rows(&["角色,统一社会信用代码,单位名称"])[0]).unwrap();
        let known = CreditCode::parse("91440300708461136T").unwrap();
        let other = CreditCode::parse("91100000100003962T").unwrap();
        let known = HashMap::from([(known, "兴安路桥".to_owned()), (other, "旧名".to_owned())]);
        let lines = rows(&[
            "招标人、供应商,911525001000002270,草原建工",
            ",91440300708461136T,兴安路桥",
            ",91100000100003962T,新名",
            ",911525001000002270,草原建工",
            ",91152500100000227X,错码",
            ",91152500100000104Y,",
            "评委,91152500100000104Y,达来",
        ]);
        let (told, new) = check(&heading, &lines, &known);
        let outcomes: Vec<Outcome> = told.into_iter().map(|line| line.outcome).collect();
        assert!(matches!(outcomes[4], Outcome::Wrong(LineFault::Code(_))));
        assert_eq!(
            outcomes[..4],
            [
                Outcome::New,
                Outcome::Known,
                Outcome::Wrong(LineFault::OtherName("旧名".into())),
                Outcome::Wrong(LineFault::Twice(2)),
            ]
        );
        assert_eq!(
            outcomes[5..],
            [Outcome::Wrong(LineFault::NoName), Outcome::Wrong(LineFault::NoRole("评委".into()))]
        );
        assert_eq!(new.len(), 1);
        assert_eq!(new[0].1, [SubjectRole::Tenderer, SubjectRole::Supplier]);
    }

    #[test]
    fn a_table_needs_codes_and_names() {
        assert!(Heading::of(&rows(&["单位名称,地址"])[0]).is_none());
        assert!(Heading::of(&rows(&["统一社会信用代码,地址"])[0]).is_none());
    }
}
