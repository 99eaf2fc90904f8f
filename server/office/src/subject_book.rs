//! A whole database of subjects comes in, or goes out, as one table.

use domain::journal::Act;
use domain::rights::Caller;
use domain::subject::import::{self, Entered, Heading, Imported, Outcome};
use domain::subject::life::YEAR;
use domain::subject::role::SubjectRole;
use domain::subject::{Standing, import as columns};
use domain::{RecordId, Refusal, Role, SubjectId, Timestamp};
use serde::Serialize;
use store::search::{self, Wanted};
use store::staged;
use store::subjects::{self, Subject};

use crate::journal::{Actor, Note};
use crate::outside::table;
use crate::{Error, Office, divisions};

/// Most lines of a file: they are entered at once, and whoever else writes waits for that.
const MOST: u32 = 50_000;

/// So many new ones are worth going over the whole index; fewer it takes in by itself.
const MANY: usize = 10_000;

/// How often an import begins anew when others were faster.
const ATTEMPTS: u32 = 3;

/// Lines that an export reads at a time.
const PAGE: u64 = 1000;

/// What the journal keeps of an import.
#[derive(Serialize)]
struct Taken<'a> {
    file: &'a str,
    digest: &'a str,
    new: usize,
}

impl Office {
    /// Goes through a table (CSV in UTF-8, or XLSX) of a database that the centre had before. Unless `dry`, its new lines
    /// are entered, all or none: none where any line is wrong.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `Busy` when others enter the same again and again. What is wrong with the file is no error.
    pub async fn import_subjects(
        &self,
        caller: &Caller,
        file: &str,
        bytes: Vec<u8>,
        dry: bool,
    ) -> Result<Imported, Error> {
        caller.with_role(Role::Registrar)?;
        let digest = seal::Digest::of(&bytes).to_string();
        let read = tokio::task::spawn_blocking(move || table::rows(&bytes)).await.map_err(Error::internal)?;
        let Some(mut rows) = read.filter(|rows| !rows.is_empty()) else { return Ok(Imported::NotATable) };
        let Some(heading) = Heading::of(&rows.remove(0)) else { return Ok(Imported::NoColumns) };
        if rows.len() > MOST as usize {
            return Ok(Imported::TooMany { most: MOST });
        }
        let codes: Vec<_> = import::codes(&heading, &rows).collect();
        for _ in 0..ATTEMPTS {
            let known = subjects::names_of(self.0.store.read(), &codes).await?;
            let (lines, new) = import::check(&heading, &rows, &known);
            if dry || new.is_empty() || lines.iter().any(|line| matches!(line.outcome, Outcome::Wrong(_))) {
                return Ok(Imported::Read { lines, loaded: false });
            }
            let file: String = file.chars().filter(|c| !c.is_control()).take(100).collect();
            let taken = Taken { file: &file, digest: &digest, new: new.len() };
            if self.enter_together(caller, new, &taken).await? {
                return Ok(Imported::Read { lines, loaded: true });
            }
        }
        Err(Refusal::Busy.into())
    }

    /// Lays them aside, others between, and enters them at once. `false`, and none is entered, where one has come in by
    /// another way meanwhile.
    async fn enter_together(&self, caller: &Caller, new: Vec<Entered>, taken: &Taken<'_>) -> Result<bool, Error> {
        let now = self.now();
        let load = RecordId::new(now, self.0.chance.bits()).to_string();
        staged::lay_aside(&self.0.store, &load, &self.subjects_of(new, now), now).await?;
        let tx = self.0.store.write().await?;
        if !staged::enter(&tx, &load).await? {
            drop(tx);
            staged::forget(&self.0.store, &load).await?;
            return Ok(false);
        }
        let note = Note { act: Act::SubjectsImported, lot: None, subject: taken.file.to_owned(), payload: taken };
        self.note(&tx, &Actor::of(caller), self.now(), note).await?;
        tx.commit().await?;
        staged::forget(&self.0.store, &load).await?;
        if taken.new >= MANY {
            search::settle(self.0.store.read()).await?;
        }
        Ok(true)
    }

    /// In force, as the centre's own database had them; they confirm their data within a year.
    pub fn subjects_of(&self, entered: Vec<Entered>, now: Timestamp) -> Vec<Subject> {
        let subject = |(registration, roles)| Subject {
            id: SubjectId::new(now, self.0.chance.bits()),
            registration,
            standing: Standing::Approved,
            since: now,
            public_key: None,
            practice: false,
            due: Some(now.day().plus(YEAR)),
            roles,
        };
        entered.into_iter().map(subject).collect()
    }

    /// Real subjects as lines of CSV after this number, with the number to go on after; `None` at the end. What is said of
    /// persons beyond the legal representative stays here.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn export_subjects(&self, caller: &Caller, after: i64) -> Result<(String, Option<i64>), Error> {
        match caller.person()?.role {
            Role::Registrar | Role::Supervisor => {}
            Role::Bidder | Role::Tenderer => return Err(Refusal::NotAllowed.into()),
        }
        let found = search::find(self.0.store.read(), Wanted { after, ..Wanted::default() }, PAGE).await?;
        let next = found.last().filter(|_| found.len() as u64 == PAGE).map(|(number, _)| *number);
        let today = self.now().day();
        let mut writer = csv::Writer::from_writer(Vec::new());
        if after == 0 {
            writer.write_record(EXPORTED).map_err(Error::internal)?;
        }
        for (_, subject) in &found {
            let registration = &subject.registration;
            let roles: Vec<&str> = subject.roles.iter().map(|role: &SubjectRole| role.chinese()).collect();
            let division = registration.code.division();
            let line = [
                registration.code.as_str(),
                &registration.name,
                &roles.join("、"),
                division,
                &divisions::name(division).unwrap_or_default(),
                &registration.legal_person,
                &registration.address,
                standing(&subject.standing_on(today)),
                &subject.since.to_string(),
            ];
            writer.write_record(line).map_err(Error::internal)?;
        }
        let bytes = writer.into_inner().map_err(Error::internal)?;
        Ok((String::from_utf8(bytes).map_err(Error::internal)?, next))
    }
}

/// The columns of an export, called as the national data specification calls them (公共资源交易平台系统数据规范 V2.0, 14 主体信息).
const EXPORTED: [&str; 9] = [
    columns::CODE[0],
    columns::NAME[0],
    columns::ROLES[0],
    "行政区域代码",
    "行政区域名称",
    columns::LEGAL_PERSON[0],
    columns::ADDRESS[0],
    "登记状态",
    "数据时间戳",
];

const fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Submitted => "待审核",
        Standing::Returned { .. } => "已退回",
        Standing::Approved => "已生效",
        Standing::Overdue => "年度确认已逾期",
        Standing::Suspended => "已暂停",
        Standing::Cancelled => "已注销",
    }
}
