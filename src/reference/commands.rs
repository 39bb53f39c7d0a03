//! The page of commands, made from the definition of the command line.
//!
//! Must not know: what a command does.

use std::fmt::Write;

use clap::{Arg, Command};

use super::begin_page;

const INTRODUCTION: &str = "
Messages go to standard error, results to standard output. Exit status: 0 for success, 1 if the content has errors, 2 if
the command failed. `nutgraf help COMMAND` shows the same text.
";

/// Renders the page, of all commands that are not hidden.
pub(super) fn page(command: &Command) -> String {
    let mut command = command.clone();
    // Global arguments and usages are known only after this.
    command.build();
    let dek = "All commands of nutgraf, with their arguments and options.";
    let mut page = begin_page("Commands", dek, INTRODUCTION);
    let global: Vec<_> = command.get_arguments().filter(|arg| arg.is_global_set()).collect();
    let _ = write!(page, "\n## Every command\n\n{}", argument_table(global.into_iter()));
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        let name = sub.get_bin_name().unwrap_or(sub.get_name());
        let about = sub.get_long_about().or(sub.get_about()).map(ToString::to_string).unwrap_or_default();
        let usage = sub.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let own = sub.get_arguments().filter(|arg| !arg.is_global_set() && arg.get_id() != "help");
        let _ = write!(page, "\n## {name}\n\n{about}.\n\n    {usage}\n\n{}", argument_table(own));
    }
    page
}

fn argument_table<'c>(arguments: impl Iterator<Item = &'c Arg>) -> String {
    let rows: String = arguments.filter(|arg| !arg.is_hide_set()).map(argument_row).collect();
    if rows.is_empty() {
        return rows;
    }
    format!("| argument | description |\n| --- | --- |\n{rows}")
}

fn argument_row(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    let mut about = match help.split_once(" [default: ") {
        Some((help, default)) => format!("{help}. Default: {}.", default.trim_end_matches(']')),
        None => format!("{}.", help.trim_end_matches('.')),
    };
    about.push_str(&possible_values_note(arg));
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() && arg.get_action().takes_values() {
        let _ = write!(about, " Default: `{}`.", defaults.join(" "));
    }
    format!("| `{}` | {about} |\n", argument_usage(arg).replace('|', "\\|"))
}

/// An argument as it is typed: `-o, --out <DIR>`.
fn argument_usage(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let value = names.first().map(ToString::to_string).unwrap_or_default();
    let takes = arg.get_action().takes_values();
    match (arg.get_short(), arg.get_long()) {
        (short, Some(long)) => {
            let short = short.map(|short| format!("-{short}, ")).unwrap_or_default();
            let value = if takes { format!(" {value}") } else { String::new() };
            format!("{short}--{long}{value}")
        }
        (Some(short), None) => format!("-{short}"),
        (None, None) if arg.is_required_set() => value,
        (None, None) => format!("[{value}]"),
    }
}

/// A sentence with the values that an argument may have, and the meaning of each.
fn possible_values_note(arg: &Arg) -> String {
    let values = arg.get_possible_values();
    let values = values.iter().filter(|value| !value.is_hide_set());
    let values: Vec<_> = values
        .map(|value| match value.get_help() {
            Some(help) => {
                let help = help.to_string();
                let mut letters = help.chars();
                let first: String = letters.by_ref().take(1).flat_map(char::to_lowercase).collect();
                format!("`{}` ({first}{})", value.get_name(), letters.as_str())
            }
            None => format!("`{}`", value.get_name()),
        })
        .collect();
    // Flags accept `true` and `false` as well, which needs no mention.
    if values.is_empty() || values == ["`true`", "`false`"] {
        return String::new();
    }
    format!(" One of {}.", values.join(", "))
}
