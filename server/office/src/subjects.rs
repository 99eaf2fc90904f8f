//! The subject database: registration and review.

use domain::journal::Act;
use domain::rights::Caller;
use domain::subject::{AccountForm, Decision, Registration, RegistrationForm, Standing};
use domain::view::{Case, Me};
use domain::{Fault, Field, Refusal, Role, SubjectId, Timestamp, UserId};
use store::Tx;
use store::people::{self, User};
use store::subjects::{self, Subject};

use crate::journal::{Actor, Note};
use crate::{Error, Office, SessionCookie};

impl Office {
    /// Registers a company with its first person, and signs that person in.
    ///
    /// # Errors
    /// `Invalid` with every problem, among them a code or a login that is taken.
    pub async fn register(
        &self,
        caller: &Caller,
        form: &RegistrationForm,
        account: &AccountForm,
    ) -> Result<(Me, SessionCookie), Error> {
        let (registration, login) = both(form.check(), account.check())?;
        let password = self.hash_password(&account.password).await?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        if subjects::find_by_code(&*tx, registration.code).await?.is_some() {
            return Err(Refusal::field(Field::Code, Fault::Taken).into());
        }
        if people::find_by_login(&*tx, &login).await?.is_some() {
            return Err(Refusal::field(Field::Login, Fault::Taken).into());
        }
        let subject = Subject {
            id: SubjectId::new(now, self.0.chance.bits()),
            registration,
            standing: Standing::Submitted,
            since: now,
            public_key: None,
            practice: false,
        };
        let user = User {
            id: UserId::new(now, self.0.chance.bits()),
            login,
            role: Role::Bidder,
            subject: Some(subject.id),
            password,
        };
        people::insert(&*tx, &user).await?;
        let cookie = self.open_session(&tx, &user, now).await?;
        let actor = Actor { name: user.id.to_string(), address: &caller.address };
        self.enter_subject(&tx, &actor, &subject, now).await?;
        tx.commit().await?;
        Ok((self.describe(&user, now).await?, cookie))
    }

    /// The caller's own registration.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed` for whoever is no bidder.
    pub async fn my_case(&self, caller: &Caller) -> Result<Case, Error> {
        let (_, subject) = caller.bidder()?;
        Ok(case(&self.subject(subject).await?))
    }

    /// Sends a returned registration again. The credit code stays what it was.
    ///
    /// # Errors
    /// `Invalid`, or `MovedOn` unless the case was returned.
    pub async fn resubmit(&self, caller: &Caller, form: &RegistrationForm) -> Result<Case, Error> {
        let (_, id) = caller.bidder()?;
        let registration = form.check()?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let mut subject = subjects::find(&*tx, id).await?.ok_or(Refusal::NotFound)?;
        if registration.code != subject.registration.code {
            let other = subjects::find_by_code(&*tx, registration.code).await?;
            if other.is_some() {
                return Err(Refusal::field(Field::Code, Fault::Taken).into());
            }
        }
        subject.standing = subject.standing.resubmit()?;
        subject.registration = registration;
        subject.since = now;
        subjects::update(&*tx, &subject).await?;
        let note = Note {
            act: Act::SubjectResubmitted,
            lot: None,
            subject: subject.registration.code.to_string(),
            payload: &form_of(&subject.registration),
        };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(case(&subject))
    }

    /// The registrar's queue, oldest first.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn cases(&self, caller: &Caller) -> Result<Vec<Case>, Error> {
        caller.with_role(Role::Registrar)?;
        Ok(subjects::submitted(self.0.store.read()).await?.iter().map(case).collect())
    }

    /// One case, for a registrar.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `NotFound`.
    pub async fn case(&self, caller: &Caller, subject: SubjectId) -> Result<Case, Error> {
        caller.with_role(Role::Registrar)?;
        Ok(case(&self.subject(subject).await?))
    }

    /// A registrar approves a case or returns it with a remark.
    ///
    /// # Errors
    /// `MovedOn` when somebody else was faster.
    pub async fn review(&self, caller: &Caller, id: SubjectId, decision: Decision) -> Result<Case, Error> {
        caller.with_role(Role::Registrar)?;
        let act = match decision {
            Decision::Approve => Act::SubjectApproved,
            Decision::Return { .. } => Act::SubjectReturned,
        };
        let now = self.now();
        let tx = self.0.store.write().await?;
        let mut subject = subjects::find(&*tx, id).await?.ok_or(Refusal::NotFound)?;
        subject.standing = subject.standing.decide(decision.clone())?;
        subject.since = now;
        subjects::update(&*tx, &subject).await?;
        let note = Note { act, lot: None, subject: subject.registration.code.to_string(), payload: &decision };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(case(&subject))
    }

    /// Enters a subject into the database, by itself or by the house.
    pub(crate) async fn enter_subject(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<(), Error> {
        subjects::insert(&**tx, subject).await?;
        let note = Note {
            act: Act::SubjectRegistered,
            lot: None,
            subject: subject.registration.code.to_string(),
            payload: &form_of(&subject.registration),
        };
        self.note(tx, actor, now, note).await?;
        Ok(())
    }

    pub(crate) async fn subject(&self, id: SubjectId) -> Result<Subject, Error> {
        Ok(subjects::find(self.0.store.read(), id).await?.ok_or(Refusal::NotFound)?)
    }
}

/// # Errors
/// `NotApproved`.
pub fn approved(subject: &Subject) -> Result<(), Refusal> {
    match &subject.standing {
        Standing::Approved => Ok(()),
        standing => Err(Refusal::NotApproved { standing: standing.clone() }),
    }
}

/// Both values, or the problems of both forms together.
fn both<A, B>(left: Result<A, Refusal>, right: Result<B, Refusal>) -> Result<(A, B), Refusal> {
    match (left, right) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(Refusal::Invalid { mut problems }), Err(Refusal::Invalid { problems: more })) => {
            problems.extend(more);
            Err(Refusal::Invalid { problems })
        }
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    }
}

fn case(subject: &Subject) -> Case {
    Case {
        id: subject.id,
        form: form_of(&subject.registration),
        standing: subject.standing.clone(),
        since: subject.since,
    }
}

fn form_of(registration: &Registration) -> RegistrationForm {
    RegistrationForm {
        code: registration.code.to_string(),
        company_name: registration.name.clone(),
        legal_person: registration.legal_person.clone(),
        address: registration.address.clone(),
        contact_name: registration.contact_name.clone(),
        contact_phone: registration.contact_phone.clone(),
    }
}
