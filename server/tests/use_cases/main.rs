//! Use cases through the real router, with a clock moved by hand, seeded randomness and a database of their own: each
//! test runs on SQLite and on PostgreSQL.

mod bidder;
mod bidding;
mod client;
mod house;
mod live;
mod opening;
mod pages;
mod practice;
mod registration;
mod secrecy;
mod sessions;

/// Declares tests that run once on each database.
macro_rules! on_both {
    ($(async fn $name:ident($house:ident: House) $body:block)*) => {
        $(
            mod $name {
                use super::*;

                async fn test($house: crate::house::House) $body

                #[tokio::test]
                async fn on_sqlite() {
                    test(crate::house::House::on_sqlite(stringify!($name)).await).await;
                }

                #[tokio::test]
                #[ignore = "needs PostgreSQL: cargo xtask test"]
                async fn on_postgres() {
                    test(crate::house::House::on_postgres(stringify!($name)).await).await;
                }
            }
        )*
    };
}
pub(crate) use on_both;
