//! The real watcher and real files: whatever way a file is saved, what is followed is what is there.

mod followed;
mod limits;
mod links;
mod pending;
mod random;
mod saving;
