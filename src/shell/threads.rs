//! The threads that pages are rendered on: as many as the system gives.
//!
//! Must not know: what is done on them.

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

use rayon::ThreadPoolBuilder;

/// Starts the threads. A container or an account may allow fewer than there are processors, and rayon, which asks once,
/// panics where it gets one too few: so as many are asked for before, for a moment.
pub(crate) fn start() {
    let wanted = thread::available_parallelism().map_or(1, NonZero::get);
    let gate = Mutex::new(());
    let given = thread::scope(|scope| {
        let _closed = gate.lock();
        let wait = || drop(gate.lock());
        (0..wanted).map_while(|_| thread::Builder::new().spawn_scoped(scope, wait).ok()).count()
    });
    let pool = match given {
        _ if given == wanted => ThreadPoolBuilder::new(),
        0 | 1 => ThreadPoolBuilder::new().num_threads(1).use_current_thread(),
        // The command itself may need others.
        _ => ThreadPoolBuilder::new().num_threads(given / 2),
    };
    // An error is one of a second call, and then the first has done it.
    let _ = pool.build_global();
}
