//! `kaibiao serve`: the portal, and what its operator reads.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use office::{Filing, demo};
use tokio::net::TcpListener;

use crate::house::{self, Places};
use crate::pages::Assets;
use crate::post::{self, Post};
use crate::{lists, router, serving};

#[derive(Args)]
pub struct Serve {
    #[arg(long, default_value = "127.0.0.1", env = "KAIBIAO_HOST")]
    host: IpAddr,
    #[arg(long, default_value_t = 3000, env = "KAIBIAO_PORT")]
    port: u16,
    /// Folder of sealed files, the platform's key and, by default, the database.
    #[arg(long, default_value = "data", env = "KAIBIAO_DATA")]
    data: PathBuf,
    /// `postgres://…`; SQLite in the data folder unless given.
    #[arg(long, env = "KAIBIAO_DATABASE")]
    database: Option<String>,
    /// `s3://BUCKET` or `s3://BUCKET/PREFIX` for the sealed files, with the settings of the AWS tools in the environment
    /// (AWS_ENDPOINT, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY); a folder in the data folder unless given.
    #[arg(long, env = "KAIBIAO_BLOBS")]
    blobs: Option<String>,
    /// Folder of the fonts to print records in; Debian's Noto Serif CJK (fonts-noto-cjk) unless given.
    #[arg(long, env = "KAIBIAO_FONTS", value_name = "FOLDER")]
    fonts: Option<PathBuf>,
    /// Most GiB that the bids of one company may hold before their openings.
    #[arg(long, default_value_t = 32, env = "KAIBIAO_QUOTA")]
    quota: u32,
    /// A second registrar must agree before a registration or a change is in force.
    #[arg(long, env = "KAIBIAO_FOUR_EYES")]
    four_eyes: bool,
    /// HOST:PORT of clamd: files that companies hand in are scanned, and none is taken while it does not answer.
    #[arg(long, env = "KAIBIAO_CLAMD", value_name = "ADDRESS")]
    clamd: Option<String>,
    /// Where the business registry is asked about a company: `GET ADDRESS/CODE` answers JSON with name, legal_person, state.
    #[arg(long, env = "KAIBIAO_REGISTRY", value_name = "ADDRESS")]
    registry: Option<String>,
    /// Where people reach the portal, such as `https://kaibiao.example.cn`: for the links in letters, for passkeys, and for
    /// the list of what was revoked, to which certificates point. Else the address it listens at.
    #[arg(long, env = "KAIBIAO_ORIGIN", value_name = "ADDRESS")]
    origin: Option<String>,
    /// `smtps://NAME:PASSWORD@HOST` or `smtp://HOST?tls=required`: the server that sends letters. Unless given, each lies
    /// as a file in the folder `letters` of the data folder.
    #[arg(long, env = "KAIBIAO_SMTP", value_name = "ADDRESS", hide_env_values = true)]
    smtp: Option<String>,
    /// From whom letters come.
    #[arg(long, default_value = "kaibiao@localhost", env = "KAIBIAO_FROM", value_name = "ADDRESS")]
    from: String,
    /// Folder of the certificates, in PEM or DER, of other authorities whose certificates companies may register.
    #[arg(long, env = "KAIBIAO_TRUSTED_ROOTS", value_name = "FOLDER")]
    trusted_roots: Option<PathBuf>,
    /// Folder of the revocation lists, in PEM or DER, of these authorities; read every ten minutes.
    #[arg(long, env = "KAIBIAO_REVOCATION_LISTS", value_name = "FOLDER")]
    revocation_lists: Option<PathBuf>,
    /// File of the keys (SM4) under which personal entries and scans lie: a line each, a short name and 32 hexadecimal digits;
    /// the first encrypts, the others still open. Unless given, one is made in the data folder at the first start.
    #[arg(long, env = "KAIBIAO_PERSONAL_KEYS", value_name = "FILE")]
    personal_keys: Option<PathBuf>,
    /// Folder of the built client.
    #[arg(long, default_value = "target/site", env = "KAIBIAO_SITE")]
    site: PathBuf,
    /// Loads demo data into an empty database and prints the demo accounts.
    #[arg(long)]
    demo: bool,
    /// The portal is reached by HTTPS through a proxy: cookies are marked `Secure`.
    #[arg(long, env = "KAIBIAO_HTTPS")]
    https: bool,
}

impl Serve {
    pub async fn run(self) -> anyhow::Result<()> {
        let listener = TcpListener::bind(SocketAddr::new(self.host, self.port)).await.context("opening the port")?;
        let origin = match &self.origin {
            Some(origin) => origin.trim_end_matches('/').to_owned(),
            None => format!("http://{}", listener.local_addr()?),
        };
        let places = Places {
            data: &self.data,
            database: self.database.as_deref(),
            blobs: self.blobs.as_deref(),
            fonts: self.fonts.as_deref(),
            quota: u64::from(self.quota) << 30,
            filing: Filing {
                four_eyes: self.four_eyes,
                scanner: self.clamd,
                registry: self.registry,
                key_beside_data: self.personal_keys.is_none(),
            },
            origin,
            roots: self.trusted_roots.as_deref(),
            personal_keys: self.personal_keys.as_deref(),
        };
        let office = house::open(places).await?;
        if self.demo {
            office.load_demo().await.context("loading demo data")?;
        }
        let assets = Assets::find(&self.site)?;
        let app = router::build(office.clone(), assets, self.https);
        let post = Post::open(&self.data.join("letters"), self.smtp.as_deref(), &self.from)?;
        house::keep_going(&office);
        post::keep_sending(post, &office);
        if let Some(folder) = self.revocation_lists {
            lists::keep_reading(folder, &office);
        }
        announce(listener.local_addr()?, self.demo);
        // Whatever is acknowledged is durable, so stopping need not wait for open lines.
        tokio::select! {
            () = serving::serve(listener, app) => Ok(()),
            () = told_to_stop() => Ok(()),
        }
    }
}

fn announce(address: SocketAddr, demo: bool) {
    println!("开标 Kaibiao  http://{address}");
    if demo {
        println!("演示账号 demo accounts (口令 password: {}):", demo::PASSWORD);
        for account in &demo::ACCOUNTS {
            println!("  {:<12} {}", account.login, account.what);
        }
    }
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
