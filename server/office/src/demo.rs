//! Demo data: people to sign in as, a company in each state, and two openings that were really held, in the past,
//! through the same use cases as every other.

use std::sync::Arc;

use domain::credit::{CreditRecord, Grade};
use domain::journal::Act;
use domain::lot::{Clauses, Rules, Terms};
use domain::opening::HostAct;
use domain::quote::Procedure;
use domain::rights::{Caller, Host, Person, Seat};
use domain::room::Ruling;
use domain::subject::case::CaseState;
use domain::subject::form::{Contact, LegalPerson, Qualification};
use domain::subject::life::YEAR;
use domain::subject::role::SubjectRole;
use domain::subject::{Form, Registration, Standing};
use domain::{CreditCode, Fen, LotId, RecordId, Role, SubjectId, Timestamp, UserId};
use seal::Digest;
use store::lots;
use store::people::{self, User};
use store::subjects::Subject;

use crate::journal::Actor;
use crate::robot::{Offer, Robot};
use crate::subjects::form_of;
use crate::{Error, ManualClock, Office};

/// The password of every demo account. Printed at the start; never used outside demo data.
pub const PASSWORD: &str = "kaibiao-demo";

/// A demo account as it is printed.
pub struct Account {
    pub login: &'static str,
    pub role: Role,
    pub what: &'static str,
}

pub const ACCOUNTS: [Account; 7] = [
    Account {
        login: "caoyuan", role: Role::Bidder, what: "投标人：锡林郭勒草原建工有限公司（已审核）"
    },
    Account { login: "xingan", role: Role::Bidder, what: "投标人：兴安路桥工程有限公司（已审核）" },
    Account { login: "dalai", role: Role::Bidder, what: "投标人：达来水务建设有限公司（已审核）" },
    Account {
        login: "baiyin", role: Role::Bidder, what: "投标人：白音市政工程有限公司（受限，不能投标）"
    },
    Account {
        login: "tenderer",
        role: Role::Tenderer,
        what: "招标人：锡林浩特市住房和城乡建设局（发布标段、主持开标）",
    },
    Account { login: "registrar", role: Role::Registrar, what: "交易中心审核员" },
    Account { login: "supervisor", role: Role::Supervisor, what: "行政监督部门" },
];

const COMPANIES: [(&str, &str, &str, &str); 4] = [
    ("911525001000002270", "锡林郭勒草原建工有限公司", "巴特尔", "锡林浩特市那达慕大街1号"),
    ("91152500100000104Y", "兴安路桥工程有限公司", "乌云其木格", "锡林浩特市额尔敦路18号"),
    ("9115250110000031", "达来水务建设有限公司", "苏和", "二连浩特市前进路6号"),
    ("9115250210000042", "白音市政工程有限公司", "朝鲁", "锡林浩特市团结大街9号"),
];

/// A body of the state: its code begins so.
const TENDERER: (&str, &str, &str, &str) =
    ("1115250201162000", "锡林浩特市住房和城乡建设局", "朝克图", "锡林浩特市党政大楼");

const ROBOTS: [&str; 3] = ["北疆建设集团有限公司", "阿巴嘎公路工程有限公司", "正蓝旗市政工程有限公司"];
const OFFERS: [Offer; 3] = [
    Offer { price: Fen::new(862_350_000), days: 240, manager: "那仁" },
    Offer { price: Fen::new(849_977_650), days: 235, manager: "布和" },
    Offer { price: Fen::new(871_200_088), days: 225, manager: "其其格" },
];

impl Office {
    /// Loads the demo data into an empty house; does nothing in any other.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load_demo(&self) -> Result<(), Error> {
        if lots::any(self.0.store.read()).await? {
            return Ok(());
        }
        let now = self.now();
        let password = self.hash_password(PASSWORD).await?;
        let host = self.demo_people(&password, now).await?;
        self.demo_history(host, now).await?;
        self.demo_open_lots(host, now).await
    }

    async fn demo_people(&self, password: &str, now: Timestamp) -> Result<Host, Error> {
        let registered = now.plus_days(-200);
        let mut host = None;
        let mut companies = COMPANIES.iter();
        for account in &ACCOUNTS {
            let id = UserId::new(registered, self.0.chance.bits());
            let subject = match account.role {
                Role::Bidder => companies.next().map(|company| self.demo_company(company, registered)).transpose()?,
                Role::Tenderer => {
                    let entity = self.demo_company(&TENDERER, registered)?;
                    Some(Subject { roles: vec![SubjectRole::Tenderer], due: None, ..entity })
                }
                _ => None,
            };
            let user = User {
                id,
                login: account.login.to_owned(),
                role: account.role,
                subject: subject.as_ref().map(|subject| subject.id),
                seat: subject.as_ref().filter(|_| account.role == Role::Bidder).map(|_| Seat::Administrator),
                password: password.to_owned(),
            };
            let tx = self.0.store.write().await?;
            if let Some(subject) = &subject {
                self.enter_subject(&tx, &Actor::clock(), subject, registered).await?;
                self.lay_case(&tx, subject, demo_form(subject), CaseState::Approved, registered).await?;
            }
            people::insert(&*tx, &user).await?;
            tx.commit().await?;
            match (account.login, &subject) {
                ("tenderer", Some(subject)) => host = Some(Host { person: id, entity: Some(subject.id) }),
                ("baiyin", Some(subject)) => self.demo_restriction(subject.id, now).await?,
                ("dalai", Some(subject)) => self.demo_minor_record(subject.id, now).await?,
                _ => {}
            }
        }
        self.demo_waiting_case(now).await?;
        host.ok_or_else(|| Error::Internal("no demo tenderer".to_owned()))
    }

    fn demo_company(
        &self,
        (code, name, legal_person, address): &(&str, &str, &str, &str),
        at: Timestamp,
    ) -> Result<Subject, Error> {
        Ok(Subject {
            id: SubjectId::new(at, self.0.chance.bits()),
            registration: Registration {
                code: demo_code(code)?,
                name: (*name).to_owned(),
                legal_person: (*legal_person).to_owned(),
                address: (*address).to_owned(),
            },
            standing: Standing::Approved,
            since: at,
            public_key: None,
            practice: false,
            due: Some(at.day().plus(YEAR)),
            roles: vec![SubjectRole::Bidder],
        })
    }

    /// One case in the registrar's queue.
    async fn demo_waiting_case(&self, now: Timestamp) -> Result<(), Error> {
        let company = ("9115252410000055", "苏尼特新能源有限公司", "额尔德尼", "苏尼特右旗赛汉塔拉镇");
        let mut subject = self.demo_company(&company, now.plus_seconds(-7200))?;
        subject.standing = Standing::Submitted;
        let tx = self.0.store.write().await?;
        self.enter_subject(&tx, &Actor::clock(), &subject, subject.since).await?;
        self.lay_case(&tx, &subject, demo_form(&subject), CaseState::Submitted, subject.since).await?;
        Ok(tx.commit().await?)
    }

    async fn demo_restriction(&self, subject: SubjectId, now: Timestamp) -> Result<(), Error> {
        let decided = now.day().plus(-60);
        let record = CreditRecord {
            id: RecordId::new(now, self.0.chance.bits()),
            grade: Grade::Serious,
            conduct: "在某市政道路工程投标中与其他投标人串通投标".to_owned(),
            body: "锡林郭勒盟住房和城乡建设局".to_owned(),
            document: "锡建罚〔2026〕17号".to_owned(),
            decided,
            barred_until: Some(decided.plus(364)),
        };
        self.record_credit(subject, &record, now).await
    }

    async fn demo_minor_record(&self, subject: SubjectId, now: Timestamp) -> Result<(), Error> {
        let record = CreditRecord {
            id: RecordId::new(now, self.0.chance.bits()),
            grade: Grade::General,
            conduct: "未按期签订合同".to_owned(),
            body: "锡林郭勒盟水利局".to_owned(),
            document: "锡水罚〔2026〕4号".to_owned(),
            decided: now.day().plus(-120),
            barred_until: None,
        };
        self.record_credit(subject, &record, now).await
    }

    /// Two openings of last week: one held to its end, one that found too few bids.
    async fn demo_history(&self, host: Host, now: Timestamp) -> Result<(), Error> {
        let begun = now.plus_days(-9);
        let clock = Arc::new(ManualClock::at(begun));
        let past = self.at(clock.clone());
        let held = past.demo_lot(host, "XM-2026-041", "那达慕大街改造工程施工", 9_000_000, begun.plus_days(2)).await?;
        let few = past.demo_lot(host, "XM-2026-043", "城北排水泵站设备采购", 1_200_000, begun.plus_days(3)).await?;
        let mut robots = Vec::new();
        for (n, name) in (0..).zip(ROBOTS) {
            robots.push(past.demo_robot(n, name, begun).await?);
        }
        for (lot, bidders) in [(held, 3), (few, 2)] {
            let terms = past.find_lot(lot).await?.terms;
            for (robot, offer) in robots.iter().zip(&OFFERS).take(bidders) {
                clock.advance_seconds(1871);
                let price = Fen::new(offer.price.get().min(terms.ceiling.get() * 95 / 100));
                robot.bid(&past, lot, &terms, &Offer { price, ..*offer }).await?;
            }
        }
        past.demo_opening(&clock, host, held, &robots).await?;
        clock.set(past.find_lot(few).await?.terms.deadline);
        past.look_at_clock(few).await
    }

    async fn demo_opening(&self, clock: &ManualClock, host: Host, lot: LotId, robots: &[Robot]) -> Result<(), Error> {
        let host = Caller {
            person: Some(Person {
                user: host.person,
                role: Role::Tenderer,
                subject: host.entity,
                seat: None,
                by_key: false,
            }),
            address: "127.0.0.1".to_owned(),
        };
        clock.set(self.find_lot(lot).await?.terms.deadline);
        // Without a beat: the leaps of this clock are no absences.
        self.look_at_clock(lot).await?;
        clock.advance_seconds(3);
        self.check_seals_of(lot).await?;
        for robot in robots {
            clock.advance_seconds(17);
            self.enter_room(&robot.caller, lot).await?;
        }
        clock.advance_seconds(60);
        self.host(&host, lot, HostAct::Announce).await?;
        clock.advance_seconds(12);
        self.say(&host, lot, "请各投标人备好密封时所用的密钥文件和口令，约半分钟后下达解密指令。").await?;
        clock.advance_seconds(9);
        self.say(&robots[0].caller, lot, "收到，已准备好。").await?;
        clock.advance_seconds(9);
        self.host(&host, lot, HostAct::StartDecrypt).await?;
        for robot in robots {
            clock.advance_seconds(41);
            robot.decrypt(self, lot).await?;
        }
        clock.advance_seconds(20);
        self.host(&host, lot, HostAct::ReadOut).await?;
        clock.advance_seconds(90);
        self.host(&host, lot, HostAct::OpenObjections).await?;
        clock.advance_seconds(45);
        self.object(&robots[1].caller, lot, "请说明最高投标限价是否含暂列金额。").await?;
        let room = domain::room::Room::replay(&self.room_after(lot, 0).await?)?;
        clock.advance_seconds(50);
        let text = "最高投标限价含暂列金额，与招标文件一致。".to_owned();
        let answer = HostAct::Answer { objection: room.objections[0].id, text, ruling: Ruling::Unfounded };
        self.host(&host, lot, answer).await?;
        for (robot, row) in robots.iter().zip(&room.rows) {
            clock.advance_seconds(13);
            robot.confirm(self, lot, row).await?;
        }
        clock.advance_seconds(5);
        self.host(&host, lot, HostAct::Close).await
    }

    /// Lots that are open for bids now.
    async fn demo_open_lots(&self, host: Host, now: Timestamp) -> Result<(), Error> {
        let lots = [
            ("XM-2026-057", "G303 线锡林浩特段路面养护工程", 5_000_000, now.plus_seconds(2 * 3600)),
            ("XM-2026-058", "二连浩特口岸供水管网改造", 12_800_000, now.plus_days(20)),
            ("XM-2026-061", "全民健身中心照明设备采购", 860_000, now.plus_days(26)),
        ];
        for (code, title, ceiling, deadline) in lots {
            self.demo_lot(host, code, title, ceiling, deadline).await?;
        }
        Ok(())
    }

    async fn demo_lot(
        &self,
        host: Host,
        code: &str,
        title: &str,
        ceiling: i64,
        deadline: Timestamp,
    ) -> Result<LotId, Error> {
        let terms = Terms {
            code: code.to_owned(),
            title: title.to_owned(),
            tenderer: TENDERER.1.to_owned(),
            ceiling: Fen::from_yuan(ceiling),
            guarantee: Fen::from_yuan(ceiling / 100),
            validity_days: 90,
            deadline,
            decrypt_seconds: 1800,
            objection_seconds: 600,
            draws: Vec::new(),
            rules: demo_rules(),
            project: String::new(),
            practice: false,
            procedure: Procedure::Tender,
            rounds: None,
        };
        self.open_lot(&Actor::clock(), host, terms, Act::LotAnnounced, self.now()).await
    }

    async fn demo_robot(&self, n: u8, name: &str, now: Timestamp) -> Result<Robot, Error> {
        let bits = self.0.chance.bits();
        let code = demo_code(&format!("91152522100001{n:02}"))?;
        let seed = Digest::of(&self.0.chance.secret());
        let robot = Robot::new(UserId::new(now, bits), SubjectId::new(now, bits), code, seed);
        robot.settle(self, name, false, now).await?;
        Ok(robot)
    }
}

/// What such a company would have typed. The number is an example of GB 11643.
fn demo_form(subject: &Subject) -> Form {
    let known = form_of(subject);
    let contact = Contact { name: known.legal.name.clone(), phone: "13804790001".to_owned(), email: String::new() };
    let legal = LegalPerson { id_number: "11010519491231002X".to_owned(), ..known.legal };
    let qualification = Qualification {
        name: "市政公用工程施工总承包".to_owned(),
        level: "二级".to_owned(),
        number: "D215000001".to_owned(),
        until: subject.since.day().plus(4 * YEAR).to_string(),
    };
    Form {
        licence_from: "2012-05-18".to_owned(),
        capital: "50000000.00".to_owned(),
        region: "152502".to_owned(),
        legal,
        bank_name: "中国农业银行锡林浩特支行".to_owned(),
        bank_account: "05400101040012345".to_owned(),
        contacts: vec![contact],
        qualifications: vec![qualification],
        ..known
    }
}

/// As such tender documents have them.
fn demo_rules() -> Rules {
    let clause = |number: &str| format!("投标人须知 {number}");
    let clauses = Clauses {
        decrypt: clause("5.2.2"),
        objection: clause("5.3.1"),
        restore: clause("5.2.4"),
        ..Clauses::default()
    };
    Rules { restore: true, clauses, ..Rules::default() }
}

/// A whole code, or the first 16 characters of one to be completed by both check characters.
fn demo_code(code: &str) -> Result<CreditCode, Error> {
    let whole = CreditCode::parse(code).ok();
    let inner = || {
        let ends = "0123456789X".chars().map(|end| format!("{code}{end}"));
        ends.filter_map(|first| CreditCode::complete(&first)).find(CreditCode::inner_check_fits)
    };
    whole.or_else(inner).ok_or_else(|| Error::Internal(format!("no demo code {code}")))
}
