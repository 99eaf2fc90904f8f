//! The tables as SeaORM sees them, a module each.

pub mod subject {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "subjects")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub code: String,
        pub name: String,
        pub legal_person: String,
        pub address: String,
        pub standing: String,
        pub remark: Option<String>,
        pub since: i64,
        pub public_key: Option<String>,
        pub practice: bool,
        /// The day by which the data are to be confirmed.
        pub due: Option<String>,
        /// The division in the code.
        pub division: String,
        /// Names with commas between.
        pub roles: String,
        /// In the order of registration; also the row's in the index of words.
        pub number: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub login: String,
        pub role: String,
        pub subject: Option<String>,
        pub password: String,
        pub seat: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: String,
        pub person: String,
        pub expires: i64,
        pub opened: i64,
        pub seen: i64,
        pub device: String,
        pub address: String,
        /// When the person last proved itself.
        pub proved: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod credit_record {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credit_records")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub subject: String,
        pub grade: String,
        pub conduct: String,
        pub body: String,
        pub document: String,
        pub decided: String,
        pub barred_until: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod lot {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "lots")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// `domain::lot::Terms` as JSON.
        pub terms: String,
        /// A list of `domain::postpone::Postponement` as JSON.
        pub postponed: String,
        pub deadline: i64,
        pub practice: bool,
        pub host: String,
        pub entity: Option<String>,
        /// Name of the stage, for lists; the journal is the truth.
        pub stage: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod bid {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bids")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub lot: String,
        pub subject: String,
        pub state: String,
        pub since: i64,
        pub manifest: Option<String>,
        pub signature: Option<String>,
        pub receipt: Option<String>,
        pub rehearsed: Option<i64>,
        pub signed_in: Option<i64>,
        /// Released part keys as JSON.
        pub keys: Option<String>,
        /// The opened line as JSON; public only from the read-out on.
        pub line: Option<String>,
        /// Bytes of all pieces that were taken in, also of those that others replaced.
        pub received: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod piece {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pieces")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub bid: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub part: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub digest: String,
        pub size: i64,
        pub run: String,
        pub start: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod journal {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: i64,
        pub lot: Option<String>,
        /// The entry's place among the lot's room events.
        pub room_seq: Option<i64>,
        pub actor: String,
        pub address: String,
        pub act: String,
        pub subject: String,
        pub payload: String,
        pub salt: String,
        pub commitment: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod beat {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "beat")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod reel {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reels")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lot: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub began: i64,
        pub ended: Option<i64>,
        pub segments: i32,
        pub dropped: i32,
        pub bytes: i64,
        pub zero: Option<i64>,
        pub digest: Option<String>,
        /// When its host last gave a sign of life.
        pub heard: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod segment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "segments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lot: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub reel: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub digest: String,
        pub size: i64,
        pub start: i64,
        pub dropped: i32,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod quote {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quotes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub bid: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub round: i32,
        pub at: i64,
        /// A `seal::Slip` as JSON.
        pub slip: String,
        /// The released file key.
        pub key: Option<String>,
        /// In fen; public only from the round's read-out on.
        pub price: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod draft {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "drafts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub owner: String,
        /// A `domain::subject::Form` as JSON, sealed.
        pub form: String,
        pub saved: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub subject: String,
        pub code: String,
        pub name: String,
        pub kind: String,
        /// The name of the state, for the queue.
        pub state: String,
        /// A `domain::subject::case::CaseState` as JSON.
        pub detail: String,
        /// Sealed.
        pub form: String,
        /// A list of `domain::subject::attachment::Attachment` as JSON.
        pub scans: String,
        pub submitted: i64,
        pub since: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod dossier {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "dossiers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        /// Sealed.
        pub form: String,
        pub scans: String,
        /// A list of `domain::subject::life::LifeEvent` as JSON.
        pub life: String,
        pub confirmed: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub owner: String,
        pub at: i64,
        /// No longer part of the draft.
        pub dropped: bool,
        /// A `domain::subject::attachment::Attachment` as JSON.
        pub what: String,
        /// The name of the key under which its bytes lie; none for those of older releases, which lie plain.
        pub sealed_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod answer {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "answers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The case.
        pub file: String,
        pub at: i64,
        /// A `domain::subject::outside::Answer` as JSON.
        pub what: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod extract {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "extracts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub question: String,
        pub name: String,
        pub loaded: i64,
        pub lines: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod extract_line {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "extract_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub question: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub code: String,
        /// Values by the names of their columns, as JSON.
        pub line: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod contact {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contacts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: String,
        /// Sealed.
        pub email: String,
        /// Wants to be reminded of openings.
        pub reminders: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod failure {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "failures")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub counted: String,
        pub count: i64,
        pub last: i64,
        pub locked_until: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod familiar {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "familiar")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: String,
        pub seen: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod ticket {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tickets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub kind: String,
        pub person: Option<String>,
        pub subject: Option<String>,
        pub seat: Option<String>,
        /// Sealed.
        pub address: String,
        pub expires: i64,
        pub used: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod one_time {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "one_time")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: String,
        pub secret: String,
        pub step: i64,
        pub confirmed: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod recovery_code {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub person: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod passkey {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "passkeys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub person: String,
        pub name: String,
        pub body: String,
        pub made: i64,
        pub used: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod ceremony {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ceremonies")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub body: String,
        pub expires: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod letter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "letters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// Sealed.
        pub address: String,
        pub title: String,
        /// Sealed.
        pub words: String,
        pub made: i64,
        pub tries: i64,
        pub due: i64,
        pub sent: Option<i64>,
        /// Sealed.
        pub trouble: Option<String>,
        /// To whom; nobody for an address that was only typed.
        pub person: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod certificate {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificates")]
    pub struct Model {
        /// SM3 over the whole of it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub subject: String,
        pub serial: String,
        pub issuer: String,
        /// The centre's own authority issued it.
        pub own: bool,
        /// In hexadecimal.
        pub der: String,
        pub public_key: String,
        pub from: i64,
        pub until: i64,
        /// When it came here: the last one that is valid is in force.
        pub entered: i64,
        pub revoked: Option<i64>,
        pub reason: Option<String>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod certificate_request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificate_requests")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        /// PKCS#10, in hexadecimal.
        pub der: String,
        pub at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod reminded {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reminded")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub what: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
