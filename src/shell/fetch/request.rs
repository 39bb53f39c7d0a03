//! Sends one request over one connection, and reads the head of the response. The body is not read.
//!
//! Must not know: which request comes next.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, CONNECTION, ETAG, HOST, HeaderMap, HeaderName, LOCATION, RETRY_AFTER, USER_AGENT,
};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::rustls;
use tokio_rustls::rustls::CertificateError::{UnknownIssuer, UnknownRevocationStatus};
use tokio_rustls::rustls::pki_types::ServerName;
use url::{Position, Url};

use super::Fetcher;
use super::target::Target;
use crate::parse::links::RequestFailure;

/// Names the program, and why it sends requests.
const AGENT: &str = concat!("nutgraf/", env!("CARGO_PKG_VERSION"), " (link check)");

/// More than an honest server sends.
const LONGEST_HEAD: usize = 64 * 1024;
const LONGEST_ETAG: usize = 200;

/// How many addresses of a name are tried.
const TRIES: usize = 3;

/// The wait if a server asks for a longer one, or for none in particular.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// The status and headers of a response, as far as they matter here.
#[derive(Debug)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// How long the server asks to wait.
    pub(super) retry_after: Option<Duration>,
    pub(super) etag: Option<String>,
    /// True if the server was too busy to answer.
    pub(super) is_busy: bool,
}

impl ResponseHead {
    fn new<B>(response: &Response<B>) -> Self {
        let headers = response.headers();
        let etag = header_text(headers, &ETAG)
            .filter(|etag| etag.len() <= LONGEST_ETAG && !etag.contains(char::is_control));
        Self {
            status: response.status().as_u16(),
            location: header_text(headers, &LOCATION),
            retry_after: header_text(headers, &RETRY_AFTER)
                .and_then(|text| parse_retry_after(text.trim(), Timestamp::now())),
            etag: etag.filter(|etag| !etag.trim().is_empty()),
            is_busy: false,
        }
    }

    /// The target, if the response is a redirect.
    pub(super) fn redirect_target(&self, from: &Url) -> Option<Url> {
        let is_redirect = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.location.as_ref().filter(|_| is_redirect).and_then(|to| from.join(to).ok())
    }

    /// How long to wait before another request to the host; `None` if it does not ask for that.
    pub(super) fn wait_before_retry(&self) -> Option<Duration> {
        match self.status {
            429 => Some(self.retry_after.unwrap_or(LONGEST_WAIT)),
            503 => self.retry_after,
            _ => None,
        }
    }
}

fn header_text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Parses `Retry-After`: seconds, or a date.
pub(crate) fn parse_retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(LONGEST_WAIT, Duration::from_secs).min(LONGEST_WAIT));
    }
    let until = rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default().min(LONGEST_WAIT))
}

impl Fetcher {
    pub(super) async fn request_head(
        &self,
        target: &Target,
        method: Method,
    ) -> Result<ResponseHead, RequestFailure> {
        let stream = self.connect(target).await?;
        if target.url.scheme() != "https" {
            return send_request(stream, target, method).await;
        }
        let name = match target.ip {
            Some(ip) => ServerName::IpAddress(ip.into()),
            None => ServerName::try_from(target.host.clone()).map_err(|_| RequestFailure::NotAsked)?,
        };
        let stream = self.tls.connect(name, stream).await.map_err(|error| tls_failure(&error))?;
        send_request(stream, target, method).await
    }

    /// Connects to an address that may be reached.
    async fn connect(self: &Fetcher, target: &Target) -> Result<TcpStream, RequestFailure> {
        let mut addresses = self.addresses(target).await?;
        addresses.retain(|address| (self.network.may_reach)(address.ip()));
        if addresses.is_empty() {
            return Err(RequestFailure::NotAsked);
        }
        let mut trouble = RequestFailure::NoConnection;
        for address in addresses.into_iter().take(TRIES) {
            match timeout(self.limits.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(_)) => {}
                Err(_) => trouble = RequestFailure::NoAnswer,
            }
        }
        Err(trouble)
    }

    async fn addresses(&self, target: &Target) -> Result<Vec<SocketAddr>, RequestFailure> {
        if let Some(ip) = target.ip {
            return Ok(vec![SocketAddr::new(ip, target.port)]);
        }
        let resolve = self.network.resolve.clone();
        let host = target.host.clone();
        let port = target.port;
        let resolved = spawn_blocking(move || resolve(&host, port)).await;
        match resolved.map_err(|_| RequestFailure::NameUnknown)? {
            Ok(addresses) if addresses.is_empty() => Err(RequestFailure::NameUnknown),
            Ok(addresses) => Ok(addresses),
            Err(error) if is_unknown_name(&error) => Err(RequestFailure::NoSuchName),
            Err(_) => Err(RequestFailure::NameUnknown),
        }
    }
}

/// Returns whether a name does not exist. The system says so only in its message; any other error may come from a
/// network that is down.
fn is_unknown_name(error: &io::Error) -> bool {
    const WORDS: [&str; 3] =
        ["Name or service not known", "Name does not resolve", "nodename nor servname provided"];
    let message = error.to_string();
    WORDS.iter().any(|words| message.contains(words))
}

/// Why an encrypted connection failed. An authority that is unknown here may be trusted elsewhere.
fn tls_failure(error: &io::Error) -> RequestFailure {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(rustls::Error::InvalidCertificate(UnknownIssuer | UnknownRevocationStatus)) => {
            RequestFailure::UnknownAuthority
        }
        Some(rustls::Error::InvalidCertificate(_)) => RequestFailure::BadCertificate,
        _ => RequestFailure::NoConnection,
    }
}

/// Sends a request over a connection, and closes it after the head of the response.
async fn send_request<S>(stream: S, target: &Target, method: Method) -> Result<ResponseHead, RequestFailure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let request = Request::builder()
        .method(method)
        .uri(&target.url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &target.url[Position::BeforeHost..Position::AfterPort])
        .header(USER_AGENT, AGENT)
        .header(ACCEPT, "*/*")
        .header(CONNECTION, "close")
        .body(String::new())
        .map_err(|_| RequestFailure::NotAsked)?;
    let mut http = http1::Builder::new();
    http.max_buf_size(LONGEST_HEAD);
    let (mut sender, connection) =
        http.handshake(TokioIo::new(stream)).await.map_err(|_| RequestFailure::NotHttp)?;
    let response = sender.send_request(request);
    tokio::select! {
        // A response counts even if the connection has ended with it.
        biased;
        response = response => response.map(|response| ResponseHead::new(&response)).map_err(|_| RequestFailure::NotHttp),
        // The end of the connection shows in the response.
        never = async { drop(connection.await); pending::<Infallible>().await } => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_in_seconds_or_a_date() {
        let now = Timestamp::from_second(784_111_777).expect("a moment");
        assert_eq!(parse_retry_after("120", now), Some(Duration::from_mins(2)));
        assert_eq!(parse_retry_after("99999999999999999999999", now), Some(LONGEST_WAIT));
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now), Some(Duration::from_mins(1)));
        assert_eq!(parse_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(Duration::ZERO));
        for nothing in ["", "-5", "soon", "1.5"] {
            assert_eq!(parse_retry_after(nothing, now), None, "{nothing}");
        }
    }

    #[test]
    fn only_a_certain_no_is_taken_for_one() {
        let error =
            |message: &str| io::Error::other(format!("failed to lookup address information: {message}"));
        assert!(is_unknown_name(&error("Name or service not known")));
        assert!(!is_unknown_name(&error("Temporary failure in name resolution")));
        assert!(!is_unknown_name(&error("Try again")));
    }
}
