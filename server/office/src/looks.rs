//! What is masked is shown to whoever has the right and says what for, one value at a time; each look is a journal entry, and
//! the company reads it (个人信息保护法 §51: who may do what with personal data is set, and the rest kept from them).

use std::collections::HashMap;

use domain::journal::Act;
use domain::rights::Caller;
use domain::subject::attachment::Attachment;
use domain::subject::case::CaseState;
use domain::subject::item::{Item, Spot};
use domain::subject::look::{Look, LookLine, Looks, Sought};
use domain::{CreditCode, Fault, Field, LotId, Refusal, Role, SubjectId, Timestamp, UserId};
use store::subjects::{self, Subject};
use store::{StoreError, Tx, bids, cases, journal, people};

use crate::journal::{Actor, Note};
use crate::{Error, Office};

/// Whoever saw a scan may see it again so long without another entry: the browser keeps it as long.
const SAME_LOOK_SECONDS: i64 = 3600;

/// A registrar looks into the case that it has on the desk; into one that is decided, any registrar, to ring its company up.
pub(crate) fn may_look(state: &CaseState, me: UserId) -> bool {
    !state.is_open() || state.holder() == Some(me)
}

impl Office {
    /// One value that is masked.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `NotFound`, `Invalid` without a purpose.
    pub async fn reveal(&self, caller: &Caller, sought: &Sought, purpose: &str) -> Result<String, Error> {
        let now = self.now();
        let tx = self.0.store.write().await?;
        let (role, of, spot, value) = match sought {
            Sought::Case { case, spot, in_force } => {
                let (of, value) = self.entry_of_case(&tx, caller, case, *spot, *in_force).await?;
                (Role::Registrar, of, *spot, value)
            }
            Sought::Help { lot, call } => {
                let (of, value) = self.phone_of_help(&tx, caller, *lot, *call).await?;
                (Role::Tenderer, of, Item::ContactPhone.into(), value)
            }
        };
        let look = Look::new(role, spot, purpose)?;
        self.note_look(&tx, caller, &of.to_string(), &look, now).await?;
        tx.commit().await?;
        Ok(value)
    }

    async fn entry_of_case(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: &str,
        spot: Spot,
        in_force: bool,
    ) -> Result<(SubjectId, String), Error> {
        let me = caller.with_role(Role::Registrar)?.user;
        let case = cases::find(tx, id).await?.ok_or(Refusal::NotFound)?;
        if !may_look(&case.state, me) {
            return Err(Refusal::NotAllowed.into());
        }
        let form =
            if in_force { cases::dossier(tx, case.subject).await?.ok_or(Refusal::NotFound)?.form } else { case.form };
        let value = form.entry(spot).filter(|_| spot.item.is_masked()).ok_or(Refusal::NotFound)?;
        Ok((case.subject, value.to_owned()))
    }

    async fn phone_of_help(
        &self,
        tx: &Tx,
        caller: &Caller,
        lot: LotId,
        call: u64,
    ) -> Result<(SubjectId, String), Error> {
        caller.host_of(self.find_lot(lot).await?.host)?;
        let calls = self.help_calls(tx, lot).await?;
        let bid = calls.iter().find(|help| help.id == call).ok_or(Refusal::NotFound)?.call.bid;
        let of = bids::find(&**tx, bid).await?.ok_or(Refusal::NotFound)?.subject;
        let form = cases::dossier(tx, of).await?.ok_or(Refusal::NotFound)?.form;
        let value = form.entry(Item::ContactPhone.into()).ok_or(Refusal::NotFound)?;
        Ok((of, value.to_owned()))
    }

    /// A registrar is given a scan that shows a person.
    pub(crate) async fn note_scan_look(&self, caller: &Caller, of: &str, scan: &Attachment) -> Result<(), Error> {
        let now = self.now();
        let tx = self.0.store.write().await?;
        let me = Actor::of(caller).name;
        let entry = Spot::from(scan.item);
        let lately = now.plus_seconds(-SAME_LOOK_SECONDS).millis();
        let before = journal::about(&*tx, of, Act::EntryShown.name()).await?;
        let mut mine = before.into_iter().filter(|row| row.actor == me && row.at > lately);
        if mine.any(|row| read(&row).is_ok_and(|look| look.entry == entry)) {
            return Ok(());
        }
        let look = Look { role: Role::Registrar, entry, purpose: String::new() };
        self.note_look(&tx, caller, of, &look, now).await?;
        Ok(tx.commit().await?)
    }

    async fn note_look(&self, tx: &Tx, caller: &Caller, of: &str, look: &Look, now: Timestamp) -> Result<(), Error> {
        let note = Note { act: Act::EntryShown, lot: None, subject: of.to_owned(), payload: look };
        self.note(tx, &Actor::of(caller), now, note).await?;
        Ok(())
    }

    /// Who looked at what is on file of a company: for its own people, the centre, and supervisors.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `NotFound`, `Invalid` for a malformed code.
    pub async fn looks(&self, caller: &Caller, code: &str) -> Result<Looks, Error> {
        let db = self.0.store.read();
        let subject = match caller.person()?.role {
            Role::Bidder => {
                let (_, own) = caller.bidder()?;
                let own = self.subject(own).await?;
                if own.registration.code.as_str() == code { own } else { return Err(Refusal::NotAllowed.into()) }
            }
            Role::Registrar | Role::Supervisor => {
                let wrong = |fault| Refusal::field(Field::Code, Fault::CreditCode(fault));
                let code = CreditCode::parse(code).map_err(wrong)?;
                subjects::find_by_code(db, code).await?.ok_or(Refusal::NotFound)?
            }
            Role::Tenderer => return Err(Refusal::NotAllowed.into()),
        };
        let Subject { id, registration, .. } = subject;
        let mut names: HashMap<String, String> = HashMap::new();
        let mut lines = Vec::new();
        for row in journal::about(db, &id.to_string(), Act::EntryShown.name()).await?.into_iter().rev() {
            if !names.contains_key(&row.actor) {
                let found = match row.actor.parse() {
                    Ok(user) => people::find(db, user).await?,
                    Err(_) => None,
                };
                names.insert(row.actor.clone(), found.map(|user| user.login).unwrap_or_default());
            }
            let who = names.get(&row.actor).cloned().unwrap_or_default();
            lines.push(LookLine { at: Timestamp::from_millis(row.at), who, look: read(&row)? });
        }
        Ok(Looks { company: registration.name, code: registration.code, lines })
    }
}

fn read(row: &journal::Row) -> Result<Look, StoreError> {
    let corrupt = |_| StoreError::Corrupt { table: "journal", column: "payload", row: row.seq.to_string() };
    serde_json::from_str(&row.payload).map_err(corrupt)
}
