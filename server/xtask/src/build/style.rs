//! One stylesheet out of many files, in the order in which `main.css` names them.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

pub fn join(folder: &Path) -> Result<String> {
    let main = fs::read_to_string(folder.join("main.css")).context("style/main.css")?;
    let names = imports(&main);
    ensure!(!names.is_empty(), "style/main.css imports nothing");
    let mut sheet = String::new();
    for name in &names {
        let part = fs::read_to_string(folder.join(name)).with_context(|| format!("style/{name}"))?;
        sheet.push_str(part.trim_end());
        sheet.push('\n');
    }
    Ok(sheet)
}

/// The names in lines `@import "./name.css";`.
fn imports(main: &str) -> Vec<&str> {
    main.lines().filter_map(|line| line.trim().strip_prefix("@import \"./")?.strip_suffix("\";")).collect()
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn parts_are_joined_in_the_order_of_the_imports() {
        let main = "/* @import \"./not.css\"; */\n@import \"./tokens.css\";\n  @import \"./base.css\";\n";
        assert_eq!(imports(main), ["tokens.css", "base.css"]);
    }
}
