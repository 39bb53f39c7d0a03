//! Does what is to be done: wave after wave, several files of a wave at a time.
//!
//! Must not know: how the order came about.

use std::cell::Cell;

use futures_util::{StreamExt, stream};

use super::memory::Memory;
use super::place::Place;
use super::trouble::{Left, Trouble};
use super::{Deployed, Order, Progress, Survey, Witness, bucket, folder};
use crate::deploy_plan::{Diff, Wave};
use crate::model::history::LostUrls;

/// Files on their way at the same time: enough to fill a line, few enough for any server.
const ABREAST: usize = 8;

pub(super) struct Roll<'a> {
    pub(super) place: &'a Place,
    pub(super) order: &'a Order<'a>,
    pub(super) survey: &'a Survey,
    pub(super) witness: &'a Witness<'a>,
}

impl Roll<'_> {
    pub(super) async fn run(&self, mut memory: Memory, lost: LostUrls) -> Result<Deployed, Trouble> {
        let survey = self.survey;
        let site = Some(self.order.base.to_string());
        let is_remembered = (&memory.standing.site, &memory.standing.lost) == (&site, &lost);
        (memory.standing.site, memory.standing.lost) = (site, lost);
        if survey.is_idle() && is_remembered {
            return Ok(Deployed { kept: survey.diff.kept, ..Deployed::default() });
        }
        if let Some(folder) = &self.place.folder {
            folder::tidy(folder, &memory.standing);
            // A deploy that was killed has removed the file, and not yet the folder.
            survey.diff.gone.iter().for_each(|file| folder::prune(folder, file));
        }
        let Diff { gone, altered, kept, .. } = &survey.diff;
        gone.iter().chain(altered).for_each(|file| memory.standing.forget(file));
        let progress = Cell::new(Progress::default());
        for wave in &survey.waves {
            memory.standing.begin(wave, &survey.goal());
            memory.write(self.place).await?;
            self.wave(wave, &mut memory, &progress).await?;
        }
        memory.write(self.place).await?;
        let removed = survey.waves.iter().filter(|wave| wave.is_removal).map(|wave| wave.files.len()).sum();
        let Progress { files, bytes } = progress.get();
        let left = Left(altered.clone());
        Ok(Deployed { put: files - removed, removed, kept: *kept, bytes, left })
    }

    async fn wave(&self, wave: &Wave, memory: &mut Memory, progress: &Cell<Progress>) -> Result<(), Trouble> {
        let mut done =
            stream::iter(&wave.files).map(|file| self.file(file, wave.is_removal)).buffer_unordered(ABREAST);
        while let Some(result) = done.next().await {
            let (file, stored) = result?;
            let mut now = progress.get();
            now.files += 1;
            match stored {
                Some(stored) => {
                    now.bytes += self.survey.wanted.get(file).map_or(0, |wanted| wanted.size);
                    memory.standing.stands(file, stored, &self.survey.goal());
                }
                None => memory.standing.forget(file),
            }
            progress.set(now);
            (self.witness.sees)(now, self.survey);
        }
        Ok(())
    }

    async fn file<'f>(&self, file: &'f str, is_removal: bool) -> Result<Done<'f>, Trouble> {
        match self.survey.wanted.get(file).filter(|_| !is_removal) {
            Some(wanted) => Ok((file, Some(bucket::put(self.place, self.order, (file, wanted)).await?))),
            None => bucket::remove(self.place, file).await.map(|()| (file, None)),
        }
    }
}

/// A file, and for one that was put how many bytes it has there and what they are called.
type Done<'f> = (&'f str, Option<(u64, Option<String>)>);
