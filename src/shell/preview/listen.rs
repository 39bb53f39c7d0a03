//! Opens the port that the preview listens on.
//!
//! Must not know: what is served there.

use std::io::{self, ErrorKind};
use std::net::TcpListener;

use super::{Address, PreviewError};

/// The first port that is tried if none is given, and how many are.
const FIRST_PORT: u16 = 1111;
const PORTS_TRIED: u16 = 100;

const LOCALHOST: &str = "127.0.0.1";

pub(super) fn listen(address: &Address) -> Result<TcpListener, PreviewError> {
    let host = address.host.as_deref().unwrap_or(LOCALHOST);
    let Some(port) = address.port else {
        return bind_next_free(host);
    };
    bind(host, port).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => PreviewError::Taken(port, host.to_owned()),
        _ => bind_error(host, port, error),
    })
}

fn bind_next_free(host: &str) -> Result<TcpListener, PreviewError> {
    for port in FIRST_PORT..FIRST_PORT + PORTS_TRIED {
        match bind(host, port) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(bind_error(host, port, error)),
            Ok(listener) => return Ok(listener),
        }
    }
    Err(PreviewError::AllTaken(FIRST_PORT, FIRST_PORT + PORTS_TRIED - 1, host.to_owned()))
}

/// Binds a port. An IPv6 address may have brackets, as in a URL.
fn bind(host: &str, port: u16) -> io::Result<TcpListener> {
    let plain = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let listener = TcpListener::bind((plain, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn bind_error(host: &str, port: u16, error: io::Error) -> PreviewError {
    match error.kind() {
        ErrorKind::PermissionDenied => PreviewError::Closed(port, host.to_owned(), error),
        // The kind of error for a name that cannot be resolved differs from system to system.
        _ => PreviewError::NoSuchHost(host.to_owned()),
    }
}
