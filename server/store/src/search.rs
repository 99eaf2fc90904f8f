//! Finding subjects among a million: by the beginning of a code, any part of a name, division, role and standing.
//!
//! Each subject has words: every two neighbouring characters of its name, its divisions, roles and standing, the beginning
//! of its code. What is asked for is a set of words, of which the rarest leads; what is found is held against the whole
//! name. The words lie in an inverted index: FTS5 on SQLite, GIN over an array on PostgreSQL. A Chinese name has no blanks,
//! and two characters are the shortest that people search for: trigram indexes do not serve these.

use domain::subject::role::SubjectRole;
use domain::subject::search::folded;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

use crate::StoreError;
use crate::entity::subject::Model;
use crate::subjects::{Subject, subject};

/// What every subject found has. Empty texts ask for nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The beginning of its code, two characters and more, in capitals.
    pub code: &'a str,
    /// A part of its name, two characters and more, as [`folded`] gives it.
    pub name: &'a str,
    /// Two, four or six digits.
    pub division: &'a str,
    pub role: Option<SubjectRole>,
    pub standing: Option<&'static str>,
    /// Those with a higher number than this.
    pub after: i64,
}

/// So many characters of a code are a word.
const CODE: [usize; 2] = [2, 8];

/// Digits of a division that are words: province, prefecture, county.
const DIVISION: [usize; 3] = [2, 4, 6];

/// Pairs of nearly every name: to go through their lists costs more than it spares, because the whole name is looked at
/// anyway.
const EVERYWHERE: [&str; 10] = ["有限", "限公", "公司", "限责", "责任", "任公", "股份", "份有", "集团", "团有"];

/// Every word of a subject, once, none longer than two characters but for those with a mark before.
fn words(code: &str, name: &str, division: &str, roles: &str, standing: &str) -> Vec<String> {
    let mut words: Vec<String> = pairs(&folded(name));
    words.extend(CODE.iter().filter_map(|end| Some(format!("zzc{}", code.get(..*end)?.to_ascii_lowercase()))));
    words.extend(DIVISION.iter().filter_map(|end| Some(format!("zzd{}", division.get(..*end)?))));
    words.extend(roles.split(',').filter(|role| !role.is_empty()).map(role_word));
    words.push(format!("zzs{standing}"));
    words.sort_unstable();
    words.dedup();
    words
}

/// Without what a tokenizer would take for a gap.
fn role_word(name: &str) -> String {
    format!("zzr{}", name.replace('_', ""))
}

fn pairs(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    chars.windows(2).map(String::from_iter).collect()
}

impl Wanted<'_> {
    fn words(&self) -> Vec<String> {
        let mut words = pairs(self.name);
        if words.iter().any(|pair| !EVERYWHERE.contains(&pair.as_str())) {
            words.retain(|pair| !EVERYWHERE.contains(&pair.as_str()));
        }
        let longest = CODE.iter().rev().find_map(|end| self.code.get(..*end));
        // A code has its division after two characters.
        let of_code = DIVISION.iter().rev().find_map(|end| self.code.get(2..2 + end));
        words.extend(of_code.map(|digits| format!("zzd{digits}")));
        words.extend(longest.map(|begin| format!("zzc{}", begin.to_ascii_lowercase())));
        words.extend((!self.division.is_empty()).then(|| format!("zzd{}", self.division)));
        words.extend(self.role.map(|role| role_word(role.name())));
        words.extend(self.standing.map(|standing| format!("zzs{standing}")));
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Real subjects in the order of their numbers, with them.
pub async fn find(db: &impl ConnectionTrait, wanted: Wanted<'_>, most: u64) -> Result<Vec<(i64, Subject)>, StoreError> {
    let backend = db.get_database_backend();
    let statement = if backend == DbBackend::Postgres { on_postgres(wanted, most) } else { on_sqlite(wanted, most) };
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, statement.0, statement.1)).await?;
    let found = rows.iter().map(|row| {
        let number: i64 = row.try_get("", "number")?;
        Ok((number, subject(Model::from_query_result(row, "")?)?))
    });
    found.collect()
}

fn on_sqlite(wanted: Wanted<'_>, most: u64) -> (String, Vec<Value>) {
    let words = wanted.words();
    let matched: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let mut values: Vec<Value> = Vec::new();
    // CROSS keeps the order of the join: the index leads.
    let mut sql = if words.is_empty() {
        "SELECT s.* FROM subjects AS s WHERE s.practice = 0 AND s.number > ?".to_owned()
    } else {
        values.push(matched.join(" AND ").into());
        "SELECT s.* FROM subject_words AS w CROSS JOIN subjects AS s ON s.number = w.rowid \
         WHERE w.subject_words MATCH ? AND w.rowid > ?"
            .to_owned()
    };
    values.push(wanted.after.into());
    if wanted.name.chars().count() > 2 {
        sql.push_str(" AND instr(s.folded, ?) > 0");
        values.push(wanted.name.into());
    }
    if !CODE.contains(&wanted.code.len()) && !wanted.code.is_empty() {
        sql.push_str(" AND s.code GLOB ?");
        values.push(format!("{}*", wanted.code).into());
    }
    sql.push_str(if words.is_empty() { " ORDER BY s.number LIMIT ?" } else { " ORDER BY w.rowid LIMIT ?" });
    values.push(most.into());
    (sql, values)
}

fn on_postgres(wanted: Wanted<'_>, most: u64) -> (String, Vec<Value>) {
    let words = wanted.words();
    // As a text: the planner is to see what is asked for, and each word is made of letters and digits alone.
    let mut sql = "SELECT s.* FROM subjects AS s WHERE NOT s.practice AND s.number > $1".to_owned();
    let mut values: Vec<Value> = vec![wanted.after.into()];
    if !words.is_empty() {
        sql.push_str(&format!(" AND s.words @> '{{{}}}'", words.join(",")));
    }
    if wanted.name.chars().count() > 2 {
        values.push(wanted.name.into());
        sql.push_str(&format!(" AND strpos(s.folded, ${}) > 0", values.len()));
    }
    if !CODE.contains(&wanted.code.len()) && !wanted.code.is_empty() {
        values.push(format!("{}%", wanted.code).into());
        sql.push_str(&format!(" AND s.code LIKE ${}", values.len()));
    }
    values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    sql.push_str(&format!(" ORDER BY s.number LIMIT ${}", values.len()));
    (sql, values)
}

/// The number of the next subject.
pub(crate) async fn next_number(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    // What is laid aside has its numbers already.
    let last = "SELECT COALESCE(MAX(number), 0) FROM (SELECT MAX(number) AS number FROM subjects \
         UNION ALL SELECT MAX(number) FROM staged_subjects) AS given";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), last)).await?;
    Ok(row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or_default() + 1)
}

/// Writes a subject's words anew, after its row was written.
pub(crate) async fn index(db: &impl ConnectionTrait, id: &str) -> Result<(), StoreError> {
    index_where(db, "id", id.into()).await
}

pub(crate) async fn index_all(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    index_where(db, "practice", false.into()).await
}

async fn index_where(db: &impl ConnectionTrait, column: &str, value: Value) -> Result<(), StoreError> {
    let backend = db.get_database_backend();
    let place = if backend == DbBackend::Postgres { "$1" } else { "?" };
    let sql = format!(
        "SELECT number, practice, code, name, division, roles, standing FROM subjects WHERE {column} = {place}"
    );
    for row in db.query_all_raw(Statement::from_sql_and_values(backend, sql, [value])).await? {
        let text = |column: &str| row.try_get::<String>("", column);
        let number: i64 = row.try_get("", "number")?;
        let words = if row.try_get("", "practice")? {
            Vec::new()
        } else {
            words(&text("code")?, &text("name")?, &text("division")?, &text("roles")?, &text("standing")?)
        };
        set_words(db, number, &folded(&text("name")?), &words.join(" ")).await?;
    }
    Ok(())
}

async fn set_words(db: &impl ConnectionTrait, number: i64, folded: &str, words: &str) -> Result<(), StoreError> {
    let backend = db.get_database_backend();
    let run = async |sql: &str, values: Vec<Value>| {
        db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await
    };
    if backend == DbBackend::Postgres {
        let sql = "UPDATE subjects SET folded = $1, words = string_to_array($2, ' ') WHERE number = $3";
        run(sql, vec![folded.into(), words.into(), number.into()]).await?;
    } else {
        run("UPDATE subjects SET folded = ? WHERE number = ?", vec![folded.into(), number.into()]).await?;
        run("DELETE FROM subject_words WHERE rowid = ?", vec![number.into()]).await?;
        if !words.is_empty() {
            run("INSERT INTO subject_words (rowid, words) VALUES (?, ?)", vec![number.into(), words.into()]).await?;
        }
    }
    Ok(())
}

/// After many were entered: what the planner goes by, and an index in one piece.
pub async fn settle(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let statements: &[&str] = if db.get_database_backend() == DbBackend::Postgres {
        &["SELECT gin_clean_pending_list('subjects_words')", "ANALYZE subjects"]
    } else {
        &["INSERT INTO subject_words (subject_words) VALUES ('optimize')", "ANALYZE subjects"]
    };
    for statement in statements {
        db.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// As [`crate::staged`] takes it.
pub(crate) fn row(number: i64, subject: &Subject) -> serde_json::Value {
    let model = crate::subjects::model(subject);
    let folded = folded(&model.name);
    let words = if model.practice {
        String::new()
    } else {
        words(&model.code, &model.name, &model.division, &model.roles, &model.standing).join(" ")
    };
    serde_json::json!({
        "id": model.id, "code": model.code, "name": model.name, "legal_person": model.legal_person,
        "address": model.address,
        "standing": model.standing, "since": model.since, "practice": model.practice, "due": model.due,
        "division": model.division, "roles": model.roles, "number": number, "folded": folded, "words": words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_every_word_that_finds_it() {
        let has = words("911525001000002270", "草原（集团）A1", "152500", "bidder,tender_agency", "approved");
        let wanted = Wanted {
            code: "9115250",
            name: "原集团a",
            division: "1525",
            role: Some(SubjectRole::TenderAgency),
            standing: Some("approved"),
            after: 0,
        };
        for word in wanted.words() {
            assert!(has.contains(&word), "{word} is none of {has:?}");
        }
        assert!(!has.contains(&"zzd1526".to_owned()));
    }
}
