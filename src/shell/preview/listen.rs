//! The port that the preview listens on.
//!
//! Must not know: what is said there.

use std::io::{self, ErrorKind};
use std::net::TcpListener;

use super::{Address, PreviewError};

/// The port when none is named, and how many after it are tried.
const FIRST: u16 = 1111;
const TRIED: u16 = 100;

const HERE: &str = "127.0.0.1";

pub(super) fn listen(address: &Address) -> Result<TcpListener, PreviewError> {
    let host = address.host.as_deref().unwrap_or(HERE);
    let Some(port) = address.port else {
        return next_free(host);
    };
    bind(host, port).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => PreviewError::Taken(port, host.to_owned()),
        _ => failed(host, port, error),
    })
}

fn next_free(host: &str) -> Result<TcpListener, PreviewError> {
    for port in FIRST..FIRST + TRIED {
        match bind(host, port) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(failed(host, port, error)),
            Ok(listener) => return Ok(listener),
        }
    }
    Err(PreviewError::AllTaken(FIRST, FIRST + TRIED - 1, host.to_owned()))
}

/// An IPv6 address may stand in brackets, as it does in a URL.
fn bind(host: &str, port: u16) -> io::Result<TcpListener> {
    let plain = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let listener = TcpListener::bind((plain, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn failed(host: &str, port: u16, error: io::Error) -> PreviewError {
    match error.kind() {
        ErrorKind::PermissionDenied => PreviewError::Closed(port, host.to_owned(), error),
        // The system's word for a name that it cannot resolve is of no fixed kind.
        _ => PreviewError::NoSuchHost(host.to_owned()),
    }
}
