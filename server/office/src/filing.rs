//! A company's side of the subject database: an account, a draft, a case; later changes, and the yearly confirmation.

use domain::journal::Act;
use domain::rights::{Caller, Person, Right, Seat};
use domain::subject::attachment::Attachment;
use domain::subject::case::{CaseKind, CaseState};
use domain::subject::item::{Item, ItemFault, ItemProblem};
use domain::subject::view::{Filed, MyCase, MyFile};
use domain::subject::{AccountForm, Checked, Form, Standing, form, life};
use domain::view::Me;
use domain::{CreditCode, Fault, Field, Refusal, Role, SubjectId, Timestamp, UserId};
use seal::Digest;
use serde::Serialize;
use store::cases::{self, Case, Dossier};
use store::people::{self, User};
use store::subjects::{self, Subject};
use store::{Tx, attachments, bids, lots};

use crate::attach::owner;
use crate::journal::{Actor, Note};
use crate::subjects::form_of;
use crate::{Error, Office, SessionCookie};

/// How the desk of registrars is kept.
#[derive(Clone, Debug, Default)]
pub struct Filing {
    /// A second registrar must agree to each approval.
    pub four_eyes: bool,
    /// `HOST:PORT` of clamd.
    pub scanner: Option<String>,
    /// Where the business registry is asked: `GET ADDRESS/CODE`.
    pub registry: Option<String>,
    /// The keys of personal entries lie beside the data: whoever takes the folder has both.
    pub key_beside_data: bool,
}

/// What the journal keeps of a form: which entries changed, and a digest, salted because identity numbers are few enough
/// to be tried. Persons' numbers, and the salt, stand in the case alone.
#[derive(Serialize)]
pub(crate) struct Told<'a> {
    pub case: &'a str,
    pub changes: Vec<Item>,
    pub form: String,
    pub scans: Vec<&'a str>,
}

impl<'a> Told<'a> {
    pub fn of(case: &'a Case, before: &Form) -> Result<Self, Error> {
        let text = serde_json::to_string(&case.form).map_err(Error::internal)?;
        Ok(Self {
            case: &case.id,
            changes: case.form.changes(before),
            form: Digest::of_fields("kaibiao-form/1", [case.salt.as_bytes(), text.as_bytes()]).to_string(),
            scans: case.scans.iter().map(|scan| scan.digest.as_str()).collect(),
        })
    }
}

impl Office {
    /// Opens an account for whoever wants to register a company, and signs it in. The code is the draft's beginning.
    ///
    /// # Errors
    /// `Invalid` with every problem, among them a code or a login that is taken.
    pub async fn open_account(
        &self,
        caller: &Caller,
        code: &str,
        account: &AccountForm,
    ) -> Result<(Me, SessionCookie), Error> {
        let code = CreditCode::parse(code).map_err(|fault| Refusal::field(Field::Code, Fault::CreditCode(fault)));
        let (code, login) = crate::subjects::both(code, account.check())?;
        let password = self.hash_password(&account.password).await?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        if subjects::find_by_code(&*tx, code).await?.is_some() {
            return Err(Refusal::field(Field::Code, Fault::Taken).into());
        }
        if people::find_by_login(&*tx, &login).await?.is_some() {
            return Err(Refusal::field(Field::Login, Fault::Taken).into());
        }
        let id = UserId::new(now, self.0.chance.bits());
        let user = User { id, login, role: Role::Bidder, subject: None, seat: None, password };
        people::insert(&*tx, &user).await?;
        let region = if code.division().ends_with("00") { String::new() } else { code.division().to_owned() };
        let begun =
            Form { code: code.to_string(), region, contacts: vec![form::Contact::default()], ..Form::default() };
        cases::save_draft(&tx, &id.to_string(), &begun, now).await?;
        let cookie = self.open_session(&tx, &user, now).await?;
        self.note_person(&tx, caller, &user, Act::AccountOpened, "password", now).await?;
        tx.commit().await?;
        Ok((self.describe(&user, now).await?, cookie))
    }

    /// The caller's own file; whoever only reads along sees it masked.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed` for whoever is no bidder.
    pub async fn my_file(&self, caller: &Caller) -> Result<MyFile, Error> {
        let (person, owner) = owner(caller)?;
        let now = self.now();
        let db = self.0.store.read();
        let draft = cases::draft(&self.0.store, &owner).await?;
        let mut file = MyFile {
            standing: None,
            saved: draft.as_ref().map(|(_, saved)| *saved),
            draft: draft.map(|(form, _)| form).unwrap_or_default(),
            scans: attachments::of_draft(db, &owner).await?,
            in_force: None,
            case: None,
            due: None,
            life: Vec::new(),
            to_tell: Vec::new(),
            history: Vec::new(),
            now,
            manages: person.subject.is_none() || person.seat.is_some_and(|seat| seat.may(Right::Manage)),
        };
        if let Some(id) = person.subject {
            self.fill(&mut file, id, now).await?;
            if caller.bidder_who_may(Right::Bid).is_err() {
                file.draft = file.draft.masked();
                file.in_force = file.in_force.map(Form::masked);
                file.case = file.case.map(|case| MyCase { form: case.form.masked(), ..case });
            }
        }
        Ok(file)
    }

    /// What is on file once there is a company.
    async fn fill(&self, file: &mut MyFile, id: SubjectId, now: Timestamp) -> Result<(), Error> {
        let subject = self.subject(id).await?;
        let case = cases::newest_of(&self.0.store, id).await?;
        let dossier = cases::dossier(&self.0.store, id).await?;
        let approved = !matches!(subject.standing, Standing::Submitted | Standing::Returned { .. });
        let known = || form_of(&subject);
        file.in_force = approved.then(|| dossier.as_ref().map_or_else(known, |dossier| dossier.form.clone()));
        if file.saved.is_none() {
            let newest = case.as_ref().filter(|_| !approved).map(|case| case.form.clone());
            file.draft = newest.or_else(|| file.in_force.clone()).unwrap_or_default();
        }
        file.life = dossier.map(|dossier| dossier.life).unwrap_or_default();
        if file.life.iter().any(|event| event.kind.must_be_told()) {
            file.to_tell = self.to_tell(id).await?;
        }
        file.history = self.history(subject.registration.code).await?;
        file.standing = Some(subject.standing_on(now.day()));
        file.due = subject.due;
        file.case = case.map(|Case { kind, state, since, form, .. }| MyCase { kind, state, since, form });
        Ok(())
    }

    /// Lots that wait for their opening, or are in it, with a bid of the company (条例 §38). Nobody else is told.
    async fn to_tell(&self, id: SubjectId) -> Result<Vec<(String, String)>, Error> {
        let db = self.0.store.read();
        let mut lots = Vec::new();
        for bid in bids::of_subject(db, id).await? {
            if let (domain::bid::BidState::Committed { .. }, Some(lot)) = (&bid.state, lots::find(db, bid.lot).await?)
                && !lot.stage.is_final()
            {
                lots.push((lot.terms.code, lot.terms.title));
            }
        }
        Ok(lots)
    }

    /// What the journal tells of a company: when, and the act's name.
    pub(crate) async fn history(&self, code: CreditCode) -> Result<Vec<(Timestamp, String)>, Error> {
        let rows = store::journal::history(self.0.store.read(), code.as_str(), "subject.").await?;
        Ok(rows.into_iter().map(|row| (Timestamp::from_millis(row.at), row.act)).collect())
    }

    /// Keeps what is being typed, whatever it is.
    ///
    /// # Errors
    /// `MovedOn` while a case is at the desk.
    pub async fn save_draft(&self, caller: &Caller, form: &Form) -> Result<Timestamp, Error> {
        let (_, owner) = owner(caller)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        self.may_edit(&tx, caller).await?;
        cases::save_draft(&tx, &owner, form, now).await?;
        tx.commit().await?;
        Ok(now)
    }

    /// Sends the draft: a registration, one that was mended, or a change.
    ///
    /// # Errors
    /// `MovedOn` while a case is at the desk, `NotApproved` for whoever is suspended or gone, `AlreadyDone` when nothing
    /// was changed. Problems of the form are no error.
    pub async fn file(&self, caller: &Caller) -> Result<Filed, Error> {
        let (person, owner) = owner(caller)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        self.may_edit(&tx, caller).await?;
        let Some((draft, _)) = cases::draft(&tx, &owner).await? else { return Err(Refusal::AlreadyDone.into()) };
        let scans = attachments::of_draft(&*tx, &owner).await?;
        let checked = match draft.check(&scans, now.day()) {
            Ok(checked) => checked,
            Err(problems) => return Ok(Filed::Mend { problems }),
        };
        let filed = match person.subject {
            None => self.file_first(&tx, caller, person, checked, scans, now).await?,
            Some(id) => {
                let subject = subjects::find(&*tx, id).await?.ok_or(Refusal::NotFound)?;
                match subject.standing {
                    Standing::Submitted | Standing::Returned { .. } => {
                        self.file_again(&tx, caller, subject, checked, scans, now).await?
                    }
                    Standing::Approved => self.file_change(&tx, caller, subject, checked, scans, now).await?,
                    standing => return Err(Refusal::NotApproved { standing }.into()),
                }
            }
        };
        if !matches!(filed, Filed::Mend { .. }) {
            tx.commit().await?;
        }
        Ok(filed)
    }

    async fn file_first(
        &self,
        tx: &Tx,
        caller: &Caller,
        person: &Person,
        checked: Checked,
        scans: Vec<Attachment>,
        now: Timestamp,
    ) -> Result<Filed, Error> {
        let Checked { form, registration } = checked;
        let roles = form.roles.read();
        if subjects::find_by_code(&**tx, registration.code).await?.is_some() {
            return Ok(taken());
        }
        let subject = Subject {
            id: SubjectId::new(now, self.0.chance.bits()),
            registration,
            standing: Standing::Submitted,
            since: now,
            public_key: None,
            practice: false,
            due: None,
            roles,
        };
        subjects::insert(&**tx, &subject).await?;
        people::set_seat(&**tx, person.user, Some((subject.id, Seat::Administrator))).await?;
        let (from, to) = (person.user.to_string(), subject.id.to_string());
        attachments::hand_over(&**tx, &from, &to).await?;
        cases::drop_draft(&**tx, &from).await?;
        cases::save_draft(tx, &to, &form, now).await?;
        let case = self.new_case(&subject, CaseKind::Registration, form, scans, now);
        cases::insert(tx, &case).await?;
        self.note_filed(tx, &Actor::of(caller), Act::SubjectRegistered, &case, &Form::default(), now).await?;
        Ok(Filed::Submitted)
    }

    /// A registration that was returned; its code may be what was to be mended.
    async fn file_again(
        &self,
        tx: &Tx,
        caller: &Caller,
        mut subject: Subject,
        checked: Checked,
        scans: Vec<Attachment>,
        now: Timestamp,
    ) -> Result<Filed, Error> {
        let mut case = cases::newest_of(tx, subject.id).await?.ok_or(Refusal::MovedOn)?;
        let Checked { form, registration } = checked;
        let other = subjects::find_by_code(&**tx, registration.code).await?;
        if other.is_some_and(|other| other.id != subject.id) {
            return Ok(taken());
        }
        let before = case.form;
        case.state = case.state.resubmit()?;
        subject.roles = form.roles.read();
        (case.form, case.scans, case.since, case.submitted) = (form, scans, now, now);
        (case.code, case.name) = (registration.code.to_string(), registration.name.clone());
        (subject.registration, subject.standing, subject.since) = (registration, Standing::Submitted, now);
        cases::update(tx, &case).await?;
        subjects::update(&**tx, &subject).await?;
        self.note_filed(tx, &Actor::of(caller), Act::SubjectResubmitted, &case, &before, now).await?;
        Ok(Filed::Submitted)
    }

    /// A change of what is in force: at once, or through the desk where it is of key data.
    async fn file_change(
        &self,
        tx: &Tx,
        caller: &Caller,
        mut subject: Subject,
        checked: Checked,
        scans: Vec<Attachment>,
        now: Timestamp,
    ) -> Result<Filed, Error> {
        let Checked { form, registration } = checked;
        if registration.code != subject.registration.code {
            let fault = ItemFault::NotTheCode;
            return Ok(Filed::Mend { problems: vec![ItemProblem { spot: Item::Code.into(), fault }] });
        }
        let known = cases::dossier(tx, subject.id).await?;
        let mut dossier = known.unwrap_or_else(|| Dossier { form: form_of(&subject), ..Dossier::default() });
        let changes = form.changes(&dossier.form);
        let papers = scans.iter().filter(|scan| !dossier.scans.contains(scan)).map(|scan| scan.item);
        let changed: Vec<Item> = changes.into_iter().chain(papers).collect();
        if changed.is_empty() {
            return Err(Refusal::AlreadyDone.into());
        }
        let before = dossier.form.clone();
        let mut case = self.new_case(&subject, CaseKind::Change, form, scans, now);
        if changed.into_iter().any(Item::is_key) {
            // A change that was returned is the same case once more.
            if let Some(returned) = cases::newest_of(tx, subject.id).await?
                && matches!(returned.state, CaseState::Returned { .. })
            {
                case = Case { id: returned.id, state: returned.state.resubmit()?, ..case };
                cases::update(tx, &case).await?;
            } else {
                cases::insert(tx, &case).await?;
            }
            self.note_filed(tx, &Actor::of(caller), Act::ChangeSubmitted, &case, &before, now).await?;
            return Ok(Filed::Submitted);
        }
        self.note_filed(tx, &Actor::of(caller), Act::SubjectAmended, &case, &before, now).await?;
        (dossier.form, dossier.scans) = (case.form, case.scans);
        subject.registration = registration;
        cases::set_dossier(tx, subject.id, &dossier).await?;
        subjects::update(&**tx, &subject).await?;
        cases::drop_draft(&**tx, &subject.id.to_string()).await?;
        Ok(Filed::InForce)
    }

    /// Takes a change back; the data in force stay.
    ///
    /// # Errors
    /// `MovedOn` when there is none to take back.
    pub async fn withdraw_change(&self, caller: &Caller) -> Result<(), Error> {
        let (_, id) = caller.bidder_who_may(Right::Manage)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let newest = cases::newest_of(&tx, id).await?.filter(|case| case.kind == CaseKind::Change);
        let mut case = newest.ok_or(Refusal::MovedOn)?;
        (case.state, case.since) = (case.state.withdraw()?, now);
        cases::update(&tx, &case).await?;
        cases::drop_draft(&*tx, &id.to_string()).await?;
        let note = Note { act: Act::ChangeWithdrawn, lot: None, subject: case.code.clone(), payload: &case.id };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// The company says that its data in force are right.
    ///
    /// # Errors
    /// `MovedOn` while the last confirmation holds for long, `NotApproved` for whoever is not in force.
    pub async fn confirm_data(&self, caller: &Caller) -> Result<(), Error> {
        let (_, id) = caller.bidder_who_may(Right::Manage)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let mut subject = subjects::find(&*tx, id).await?.ok_or(Refusal::NotFound)?;
        subject.standing.clone().in_force()?;
        let due = life::confirm(subject.due, now.day())?;
        subject.due = Some(due);
        subjects::update(&*tx, &subject).await?;
        let known = cases::dossier(&tx, id).await?;
        let mut dossier = known.unwrap_or_else(|| Dossier { form: form_of(&subject), ..Dossier::default() });
        dossier.confirmed = Some(now);
        cases::set_dossier(&tx, id, &dossier).await?;
        let code = subject.registration.code.to_string();
        let note = Note { act: Act::SubjectConfirmed, lot: None, subject: code, payload: &due };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) fn new_case(
        &self,
        subject: &Subject,
        kind: CaseKind,
        form: Form,
        scans: Vec<Attachment>,
        now: Timestamp,
    ) -> Case {
        Case {
            id: domain::RecordId::new(now, self.0.chance.bits()).to_string(),
            subject: subject.id,
            code: subject.registration.code.to_string(),
            name: subject.registration.name.clone(),
            kind,
            state: CaseState::Submitted,
            form,
            salt: hex::encode(self.0.chance.secret()),
            scans,
            submitted: now,
            since: now,
        }
    }

    async fn note_filed(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        act: Act,
        case: &Case,
        before: &Form,
        now: Timestamp,
    ) -> Result<(), Error> {
        let told = Told::of(case, before)?;
        self.note(tx, actor, now, Note { act, lot: None, subject: case.code.clone(), payload: &told }).await?;
        Ok(())
    }
}

fn taken() -> Filed {
    Filed::Mend { problems: vec![ItemProblem { spot: Item::Code.into(), fault: ItemFault::Taken }] }
}
