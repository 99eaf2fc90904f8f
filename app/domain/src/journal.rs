//! The journal (一标一记录): the names of the acts it records.

/// What was done. The name is what the journal and the feeds built on it carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SubjectRegistered,
    SubjectResubmitted,
    SubjectApproved,
    SubjectReturned,
    PersonSignedIn,
    PersonSignInRefused,
    PersonSignedOut,
    KeyRegistered,
    CreditRecorded,
    LotAnnounced,
    PracticeStarted,
    BidBegun,
    BidCommitted,
    BidWithdrawn,
    /// The bidder has tried that its key opens what is stored; nothing of it was shown.
    BidRehearsed,
    /// The pieces of a bid that will never be opened were removed.
    BidCleared,
    /// An event of the room; its payload says which.
    RoomEvent,
    /// A bidder signed in before the names were announced: the room may not show it yet.
    BidderArrived,
    /// The form was opened by the bidder's key; not public before the read-out.
    BidOpened,
    /// A bidder called for help; not public.
    HelpCalled,
    /// The host dealt with a call.
    HelpAnswered,
    /// A segment of the host's broadcast was received: its number, digest, size, and when in the reel it begins.
    SegmentReceived,
    /// Somebody opened an account, to register a company.
    AccountOpened,
    /// A registrar took a case onto the desk, laid it back, or agreed as the first of four eyes.
    CaseClaimed,
    CaseLaidBack,
    CaseAgreed,
    ChangeSubmitted,
    ChangeApproved,
    ChangeReturned,
    ChangeWithdrawn,
    /// Data that need no registrar were changed.
    SubjectAmended,
    SubjectConfirmed,
    /// A decision about a company was entered; its payload says which.
    SubjectDecided,
    AttachmentReceived,
    /// Somebody from outside was asked about a case.
    OutsideAsked,
    /// An extract of somebody's list was loaded.
    ExtractLoaded,
    /// Everything that touches access; its payload says what, without secrets.
    AccessChanged,
    PersonInvited,
    InvitationWithdrawn,
    PersonJoined,
    PersonReseated,
    PersonRemoved,
    /// A registrar lets somebody else take over as administrator; the payload holds the evidence.
    AdministratorHandedOver,
    /// A table of subjects was entered.
    SubjectsImported,
    CertificateRequested,
    CertificateIssued,
    /// One that another authority issued.
    CertificateRegistered,
    CertificateRevoked,
    /// A registrar refused a request.
    CertificateRefused,
    /// A file that nothing refers to was removed.
    AttachmentSwept,
    /// Somebody was shown an entry that is masked; the payload says which and what for, never the value.
    EntryShown,
}

impl Act {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SubjectRegistered => "subject.registered",
            Self::SubjectResubmitted => "subject.resubmitted",
            Self::SubjectApproved => "subject.approved",
            Self::SubjectReturned => "subject.returned",
            Self::PersonSignedIn => "person.signed_in",
            Self::PersonSignInRefused => "person.sign_in_refused",
            Self::PersonSignedOut => "person.signed_out",
            Self::KeyRegistered => "key.registered",
            Self::CreditRecorded => "credit.recorded",
            Self::LotAnnounced => "lot.announced",
            Self::PracticeStarted => "practice.started",
            Self::BidBegun => "bid.begun",
            Self::BidCommitted => "bid.committed",
            Self::BidWithdrawn => "bid.withdrawn",
            Self::BidRehearsed => "bid.rehearsed",
            Self::BidCleared => "bid.cleared",
            Self::RoomEvent => "room.event",
            Self::BidderArrived => "room.bidder_arrived",
            Self::BidOpened => "room.bid_opened",
            Self::HelpCalled => "room.help_called",
            Self::HelpAnswered => "room.help_answered",
            Self::SegmentReceived => "room.segment_received",
            Self::AccountOpened => "person.account_opened",
            Self::CaseClaimed => "subject.case_claimed",
            Self::CaseLaidBack => "subject.case_laid_back",
            Self::CaseAgreed => "subject.case_agreed",
            Self::ChangeSubmitted => "subject.change_submitted",
            Self::ChangeApproved => "subject.change_approved",
            Self::ChangeReturned => "subject.change_returned",
            Self::ChangeWithdrawn => "subject.change_withdrawn",
            Self::SubjectAmended => "subject.amended",
            Self::SubjectConfirmed => "subject.confirmed",
            Self::SubjectDecided => "subject.decided",
            Self::AttachmentReceived => "subject.attachment_received",
            Self::OutsideAsked => "subject.outside_asked",
            Self::ExtractLoaded => "outside.extract_loaded",
            Self::AccessChanged => "person.access_changed",
            Self::PersonInvited => "person.invited",
            Self::InvitationWithdrawn => "person.invitation_withdrawn",
            Self::PersonJoined => "person.joined",
            Self::PersonReseated => "person.reseated",
            Self::PersonRemoved => "person.removed",
            Self::AdministratorHandedOver => "subject.administrator_handed_over",
            Self::SubjectsImported => "subject.imported",
            Self::CertificateRequested => "certificate.requested",
            Self::CertificateIssued => "certificate.issued",
            Self::CertificateRegistered => "certificate.registered",
            Self::CertificateRevoked => "certificate.revoked",
            Self::CertificateRefused => "certificate.refused",
            Self::AttachmentSwept => "attachment.swept",
            Self::EntryShown => "personal.entry_shown",
        }
    }
}
