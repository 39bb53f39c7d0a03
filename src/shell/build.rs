//! Builds a site into a folder: from a compiled revision to files, their keys and their bytes.
//!
//! Must not know: how a file gets into the folder without harm, which is [`publish`]'s.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::compress::Coding;
use super::image_cache::ImageCache;
use super::project::Revision;
use super::publish::{Content, Output, PublishError, Published, Renderer, Target, publish};
use crate::base::serving::is_text_file;
use crate::base::{Digest, UrlPath};
use crate::diagnostics::Finding;
use crate::model::report_damaged_image;
use crate::render::LastPageTexts;
use crate::render::theme::built_in_asset;

/// A text in a content coding, beside the output that it is made from.
struct CodedOutput {
    /// The index of the text among the outputs.
    source: usize,
    coding: Coding,
    output: Output,
}

/// Makes the site and puts it into a folder; with `compress`, each text in all content codings too.
pub(crate) fn build_site(
    revision: &Revision,
    compress: bool,
    target: &Target<'_>,
) -> Result<Published, PublishError<Vec<Finding>>> {
    let urls: Vec<_> = revision.compiled.urls().collect();
    let mut outputs: Vec<_> =
        urls.par_iter().enumerate().map(|(index, url)| output(revision, index, url)).collect();
    let coded = if compress { coded_outputs(&outputs) } else { vec![] };
    outputs.extend(coded.iter().map(|coded| coded.output.clone()));
    let images = ImageCache::default();
    let renderers = || -> Renderer<'_, Vec<Finding>> {
        let mut renderer = GroupRenderer {
            revision,
            images: &images,
            urls: &urls,
            coded: &coded,
            texts: LastPageTexts::default(),
            rendered: BTreeMap::new(),
        };
        Box::new(move |index| renderer.render(index))
    };
    publish(target, &outputs, &renderers)
}

/// Renders the outputs of one page, or a single other output, with its codings.
struct GroupRenderer<'r> {
    revision: &'r Revision,
    images: &'r ImageCache,
    urls: &'r [&'r UrlPath],
    coded: &'r [CodedOutput],
    texts: LastPageTexts<'r>,
    /// What was rendered and is still to be encoded, by the indices of the outputs.
    rendered: BTreeMap<usize, Vec<u8>>,
}

impl GroupRenderer<'_> {
    fn render(&mut self, index: usize) -> Result<Vec<u8>, Vec<Finding>> {
        let Some(coded) = index.checked_sub(self.urls.len()).and_then(|index| self.coded.get(index)) else {
            let bytes = self.output_bytes(index)?;
            // They are in the order of their sources.
            if self.coded.binary_search_by_key(&index, |coded| coded.source).is_ok() {
                self.rendered.insert(index, bytes.clone());
            }
            return Ok(bytes);
        };
        if let Some(bytes) = self.rendered.get(&coded.source) {
            return Ok(coded.coding.encode_smaller(bytes));
        }
        let bytes = self.output_bytes(coded.source)?;
        Ok(coded.coding.encode_smaller(self.rendered.entry(coded.source).or_insert(bytes)))
    }

    /// Makes the bytes of an output without a coding: a text, a share card, a smaller copy of a picture, or a file of
    /// the built-in theme.
    fn output_bytes(&mut self, index: usize) -> Result<Vec<u8>, Vec<Finding>> {
        let url = self.urls[index];
        let files = &self.revision.files;
        let compiled = &self.revision.compiled;
        if let Some((rendition, original)) = compiled.rendition(url) {
            let copy = self.images.resized(rendition, original, || files.bytes(&rendition.path));
            return copy.map_err(|reason| report_damaged_image(compiled.site(), rendition, &reason));
        }
        if let Some(card) = compiled.card(url) {
            return card;
        }
        if let Some(text) = compiled.render_next(url, &mut self.texts) {
            return text.map(String::into_bytes);
        }
        let Some(path) = compiled.outputs().asset(url) else { return Ok(vec![]) };
        Ok(files.bytes(path).unwrap_or_else(|_| built_in_asset(path).unwrap_or_default().to_vec()))
    }
}

/// The file at an address. A file of the site is copied from disk, everything else is rendered.
fn output(revision: &Revision, index: usize, url: &UrlPath) -> Output {
    let compiled = &revision.compiled;
    let on_disk = compiled.outputs().asset(url).and_then(|path| revision.files.on_disk(path));
    let content = on_disk.map_or(Content::Rendered, Content::Copied);
    // Other outputs are groups of their own, counted from the end so that no page has the same number.
    let group = compiled.page_of(url).unwrap_or(usize::MAX - index);
    Output { file: url.file(), key: Digest::of_value(&compiled.key(url)), group, content }
}

/// Makes each text in each coding. If the site has a file of that name itself, the coding is left out.
fn coded_outputs(outputs: &[Output]) -> Vec<CodedOutput> {
    let names: BTreeSet<&str> = outputs.iter().map(|output| output.file.as_str()).collect();
    let mut coded = Vec::new();
    for (source, output) in outputs.iter().enumerate().filter(|(_, output)| is_text_file(&output.file)) {
        for coding in Coding::ALL {
            let file = format!("{}{}", output.file, coding.extension());
            if !names.contains(file.as_str()) {
                let key = Digest::of_value(&(output.key, coding));
                let output = Output { file, key, group: output.group, content: Content::Derived };
                coded.push(CodedOutput { source, coding, output });
            }
        }
    }
    coded
}
