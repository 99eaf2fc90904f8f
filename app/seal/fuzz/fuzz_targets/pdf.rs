//! Any bytes are a PDF or have a named fault.
#![no_main]

use domain::pdf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    if pdf::check(file).is_ok() {
        assert!(file.windows(5).any(|word| word == b"%PDF-") && file.windows(5).any(|word| word == b"%%EOF"));
    }
});
