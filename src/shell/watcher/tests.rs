//! The real watcher on real files: it follows every way of saving a file.

mod followed;
mod limits;
mod links;
mod pending;
mod random;
mod saving;
