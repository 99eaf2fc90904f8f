//! A million subjects, found and listed; `cargo xtask bench subjects` starts it once on each database. Prints one line of
//! JSON. They come in as a centre's own database would, file by file through the import, and are asked for as a registrar
//! and as a visitor ask. Beside it, what it costs that forms and scans lie encrypted.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Parser;
use crowd::{Place, Registry};
use domain::subject::import::Imported;
use domain::subject::role::SubjectRole;
use domain::subject::search::SubjectQuery;
use domain::{Caller, CreditCode};
use office::{Chance, Office, PersonalKeys};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use store::{Store, Vault};

/// Lines of a file.
const FILE: usize = 50_000;

#[derive(Parser)]
struct Options {
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// How often each question is asked, each time another
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// Address of a PostgreSQL server; else SQLite
    #[arg(long)]
    postgres: Option<String>,
}

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "it measures")]
async fn main() -> Result<()> {
    let Options { rows, times, postgres } = Options::parse();
    let folder = tempfile::tempdir()?;
    let place = match &postgres {
        None => Place::on_sqlite(folder.path()),
        Some(server) => Place::on_postgres(folder.path(), server).await?,
    };
    let registry = Registry::open(&place, 1).await?;
    let (office, registrar) = (registry.office(), registry.registrar());
    let mut names = Names { rng: ChaCha20Rng::from_seed([4; 32]), next: 0 };
    let over = Arc::new(AtomicBool::new(false));
    let other = tokio::spawn(another_writer(registry.store(), over.clone()));
    let begun = Instant::now();
    let mut entered = 0;
    while entered < rows {
        let file = names.file(FILE.min(rows - entered));
        let came = office.import_subjects(&registrar, "bench.csv", file.into_bytes(), false).await?;
        ensure!(matches!(came, Imported::Read { loaded: true, .. }), "a file was not entered");
        entered += FILE.min(rows - entered);
    }
    let rate = entered as f64 / begun.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let waited = other.await??.as_secs_f64();
    let mut asked = serde_json::Map::new();
    for (name, question) in QUESTIONS {
        let mut waits = Vec::with_capacity(times);
        let mut found = 0;
        for _ in 0..times {
            let query = question(&mut names);
            let begun = Instant::now();
            found += ask(&office, &registrar, &query).await?;
            waits.push(begun.elapsed());
        }
        asked.insert((*name).to_owned(), told(waits, found, times));
    }
    let told = json!({
        "rows": entered, "import_rows_a_second": rate.round(), "another_writer_waited": waited, "questions": asked,
        "microseconds_to_seal_and_open": { "form": sealing(2 << 10, 1000)?, "scan": sealing(1 << 20, 20)? },
    });
    println!("{told}");
    Ok(())
}

/// Microseconds to seal so many bytes as they lie in the database, and to open them; on average.
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn sealing(bytes: usize, times: u32) -> Result<[f64; 2]> {
    let keys = PersonalKeys::parse("bench 0123456789abcdeffedcba9876543210", Chance::from_seed([4; 32]))?;
    let (place, plain) = (store::Place { table: "cases", column: "form", row: "01k" }, vec![7; bytes]);
    let mut sealed = keys.seal(place, &plain);
    let each = |since: Instant| (since.elapsed().as_secs_f64() * 1e7 / f64::from(times)).round() / 10.0;
    let begun = Instant::now();
    (0..times).for_each(|_| sealed = keys.seal(place, &plain));
    let to_seal = each(begun);
    let begun = Instant::now();
    for _ in 0..times {
        ensure!(keys.open("bench", place, &sealed).as_ref() == Some(&plain), "what was sealed does not open");
    }
    Ok([to_seal, each(begun)])
}

/// How long somebody who writes beside the import waits for its turn at most.
#[expect(clippy::disallowed_methods, reason = "it measures")]
async fn another_writer(store: Store, over: Arc<AtomicBool>) -> Result<Duration> {
    let mut longest = Duration::ZERO;
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        store.write().await?.commit().await?;
        longest = longest.max(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(longest)
}

async fn ask(office: &Office, registrar: &Caller, query: &SubjectQuery) -> Result<usize> {
    Ok(office.list_subjects(registrar, query).await?.lines.len())
}

fn told(mut waits: Vec<Duration>, found: usize, times: usize) -> Value {
    waits.sort_unstable();
    let of =
        |share: usize| (waits[(waits.len() * share / 100).min(waits.len() - 1)].as_secs_f64() * 1e4).round() / 10.0;
    json!({ "p50": of(50), "p95": of(95), "lines": found as f64 / times as f64 })
}

type Question = fn(&mut Names) -> SubjectQuery;

/// What people ask, the easy and the hard: words that everybody has, words that nobody has, several conditions at once.
const QUESTIONS: &[(&str, Question)] = &[
    ("whole_code", |names| text(names.some_code())),
    ("code_of_10", |names| text(names.some_code()[..10].to_owned())),
    ("code_of_6", |names| text(names.some_code()[..6].to_owned())),
    ("name_in_full", |names| {
        let n = names.some();
        text(names.name(n))
    }),
    ("name_of_4", |names| {
        let n = names.some();
        text(names.name(n).chars().skip(2).take(4).collect())
    }),
    ("name_of_2", |names| {
        let n = names.some();
        text(names.name(n).chars().skip(2).take(2).collect())
    }),
    ("name_that_all_have", |_| text("有限公司".to_owned())),
    ("name_that_none_has", |_| text("龘靐有限公司".to_owned())),
    ("division", |names| SubjectQuery { division: names.division(), ..SubjectQuery::default() }),
    ("division_and_trade", |names| SubjectQuery { division: names.division(), ..text(names.trade().to_owned()) }),
    ("rare_role_and_province", |names| SubjectQuery {
        role: SubjectRole::Transferor.name().to_owned(),
        division: names.division()[..2].to_owned(),
        ..SubjectQuery::default()
    }),
    ("rare_role_and_trade", |names| SubjectQuery {
        role: SubjectRole::Transferor.name().to_owned(),
        ..text(names.trade().to_owned())
    }),
    ("standing_that_none_has", |_| SubjectQuery { standing: "suspended".to_owned(), ..SubjectQuery::default() }),
    ("page_after_page", |names| SubjectQuery {
        after: (names.some() % 1_000_000).to_string(),
        ..text("工程".to_owned())
    }),
];

fn text(text: String) -> SubjectQuery {
    SubjectQuery { text, ..SubjectQuery::default() }
}

/// Companies by number, the same in every run: as many as a large province has, of all divisions and trades.
struct Names {
    rng: ChaCha20Rng,
    next: usize,
}

const PLACES: [&str; 16] = [
    "锡林郭勒",
    "呼和浩特",
    "包头",
    "赤峰",
    "通辽",
    "北京",
    "上海",
    "深圳",
    "成都",
    "西安",
    "沈阳",
    "哈尔滨",
    "昆明",
    "南宁",
    "乌鲁木齐",
    "拉萨",
];
const BRANDS: &str =
    "天地人和正大光明鑫盛宏达永兴泰康瑞祥嘉华恒远顺通博雅卓越安信德隆金源广汇中建东方新世纪蓝海绿洲草原长城黄河长江";
const TRADES: [&str; 16] = [
    "建筑工程",
    "路桥工程",
    "水利工程",
    "园林绿化",
    "市政工程",
    "装饰装修",
    "科技",
    "信息技术",
    "商贸",
    "物业服务",
    "医疗器械",
    "工程咨询",
    "勘察设计",
    "机电设备",
    "环保",
    "新能源",
];
const FORMS: [&str; 4] = ["有限公司", "有限责任公司", "股份有限公司", "集团有限公司"];

impl Names {
    /// The number of one that is there.
    fn some(&mut self) -> usize {
        self.rng.next_u64() as usize % self.next.max(1)
    }

    fn some_code(&mut self) -> String {
        let n = self.some();
        self.code(n)
    }

    fn code(&self, n: usize) -> String {
        let digits = format!("91{}{:09}", division(n), n);
        CreditCode::complete(&digits).map(|code| code.to_string()).unwrap_or_default()
    }

    fn name(&self, n: usize) -> String {
        let brands: Vec<char> = BRANDS.chars().collect();
        let mix = |turn: u64| ChaCha20Rng::seed_from_u64(n as u64 ^ (turn << 40)).next_u64() as usize;
        let brand: String = (0..2 + mix(9) % 3).map(|at| brands[mix(at as u64) % brands.len()]).collect();
        let (place, trade) = (PLACES[mix(10) % PLACES.len()], TRADES[mix(11) % TRADES.len()]);
        format!("{place}{brand}{trade}{}", FORMS[mix(12) % FORMS.len()])
    }

    fn division(&mut self) -> String {
        division(self.some())
    }

    fn trade(&mut self) -> &'static str {
        TRADES[self.some() % TRADES.len()]
    }

    /// The next so many as a table. One in a thousand has a rare role.
    fn file(&mut self, lines: usize) -> String {
        let mut text = "统一社会信用代码,主体名称,主体角色类型,法定代表人,住所\n".to_owned();
        for n in self.next..self.next + lines {
            let role = if n % 1000 == 7 { "出让人" } else { "投标人、供应商" };
            let (code, name) = (self.code(n), self.name(n));
            writeln!(text, "{code},{name},{role},甲某,示例路{n}号").expect("a text takes all");
        }
        self.next += lines;
        text
    }
}

/// Three thousand counties of thirty provinces.
fn division(n: usize) -> String {
    let (province, prefecture, county) = (11 + n % 30, 1 + n / 30 % 10, 1 + n / 300 % 10);
    format!("{province:02}{prefecture:02}{county:02}")
}
