//! Builds a site into a folder: from a compiled revision to files, their keys and their bytes.
//!
//! Must not know: how a file gets into the folder without harm, which is [`publish`]'s.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::compress::Coding;
use super::image_cache::ImageCache;
use super::project::Revision;
use super::publish::{Content, Output, PublishError, Published, Target, publish};
use crate::base::serving::is_text_file;
use crate::base::{Digest, SitePath, UrlPath};
use crate::diagnostics::Finding;
use crate::model::report_damaged_image;
use crate::render::theme::built_in_asset;

/// A text in a content coding, beside the output that it is made from.
struct CodedOutput {
    /// The index of the text among the outputs.
    source: usize,
    coding: Coding,
    output: Output,
}

/// Makes the site and puts it into a folder, with each text in some content codings too.
pub(crate) fn build_site(
    revision: &Revision,
    codings: &[Coding],
    target: &Target<'_>,
) -> Result<Published, PublishError<Vec<Finding>>> {
    let urls: Vec<_> = revision.compiled.urls().collect();
    let mut outputs: Vec<_> = urls.par_iter().map(|url| output(revision, url)).collect();
    let coded = coded_outputs(&outputs, codings);
    outputs.extend(coded.iter().map(|coded| coded.output.clone()));
    let images = ImageCache::default();
    let render = |index: usize| match index.checked_sub(urls.len()).and_then(|index| coded.get(index)) {
        Some(coded) => Ok(coded.coding.encode(&output_bytes(revision, &images, urls[coded.source])?)),
        None => output_bytes(revision, &images, urls[index]),
    };
    publish(target, &outputs, &render)
}

/// The file at an address. A file of the site is copied from disk, everything else is rendered.
fn output(revision: &Revision, url: &UrlPath) -> Output {
    let compiled = &revision.compiled;
    let on_disk = compiled.outputs().asset(url).and_then(|path| revision.files.on_disk(path));
    let content = on_disk.map_or(Content::Rendered, Content::Copied);
    Output { file: url.file(), key: Digest::of_value(&compiled.key(url)), content }
}

/// Adds each text in each coding. If the site has a file of that name itself, the coding is left out.
fn coded_outputs(outputs: &[Output], codings: &[Coding]) -> Vec<CodedOutput> {
    let names: BTreeSet<&str> = outputs.iter().map(|output| output.file.as_str()).collect();
    let mut coded = Vec::new();
    for (source, output) in outputs.iter().enumerate().filter(|(_, output)| is_text_file(&output.file)) {
        for &coding in codings {
            let file = format!("{}{}", output.file, coding.extension());
            if !names.contains(file.as_str()) {
                let key = Digest::of_value(&(output.key, coding));
                let output = Output { file, key, content: Content::Derived };
                coded.push(CodedOutput { source, coding, output });
            }
        }
    }
    coded
}

/// Makes the bytes at an address: a text, a share card, a smaller copy of a picture, or a file of the built-in theme.
fn output_bytes(revision: &Revision, images: &ImageCache, url: &UrlPath) -> Result<Vec<u8>, Vec<Finding>> {
    let compiled = &revision.compiled;
    if let Some((rendition, original)) = compiled.rendition(url) {
        let copy = images.resized(rendition, original, || revision.files.bytes(&rendition.path));
        return copy.map_err(|reason| report_damaged_image(compiled.site(), rendition, &reason));
    }
    if let Some(card) = compiled.card(url) {
        return card;
    }
    if let Some(text) = compiled.render(url) {
        return text.map(String::into_bytes);
    }
    let asset = compiled.outputs().asset(url);
    Ok(asset.map(|path| asset_bytes(revision, path)).unwrap_or_default())
}

fn asset_bytes(revision: &Revision, path: &SitePath) -> Vec<u8> {
    revision.files.bytes(path).unwrap_or_else(|_| built_in_asset(path).unwrap_or_default().to_vec())
}
