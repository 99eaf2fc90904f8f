//! The people of a company: invited by a link, given another seat, removed; and the administrator that is gone.

use domain::access::{self as rules, Colleague, Colleagues, INVITATION_HOURS, Invitation, InvitationLine, Link};
use domain::journal::Act;
use domain::refusal::{Problems, text};
use domain::rights::{Caller, Person, Right, Seat};
use domain::subject::{AccountForm, mask};
use domain::view::Me;
use domain::{Fault, Field, Refusal, Role, SubjectId, Timestamp, UserId};
use seal::Digest;
use serde_json::json;
use store::access::{self, Ticket, TicketKind};
use store::people::{self, User};
use store::{Tx, sessions};

use crate::journal::{Actor, Note};
use crate::letters::Letter;
use crate::{Error, Office, SessionCookie};

impl Office {
    /// The people of the caller's company and the invitations that are open.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn colleagues(&self, caller: &Caller) -> Result<Colleagues, Error> {
        let (me, subject) = caller.bidder()?;
        let db = self.0.store.read();
        let may = caller.bidder_who_may(Right::Manage).map(drop);
        // Whoever has to prove itself first is told that it may change them, and until then no more than the others.
        let (sees, manages) = (may.is_ok(), matches!(may, Ok(()) | Err(Refusal::ProveFirst)));
        let mut all = Vec::new();
        for User { id, login, seat, .. } in people::of_subject(db, subject).await? {
            let email = if sees || id == me.user { people::email(&self.0.store, id).await? } else { None };
            let seat = seat.unwrap_or(Seat::Viewer);
            all.push(Colleague { me: id == me.user, id, login, seat, email });
        }
        let open = if sees { access::open_tickets(&self.0.store, subject, self.now()).await? } else { Vec::new() };
        let line = |one: Ticket| {
            let (_, seat) = one.seat?;
            Some(InvitationLine { id: one.digest, seat, to: one.address, until: one.expires })
        };
        Ok(Colleagues { people: all, invitations: open.into_iter().filter_map(line).collect(), manages })
    }

    /// Invites somebody by a link that works once, for whoever also knows where it was sent.
    ///
    /// # Errors
    /// `NotAllowed`, `ProveFirst`, `Invalid`.
    pub async fn invite(&self, caller: &Caller, cookie: &SessionCookie, to: &str, seat: Seat) -> Result<Link, Error> {
        let (_, subject) = caller.bidder_who_may(Right::Manage)?;
        let to = rules::email(to).map_err(|fault| Refusal::field(Field::Email, fault))?;
        self.proved(cookie, self.now()).await?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let link = self.send_invitation(&tx, TicketKind::Invitation, subject, &to, seat, now).await?;
        let payload = json!({ "to": mask::email(&to), "seat": seat });
        let note = Note { act: Act::PersonInvited, lot: None, subject: subject.to_string(), payload: &payload };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(link)
    }

    async fn send_invitation(
        &self,
        tx: &Tx,
        kind: TicketKind,
        subject: SubjectId,
        to: &str,
        seat: Seat,
        now: Timestamp,
    ) -> Result<Link, Error> {
        let secret = hex::encode(self.0.chance.secret());
        let until = now.plus_seconds(INVITATION_HOURS * 3600);
        let ticket = Ticket {
            digest: digest(&secret),
            kind,
            person: None,
            seat: Some((subject, seat)),
            address: to.to_owned(),
            expires: until,
        };
        access::insert_ticket(tx, &ticket).await?;
        let address = format!("{}/join/{secret}", self.0.origin);
        let company = self.subject(subject).await?.registration.name;
        let letter = Letter::Invited { company, seat, link: address.clone(), until };
        self.write_to(tx, to, &letter, now).await?;
        Ok(Link { address, until })
    }

    /// Takes an invitation back that nobody has accepted.
    ///
    /// # Errors
    /// `NotAllowed`, `NotFound`.
    pub async fn withdraw_invitation(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let (_, subject) = caller.bidder_who_may(Right::Manage)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let open = access::open_tickets(&tx, subject, now).await?;
        // What a registrar has begun is not the company's to stop.
        let own = open.into_iter().find(|one| one.digest == id && one.kind == TicketKind::Invitation);
        let own = own.ok_or(Refusal::NotFound)?;
        access::use_ticket(&*tx, &own.digest, now).await?;
        let (subject, payload) = (subject.to_string(), json!({ "to": mask::email(&own.address) }));
        let note = Note { act: Act::InvitationWithdrawn, lot: None, subject, payload: &payload };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// What the link offers, to whoever has it.
    ///
    /// # Errors
    /// `LinkOver`.
    pub async fn invitation(&self, secret: &str) -> Result<Invitation, Error> {
        let found = access::find_ticket(&self.0.store, &digest(secret), self.now()).await?;
        let ticket = found.ok_or(Refusal::LinkOver)?;
        let (subject, seat) = ticket.seat.ok_or(Refusal::LinkOver)?;
        let company = self.subject(subject).await?.registration.name;
        Ok(Invitation { company, seat, until: ticket.expires })
    }

    /// Takes the seat that was offered: with the account that is signed in and has no company, or with a new one.
    ///
    /// # Errors
    /// `LinkOver`, also for another address; `NotAllowed` for whoever has a company or another role; `Invalid`.
    pub async fn join(
        &self,
        caller: &Caller,
        secret: &str,
        to: &str,
        account: &AccountForm,
    ) -> Result<(Me, Option<SessionCookie>), Error> {
        let fresh = match &caller.person {
            Some(Person { role: Role::Bidder, subject: None, .. }) => None,
            Some(_) => return Err(Refusal::NotAllowed.into()),
            None => Some((account.check()?, self.hash_password(&account.password).await?)),
        };
        let tx = self.0.store.write().await?;
        let now = self.now();
        let ticket = access::find_ticket(&tx, &digest(secret), now).await?.ok_or(Refusal::LinkOver)?;
        let (subject, seat) = ticket.seat.ok_or(Refusal::LinkOver)?;
        if rules::email(to).ok().as_ref() != Some(&ticket.address) {
            return Err(Refusal::LinkOver.into());
        }
        let before = people::of_subject(&*tx, subject).await?;
        let (user, cookie) = self.take_seat(&tx, caller, fresh, &ticket, now).await?;
        access::use_ticket(&*tx, &ticket.digest, now).await?;
        let company = self.subject(subject).await?.registration.name;
        for one in before.iter().filter(|one| one.seat == Some(Seat::Administrator)) {
            self.tell_person(&tx, one.id, &Letter::Joined { login: user.login.clone(), company: company.clone() }, now)
                .await?;
            if ticket.kind == TicketKind::HandOver {
                self.unseat(&tx, one.id, &company, now).await?;
            }
        }
        let actor = Actor { name: user.id.to_string(), address: &caller.address };
        let payload = json!({ "company": subject, "seat": seat, "to": mask::email(&ticket.address) });
        let note = Note { act: Act::PersonJoined, lot: None, subject: user.id.to_string(), payload: &payload };
        self.note(&tx, &actor, now, note).await?;
        tx.commit().await?;
        Ok((self.describe(&user, now).await?, cookie))
    }

    async fn take_seat(
        &self,
        tx: &Tx,
        caller: &Caller,
        fresh: Option<(String, String)>,
        ticket: &Ticket,
        now: Timestamp,
    ) -> Result<(User, Option<SessionCookie>), Error> {
        let (subject, seat) = ticket.seat.ok_or(Refusal::LinkOver)?;
        let Some((login, password)) = fresh else {
            let id = caller.person()?.user;
            people::set_seat(&**tx, id, Some((subject, seat))).await?;
            let user = people::find(&**tx, id).await?.ok_or(Refusal::SignInFirst)?;
            return Ok((user, None));
        };
        if people::find_by_login(&**tx, &login).await?.is_some() {
            return Err(Refusal::field(Field::Login, Fault::Taken).into());
        }
        let id = UserId::new(now, self.0.chance.bits());
        let user = User { id, login, role: Role::Bidder, subject: Some(subject), seat: Some(seat), password };
        people::insert(&**tx, &user).await?;
        people::set_email(tx, id, &ticket.address).await?;
        let cookie = self.open_session(tx, &user, now).await?;
        Ok((user, Some(cookie)))
    }

    /// Gives a colleague another seat.
    ///
    /// # Errors
    /// `NotAllowed`, `ProveFirst`, `NotFound`, `LastAdministrator`.
    pub async fn reseat(&self, caller: &Caller, cookie: &SessionCookie, who: UserId, seat: Seat) -> Result<(), Error> {
        let (_, subject) = caller.bidder_who_may(Right::Manage)?;
        self.proved(cookie, self.now()).await?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        rules::may_reseat(&seats(&tx, subject).await?, who, Some(seat))?;
        people::set_seat(&*tx, who, Some((subject, seat))).await?;
        let company = self.subject(subject).await?.registration.name;
        self.tell_person(&tx, who, &Letter::Reseated { company, seat }, now).await?;
        let payload = json!({ "company": subject, "seat": seat });
        let note = Note { act: Act::PersonReseated, lot: None, subject: who.to_string(), payload: &payload };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a colleague from the company; its sessions end at once. The account stays, without a company.
    ///
    /// # Errors
    /// `NotAllowed`, `ProveFirst`, `NotFound`, `LastAdministrator`.
    pub async fn remove_colleague(&self, caller: &Caller, cookie: &SessionCookie, who: UserId) -> Result<(), Error> {
        let (_, subject) = caller.bidder_who_may(Right::Manage)?;
        self.proved(cookie, self.now()).await?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        rules::may_reseat(&seats(&tx, subject).await?, who, None)?;
        let company = self.subject(subject).await?.registration.name;
        self.unseat(&tx, who, &company, now).await?;
        let payload = json!({ "company": subject });
        let note = Note { act: Act::PersonRemoved, lot: None, subject: who.to_string(), payload: &payload };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    async fn unseat(&self, tx: &Tx, who: UserId, company: &str, now: Timestamp) -> Result<(), Error> {
        people::set_seat(&**tx, who, None).await?;
        sessions::close_others(&**tx, who, "").await?;
        self.tell_person(tx, who, &Letter::Removed { company: company.to_owned() }, now).await
    }

    /// The administrator of a company is gone: a registrar invites another, on evidence. Those who were administrators
    /// hear of it at once, and lose their seats when the other one joins.
    ///
    /// # Errors
    /// `NotAllowed`, `ProveFirst`, `NotFound`, `Invalid`.
    pub async fn hand_over(
        &self,
        caller: &Caller,
        cookie: &SessionCookie,
        subject: SubjectId,
        to: &str,
        evidence: &str,
        document: &str,
    ) -> Result<Link, Error> {
        caller.with_role(Role::Registrar)?;
        let mut problems = Problems::default();
        let to = problems.take(Field::Email, rules::email(to));
        let evidence = problems.take(Field::Evidence, text(evidence, 1000));
        let (to, evidence) = problems.into_result(to.zip(evidence))?;
        let document = match document {
            "" => None,
            digest => Some(digest.parse::<Digest>().map_err(|_| Refusal::field(Field::Document, Fault::Differs))?),
        };
        self.proved(cookie, self.now()).await?;
        let company = self.subject(subject).await?.registration.name;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let link = self.send_invitation(&tx, TicketKind::HandOver, subject, &to, Seat::Administrator, now).await?;
        for one in people::of_subject(&*tx, subject).await? {
            if one.seat == Some(Seat::Administrator) {
                let letter = Letter::HandOverBegun { company: company.clone(), to: to.clone() };
                self.tell_person(&tx, one.id, &letter, now).await?;
            }
        }
        let document = document.map(|digest| digest.to_string());
        let payload = json!({ "to": mask::email(&to), "evidence": evidence, "document": document });
        let note =
            Note { act: Act::AdministratorHandedOver, lot: None, subject: subject.to_string(), payload: &payload };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(link)
    }
}

async fn seats(tx: &Tx, subject: SubjectId) -> Result<Vec<(UserId, Seat)>, Error> {
    let all = people::of_subject(&**tx, subject).await?;
    Ok(all.into_iter().filter_map(|one| Some((one.id, one.seat?))).collect())
}

/// Under what a link is kept.
pub fn digest(secret: &str) -> String {
    Digest::of_fields("kaibiao-link/1", [secret.as_bytes()]).to_string()
}
