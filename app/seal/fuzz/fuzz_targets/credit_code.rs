//! Whatever a person types is a credit code or has a named fault, and the proper form that a fault suggests is one.
#![no_main]

use domain::credit_code::{CreditCode, CreditCodeFault};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    match CreditCode::parse(typed) {
        Ok(code) => {
            assert_eq!(code.as_str(), typed.trim());
            assert_eq!(CreditCode::complete(&code.as_str()[..17]), Some(code));
            assert_eq!(code.division().len(), 6);
            let _ = (code.kind(), code.inner_check_fits());
        }
        Err(CreditCodeFault::Form { meant, .. }) => {
            let again = CreditCode::parse(&meant);
            assert!(!matches!(again, Err(CreditCodeFault::Form { .. })), "{meant} is no proper form");
        }
        Err(CreditCodeFault::Character { position, .. }) => assert!((1..=18).contains(&position)),
        Err(_) => {}
    }
});
