//! The page of keys: every file and front matter that authors write in TOML, table by table.
//!
//! Must not know: the keys, which come from the formats.

use std::fmt::Write;

use super::begin_page;
use crate::base::words::Choice;
use crate::parse::formats::{Written, formats};
use crate::parse::keys::{ENTRY, about};
use crate::parse::table::{Form, Key, Needed, Others, Shape};

const INTRODUCTION: &str = "
A key that is not listed here is an error; the message suggests the nearest one.
The keys of blocks are on [their own page](blocks.md).

A **date** is a TOML date (`2022-09-15`), a year (`2022`), or a string of the Extended Date/Time Format, levels 0 and 1:
`\"2022-09\"`, `\"2022~\"` for about 2022, `\"2022?\"` if it is in doubt, `\"2022-09-15/2022-09-16\"`,
`\"2022-21\"` for spring.

`nutgraf schema --out DIR` writes all of this as JSON Schemas, for [completion in editors](../how-to/editors.md).
";

/// Renders the page.
pub(super) fn page() -> String {
    let dek = "All keys of the TOML files and of the front matter of pages.";
    let mut page = begin_page("Keys", dek, INTRODUCTION);
    for format in formats() {
        let (title, place) = match format.place {
            Written::File(name) => (format!("`{name}`"), String::new()),
            Written::Front(files) => {
                let name = format.shape.name;
                (format!("Front matter of {name}"), format!("In {files}, between two lines of `+++`.\n\n"))
            }
            Written::Fence => continue,
        };
        let _ = write!(page, "\n## {title}\n\n{place}");
        write_tables(&format.shape, "", &mut page);
    }
    page
}

/// Writes a table of keys, then one for each table in it. `path` is its header in TOML, `[publisher]`, or empty.
pub(super) fn write_tables(shape: &Shape, path: &str, page: &mut String) {
    if !path.is_empty() {
        let _ = write!(page, "\n`{path}`:\n\n");
    }
    page.push_str("| key | value | description |\n| --- | --- | --- |\n");
    for Key { name, form, needed } in &shape.keys {
        let needed = match needed {
            Needed::Always => "; needed".to_owned(),
            Needed::Unless(flag) => format!("; needed, unless `{flag}` is set"),
            Needed::Beside(other) => format!("; needed if `{other}` is there"),
            Needed::Never => String::new(),
        };
        let about = about(shape.name, name).unwrap_or_default();
        let _ = writeln!(page, "| `{name}` | {}{needed} | {about} |", value_type(form));
    }
    // The row for keys that the author chooses.
    let others = match &shape.others {
        Others::None => None,
        Others::Any => Some("anything".to_owned()),
        Others::Ids(_) => Some("table".to_owned()),
        Others::Names(words) => Some(Choice(words.clone()).to_string()),
    };
    if let Some(value) = others {
        let about = about(shape.name, ENTRY).unwrap_or_default();
        let _ = writeln!(page, "| any other | {value} | {about} |");
    }
    let parent = path.trim_matches(['[', ']']);
    let below = |name: &str| if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") };
    for key in &shape.keys {
        match &key.form {
            Form::Table(shape) => write_tables(shape, &format!("[{}]", below(key.name)), page),
            Form::Tables(shape) => write_tables(shape, &format!("[[{}]]", below(key.name)), page),
            _ => {}
        }
    }
    if let Others::Ids(shape) = &shape.others
        && shape.others != Others::Any
    {
        write_tables(shape, &format!("[{}]", below("ID")), page);
    }
}

fn value_type(form: &Form) -> String {
    match form {
        Form::Text => "text".to_owned(),
        Form::Texts => "list of texts".to_owned(),
        Form::Flag => "`true` or `false`".to_owned(),
        Form::Date => "date".to_owned(),
        Form::Word(words) => Choice(words.clone()).to_string(),
        Form::Count => "whole number above zero".to_owned(),
        Form::Number => "number".to_owned(),
        Form::Moment => "date and time".to_owned(),
        Form::Table(_) => "table".to_owned(),
        Form::Tables(_) => "list of tables".to_owned(),
    }
}
