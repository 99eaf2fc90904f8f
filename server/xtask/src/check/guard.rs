//! Rules of the house that a compiler does not know. Each looks at the text of the sources.

use crate::checkout;
use crate::say::say;
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Words, where they may stand all the same, and why nowhere else.
struct Rule {
    words: &'static [&'static str],
    inside: &'static [&'static str],
    except: &'static [&'static str],
    why: &'static str,
}

const RULES: [Rule; 7] = [
    Rule {
        words: &["<textarea", "textarea()"],
        inside: &["app/src/"],
        except: &["app/src/parts/text_area.rs"],
        why: "Leptos 0.8 does not escape its content; use the part `TextArea`",
    },
    Rule {
        words: &[" style=", " style:"],
        inside: &["app/src/"],
        except: &[],
        why: "the security policy of the pages refuses it",
    },
    Rule {
        words: &["inner_html="],
        inside: &["app/src/"],
        except: &["app/src/parts/text_area.rs"],
        why: "it is not escaped",
    },
    Rule {
        words: &["SystemTime::now"],
        inside: &["app/", "server/"],
        except: &["server/src/house.rs", "server/crowd/", "server/xtask/"],
        why: "time is a parameter",
    },
    Rule { words: &["Instant::now"], inside: PURE, except: &[], why: "time is a parameter" },
    Rule {
        words: &["OsRng", "SysRng", "getrandom::fill", "rand::rng", "thread_rng", "Ulid::new()"],
        inside: PURE,
        except: &[],
        why: "randomness is a parameter",
    },
    Rule {
        words: &["leptos_axum::redirect"],
        inside: &["app/src/", "server/src/"],
        except: &["app/src/api/door.rs"],
        why: "it panics on a Chinese path; use the wrapper that encodes it",
    },
];

/// Rooms that are given time and chance.
const PURE: &[&str] = &[
    "app/domain/src/",
    "app/seal/src/",
    "app/ledger/src/",
    "app/bundle/src/",
    "server/office/src/",
    "server/store/src/",
];

const LONGEST_MAIN: usize = 50;
/// Occurrences of `feature = "ssr"` in a thousand lines.
const MOST_SSR: f64 = 1.5;

pub fn check() -> Result<()> {
    let sources = sources()?;
    let mut broken: Vec<String> = sources.iter().flat_map(words_of).collect();
    broken.extend(sources.iter().filter_map(long_main));
    let ssr = ssr_in_a_thousand_lines(&sources);
    if ssr >= MOST_SSR {
        broken.push(format!("`feature = \"ssr\"` stands {ssr:.2} times in a thousand lines; at most {MOST_SSR}"));
    }
    say(format_args!(
        "median production file: {} lines; `feature = \"ssr\"`: {ssr:.2} in 1,000 lines",
        median(&sources)
    ));
    if !broken.is_empty() {
        bail!("\n  {}", broken.join("\n  "));
    }
    Ok(())
}

fn words_of(source: &Source) -> Vec<String> {
    let path = source.path.as_str();
    let applies = |rule: &&Rule| {
        rule.inside.iter().any(|room| path.starts_with(room))
            && !rule.except.iter().any(|allowed| path.starts_with(allowed))
    };
    let mut found = Vec::new();
    for rule in RULES.iter().filter(applies) {
        for (number, line) in source.production() {
            if let Some(word) = rule.words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{path}:{number}: `{}`: {}", word.trim(), rule.why));
            }
        }
    }
    found
}

fn long_main(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    let long = source.path.ends_with("src/main.rs") && lines > LONGEST_MAIN;
    long.then(|| {
        format!("{}: {lines} lines; a main file is a table of contents of at most {LONGEST_MAIN}", source.path)
    })
}

fn ssr_in_a_thousand_lines(sources: &[Source]) -> f64 {
    // Written so that this file does not count itself.
    let word = concat!("feature = ", "\"ssr\"");
    let lines: usize = sources.iter().map(|source| source.text.lines().count()).sum();
    let found: usize =
        sources.iter().flat_map(Source::code).filter(|(_, line)| line.contains(word) && !line.contains('\\')).count();
    found as f64 * 1000.0 / lines.max(1) as f64
}

fn median(sources: &[Source]) -> usize {
    let mut lengths: Vec<usize> = sources.iter().filter(|one| !one.is_test()).map(Source::production_lines).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// One file, by its path from the top of the checkout.
#[derive(Clone, Debug)]
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Numbered lines without those that are wholly comment.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Numbered lines of code before the file's tests; none in a file of tests.
    fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = if self.is_test() { 0 } else { self.production_lines() };
        self.code().take_while(move |(number, _)| *number <= end)
    }

    /// Lines before the file's own tests.
    fn production_lines(&self) -> usize {
        let lines: Vec<&str> = self.text.lines().collect();
        lines.iter().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(lines.len())
    }

    fn is_test(&self) -> bool {
        ["/tests/", "/benches/", "/fuzz/"].iter().any(|part| self.path.contains(part))
            || self.path.ends_with("/tests.rs")
    }
}

/// Every Rust file under `app/` and `server/`, in order.
fn sources() -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for room in ["app", "server"] {
        walk(&checkout::root().join(room), &mut found)?;
    }
    found.sort();
    let read = |path: &PathBuf| -> Result<Source> {
        let short = path.strip_prefix(checkout::root())?.display().to_string();
        Ok(Source { path: short, text: fs::read_to_string(path)? })
    };
    found.iter().map(read).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "target" {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_sources_keep_the_rules_of_the_house() {
        check().unwrap();
    }

    #[test]
    fn a_bare_textarea_is_found_outside_its_part_and_only_there() {
        let text = "fn page() {\n    view! { <textarea>{words}</textarea> }\n}\n";
        assert_eq!(words_of(&source("app/src/pages/lot.rs", text)).len(), 1);
        assert_eq!(words_of(&source("app/src/parts/text_area.rs", text)), Vec::<String>::new());
    }

    #[test]
    fn a_rule_of_the_office_that_reads_the_clock_is_found() {
        let text = "let now = SystemTime::now();\n";
        assert_eq!(words_of(&source("server/office/src/bids.rs", text)).len(), 1);
        assert_eq!(words_of(&source("server/src/house.rs", text)), Vec::<String>::new());
    }

    #[test]
    fn tests_and_comments_are_free() {
        let text = "// SystemTime::now is refused\n#[cfg(test)]\nmod tests { fn now() { SystemTime::now(); } }\n";
        assert_eq!(words_of(&source("server/office/src/bids.rs", text)), Vec::<String>::new());
    }

    #[test]
    fn a_main_file_of_51_lines_is_found() {
        assert!(long_main(&source("server/src/main.rs", &"//\n".repeat(51))).is_some());
        assert!(long_main(&source("server/src/main.rs", &"//\n".repeat(50))).is_none());
    }

    #[test]
    fn the_share_of_server_only_code_is_counted_per_thousand_lines() {
        let line = format!("#[cfg({})]\n", concat!("feature = ", "\"ssr\""));
        let text = format!("{line}{line}{}", "x\n".repeat(998));
        assert!((ssr_in_a_thousand_lines(&[source("app/src/lib.rs", &text)]) - 2.0).abs() < 1e-9);
    }
}
