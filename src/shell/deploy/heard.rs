//! What a server has said, of which nothing but a few plain words is ever told: no address, no header, no text of its.
//!
//! A store of `object_store`'s wraps what went wrong in words that hold request lines and whole answers, which may
//! quote a key. So each conversation is listened to here, on its way: its status, the code in its answer, its date.
//! Where a server asks to be left alone for some seconds, it is. Must not know: what is stored.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::{Duration, Instant};

use hyper::header::{DATE, HeaderMap, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};
use tokio_rustls::rustls;

use crate::shell::fetch::peace;

/// The last that a server said during one errand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(super) status: Option<u16>,
    /// Its own word for what is wrong: `AccessDenied`.
    pub(super) code: Option<String>,
    pub(super) silence: Option<Silence>,
    /// Its clock, and ours at the same moment.
    pub(super) clocks: Option<(Timestamp, Timestamp)>,
}

/// Why nothing was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    Refused,
    Cut,
    TimedOut,
    NoSuchHost,
    /// What the library for encrypted connections has to say.
    NotTrusted(String),
    Other,
}

tokio::task_local! {
    static HEARD: RefCell<Heard>;
}

/// Runs an errand, and gives with what came of it what was heard meanwhile.
pub(super) async fn listening<T>(errand: impl Future<Output = T>) -> (T, Heard) {
    HEARD
        .scope(RefCell::default(), async {
            let result = errand.await;
            (result, HEARD.with(|heard| heard.borrow().clone()))
        })
        .await
}

/// Runs an errand again and again for as long as nothing is heard of it, and patience lasts. `object_store` does so only
/// where it thinks that a second time does no harm; here it never does, since whoever is told that something stands
/// there already looks whether it is our own.
pub(super) async fn persisting<T, F>(
    patience: Duration,
    errand: impl Fn() -> F,
) -> (object_store::Result<T>, Heard)
where
    F: Future<Output = object_store::Result<T>>,
{
    let (begun, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        let (result, heard) = listening(errand()).await;
        let is_lost = matches!(heard.silence, Some(Silence::Cut | Silence::TimedOut));
        if result.is_ok() || !is_lost || begun.elapsed() + pause > patience {
            return (result, heard);
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
}

const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Whoever is not on an errand is not listened to.
fn note(note: impl FnOnce(&mut Heard)) {
    let _ = HEARD.try_with(|heard| note(&mut heard.borrow_mut()));
}

/// Connects as `object_store` does, and listens.
#[derive(Clone, Debug)]
pub(super) struct Listener {
    /// The longest that a server may ask us to wait.
    pub(super) patience: Duration,
}

#[derive(Debug)]
struct Line {
    client: HttpClient,
    patience: Duration,
}

impl HttpConnector for Listener {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(Line { client, patience: self.patience }))
    }
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for Line {
    fn call<'life0, 'async_trait>(&'life0 self, request: HttpRequest) -> Answer<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(self.converse(request))
    }
}

impl Line {
    async fn converse(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let response = match self.client.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                let silence = silence(&error);
                note(|heard| {
                    *heard = Heard { silence: Some(silence), clocks: heard.clocks, ..Heard::default() }
                });
                return Err(error);
            }
        };
        let (status, clocks) = (response.status().as_u16(), clocks(response.headers()));
        if status < 400 {
            note(|heard| *heard = Heard { status: Some(status), clocks, ..Heard::default() });
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let text = body.bytes().await.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let text = text.unwrap_or_default();
        let code = code(&text);
        note(|heard| *heard = Heard { status: Some(status), code, silence: None, clocks });
        if matches!(status, 429 | 503) {
            tokio::time::sleep(wanted_peace(&parts.headers).min(self.patience)).await;
        }
        Ok(HttpResponse::from_parts(parts, text.into()))
    }
}

fn text(headers: &HeaderMap, name: &hyper::header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(|value| value.trim().to_owned())
}

fn clocks(headers: &HeaderMap) -> Option<(Timestamp, Timestamp)> {
    let theirs = rfc2822::parse(&text(headers, &DATE)?).ok()?.timestamp();
    Some((theirs, Timestamp::now()))
}

fn wanted_peace(headers: &HeaderMap) -> Duration {
    text(headers, &RETRY_AFTER).and_then(|text| peace(&text, Timestamp::now())).unwrap_or_default()
}

/// The code in an error of S3, Google's XML interface or Azure: a word of letters, or nothing.
fn code(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_word = (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word.then(|| code.to_owned())
}

fn silence(error: &HttpError) -> Silence {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<io::Error>().and_then(of_io) {
            return found;
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Silence::NotTrusted(error.to_string());
        }
        if error.to_string().contains("dns error") {
            return Silence::NoSuchHost;
        }
        cause = error.source();
    }
    match error.kind() {
        HttpErrorKind::Connect => Silence::Refused,
        HttpErrorKind::Timeout => Silence::TimedOut,
        HttpErrorKind::Interrupted | HttpErrorKind::Request => Silence::Cut,
        _ => Silence::Other,
    }
}

fn of_io(error: &io::Error) -> Option<Silence> {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Some(Silence::NotTrusted(error.to_string()));
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Silence::Refused),
        io::ErrorKind::TimedOut => Some(Silence::TimedOut),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(Silence::Cut),
        _ => None,
    }
}

impl Heard {
    /// How far our clock is behind the server's; less than nothing, when it is ahead.
    pub(super) fn behind(&self) -> Option<jiff::SignedDuration> {
        self.clocks.map(|(theirs, ours)| theirs.duration_since(ours))
    }

    /// The moment that the server takes it to be.
    pub(super) fn server_now(&self) -> Option<Timestamp> {
        self.clocks.map(|(theirs, _)| theirs)
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("no connection to the server"),
            Self::Cut => f.write_str("the connection was cut, again and again"),
            Self::TimedOut => f.write_str("the server does not answer"),
            Self::NoSuchHost => f.write_str("the name of the server leads nowhere"),
            Self::NotTrusted(why) => write!(f, "the encrypted connection is not to be trusted ({why})"),
            Self::Other => f.write_str("no conversation with the server"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_answer_nothing_but_its_code_is_kept() {
        let text =
            "<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>AKIASECRET</AWSAccessKeyId></Error>";
        assert_eq!(code(text).as_deref(), Some("InvalidAccessKeyId"));
        for other in ["", "<Code></Code>", "<Code>AKIA 1</Code>", "<Code>x", "<Code>key=3a</Code>"] {
            assert_eq!(code(other), None, "{other}");
        }
    }
}
