//! A real S3 server on loopback, which checks signatures, and does what a test wants it to do wrong.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use hyper::body::{Body as _, Incoming};
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use s3s::Body;
use s3s::auth::SimpleAuth;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use super::folder::{Run, Site};

/// What opens the bucket, and must appear nowhere else.
pub(crate) const ID: &str = "AKIAWHYWHYWHYWHYWHY1";
pub(crate) const SECRET: &str = "s3cr3tS3CR3Ts3cr3tS3CR3Ts3cr3tS3CR3Twhy/";

pub(crate) const BUCKET: &str = "why";

/// One request as it came, and how it was answered.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// In the bucket; empty for a question about all of it.
    pub(crate) key: String,
    pub(crate) query: String,
    pub(crate) headers: BTreeMap<String, String>,
    /// How many of the same kind for the same key came before.
    pub(crate) before: usize,
}

/// What becomes of a request.
#[derive(Clone, Copy)]
pub(crate) enum Mood {
    Serve,
    /// Answers this, and does nothing.
    Say(u16, &'static [(&'static str, &'static str)], &'static str),
    /// Reads a part of it, and hangs up.
    Cut,
    /// Does it, and hangs up before it answers.
    Lose,
    /// Never answers.
    Hold,
}

type Moods = dyn Fn(&Asked) -> Mood + Send + Sync;
type Look = dyn Fn(&Path) -> Result<(), String> + Send + Sync;

struct State {
    service: S3Service,
    folder: PathBuf,
    asked: Mutex<Vec<Asked>>,
    moods: Mutex<Arc<Moods>>,
    look: Mutex<Option<Arc<Look>>>,
    /// What a look has found wrong.
    faults: Mutex<Vec<String>>,
    /// What the clock of the server is ahead of ours, in minutes.
    ahead: Option<i64>,
    /// Changes are made one at a time, so that each can be looked at.
    turn: tokio::sync::Mutex<()>,
}

pub(crate) struct Bucket {
    _folder: TempDir,
    port: u16,
    state: Arc<State>,
}

impl Bucket {
    pub(crate) fn new() -> Self {
        Self::with_clock(None)
    }

    /// A server whose clock is ahead of ours, and which accepts no signature of another time.
    pub(crate) fn with_clock(ahead: Option<i64>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(ID, SECRET));
        if ahead.is_some() {
            let mut config = S3Config::default();
            config.presigned_url_max_skew_time_secs = 0;
            builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        }
        let state = Arc::new(State {
            service: builder.build(),
            folder: folder.path().join(BUCKET),
            asked: Mutex::default(),
            moods: Mutex::new(Arc::new(|_| Mood::Serve)),
            look: Mutex::default(),
            faults: Mutex::default(),
            ahead,
            turn: tokio::sync::Mutex::default(),
        });
        let (sender, ports) = std::sync::mpsc::channel();
        let served = state.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
                sender.send(listener.local_addr().unwrap().port()).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, served.clone()));
                }
            });
        });
        Self { _folder: folder, port: ports.recv().unwrap(), state }
    }

    /// What is to become of requests from now on.
    pub(crate) fn mood(&self, mood: impl Fn(&Asked) -> Mood + Send + Sync + 'static) {
        *self.state.moods.lock().unwrap() = Arc::new(mood);
    }

    /// Looks at all objects after each change, with what is found wrong.
    pub(crate) fn look(&self, look: impl Fn(&Path) -> Result<(), String> + Send + Sync + 'static) {
        *self.state.look.lock().unwrap() = Some(Arc::new(look));
    }

    pub(crate) fn faults(&self) -> Vec<String> {
        self.state.faults.lock().unwrap().clone()
    }

    /// The requests since this was last asked.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state.asked.lock().unwrap())
    }

    /// Keys that were written since this was last asked, notes of our own aside, in their order.
    pub(crate) fn written(&self) -> Vec<String> {
        let asked = self.asked().into_iter();
        let put = asked.filter(|asked| asked.method == Method::PUT && !asked.key.contains(".nutgraf-"));
        put.map(|asked| asked.key).collect()
    }

    pub(crate) fn waits_for(&self, test: impl Fn(&Asked) -> bool) {
        for _ in 0..3000 {
            if self.state.asked.lock().unwrap().iter().any(&test) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("nobody asked for it: {:?}", self.state.asked.lock().unwrap());
    }

    /// Where the objects lie.
    pub(crate) fn path(&self, key: &str) -> PathBuf {
        self.state.folder.join(key)
    }

    /// All objects below a prefix, our own notes aside.
    pub(crate) fn objects(&self, prefix: &str) -> BTreeMap<String, Vec<u8>> {
        let files = super::folder::bytes(&self.path(prefix)).into_iter();
        files.filter(|(name, _)| !name.starts_with(".nutgraf-")).collect()
    }

    pub(crate) fn write(&self, key: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// `nutgraf deploy`, with what opens the bucket.
    pub(crate) fn command(&self, site: &Site, arguments: &[&str]) -> Command {
        let mut command = site.around(super::folder::NUTGRAF);
        command.arg("deploy").arg(format!("s3://{BUCKET}/site")).arg(super::folder::TODAY);
        if !arguments.iter().any(|argument| argument.starts_with("--patience")) {
            command.arg("--patience=2");
        }
        command.args(arguments).envs([
            ("AWS_ACCESS_KEY_ID", ID),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL", &format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ALLOW_HTTP", "true"),
            ("USER", "anna"),
        ]);
        command
    }

    /// A deploy, of which nothing shows what opens the bucket.
    pub(crate) fn deploy(&self, site: &Site, arguments: &[&str]) -> Run {
        discreet(site.end(&mut self.command(site, arguments)))
    }
}

/// That a run has said nothing that opens a bucket, and no signature.
pub(crate) fn discreet(run: Run) -> Run {
    let said = format!("{}{}", run.output, run.messages);
    let secrets = [ID, SECRET, "Signature=", "X-Amz-", "AWS4-HMAC", "Credential="];
    for secret in secrets.into_iter().chain(super::deploy::OTHER_SECRETS) {
        assert!(!said.contains(secret), "a message holds {secret}:\n{said}");
    }
    run
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    let service = service_fn(move |request| answer(request, state.clone()));
    // Who hangs up in the middle is no trouble of the server's.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// That a connection ends without an answer.
#[derive(Debug)]
struct HungUp;

impl std::fmt::Display for HungUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("hung up")
    }
}

impl std::error::Error for HungUp {}

async fn answer(request: Request<Incoming>, state: Arc<State>) -> Result<Response<Body>, HungUp> {
    let asked = note(&request, &state);
    let mood = state.moods.lock().unwrap().clone();
    match mood(&asked) {
        Mood::Serve => Ok(change(request, &asked, &state).await),
        Mood::Lose => {
            change(request, &asked, &state).await;
            Err(HungUp)
        }
        Mood::Say(status, headers, text) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(*name, *value);
            }
            Ok(response.body(Body::from(text.to_owned())).unwrap())
        }
        Mood::Cut => {
            let mut body = std::pin::pin!(request.into_body());
            let _ = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await;
            Err(HungUp)
        }
        Mood::Hold => std::future::pending::<Result<_, Infallible>>().await.map_err(|_| HungUp),
    }
}

fn note(request: &Request<Incoming>, state: &State) -> Asked {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let key = path.trim_start_matches('/').strip_prefix(BUCKET).unwrap_or_default();
    let headers = request.headers().iter();
    let mut all = state.asked.lock().unwrap();
    let mut asked = Asked {
        method: request.method().clone(),
        key: key.trim_start_matches('/').to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect(),
        before: 0,
    };
    asked.before =
        all.iter().filter(|other| (&other.method, &other.key) == (&asked.method, &asked.key)).count();
    all.push(asked.clone());
    asked
}

async fn change(request: Request<Incoming>, asked: &Asked, state: &State) -> Response<Body> {
    let changes = !matches!(asked.method, Method::GET | Method::HEAD);
    let _turn = if changes { Some(state.turn.lock().await) } else { None };
    let called = state.service.call(request.map(Body::from)).await;
    let mut response = called.unwrap_or_else(|error| panic!("the server failed: {error:?}"));
    if let Some(ahead) = state.ahead {
        let time = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(ahead);
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap();
        response.headers_mut().insert("date", HeaderValue::from_str(&date).unwrap());
    }
    let look = state.look.lock().unwrap().clone();
    if let Some(look) = look.filter(|_| changes) {
        let found = look(&state.folder);
        let fault = |fault| format!("after {} {}: {fault}", asked.method, asked.key);
        state.faults.lock().unwrap().extend(found.err().map(fault));
    }
    response
}
