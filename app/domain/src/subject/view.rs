//! What the pages of registration and review are told.

use serde::{Deserialize, Serialize};

use super::Standing;
use super::attachment::Attachment;
use super::case::{CaseKind, CaseState};
use super::form::Form;
use super::item::{ItemProblem, Spot};
use super::life::LifeEvent;
use super::outside::{Answer, Extract};
use crate::{Day, SubjectId, Timestamp};

/// A company's own file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyFile {
    /// Nothing before the first case is sent.
    pub standing: Option<Standing>,
    /// What is being typed, and when it was saved last.
    pub draft: Form,
    pub saved: Option<Timestamp>,
    pub scans: Vec<Attachment>,
    /// The data in force.
    pub in_force: Option<Form>,
    /// The newest case.
    pub case: Option<MyCase>,
    /// The day by which the data are to be confirmed.
    pub due: Option<Day>,
    pub life: Vec<LifeEvent>,
    /// Lots whose tenderers must be told of a merger, a division or a dissolution: code and title.
    pub to_tell: Vec<(String, String)>,
    /// What happened, oldest first.
    pub history: Vec<(Timestamp, String)>,
    pub now: Timestamp,
    /// The caller may change it.
    pub manages: bool,
}

/// A case as its company sees it: who has it on the desk is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyCase {
    pub kind: CaseKind,
    pub state: CaseState,
    pub since: Timestamp,
    /// What was sent.
    pub form: Form,
}

/// What becomes of a form that is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filed {
    /// At the registrars' desk.
    Submitted,
    /// In force at once: nothing of it needs a registrar.
    InForce,
    Mend {
        problems: Vec<ItemProblem>,
    },
}

/// A line of the registrars' queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    pub case: String,
    pub name: String,
    pub code: String,
    pub kind: CaseKind,
    pub state: CaseState,
    pub submitted: Timestamp,
    /// The caller has it on the desk.
    pub mine: bool,
    /// The caller may not take it: the first of four eyes.
    pub barred: bool,
}

/// The queue, with the server's clock, and what the desk should know of the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub lines: Vec<QueueLine>,
    pub now: Timestamp,
    pub four_eyes: bool,
    /// Files are looked at by a virus scanner.
    pub scanner: bool,
    /// Lists that the centre loaded.
    pub extracts: Vec<Extract>,
    /// The business registry is asked over the network.
    pub registry: bool,
    /// The key of personal entries was made by the server itself, and lies beside its data.
    pub key_beside_data: bool,
}

/// A case on a registrar's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    pub line: QueueLine,
    pub subject: SubjectId,
    pub standing: Standing,
    pub form: Form,
    pub scans: Vec<Attachment>,
    /// The data in force, beside a change of them; masked, as the form is.
    pub in_force: Option<Form>,
    /// Where the two differ, which their masks may hide.
    pub differs: Vec<Spot>,
    /// The caller may ask to see what is masked.
    pub may_look: bool,
    /// Names of the divisions of code and address, where the table has them.
    pub division: Option<String>,
    pub region: Option<String>,
    /// Every answer from outside, newest first.
    pub answers: Vec<Answer>,
    pub life: Vec<LifeEvent>,
    pub history: Vec<(Timestamp, String)>,
    pub four_eyes: bool,
    pub now: Timestamp,
}
