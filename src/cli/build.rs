//! `nutgraf build`: the site, into a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use super::{NOTHING_WRITTEN, SiteArgs, fail, fit, say, show, today};
use crate::base::serving::is_text_file;
use crate::base::words::Count;
use crate::base::{Digest, UrlPath};
use crate::diagnostics::{Finding, in_order};
use crate::model::Env;
use crate::pipeline::{Compiled, Memo, time_zone};
use crate::render::theme::{built_in_asset, built_in_digest};
use crate::shell::compress::Coding;
use crate::shell::fonts::MachineFonts;
use crate::shell::image_cache::ImageCache;
use crate::shell::publish::{
    Content, Manifest, Notes, Output, PublishError, Published, Target, publish, unchanged,
};
use crate::shell::scan::{Survey, survey};

#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteArgs,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Put `.br` and `.gz` beside each text file, for servers that hand those on
    #[arg(long)]
    compress: bool,
    /// Where the site is written [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Build {
    pub(super) fn run(self) -> ExitCode {
        let begun = Instant::now();
        let folder = self.out.unwrap_or_else(|| self.site.public());
        let survey = match survey(&self.site.root) {
            Ok(survey) => survey,
            Err(error) => return fail(&error),
        };
        let today = today(self.site.today, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: self.site.base_url, drafts: self.drafts };
        let tool = (env!("CARGO_PKG_VERSION"), built_in_digest());
        let stamp = survey.stamp().map(|files| Digest::of_value(&(tool, files, &env, self.compress)));
        if stamp.is_some_and(|stamp| unchanged(&folder, &stamp)) {
            say("nothing changed\n");
            return ExitCode::SUCCESS;
        }
        let (_, compiled) = MachineFonts::default().compile(&survey.read(), &env, &mut Memo::default());
        let (lost, found) = compiled.lost(&Manifest::former(&folder));
        if !fit(&compiled, &found) {
            return ExitCode::FAILURE;
        }
        // What was built with warnings is built again, so that they are seen again.
        let stamp = stamp.filter(|_| compiled.findings().is_empty() && found.is_empty());
        let notes = Notes { lost, drafts: compiled.drafts() };
        let target = Target { folder: &folder, site: &self.site.root, stamp, notes };
        let codings = if self.compress { &Coding::ALL[..] } else { &[] };
        let done = press(&compiled, &survey, codings, &target);
        told(&done, &compiled, &folder, begun)
    }
}

/// Says what became of the folder.
fn told(
    done: &Result<Published, PublishError<Vec<Finding>>>,
    compiled: &Compiled,
    folder: &Path,
    begun: Instant,
) -> ExitCode {
    match done {
        Ok(done) => {
            let files = Count(done.written + done.kept, "file");
            let folder = folder.display();
            let milliseconds = begun.elapsed().as_millis();
            say(&format!(
                "{files} in {folder}: {} written, {} removed, {milliseconds} ms\n",
                done.written, done.removed
            ));
            ExitCode::SUCCESS
        }
        Err(error) => tell(error, compiled, NOTHING_WRITTEN),
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

/// Makes the site and puts it into a folder, each text in some codings too.
pub(super) fn press(
    compiled: &Compiled,
    survey: &Survey,
    codings: &[Coding],
    target: &Target<'_>,
) -> Result<Published, PublishError<Vec<Finding>>> {
    let (urls, mut outputs) = outputs(compiled, survey);
    let coded = coded(&outputs, codings);
    outputs.extend(coded.iter().map(|(_, _, output)| output.clone()));
    let darkroom = ImageCache::default();
    let render = |at: usize| -> Result<Vec<u8>, Vec<Finding>> {
        match at.checked_sub(urls.len()).and_then(|at| coded.get(at)) {
            Some((of, coding, _)) => Ok(coding.of(&bytes((compiled, survey), &darkroom, urls[*of])?)),
            None => bytes((compiled, survey), &darkroom, urls[at]),
        }
    };
    publish(target, &outputs, &render)
}

/// The bytes of what stands at an address: text is rendered, cards and copies of pictures are made, a file of the
/// site is read, and one of the built-in theme comes out of the binary.
fn bytes(
    (compiled, survey): (&Compiled, &Survey),
    darkroom: &ImageCache,
    url: &UrlPath,
) -> Result<Vec<u8>, Vec<Finding>> {
    if let Some((of, original)) = compiled.rendition(url) {
        let copy = darkroom.copy(of, original, || survey.bytes(&of.path));
        return copy.map_err(|reason| compiled.damaged(of, &reason));
    }
    if let Some(card) = compiled.card(url) {
        return card;
    }
    if let Some(text) = compiled.render(url) {
        return text.map(String::into_bytes);
    }
    let built_in = |path| built_in_asset(path).unwrap_or_default().to_vec();
    let asset = compiled.asset(url);
    Ok(asset.map(|path| survey.bytes(path).unwrap_or_else(|_| built_in(path))).unwrap_or_default())
}

/// What stands beside the texts: whose place among the outputs each has, and its coding. A file of that name that
/// the site has itself is left alone.
fn coded(outputs: &[Output], codings: &[Coding]) -> Vec<(usize, Coding, Output)> {
    let names: BTreeSet<&str> = outputs.iter().map(|output| output.file.as_str()).collect();
    let texts = outputs.iter().enumerate().filter(|(_, output)| is_text_file(&output.file));
    let beside = |(at, output): (usize, &Output)| {
        let output = |coding: &Coding| Output {
            file: format!("{}{}", output.file, coding.ending()),
            key: Digest::of_value(&(output.key, coding)),
            content: Content::Derived,
        };
        let coded = codings.iter().map(|coding| (at, *coding, output(coding)));
        coded.filter(|(_, _, output)| !names.contains(output.file.as_str())).collect::<Vec<_>>()
    };
    texts.flat_map(beside).collect()
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
