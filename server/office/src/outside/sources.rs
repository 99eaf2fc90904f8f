//! Who is asked: a list that the centre loaded, our own credit records, the business registry over HTTP.

use std::time::Duration;

use async_trait::async_trait;
use domain::credit::restriction;
use domain::subject::outside::{Extract, Finding, Question};
use domain::{Day, Timestamp};
use reqwest::{Client, StatusCode};
use serde::Deserialize;
use store::cases::Case;
use store::outside::{self, Line};
use store::{Store, subjects};

use crate::Error;

/// A source that takes longer is asked again later.
const PATIENCE: Duration = Duration::from_secs(10);
/// States of a company that is no more, in the registry's words.
const GONE: [&str; 4] = ["注销", "吊销", "撤销", "迁出"];

/// Somebody who may know a company.
#[async_trait]
pub trait Source: Send + Sync {
    fn question(&self) -> Question;

    /// How it is told of: the same each time, but for a list that was loaded anew.
    fn name(&self) -> String;

    /// Asks once. Whatever keeps it from answering is [`Finding::Open`].
    async fn ask(&self, case: &Case, now: Timestamp) -> Finding;
}

fn open(trouble: impl std::fmt::Display) -> Finding {
    Finding::Open { trouble: trouble.to_string() }
}

/// The records of conduct that this house holds.
pub struct OwnCredit(pub Store);

#[async_trait]
impl Source for OwnCredit {
    fn question(&self) -> Question {
        Question::Credit
    }

    fn name(&self) -> String {
        "本平台信用记录".to_owned()
    }

    async fn ask(&self, case: &Case, now: Timestamp) -> Finding {
        match subjects::credit_of(self.0.read(), case.subject).await {
            Ok(records) => restriction(&records, now).map_or(Finding::Agrees, |notice| Finding::Differs {
                what: format!("限制参加投标至 {}：{}（{}）", notice.until, notice.conduct, notice.document),
            }),
            Err(error) => open(error),
        }
    }
}

/// A list that the centre loaded.
pub struct Loaded {
    pub store: Store,
    pub list: Extract,
}

#[async_trait]
impl Source for Loaded {
    fn question(&self) -> Question {
        self.list.question
    }

    fn name(&self) -> String {
        format!("{}（{} 载入）", self.list.name, self.list.loaded)
    }

    async fn ask(&self, case: &Case, now: Timestamp) -> Finding {
        let lines = match outside::lines(self.store.read(), self.list.question, &case.code).await {
            Ok(lines) => lines,
            Err(error) => return open(error),
        };
        match self.list.question {
            Question::Registry => lines.first().map_or(Finding::Unknown, |line| in_registry(case, line)),
            // Whoever stands on such a list may not bid.
            Question::Credit if lines.is_empty() => Finding::Agrees,
            Question::Credit => differs(lines.iter().map(|line| value(line, &["事由", "失信行为", "原因"]).to_owned())),
            Question::Qualification => qualified(case, &lines, now.day()),
        }
    }
}

/// The value of the first of these columns that is there.
fn value<'a>(line: &'a Line, columns: &[&str]) -> &'a str {
    columns.iter().find_map(|column| line.get(*column)).map_or("", String::as_str)
}

fn differs(what: impl IntoIterator<Item = String>) -> Finding {
    let what: Vec<String> = what.into_iter().collect();
    if what.is_empty() { Finding::Agrees } else { Finding::Differs { what: what.join("；") } }
}

fn in_registry(case: &Case, line: &Line) -> Finding {
    compared(
        case,
        value(line, &["企业名称", "单位名称", "名称"]),
        value(line, &["法定代表人", "负责人"]),
        value(line, &["登记状态", "经营状态", "状态"]),
    )
}

/// Every value that the registry has and that differs.
fn compared(case: &Case, name: &str, legal_person: &str, state: &str) -> Finding {
    let form = &case.form;
    let mut what = Vec::new();
    for (column, theirs, ours) in
        [("单位名称", name, &form.company_name), ("法定代表人", legal_person, &form.legal.name)]
    {
        if !theirs.is_empty() && theirs != ours {
            what.push(format!("{column}为“{theirs}”"));
        }
    }
    if GONE.iter().any(|gone| state.contains(gone)) {
        what.push(format!("登记状态为“{state}”"));
    }
    differs(what)
}

/// Each qualification that is claimed must be in the list, by the number of its certificate, and in time.
fn qualified(case: &Case, lines: &[Line], today: Day) -> Finding {
    let missing = case.form.qualifications.iter().filter_map(|claimed| {
        let Some(line) = lines.iter().find(|line| value(line, &["证书编号", "编号"]) == claimed.number) else {
            return Some(format!("没有证书 {}", claimed.number));
        };
        let until = value(line, &["有效期至", "有效期"]).parse::<Day>();
        let level = value(line, &["资质等级", "等级"]);
        if until.is_ok_and(|until| until < today) {
            Some(format!("证书 {} 已过期", claimed.number))
        } else if !level.is_empty() && level != claimed.level {
            Some(format!("证书 {} 的等级为“{level}”", claimed.number))
        } else {
            None
        }
    });
    differs(missing)
}

/// The business registry: `GET ADDRESS/CODE` answers `{"name", "legal_person", "state"}`, or 404 for a code it does not know.
pub struct Registry {
    address: String,
    client: Client,
}

#[derive(Deserialize)]
struct Known {
    name: String,
    #[serde(default)]
    legal_person: String,
    #[serde(default)]
    state: String,
}

impl Registry {
    pub fn at(address: &str) -> Result<Self, Error> {
        // Taken already is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder().no_proxy().timeout(PATIENCE).build().map_err(Error::internal)?;
        Ok(Self { address: address.trim_end_matches('/').to_owned(), client })
    }

    async fn get(&self, code: &str) -> Result<Option<Known>, String> {
        let told = |error: &dyn std::fmt::Display| error.to_string();
        let answer = self.client.get(format!("{}/{code}", self.address)).send().await.map_err(|error| told(&error))?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            StatusCode::OK => {
                let bytes = answer.bytes().await.map_err(|error| told(&error))?;
                serde_json::from_slice(&bytes).map(Some).map_err(|error| told(&error))
            }
            other => Err(format!("HTTP {other}")),
        }
    }
}

#[async_trait]
impl Source for Registry {
    fn question(&self) -> Question {
        Question::Registry
    }

    fn name(&self) -> String {
        self.address.clone()
    }

    async fn ask(&self, case: &Case, _now: Timestamp) -> Finding {
        match self.get(&case.code).await {
            Ok(Some(Known { name, legal_person, state })) => compared(case, &name, &legal_person, &state),
            Ok(None) => Finding::Unknown,
            Err(trouble) => open(trouble),
        }
    }
}
