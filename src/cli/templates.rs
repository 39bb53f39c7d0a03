//! `nutgraf templates` and `nutgraf eject`: the built-in theme, what it sees, and a copy to change.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{NO_SITE, fail, print, say};
use crate::render::template_schema::{Piece, TemplateVariable, own_block, piece, pieces, tree};
use crate::shell::write_new::lay;
use crate::source::SETTINGS;

#[derive(Args)]
pub(super) struct Templates {
    /// One of them, such as explainer.html: all that it sees is shown
    template: Option<String>,
}

#[derive(Args)]
pub(super) struct Eject {
    /// One of the built-in templates and style sheets, such as explainer.html or style/tokens.css
    template: String,
    /// The site's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

impl Templates {
    pub(super) fn run(&self) -> ExitCode {
        let Some(name) = &self.template else {
            print(&list());
            return ExitCode::SUCCESS;
        };
        match piece(name) {
            Ok(piece) => {
                print(&told(&piece));
                ExitCode::SUCCESS
            }
            Err(near) => fail(&unknown(name, near)),
        }
    }
}

impl Eject {
    pub(super) fn run(self) -> ExitCode {
        let piece = match piece(&self.template) {
            Ok(piece) => piece,
            Err(near) => return fail(&unknown(&self.template, near)),
        };
        if !self.root.join(SETTINGS).is_file() {
            return fail(NO_SITE);
        }
        match lay(&self.root, [(piece.path.to_owned(), piece.text.to_owned())], &[]) {
            Ok(()) => {
                say(&format!(
                    "{0} is yours now: a later nutgraf does not change it any more. Remove it to have the built-in \
                     one back.\n`nutgraf templates {1}` shows what it may see.\n",
                    piece.path,
                    piece.name()
                ));
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        }
    }
}

fn unknown(name: &str, near: Option<&str>) -> String {
    let remedy = near.map_or_else(
        || "`nutgraf templates` lists them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no built-in template `{name}`: {remedy}")
}

/// All files of the theme, each with what it makes and the names that it sees.
fn list() -> String {
    let mut list = String::new();
    for piece in pieces() {
        let about = piece.about();
        let first = about.split_inclusive(". ").next().unwrap_or_default().trim();
        list += &format!("{}\n", piece.path);
        let lines = [first.to_owned(), seen(&piece.sights())];
        list.extend(lines.iter().filter(|line| !line.is_empty()).map(|line| format!("    {line}\n")));
    }
    list + &format!(
        "templates/blocks/NAME.html\n    A block of your own, ```NAME in a text.\n    {}\n\n\
         `nutgraf templates TEMPLATE` shows all that one of them sees; `nutgraf eject TEMPLATE` copies one into your \
         site, a part with its name: `parts/history.html`.\n",
        seen(&own_block())
    )
}

fn seen(sights: &[TemplateVariable]) -> String {
    let names: Vec<_> = sights.iter().map(|sight| sight.name).collect();
    if names.is_empty() { String::new() } else { format!("Sees {}.", names.join(", ")) }
}

/// All that there is to say of one.
fn told(piece: &Piece) -> String {
    let mut told = format!("{}\n{}\n", piece.path, piece.about());
    let around: Vec<_> =
        pieces().iter().filter(|other| other.parts().contains(&piece.name())).map(Piece::name).collect();
    if !piece.parts().is_empty() {
        told += &format!("It has in it: {}.\n", piece.parts().join(", "));
    }
    if !around.is_empty() {
        told += &format!("It stands in {}, and sees what they see.\n", around.join(", "));
    }
    piece.sights().iter().for_each(|sight| told += &format!("\n{}", tree(sight)));
    told
}
