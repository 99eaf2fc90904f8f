//! Parts used by more than one page.

pub mod error_summary;
pub mod field;
pub mod frame;
pub mod labelled;
pub mod money;
pub mod notice;
pub mod practice;
pub mod refusal;
pub mod summary;
pub mod text_area;
