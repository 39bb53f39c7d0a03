//! The server's thread: accepts connections and routes requests.
//!
//! One thread is enough for one author. A connection without a request is closed after a while. Must not know: how a
//! response is made.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::sleep;

use super::state::ServerState;
use super::{events, guard, respond, script};

/// How long the head of a request may take to arrive.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// The pause before another try if the system has no file descriptors left.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// The limit of open files and connections. Shells start programs with 256 or 1024.
const MAX_OPEN_FILES: u64 = 8192;

/// Starts the server. It stops when the sender is dropped.
pub(super) fn start(
    listener: std::net::TcpListener,
    state: Arc<ServerState>,
) -> io::Result<oneshot::Sender<()>> {
    // A system that allows fewer still serves a few browsers.
    let _ = rlimit::increase_nofile_limit(MAX_OPEN_FILES);
    let (stop, stopped) = oneshot::channel::<()>();
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    let listener = {
        let _guard = runtime.enter();
        TcpListener::from_std(listener)?
    };
    let serve = async move {
        tokio::select! {
            () = accept(listener, routes(state)) => {}
            _ = stopped => {}
        }
    };
    thread::Builder::new().name("preview".to_owned()).spawn(move || {
        runtime.block_on(serve);
        // Without this, the thread would wait for a read from a slow disk.
        runtime.shutdown_background();
    })?;
    Ok(stop)
}

fn routes(state: Arc<ServerState>) -> Router {
    Router::new()
        .route("/_nutgraf/live.js", get(script::live))
        .route("/_nutgraf/events", get(events::events))
        .fallback_service(get(respond::respond).with_state(state.clone()))
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .with_state(state)
}

async fn accept(listener: TcpListener, routes: Router) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, routes.clone()))),
            Err(_) => sleep(ACCEPT_RETRY).await,
        }
    }
}

async fn connection(stream: TcpStream, routes: Router) {
    // Otherwise an event may wait until the browser acknowledges the last one.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    let http = http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    // A broken connection needs no report: the browser connects again.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)).await;
}
