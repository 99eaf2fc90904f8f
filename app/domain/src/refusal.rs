//! Why something was not done. The same value crosses the wire and is put into words by the page.

use serde::{Deserialize, Serialize};

use crate::certificate::CertificateFault;
use crate::credit::RestrictionNotice;
use crate::credit_code::CreditCodeFault;
use crate::guarantee::GuaranteeFault;
use crate::money::MoneyFault;
use crate::pdf::PdfFault;
use crate::stage::StageName;
use crate::subject::Standing;
use crate::subject::role::Undertaking;
use crate::{Fen, Timestamp};

/// A use case that did nothing, and why. Holds only what the person may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// What was typed can not be taken; every problem is named at once.
    #[error("invalid input: {problems:?}")]
    Invalid { problems: Vec<Problem> },
    #[error("not signed in")]
    SignInFirst,
    #[error("login name or password is wrong")]
    WrongPassword,
    /// Signed in, but without the right to do this.
    #[error("no right to do this")]
    NotAllowed,
    #[error("no such thing")]
    NotFound,
    #[error("the subject is {standing:?}, not approved")]
    NotApproved { standing: Standing },
    /// The step does not follow from where the case stands; somebody else may have been faster.
    #[error("the case has moved on")]
    MovedOn,
    #[error("a restriction is in force")]
    Restricted { notice: RestrictionNotice },
    #[error("the subject has no key yet")]
    NoKey,
    #[error("the deadline passed {late_by} ms before")]
    DeadlinePassed { deadline: Timestamp, late_by: i64 },
    #[error("this bid was committed before")]
    AlreadyCommitted { at: Timestamp },
    #[error("the envelope or manifest is not properly sealed")]
    NotSealed,
    #[error("part {part} is missing or incomplete")]
    PartMissing { part: String },
    #[error("digest of part {part} differs")]
    DigestDiffers { part: String },
    #[error("the signature does not fit the registered key")]
    SignatureWrong,
    /// The company has registered another key since.
    #[error("the key was replaced at {at}")]
    KeyReplaced { at: Timestamp },
    #[error("the piece is larger than allowed")]
    TooLarge,
    /// The company's bids that wait for their openings hold as many bytes as one company may bring.
    #[error("the quota of {limit} bytes is used up")]
    QuotaUsedUp { limit: u64 },
    /// An act of the opening that its stage does not allow.
    #[error("not in stage {stage:?}")]
    WrongStage { stage: StageName },
    #[error("the opening is paused")]
    Paused,
    #[error("the window is over")]
    WindowOver,
    #[error("sign in to the opening first")]
    NotSignedIn,
    /// The released key does not open the part as it was committed.
    #[error("the key does not open part {part}")]
    KeyDoesNotOpen { part: String },
    /// The stored bytes are not those that had arrived: no key opens them, and the bidder does not bear it.
    #[error("what is stored of part {part} is not what was received")]
    StoredDiffers { part: String },
    #[error("done before")]
    AlreadyDone,
    /// The host waits for these bidders.
    #[error("{missing} bidders have not decrypted")]
    StillDecrypting { missing: u32 },
    #[error("{open} objections wait for an answer")]
    ObjectionsOpen { open: u32 },
    /// What is stored has not been compared with what was committed.
    #[error("the seals have not been checked yet")]
    SealsUnchecked,
    /// Too many practice openings or attempts at once; try again later.
    #[error("too many at once")]
    Busy,
    /// Everybody has until then to sign in; nobody is named before.
    #[error("signing in until {until}")]
    StillSigningIn { until: Timestamp },
    /// The opening is adjourned, and goes on at this time at the earliest.
    #[error("adjourned until {until}")]
    Adjourned { until: Timestamp },
    /// What was sent as the sealed copy of a bid is not what was committed, from this part on.
    #[error("part {part} of the copy is not what was committed")]
    NotTheCopy { part: String },
    /// The host lets no bidder speak just now.
    #[error("the floor is closed")]
    FloorClosed,
    /// A bidder may say the next thing after this time.
    #[error("again in {seconds} s")]
    TooOften { seconds: u32 },
    /// Too many wrong passwords from this address, or for this login. Told to everybody, whether or not the login exists.
    #[error("locked for {seconds} s")]
    Locked { seconds: u32 },
    /// The password is right; the account also asks for a one-time code.
    #[error("a one-time code is needed")]
    CodeNeeded,
    /// Wrong, or used before.
    #[error("the one-time code does not fit")]
    WrongCode,
    /// The person has not proved itself lately enough for an act that touches access.
    #[error("prove yourself again first")]
    ProveFirst,
    /// A link that was used, withdrawn, or has expired; or it is for another address.
    #[error("the link does not hold any more")]
    LinkOver,
    #[error("the company would be without an administrator")]
    LastAdministrator,
    /// Our fault. The operator finds the cause in the log, the person is told to try again.
    #[error("internal trouble")]
    Trouble,
    #[error("the certificate or request is not taken: {fault:?}")]
    Certificate { fault: CertificateFault },
    /// The entity is registered in none of the roles that this asks for.
    #[error("no role in force to {to:?}")]
    RoleMissing { to: Undertaking },
    /// Whoever announced a lot has an interest in its outcome (招标投标法实施条例 §34).
    #[error("the bidder announced this lot itself")]
    OwnLot,
}

impl Refusal {
    /// One problem with one field.
    #[must_use]
    pub fn field(field: Field, fault: Fault) -> Self {
        Self::Invalid { problems: vec![Problem { field, fault }] }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub field: Field,
    pub fault: Fault,
}

/// The fields people fill in, by the name their inputs carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Code,
    CompanyName,
    LegalPerson,
    Address,
    ContactName,
    ContactPhone,
    Login,
    Password,
    PasswordAgain,
    Remark,
    Price,
    Duration,
    Quality,
    Manager,
    Document,
    GuaranteeIssuer,
    GuaranteeNumber,
    GuaranteeAmount,
    GuaranteeFrom,
    GuaranteeUntil,
    GuaranteeFile,
    Passphrase,
    PassphraseAgain,
    KeyFile,
    LotCode,
    LotTitle,
    Tenderer,
    Ceiling,
    GuaranteeDemand,
    Deadline,
    DecryptMinutes,
    ObjectionMinutes,
    ValidityDays,
    Objection,
    Answer,
    Reason,
    HelpReason,
    HelpWords,
    Ruling,
    Draws,
    Message,
    Project,
    SignInMinutes,
    StrictSignIn,
    SignInClause,
    DecryptClause,
    ConfirmMinutes,
    ConfirmClause,
    ObjectionClause,
    Restore,
    RestoreClause,
    ResumeAt,
    SealedCopy,
    Procedure,
    Rounds,
    QuoteMinutes,
    Falling,
    Email,
    OneTimeCode,
    Seat,
    Evidence,
    Division,
    QuoteClause,
}

impl Field {
    /// The `name` and `id` of the input.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::CompanyName => "company_name",
            Self::LegalPerson => "legal_person",
            Self::Address => "address",
            Self::ContactName => "contact_name",
            Self::ContactPhone => "contact_phone",
            Self::Login => "login",
            Self::Password => "password",
            Self::PasswordAgain => "password_again",
            Self::Remark => "remark",
            Self::Price => "price",
            Self::Duration => "duration",
            Self::Quality => "quality",
            Self::Manager => "manager",
            Self::Document => "document",
            Self::GuaranteeIssuer => "guarantee_issuer",
            Self::GuaranteeNumber => "guarantee_number",
            Self::GuaranteeAmount => "guarantee_amount",
            Self::GuaranteeFrom => "guarantee_from",
            Self::GuaranteeUntil => "guarantee_until",
            Self::GuaranteeFile => "guarantee_file",
            Self::Passphrase => "passphrase",
            Self::PassphraseAgain => "passphrase_again",
            Self::KeyFile => "key_file",
            Self::LotCode => "lot_code",
            Self::LotTitle => "lot_title",
            Self::Tenderer => "tenderer",
            Self::Ceiling => "ceiling",
            Self::GuaranteeDemand => "guarantee_demand",
            Self::Deadline => "deadline",
            Self::DecryptMinutes => "decrypt_minutes",
            Self::ObjectionMinutes => "objection_minutes",
            Self::ValidityDays => "validity_days",
            Self::Objection => "objection",
            Self::Answer => "answer",
            Self::Reason => "reason",
            Self::HelpReason => "help_reason",
            Self::HelpWords => "help_words",
            Self::Ruling => "ruling",
            Self::Draws => "draws",
            Self::Message => "message",
            Self::Project => "project",
            Self::SignInMinutes => "sign_in_minutes",
            Self::StrictSignIn => "strict_sign_in",
            Self::SignInClause => "sign_in_clause",
            Self::DecryptClause => "decrypt_clause",
            Self::ConfirmMinutes => "confirm_minutes",
            Self::ConfirmClause => "confirm_clause",
            Self::ObjectionClause => "objection_clause",
            Self::Restore => "restore",
            Self::RestoreClause => "restore_clause",
            Self::ResumeAt => "resume_at",
            Self::SealedCopy => "sealed_copy",
            Self::Procedure => "procedure",
            Self::Rounds => "rounds",
            Self::QuoteMinutes => "quote_minutes",
            Self::Falling => "falling",
            Self::Email => "email",
            Self::OneTimeCode => "code_once",
            Self::Seat => "seat",
            Self::Evidence => "evidence",
            Self::Division => "division",
            Self::QuoteClause => "quote_clause",
        }
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    Empty,
    TooLong {
        max: u32,
    },
    TooShort {
        min: u32,
    },
    /// A whole number in this range is asked for.
    NotInRange {
        min: u32,
        max: u32,
    },
    CreditCode(CreditCodeFault),
    Money(MoneyFault),
    AboveCeiling {
        ceiling: Fen,
    },
    Pdf(PdfFault),
    Guarantee(GuaranteeFault),
    NotADate,
    NotAPhone,
    /// Letters, digits, `.`, `-` and `_` only.
    NotALogin,
    /// Already registered by somebody.
    Taken,
    Differs,
    NotInFuture,
    NotLater {
        than: Timestamp,
    },
    TooManyFiles {
        max: u32,
    },
    WrongPassphrase,
    NotAKeyFile,
    /// A line of coefficients, counted from 1.
    NotADraw {
        line: u32,
    },
    /// Rounds of quotation: a tender has none.
    NotInATender,
    NotAnEmail,
    /// No province, prefecture or county.
    NotADivision,
}

/// Collects every problem of a form before it is refused.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    pub fn add(&mut self, field: Field, fault: Fault) {
        self.0.push(Problem { field, fault });
    }

    /// Keeps the value, or notes its fault.
    pub fn take<T>(&mut self, field: Field, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.add(field, fault)).ok()
    }

    /// Keeps the value of a part of the form, or notes all its problems.
    pub fn all<T>(&mut self, part: Result<T, Refusal>) -> Option<T> {
        part.map_err(|refused| {
            if let Refusal::Invalid { problems } = refused {
                self.0.extend(problems);
            }
        })
        .ok()
    }

    /// Trimmed text of 1 to `max` characters.
    pub fn text(&mut self, field: Field, typed: &str, max: u32) -> Option<String> {
        self.take(field, text(typed, max))
    }

    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Refusal> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Refusal::Invalid { problems: self.0 }),
        }
    }
}

/// Trimmed text of 1 to `max` characters.
pub fn text(typed: &str, max: u32) -> Result<String, Fault> {
    let typed = typed.trim();
    match typed.chars().count() {
        0 => Err(Fault::Empty),
        n if n > max as usize => Err(Fault::TooLong { max }),
        _ => Ok(typed.to_owned()),
    }
}

/// A whole number between `min` and `max`, both included.
pub fn whole_number(typed: &str, min: u32, max: u32) -> Result<u32, Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Fault::Empty);
    }
    match typed.parse() {
        Ok(n) if (min..=max).contains(&n) => Ok(n),
        _ => Err(Fault::NotInRange { min, max }),
    }
}
