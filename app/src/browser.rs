//! The browser's side: worker, key file, live line, clock.
