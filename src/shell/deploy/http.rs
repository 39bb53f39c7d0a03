//! Records the status, error code and date of a server's responses.
//!
//! Errors of `object_store` quote requests and responses, which may contain credentials. So we read what messages need
//! on the way, and never show theirs. A server that asks us to wait is obeyed here too. Must not know: what is stored.

use std::cell::RefCell;
use std::error::Error;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::{Duration, Instant};

use hyper::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};
use object_store::{ClientConfigKey, ClientOptions};
use tokio_rustls::rustls;

use super::error::DeployError;
use crate::shell::fetch::parse_retry_after;

/// The last response, or transport error, of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResponseInfo {
    pub(super) status: Option<u16>,
    /// Error code of the response's body, such as `AccessDenied`.
    pub(super) code: Option<String>,
    pub(super) transport_error: Option<TransportError>,
    pub(super) clocks: Option<Clocks>,
}

/// The time on both sides when a response arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clocks {
    pub(super) server: Timestamp,
    local: Timestamp,
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TransportError {
    #[error("no connection to the server")]
    ConnectionRefused,
    #[error("the connection was lost several times")]
    ConnectionLost,
    #[error("the server does not answer")]
    TimedOut,
    #[error("the server's name is not known")]
    UnknownHost,
    /// With the message of the TLS library.
    #[error("the encrypted connection cannot be trusted ({0})")]
    Tls(String),
    #[error("cannot communicate with the server")]
    Other,
}

tokio::task_local! {
    static LAST_RESPONSE: RefCell<ResponseInfo>;
}

/// Runs an operation, and returns its result with the last response.
pub(super) async fn record_response<T>(operation: impl Future<Output = T>) -> (T, ResponseInfo) {
    LAST_RESPONSE
        .scope(RefCell::default(), async {
            let result = operation.await;
            (result, LAST_RESPONSE.with(|response| response.borrow().clone()))
        })
        .await
}

/// Repeats an operation while its responses are lost, for `retry_timeout`. `object_store` repeats only idempotent
/// requests. Ours may all be repeated: after a conflict, callers check whether the object is their own.
pub(super) async fn retry_lost_responses<T, F>(
    retry_timeout: Duration,
    operation: impl Fn() -> F,
) -> (object_store::Result<T>, ResponseInfo)
where
    F: Future<Output = object_store::Result<T>>,
{
    let start = Instant::now();
    let mut pause = INITIAL_PAUSE;
    loop {
        let (result, response) = record_response(operation()).await;
        let is_lost = matches!(
            response.transport_error,
            Some(TransportError::ConnectionLost | TransportError::TimedOut)
        );
        if result.is_ok() || !is_lost || start.elapsed() + pause > retry_timeout {
            return (result, response);
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
}

const INITIAL_PAUSE: Duration = Duration::from_millis(100);

/// Runs an operation on a file; its error is drawn from the last response. An empty name is the whole destination.
pub(super) async fn run_on_file<T>(
    verb: &'static str,
    file: &str,
    operation: impl Future<Output = object_store::Result<T>>,
) -> Result<T, DeployError> {
    let (result, response) = record_response(operation).await;
    result.map_err(|error| DeployError::from_store(verb, file, &error, response))
}

/// Records a response or its absence for the current operation, if there is one.
fn record(info: ResponseInfo) {
    let _ = LAST_RESPONSE.try_with(|response| response.replace(info));
}

/// Long enough to upload a part of a video over a slow connection.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(5);

/// Connects as `object_store` does, with more time for a request unless the environment says how much, and records
/// responses.
#[derive(Clone, Debug)]
pub(super) struct RecordingConnector {
    /// The longest that we wait at a server's request.
    pub(super) max_pause: Duration,
}

#[derive(Debug)]
struct RecordingClient {
    client: HttpClient,
    max_pause: Duration,
}

impl HttpConnector for RecordingConnector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut options = options.clone();
        let default_timeout = ClientOptions::default().get_config_value(&ClientConfigKey::Timeout);
        if options.get_config_value(&ClientConfigKey::Timeout) == default_timeout {
            options = options.with_timeout(REQUEST_TIMEOUT);
        }
        let client = ReqwestConnector::default().connect(&options)?;
        Ok(HttpClient::new(RecordingClient { client, max_pause: self.max_pause }))
    }
}

type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for RecordingClient {
    fn call<'life0, 'async_trait>(&'life0 self, request: HttpRequest) -> ResponseFuture<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(self.send_request(request))
    }
}

impl RecordingClient {
    async fn send_request(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let response = match self.client.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                let clocks = LAST_RESPONSE.try_with(|response| response.borrow().clocks).unwrap_or_default();
                let transport_error = Some(classify_error(&error));
                record(ResponseInfo { transport_error, clocks, ..ResponseInfo::default() });
                return Err(error);
            }
        };
        let status = response.status().as_u16();
        let clocks = read_clocks(response.headers());
        if status < 400 {
            record(ResponseInfo { status: Some(status), clocks, ..ResponseInfo::default() });
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let text =
            body.bytes().await.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let code = error_code(&text);
        record(ResponseInfo { status: Some(status), code, transport_error: None, clocks });
        if matches!(status, 429 | 503) {
            let pause = header_text(&parts.headers, &RETRY_AFTER)
                .and_then(|text| parse_retry_after(text, Timestamp::now()))
                .unwrap_or_default();
            tokio::time::sleep(pause.min(self.max_pause)).await;
        }
        Ok(HttpResponse::from_parts(parts, text.into()))
    }
}

fn header_text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

fn read_clocks(headers: &HeaderMap) -> Option<Clocks> {
    let server = rfc2822::parse(header_text(headers, &DATE)?).ok()?.timestamp();
    Some(Clocks { server, local: Timestamp::now() })
}

/// Returns the code of an error of S3, Azure or Google's XML API. Anything but a word of letters is ignored: it could
/// be a secret.
fn error_code(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_word = (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word.then(|| code.to_owned())
}

fn classify_error(error: &HttpError) -> TransportError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<io::Error>().and_then(classify_io_error) {
            return found;
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return TransportError::Tls(error.to_string());
        }
        // hyper-util's error for DNS is private: its message is all that tells.
        if error.to_string().contains("dns error") {
            return TransportError::UnknownHost;
        }
        cause = error.source();
    }
    match error.kind() {
        HttpErrorKind::Connect => TransportError::ConnectionRefused,
        HttpErrorKind::Timeout => TransportError::TimedOut,
        HttpErrorKind::Interrupted | HttpErrorKind::Request => TransportError::ConnectionLost,
        _ => TransportError::Other,
    }
}

fn classify_io_error(error: &io::Error) -> Option<TransportError> {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Some(TransportError::Tls(error.to_string()));
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(TransportError::ConnectionRefused),
        io::ErrorKind::TimedOut => Some(TransportError::TimedOut),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(TransportError::ConnectionLost),
        _ => None,
    }
}

impl ResponseInfo {
    /// Returns by how many seconds our clock is behind the server's; negative if it is ahead.
    pub(super) fn seconds_behind_server(&self) -> Option<i64> {
        self.clocks.map(|clocks| clocks.server.duration_since(clocks.local).as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_of_a_response_is_kept() {
        let body =
            "<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>AKIASECRET</AWSAccessKeyId></Error>";
        assert_eq!(error_code(body).as_deref(), Some("InvalidAccessKeyId"));
        for other in ["", "<Code></Code>", "<Code>AKIA 1</Code>", "<Code>x", "<Code>key=3a</Code>"] {
            assert_eq!(error_code(other), None, "{other}");
        }
    }
}
