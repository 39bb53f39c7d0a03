//! `nutgraf build`: the site, into a folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use super::{NOTHING_WRITTEN, SiteArgs, fail, fit, say, show, today};
use crate::base::words::Count;
use crate::base::{Digest, UrlPath};
use crate::compile::{Compiled, Memo, time_zone};
use crate::finding::{Finding, in_order};
use crate::model::Env;
use crate::render::theme::{built_in_asset, built_in_digest};
use crate::shell::darkroom::Darkroom;
use crate::shell::publish::{
    Content, Manifest, Notes, Output, PublishError, Published, Target, publish, unchanged,
};
use crate::shell::scan::{Survey, survey};
use crate::shell::typecase::Typecase;

#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteArgs,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Where the site is written [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Build {
    pub(super) fn run(self) -> ExitCode {
        let begun = Instant::now();
        let folder = self.out.unwrap_or_else(|| self.site.root.join("public"));
        let survey = match survey(&self.site.root) {
            Ok(survey) => survey,
            Err(error) => return fail(&error),
        };
        let today = today(self.site.today, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: self.site.base_url, drafts: self.drafts };
        let tool = (env!("CARGO_PKG_VERSION"), built_in_digest());
        let stamp = survey.stamp().map(|files| Digest::of_value(&(tool, files, &env)));
        if stamp.is_some_and(|stamp| unchanged(&folder, &stamp)) {
            say("nothing changed\n");
            return ExitCode::SUCCESS;
        }
        let (_, compiled) = Typecase::default().compile(&survey.read(), &env, &mut Memo::default());
        let (lost, found) = compiled.lost(&Manifest::former(&folder));
        if !fit(&compiled, &found) {
            return ExitCode::FAILURE;
        }
        // What was built with warnings is built again, so that they are seen again.
        let stamp = stamp.filter(|_| compiled.findings().is_empty() && found.is_empty());
        let notes = Notes { lost, drafts: compiled.drafts() };
        write(&compiled, &survey, &Target { folder: &folder, site: &self.site.root, stamp, notes }, begun)
    }
}

fn write(compiled: &Compiled, survey: &Survey, target: &Target<'_>, begun: Instant) -> ExitCode {
    match press(compiled, survey, target) {
        Ok(done) => {
            let files = Count(compiled.urls().count(), "file");
            let folder = target.folder.display();
            let milliseconds = begun.elapsed().as_millis();
            say(&format!(
                "{files} in {folder}: {} written, {} removed, {milliseconds} ms\n",
                done.written, done.removed
            ));
            ExitCode::SUCCESS
        }
        Err(error) => tell(&error, compiled, NOTHING_WRITTEN),
    }
}

/// Says why the site is not in its folder, and what follows from that.
pub(super) fn tell(error: &PublishError<Vec<Finding>>, compiled: &Compiled, consequence: &str) -> ExitCode {
    match error {
        PublishError::Pages(findings) => {
            show(&in_order(findings.concat()), compiled.snapshot(), consequence);
            ExitCode::FAILURE
        }
        PublishError::Refused(refusal) => fail(refusal),
        PublishError::Disk(error) => fail(error),
    }
}

/// Makes the site and puts it into a folder.
pub(super) fn press(
    compiled: &Compiled,
    survey: &Survey,
    target: &Target<'_>,
) -> Result<Published, PublishError<Vec<Finding>>> {
    let (urls, outputs) = outputs(compiled, survey);
    let darkroom = Darkroom::default();
    let render = |at: usize| -> Result<Vec<u8>, _> {
        let url: &UrlPath = urls[at];
        if let Some((of, original)) = compiled.rendition(url) {
            let copy = darkroom.copy(of, original, || survey.bytes(&of.path));
            return copy.map_err(|reason| compiled.damaged(of, &reason));
        }
        if let Some(card) = compiled.card(url) {
            return card;
        }
        let built_in = || compiled.asset(url).and_then(built_in_asset).unwrap_or_default().to_vec();
        compiled.render(url).map_or_else(|| Ok(built_in()), |text| text.map(String::into_bytes))
    };
    publish(target, &outputs, &render)
}

/// What is to be written: text is rendered, and copies of pictures are made; a file of the site is copied; one
/// of the built-in theme comes out of the binary.
fn outputs<'a>(compiled: &'a Compiled, survey: &'a Survey) -> (Vec<&'a UrlPath>, Vec<Output>) {
    let output = |url: &'a UrlPath| {
        let on_disk = compiled.asset(url).and_then(|path| survey.on_disk(path));
        let content = on_disk.map_or(Content::Rendered, |path| Content::Copied(path.to_owned()));
        let key = Digest::of_value(&compiled.key(url));
        (url, Output { file: url.file(), key, content })
    };
    let urls: Vec<_> = compiled.urls().collect();
    urls.into_par_iter().map(output).unzip()
}
