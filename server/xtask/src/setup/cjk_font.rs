//! Chinese glyphs, without which pages in a browser on a server machine are rows of boxes.

use super::apt;
use anyhow::Result;
use std::process::Command;

pub fn cjk_font() -> Result<()> {
    let listed = Command::new("fc-list").args([":lang=zh-cn", "family"]).output();
    if listed.is_ok_and(|fonts| !fonts.stdout.is_empty()) {
        return Ok(());
    }
    apt::install(&["fontconfig", "fonts-noto-cjk"], "Chinese font", "60 MB, half a minute")
}
