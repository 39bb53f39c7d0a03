//! The server's thread: it accepts connections and leads each request to its answer.
//!
//! One thread is enough for one author, and what waits costs nothing: a connection that says nothing is
//! closed after a while. Must not know: what an answer is made of.

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

use super::room::Room;
use super::{answer, guard, news, script};

/// How long the head of a request may take to arrive.
const SLOWEST: Duration = Duration::from_secs(10);

/// How long to wait when the system has no descriptors left for another connection.
const RESPITE: Duration = Duration::from_millis(50);

/// How many files and connections may be open at once. Shells begin with 256 or 1024.
const OPEN: u64 = 8192;

/// Starts the server. It ends when what is given back is dropped.
pub(super) fn start(listener: std::net::TcpListener, room: Arc<Room>) -> io::Result<oneshot::Sender<()>> {
    // Where the system allows less, it is served with less.
    let _ = rlimit::increase_nofile_limit(OPEN);
    let (stop, stopped) = oneshot::channel::<()>();
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    let listener = {
        let _within = runtime.enter();
        TcpListener::from_std(listener)?
    };
    let serve = async move {
        tokio::select! {
            () = accept(listener, routes(room)) => {}
            _ = stopped => {}
        }
    };
    thread::Builder::new().name("preview".to_owned()).spawn(move || {
        runtime.block_on(serve);
        // A read from a slow disk is not waited for.
        runtime.shutdown_background();
    })?;
    Ok(stop)
}

fn routes(room: Arc<Room>) -> Router {
    Router::new()
        .route("/_nutgraf/live.js", get(script::live))
        .route("/_nutgraf/events", get(news::events))
        .fallback_service(get(answer::answer).with_state(room.clone()))
        .layer(from_fn_with_state(room.clone(), guard::guard))
        .with_state(room)
}

async fn accept(listener: TcpListener, routes: Router) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, routes.clone()))),
            Err(_) => sleep(RESPITE).await,
        }
    }
}

async fn connection(stream: TcpStream, routes: Router) {
    // Without it an event may wait for the browser's word on the last one.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    let http = http.timer(TokioTimer::new()).header_read_timeout(SLOWEST);
    // A connection that breaks is the browser's business.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)).await;
}
