//! Words, rules and lifecycles of public-resource trading.
//!
//! Nothing here reads a clock, a database or a network: what a rule needs is a parameter, so the same rule holds in
//! the browser, on the server and in a test. Faults are enums without text; `app` says them in the person's language.
//!
//! Read in this order: [`credit_code`] (who), [`lot`], [`bid`] and [`postpone`] (what, until when), [`room`], [`opening`],
//! [`quote`], [`draw`], [`floor`] and [`away`] (the opening).

pub mod away;
pub mod bid;
pub mod broadcast;
pub mod certificate;
pub mod credit;
pub mod credit_code;
pub mod draw;
pub mod floor;
pub mod guarantee;
pub mod help;
pub mod id;
pub mod journal;
pub mod lot;
pub mod money;
pub mod opening;
pub mod pdf;
pub mod postpone;
pub mod quote;
pub mod record;
pub mod refusal;
pub mod reminder;
pub mod rights;
pub mod room;
pub mod stage;
pub mod subject;
pub mod time;
pub mod view;
pub mod webm;

pub mod access;

pub use credit_code::CreditCode;
pub use id::{BidId, LotId, ObjectionId, RecordId, SubjectId, UserId};
pub use money::Fen;
pub use refusal::{Fault, Field, Problem, Refusal};
pub use rights::{Caller, Role};
pub use time::{Day, Timestamp};
pub use view::Lang;
