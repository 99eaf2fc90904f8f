//! The subject database, as the other use cases ask it. Registering is in `filing`, reviewing in `reviewing`.

use domain::journal::Act;
use domain::subject::Form;
use domain::subject::form::LegalPerson;
use domain::subject::role::Roles;
use domain::{Day, Refusal, SubjectId, Timestamp};
use store::Tx;
use store::subjects::{self, Subject};

use crate::journal::{Actor, Note};
use crate::{Error, Office};

impl Office {
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
            payload: &subject.registration.name,
        };
        self.note(tx, actor, now, note).await?;
        Ok(())
    }

    pub(crate) async fn subject(&self, id: SubjectId) -> Result<Subject, Error> {
        Ok(subjects::find(self.0.store.read(), id).await?.ok_or(Refusal::NotFound)?)
    }
}

/// # Errors
/// `NotApproved` for whoever may begin nothing today.
pub fn approved(subject: &Subject, today: Day) -> Result<(), Refusal> {
    subject.standing_on(today).in_force()
}

/// Both values, or the problems of both forms together.
pub fn both<A, B>(left: Result<A, Refusal>, right: Result<B, Refusal>) -> Result<(A, B), Refusal> {
    match (left, right) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(Refusal::Invalid { mut problems }), Err(Refusal::Invalid { problems: more })) => {
            problems.extend(more);
            Err(Refusal::Invalid { problems })
        }
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    }
}

/// As much of a form as the database tells.
pub fn form_of(subject: &Subject) -> Form {
    let registration = &subject.registration;
    Form {
        code: registration.code.to_string(),
        company_name: registration.name.clone(),
        address: registration.address.clone(),
        roles: Roles::of(&subject.roles),
        legal: LegalPerson { name: registration.legal_person.clone(), id_number: String::new() },
        ..Form::default()
    }
}
