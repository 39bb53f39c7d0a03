//! The threads that pages are rendered on: as many as the system gives.
//!
//! Must not know: what is done on them.

use std::io::{self, ErrorKind};
use std::num::NonZero;
use std::sync::Once;
use std::sync::mpsc::{self, Sender};
use std::{iter, thread};

use rayon::{ThreadBuilder, ThreadPoolBuilder};

/// Starts the threads, unless they run. What reads a site calls it first; other commands need no threads.
pub(super) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(start_pool);
}

/// A container or an account may allow fewer threads than there are processors, and rayon, which asks once, panics where
/// it gets one too few. So the threads are started here, and rayon gets those that there are.
fn start_pool() {
    let wanted = thread::available_parallelism().map_or(1, NonZero::get);
    let workers: Vec<_> = iter::repeat_with(spawn_worker).take(wanted).map_while(Result::ok).collect();
    // Where they are few, the command itself may need some.
    let count = if workers.len() == wanted { wanted } else { workers.len() / 2 };
    let pool = ThreadPoolBuilder::new().num_threads(count.max(1));
    // It fails if rayon has started its own, as in a process of tests: then those are used.
    let _ = if count == 0 {
        pool.use_current_thread().build_global()
    } else {
        pool.spawn_handler(|worker| give(&workers[worker.index()], worker)).build_global()
    };
}

/// Starts a thread that waits for its part in the pool, and ends if there is none.
fn spawn_worker() -> io::Result<Sender<ThreadBuilder>> {
    let (sender, receiver) = mpsc::channel::<ThreadBuilder>();
    thread::Builder::new().spawn(move || {
        if let Ok(worker) = receiver.recv() {
            worker.run();
        }
    })?;
    Ok(sender)
}

fn give(thread: &Sender<ThreadBuilder>, worker: ThreadBuilder) -> io::Result<()> {
    thread.send(worker).map_err(|_| io::Error::from(ErrorKind::BrokenPipe))
}
