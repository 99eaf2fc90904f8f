//! The registrars' desk: the queue, one case at a time, and what is decided about a company later.

use domain::journal::Act;
use domain::rights::Caller;
use domain::subject::case::{CaseKind, CaseState, Ruling};
use domain::subject::life::{LifeForm, YEAR};
use domain::subject::view::{CaseView, Desk, QueueLine};
use domain::subject::{Form, Standing};
use domain::{CreditCode, Fault, Field, Refusal, Role, SubjectId, Timestamp, UserId};
use store::cases::{self, Case, Dossier, Waiting};
use store::outside;
use store::subjects::{self, Subject};
use store::{StoreError, Tx};

use crate::filing::Told;
use crate::journal::{Actor, Note};
use crate::looks::may_look;
use crate::notices::Notice;
use crate::subjects::form_of;
use crate::{Error, Office, divisions};

impl Office {
    /// The registrars' queue, oldest first.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn desk(&self, caller: &Caller) -> Result<Desk, Error> {
        let me = caller.with_role(Role::Registrar)?.user;
        let open = cases::open(self.0.store.read()).await?;
        Ok(Desk {
            lines: open.into_iter().map(|case| line(case, me)).collect(),
            now: self.now(),
            four_eyes: self.0.filing.four_eyes,
            scanner: self.0.filing.scanner.is_some(),
            extracts: outside::extracts(self.0.store.read()).await?,
            registry: self.0.filing.registry.is_some(),
            key_beside_data: self.0.filing.key_beside_data,
        })
    }

    /// One case, for a registrar; numbers of persons are masked.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `NotFound`.
    pub async fn case(&self, caller: &Caller, id: &str) -> Result<CaseView, Error> {
        let me = caller.with_role(Role::Registrar)?.user;
        let db = self.0.store.read();
        let case = cases::find(&self.0.store, id).await?.ok_or(Refusal::NotFound)?;
        let subject = self.subject(case.subject).await?;
        let dossier = cases::dossier(&self.0.store, case.subject).await?;
        let answers = outside::answers(db, id).await?;
        let now = self.now();
        let in_force = match case.kind {
            CaseKind::Registration => None,
            CaseKind::Change => {
                let known = || form_of(&subject);
                Some(dossier.as_ref().map_or_else(known, |dossier| dossier.form.clone()))
            }
        };
        Ok(CaseView {
            line: line(Waiting::from(&case), me),
            may_look: may_look(&case.state, me),
            differs: in_force.as_ref().map(|before| case.form.differs(before)).unwrap_or_default(),
            subject: case.subject,
            standing: subject.standing_on(now.day()),
            division: divisions::name(subject.registration.code.division()),
            region: divisions::name(&case.form.region),
            form: case.form.masked(),
            scans: case.scans,
            in_force: in_force.map(Form::masked),
            answers,
            life: dossier.map(|dossier| dossier.life).unwrap_or_default(),
            history: self.history(subject.registration.code).await?,
            four_eyes: self.0.filing.four_eyes,
            now,
        })
    }

    /// The newest case of a company, by its code.
    ///
    /// # Errors
    /// `Invalid` for a malformed code, `NotFound`.
    pub async fn find_case(&self, caller: &Caller, code: &str) -> Result<String, Error> {
        caller.with_role(Role::Registrar)?;
        let code = CreditCode::parse(code).map_err(|fault| Refusal::field(Field::Code, Fault::CreditCode(fault)))?;
        let db = self.0.store.read();
        let subject = subjects::find_by_code(db, code).await?.ok_or(Refusal::NotFound)?;
        Ok(cases::newest_of(&self.0.store, subject.id).await?.ok_or(Refusal::NotFound)?.id)
    }

    /// A registrar takes a case onto the desk.
    ///
    /// # Errors
    /// `MovedOn` when somebody else was faster, `NotAllowed` for the first of four eyes.
    pub async fn claim_case(&self, caller: &Caller, id: &str) -> Result<CaseView, Error> {
        let me = caller.with_role(Role::Registrar)?.user;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let mut case = cases::find(&tx, id).await?.ok_or(Refusal::NotFound)?;
        (case.state, case.since) = (case.state.claim(me, case.since, now)?, now);
        cases::update(&tx, &case).await?;
        self.note_case(&tx, caller, Act::CaseClaimed, &case, now).await?;
        tx.commit().await?;
        self.case(caller, id).await
    }

    /// The registrar who has the case decides.
    ///
    /// # Errors
    /// `MovedOn` unless the caller has it, `Invalid` for a return without words.
    pub async fn rule_case(&self, caller: &Caller, id: &str, ruling: Ruling) -> Result<CaseView, Error> {
        let me = caller.with_role(Role::Registrar)?.user;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let mut case = cases::find(&tx, id).await?.ok_or(Refusal::NotFound)?;
        (case.state, case.since) = (case.state.rule(me, ruling, self.0.filing.four_eyes)?, now);
        cases::update(&tx, &case).await?;
        match (&case.state, case.kind) {
            (CaseState::Approved, _) => self.put_in_force(&tx, caller, &case, now).await?,
            (CaseState::Returned { .. }, CaseKind::Registration) => self.give_back(&tx, &case, now).await?,
            _ => {}
        }
        let act = match (&case.state, case.kind) {
            (CaseState::Approved, CaseKind::Registration) => Act::SubjectApproved,
            (CaseState::Approved, CaseKind::Change) => Act::ChangeApproved,
            (CaseState::Returned { .. }, CaseKind::Registration) => Act::SubjectReturned,
            (CaseState::Returned { .. }, CaseKind::Change) => Act::ChangeReturned,
            (CaseState::Agreed { first }, _) if *first == me => Act::CaseAgreed,
            _ => Act::CaseLaidBack,
        };
        self.note_case(&tx, caller, act, &case, now).await?;
        let kind = case.kind;
        let notice = match &case.state {
            CaseState::Approved => Some(Notice::Approved { kind }),
            CaseState::Returned { remarks } => Some(Notice::Returned { kind, remarks: remarks.len() }),
            _ => None,
        };
        if let Some(notice) = notice {
            self.tell_company(&tx, case.subject, &notice, now).await?;
        }
        tx.commit().await?;
        self.case(caller, id).await
    }

    /// What was approved is in force from now on.
    async fn put_in_force(&self, tx: &Tx, caller: &Caller, case: &Case, now: Timestamp) -> Result<(), Error> {
        let mut subject = subjects::find(&**tx, case.subject).await?.ok_or(Refusal::NotFound)?;
        let lost = || StoreError::Corrupt { table: "cases", column: "form", row: case.id.clone() };
        let code = case.form.code.parse().map_err(|_| lost())?;
        subject.registration = case.form.registration(code);
        subject.roles = case.form.roles.read();
        match case.kind {
            CaseKind::Registration => {
                (subject.standing, subject.due) = (Standing::Approved, Some(now.day().plus(YEAR)));
                subject.since = now;
            }
            CaseKind::Change => subject.standing.clone().in_force()?,
        }
        subjects::update(&**tx, &subject).await?;
        let before = cases::dossier(tx, subject.id).await?.unwrap_or_default();
        let dossier = Dossier { form: case.form.clone(), scans: case.scans.clone(), ..before };
        cases::set_dossier(tx, subject.id, &dossier).await?;
        cases::drop_draft(&**tx, &subject.id.to_string()).await?;
        if case.kind == CaseKind::Change {
            let told = Told::of(case, &before.form)?;
            let code = subject.registration.code.to_string();
            let note = Note { act: Act::SubjectAmended, lot: None, subject: code, payload: &told };
            self.note(tx, &Actor::of(caller), now, note).await?;
        }
        Ok(())
    }

    /// The company's standing carries all remarks in one text: wherever it is refused, it hears why.
    async fn give_back(&self, tx: &Tx, case: &Case, now: Timestamp) -> Result<(), Error> {
        let CaseState::Returned { remarks } = &case.state else { return Ok(()) };
        let words: Vec<&str> = remarks.iter().map(|remark| remark.words.as_str()).collect();
        let mut subject = subjects::find(&**tx, case.subject).await?.ok_or(Refusal::NotFound)?;
        subject.standing = Standing::Returned { remark: words.join("；") };
        subject.since = now;
        Ok(subjects::update(&**tx, &subject).await?)
    }

    async fn note_case(&self, tx: &Tx, caller: &Caller, act: Act, case: &Case, now: Timestamp) -> Result<(), Error> {
        let payload = (&case.id, &case.state);
        self.note(tx, &Actor::of(caller), now, Note { act, lot: None, subject: case.code.clone(), payload: &payload })
            .await?;
        Ok(())
    }

    /// A registrar enters a decision about a company: suspension, cancellation, merger, division.
    ///
    /// # Errors
    /// `Invalid` with every problem, `MovedOn` where it does not follow.
    pub async fn decide(&self, caller: &Caller, id: SubjectId, form: &LifeForm) -> Result<(), Error> {
        caller.with_role(Role::Registrar)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let mut subject = subjects::find(&*tx, id).await?.ok_or(Refusal::NotFound)?;
        let event = form.check(subject.registration.code, now.day())?;
        subject.standing = subject.standing.after(event.kind)?;
        subject.since = now;
        subjects::update(&*tx, &subject).await?;
        let known = cases::dossier(&tx, id).await?;
        let mut dossier = known.unwrap_or_else(|| Dossier { form: form_of(&subject), ..Dossier::default() });
        dossier.life.push(event.clone());
        cases::set_dossier(&tx, id, &dossier).await?;
        let code = subject.registration.code.to_string();
        let note = Note { act: Act::SubjectDecided, lot: None, subject: code, payload: &event };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// Puts a company's case on file, as the house's own demonstration does.
    pub(crate) async fn lay_case(
        &self,
        tx: &Tx,
        subject: &Subject,
        form: Form,
        state: CaseState,
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut case = self.new_case(subject, CaseKind::Registration, form, Vec::new(), now);
        if state == CaseState::Approved {
            let dossier = Dossier { form: case.form.clone(), ..Dossier::default() };
            cases::set_dossier(tx, subject.id, &dossier).await?;
        }
        case.state = state;
        Ok(cases::insert(tx, &case).await?)
    }
}

fn line(case: Waiting, me: UserId) -> QueueLine {
    let barred =
        matches!(case.state, CaseState::Agreed { first } | CaseState::ClaimedAgain { first, .. } if first == me);
    let mine = case.state.holder() == Some(me);
    let Waiting { id, name, code, kind, state, submitted } = case;
    QueueLine { case: id, name, code, kind, state, submitted, mine, barred }
}
