//! Brings a built site to where readers find it: a bucket, or a folder that a web server reads.
//!
//! ```text
//! open ──▶ lock ──▶ survey ──▶ agree ──▶ roll
//! who are  nobody   what is    shall     wave after wave, each written
//! we?      else     to do?     it be?    down before it begins
//! ```
//!
//! The order is [`crate::deploy_plan`]'s, with what holds for a reader meanwhile. The folder that the build made is what
//! is deployed: what its manifest names, and nothing else that lies there. Must not know: what a page is.

mod bucket;
mod encoding;
mod fault;
mod folder;
mod heard;
mod lock;
mod memory;
mod place;
mod roll;
mod survey;
mod trouble;

use std::path::Path;
use std::time::Duration;

use tokio::runtime;
use url::Url;

use crate::model::history::LostUrls;
use crate::shell::compress::Coding;

pub(crate) use encoding::Encoding;
pub(crate) use lock::Claim;
pub(crate) use place::Address;
pub(crate) use survey::{Bytes, Survey};
pub(crate) use trouble::{Left, Trouble};

use fault::Fault;
use lock::{LOCK, Lock};
use memory::Memory;
use place::Place;
use roll::Roll;

/// What is to be deployed, and how.
pub(crate) struct Order<'a> {
    pub(crate) address: &'a Address,
    /// What the build made.
    pub(crate) folder: &'a Path,
    /// The site's own address.
    pub(crate) base: Url,
    pub(crate) encoding: Encoding,
    /// Whether what stands where the site's files belong becomes ours.
    pub(crate) adopt: bool,
    pub(crate) claim: Claim,
    /// For how long a server that fails is asked again.
    pub(crate) patience: Duration,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// What a deploy did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deployed {
    pub(crate) put: usize,
    pub(crate) removed: usize,
    pub(crate) kept: usize,
    pub(crate) bytes: u64,
    pub(crate) left: Left,
}

/// Whoever is asked before anything is changed, and told of each file after.
pub(crate) struct Witness<'a> {
    /// Sees what stood there, and what is to be done; nothing was touched yet. Gives the addresses that are lost by
    /// it, to be remembered there; nothing, if it shall end there.
    pub(crate) agrees: &'a dyn Fn(&Survey) -> Option<LostUrls>,
    pub(crate) sees: &'a dyn Fn(Progress, &Survey),
}

/// What a deploy would do. Touches nothing, and does not mind others who deploy.
pub(crate) fn plan(order: &Order<'_>) -> Result<Survey, Trouble> {
    runtime()?.block_on(look(order))
}

async fn look(order: &Order<'_>) -> Result<Survey, Trouble> {
    let place = Place::open(order.address, order.patience, false).await?;
    let memory = Memory::read(&place, &order.claim).await?;
    Survey::make(&place, order, &memory).await
}

/// Deploys. Nothing, when the witness did not agree.
pub(crate) fn deploy(order: &Order<'_>, witness: &Witness<'_>) -> Result<Option<Deployed>, Trouble> {
    runtime()?.block_on(async {
        // A folder keeps its lock's file. One that is refused shall not even have that of us.
        if order.address.folder().is_some_and(|folder| !folder.join(LOCK).exists()) {
            look(order).await?;
        }
        let place = Place::open(order.address, order.patience, true).await?;
        let lock = Lock::take(&place, &order.claim).await?;
        let work = work(&place, order, witness);
        let result = tokio::select! {
            result = work => result,
            lost = lock.keep(&place) => Err(lost),
        };
        lock.release(&place).await;
        result
    })
}

async fn work(place: &Place, order: &Order<'_>, witness: &Witness<'_>) -> Result<Option<Deployed>, Trouble> {
    let memory = Memory::read(place, &order.claim).await?;
    let survey = Survey::make(place, order, &memory).await?;
    match (witness.agrees)(&survey) {
        Some(lost) => Roll { place, order, survey: &survey, witness }.run(memory, lost).await.map(Some),
        None => Ok(None),
    }
}

fn runtime() -> Result<runtime::Runtime, Trouble> {
    runtime::Builder::new_current_thread().enable_all().build().map_err(Trouble::Runtime)
}

/// Refuses a folder to deploy to that a build reads or writes.
pub(crate) fn firm(address: &Address, site: &Path, out: &Path) -> Result<(), Trouble> {
    let own = address.folder().is_some_and(|folder| folder::is_own(folder, site, out));
    if own { Err(Trouble::Address(Fault::Own)) } else { Ok(()) }
}

/// Refuses a way to pack texts that is of no use at such a place.
pub(crate) fn suits(address: &Address, encoding: Encoding, beside: &[Coding]) -> Result<(), Trouble> {
    match address.folder() {
        Some(_) if encoding != Encoding::Identity => Err(Trouble::Address(Fault::Packed)),
        None if !beside.is_empty() => Err(Trouble::Address(Fault::Beside)),
        _ => Ok(()),
    }
}
