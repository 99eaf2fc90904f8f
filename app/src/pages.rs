//! The pages, one file each, in the order in which a company meets them.

pub mod front;
pub mod sign_in;

pub mod filing;
pub mod key;
pub mod my_bids;
pub mod my_case;
pub mod register;

pub mod bid;
pub mod looks;
pub mod lot;
pub mod lots;
pub mod ready;
pub mod receipt;

pub mod console;
pub mod draw;
pub mod record;
pub mod replay;
pub mod room;
pub mod screen;
pub mod subjects;
pub mod verify;

pub mod credit;

pub mod lot_form;
pub mod review;

pub mod account;
pub mod people;
pub mod recover;

pub mod not_found;
