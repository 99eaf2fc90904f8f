//! The pages, one file each, in the order in which a company meets them.

pub mod front;
pub mod sign_in;

pub mod register;
pub mod my_case;
pub mod key;
pub mod my_bids;

pub mod lots;
pub mod lot;
pub mod bid;
pub mod receipt;

pub mod room;
pub mod console;
pub mod record;

pub mod credit;
pub mod my_credit;

pub mod lot_form;
pub mod review;

pub mod not_found;
