//! Use cases through the real router, with a clock moved by hand, seeded randomness and a database of their own: each
//! test runs on SQLite with files in a folder, and on PostgreSQL with files in an S3 bucket.

mod access;
mod anybody;
mod away;
mod before_the_day;
mod bidder;
mod bidding;
mod broadcast;
mod bundle;
mod by_certificate;
mod certificates;
mod client;
mod colleagues;
mod draw;
mod floor;
mod help;
mod house;
mod journal;
mod live;
mod opening;
mod outside;
mod pages;
mod papers;
mod personal;
mod pieces;
mod postpone;
mod practice;
mod quote;
mod registration;
mod remind;
mod rights;
mod roles;
mod rules;
mod scans;
mod secrecy;
mod sessions;
mod subject_book;
mod together;

/// Declares tests that run once on each database.
macro_rules! on_both {
    ($(async fn $name:ident($house:ident: House) $body:block)*) => {
        $(
            async fn $name($house: crate::house::House) $body

            mod $name {
                #[tokio::test]
                async fn on_sqlite() {
                    super::$name(crate::house::House::on_sqlite(stringify!($name)).await).await;
                }

                #[tokio::test]
                #[ignore = "needs PostgreSQL: cargo xtask test"]
                async fn on_postgres() {
                    super::$name(crate::house::House::on_postgres(stringify!($name)).await).await;
                }
            }
        )*
    };
}
pub(crate) use on_both;
