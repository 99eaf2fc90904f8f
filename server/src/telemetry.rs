//! The operator's log. `KAIBIAO_LOG` sets what is told, e.g. `office=debug,info`.

use tracing_subscriber::EnvFilter;

pub fn start() {
    let filter =
        EnvFilter::try_from_env("KAIBIAO_LOG").unwrap_or_else(|_| EnvFilter::new("info,sea_orm_migration=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
