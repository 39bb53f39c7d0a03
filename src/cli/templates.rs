//! `nutgraf templates` and `nutgraf eject`: describes the built-in theme, and copies its files into a site.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{CommandResult, NO_SITE, eprint, print};
use crate::base::printable::escape_controls;
use crate::render::template_schema::{Piece, TemplateVariable, own_block, piece, pieces, tree};
use crate::shell::write_new::write_new;
use crate::source::SETTINGS;

#[derive(Args)]
pub(super) struct Templates {
    /// Show all variables of this template, such as explainer.html
    template: Option<String>,
}

#[derive(Args)]
pub(super) struct Eject {
    /// Copy this built-in template or style sheet, such as explainer.html or style/tokens.css
    template: String,
    /// The site's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

impl Templates {
    pub(super) fn run(&self) -> CommandResult {
        print(&match &self.template {
            Some(name) => describe(&find_piece(name)?),
            None => template_list(),
        });
        Ok(ExitCode::SUCCESS)
    }
}

impl Eject {
    pub(super) fn run(self) -> CommandResult {
        let piece = find_piece(&self.template)?;
        if !self.root.join(SETTINGS).is_file() {
            return Err(NO_SITE.into());
        }
        write_new(&self.root, [(piece.path.to_owned(), piece.text.to_owned())], &[])?;
        eprint(&format!(
            "Copied {0}. Updates to nutgraf will no longer change this file. Remove it to use the built-in one \
             again.\n`nutgraf templates {1}` shows its variables.\n",
            piece.path,
            piece.name()
        ));
        Ok(ExitCode::SUCCESS)
    }
}

fn find_piece(name: &str) -> Result<Piece, String> {
    piece(name).map_err(|near| {
        let remedy = near.map_or_else(
            || "`nutgraf templates` lists them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        format!("there is no built-in template `{}`: {remedy}", escape_controls(name))
    })
}

/// The files of the theme, each with what it makes and the variables that it sees.
fn template_list() -> String {
    let mut list = String::new();
    for piece in pieces() {
        let about = piece.about();
        let first = about.split_inclusive(". ").next().unwrap_or_default().trim();
        list += &format!("{}\n", piece.path);
        let lines = [first.to_owned(), variables_line(&piece.variables())];
        list.extend(lines.iter().filter(|line| !line.is_empty()).map(|line| format!("    {line}\n")));
    }
    list + &format!(
        "templates/blocks/NAME.html\n    A block of your own, ```NAME in a text.\n    {}\n\n\
         `nutgraf templates TEMPLATE` shows all variables of a template; `nutgraf eject TEMPLATE` copies it into \
         your site. Name a part with its folder: `parts/history.html`.\n",
        variables_line(&own_block())
    )
}

fn variables_line(variables: &[TemplateVariable]) -> String {
    let names: Vec<_> = variables.iter().map(|variable| variable.name).collect();
    if names.is_empty() { String::new() } else { format!("Variables: {}.", names.join(", ")) }
}

/// A file of the theme with its parts, the files that include it, and all variables that it sees.
fn describe(piece: &Piece) -> String {
    let mut text = format!("{}\n{}\n", piece.path, piece.about());
    let included_in: Vec<_> =
        pieces().iter().filter(|other| other.parts().contains(&piece.name())).map(Piece::name).collect();
    if !piece.parts().is_empty() {
        text += &format!("It includes: {}.\n", piece.parts().join(", "));
    }
    if !included_in.is_empty() {
        text += &format!("It is included in {}, and has their variables.\n", included_in.join(", "));
    }
    for variable in piece.variables() {
        text += &format!("\n{}", tree(&variable));
    }
    text
}
