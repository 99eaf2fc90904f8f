//! `kaibiao verify`: whether an opening bundle holds, without any network, in both languages.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use app::text::{bundle as words, names};
use bundle::{Check, Finding, Given, Offer, Opening, Outcome, Place, Verdict, check};
use clap::Args;
use domain::{Lang, Timestamp};
use seal::PublicKey;
use seal::text::quote;

#[derive(Args)]
pub struct Verify {
    /// The bundle as it was downloaded.
    bundle: PathBuf,
    /// Public key of the platform, as it publishes it; else the key that the bundle itself names.
    #[arg(long, value_name = "KEY")]
    key: Option<PublicKey>,
    /// The opening record as it was published, to be compared with the one that was signed.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
}

impl Verify {
    pub fn run(self) -> anyhow::Result<()> {
        let read = |path: &PathBuf| fs::read(path).with_context(|| format!("reading {}", path.display()));
        let (file, pdf) = (read(&self.bundle)?, self.pdf.as_ref().map(read).transpose()?);
        let report = check(&file, Given { key: self.key, pdf: pdf.as_deref() });
        let failed = report.opening.as_ref().is_some_and(|opening| opening.failed);
        if let Some(opening) = &report.opening {
            tell(opening);
        }
        report.checks.iter().for_each(|check| line(check, failed));
        if let Some(opening) = &report.opening {
            (1..).zip(&opening.offers).for_each(|(n, offer)| row(n, offer));
        }
        let wrong = report.checks.iter().filter(|check| matches!(check.verdict, Verdict::Wrong(_))).count();
        ensure!(report.holds(), "the bundle does not hold, {wrong} of its checks failed / 核验不通过，{wrong} 项不符");
        println!("\nall that could be checked holds / 能够核验的全部无误");
        Ok(())
    }
}

/// Texts of strangers stand between quotation marks, so that none of them moves a cursor.
fn tell(opening: &Opening) {
    let Opening { lot, terms, platform_key, digest, opened_at, closed_at, .. } = opening;
    let moment = |at: &Option<Timestamp>| at.map_or_else(|| "—".to_owned(), |at| at.to_string());
    println!("{} {} ({lot})", quote(&terms.title), quote(&terms.code));
    println!("开标 opened {}, 结束 closed {} (北京时间 Beijing time)", moment(opened_at), moment(closed_at));
    println!("平台公钥 platform's key {platform_key}\n内容摘要 digest of the content {digest}\n");
}

fn line(Check { topic, verdict }: &Check, failed: bool) {
    let both = |of: &dyn Fn(Lang) -> String| [Lang::Zh, Lang::En].map(of);
    let [chinese, english] = both(&|lang| words::topic(lang, *topic).to_owned());
    println!("[{}] {chinese} {english}", words::verdict(Lang::En, verdict));
    for lang in [Lang::Zh, Lang::En] {
        if let Some(said) = words::said(lang, *topic, verdict, failed) {
            println!("    {said}");
        }
    }
    let Verdict::Wrong(findings) = verdict else { return };
    for finding in findings.iter().map(quoted) {
        let [chinese, english] = both(&|lang| words::finding(lang, &finding));
        println!("    {chinese}\n    {english}");
    }
}

fn quoted(finding: &Finding) -> Finding {
    let place = match &finding.place {
        Place::Bid(name) => Place::Bid(quote(name)),
        Place::Draw(name) => Place::Draw(quote(name)),
        other => other.clone(),
    };
    Finding { place, fault: finding.fault }
}

/// One line of the table, as it was opened again.
fn row(number: usize, Offer { name, code, outcome, quoted }: &Offer) {
    println!("\n{number}. {} {code}", quote(name));
    match outcome {
        Outcome::Opened { form, guarantee } => {
            println!(
                "   报价 price {} 元, 工期 duration {} 日历天 days, 质量 quality {}, 项目负责人 manager {}",
                form.price,
                form.duration_days,
                quote(&form.quality),
                quote(&form.manager)
            );
            println!(
                "   保函 guarantee {} {}, {} 元, {} – {}",
                quote(&guarantee.issuer),
                quote(&guarantee.number),
                guarantee.amount,
                guarantee.from,
                guarantee.until
            );
        }
        Outcome::Out(cause) => {
            println!("   未唱标 not read out: {} / {}", names::cause(Lang::Zh, *cause), names::cause(Lang::En, *cause));
        }
        Outcome::Unknown => println!("   没有打开 not opened"),
    }
    for (round, price) in (1..).zip(quoted) {
        println!("   第 {round} 轮报价 round {round}: {price} 元");
    }
}
