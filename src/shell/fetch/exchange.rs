//! One question and the head of its answer, over one connection. The body is not read.
//!
//! Must not know: what is asked next.

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
use url::Url;

use super::Fetcher;
use super::target::Target;
use crate::parse::links::Trouble;

/// Who asks, and where to learn why.
const AGENT: &str =
    concat!("nutgraf/", env!("CARGO_PKG_VERSION"), " (link check; +", env!("CARGO_PKG_REPOSITORY"), ")");

/// More than any honest server says of itself.
const LONGEST_HEAD: usize = 64 * 1024;
const LONGEST_ETAG: usize = 200;

/// Addresses of one name that are tried.
const TRIES: usize = 3;

/// Longer than anybody waits.
const FOR_LONG: Duration = Duration::from_hours(24);

/// What a server says ahead of a page.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// For how long it wants to be left alone.
    pub(super) peace: Option<Duration>,
    pub(super) etag: Option<String>,
    /// It has no time to answer.
    pub(super) is_busy: bool,
}

impl Head {
    fn new<B>(response: &Response<B>) -> Self {
        let headers = response.headers();
        let etag = text(headers, &ETAG)
            .filter(|etag| etag.len() <= LONGEST_ETAG && !etag.contains(char::is_control));
        Self {
            status: response.status().as_u16(),
            location: text(headers, &LOCATION),
            peace: text(headers, &RETRY_AFTER).and_then(|text| peace(text.trim(), Timestamp::now())),
            etag: etag.filter(|etag| !etag.trim().is_empty()),
            is_busy: false,
        }
    }

    /// Where it leads, if that is where the page is.
    pub(super) fn leads_to(&self, from: &Url) -> Option<Url> {
        let leads = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.location.as_ref().filter(|_| leads).and_then(|to| from.join(to).ok())
    }

    /// For how long the host is to be left alone, if it says so; who has had too many questions without saying how
    /// many are right, for long.
    pub(super) fn wants_peace(&self) -> Option<Duration> {
        match self.status {
            429 => Some(self.peace.unwrap_or(FOR_LONG)),
            503 => self.peace,
            _ => None,
        }
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// `Retry-After`: seconds, or a date.
pub(crate) fn peace(text: &str, now: Timestamp) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(FOR_LONG, Duration::from_secs).min(FOR_LONG));
    }
    let until = rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default().min(FOR_LONG))
}

impl Fetcher {
    pub(super) async fn exchange(&self, target: &Target, method: Method) -> Result<Head, Trouble> {
        let stream = self.connect(target).await?;
        if !target.is_encrypted() {
            return converse(stream, target, method).await;
        }
        let name = match target.number {
            Some(number) => ServerName::IpAddress(number.into()),
            None => ServerName::try_from(target.host.clone()).map_err(|_| Trouble::NotAsked)?,
        };
        let stream = self.tls.connect(name, stream).await.map_err(|error| distrust(&error))?;
        converse(stream, target, method).await
    }

    /// A connection to an address that was judged, and to no other.
    async fn connect(self: &Fetcher, target: &Target) -> Result<TcpStream, Trouble> {
        let mut addresses = self.addresses(target).await?;
        addresses.retain(|address| (self.ways.may_reach)(address.ip()));
        if addresses.is_empty() {
            return Err(Trouble::NotAsked);
        }
        let mut trouble = Trouble::NoConnection;
        for address in addresses.into_iter().take(TRIES) {
            match timeout(self.limits.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(_)) => {}
                Err(_) => trouble = Trouble::NoAnswer,
            }
        }
        Err(trouble)
    }

    async fn addresses(&self, target: &Target) -> Result<Vec<SocketAddr>, Trouble> {
        if let Some(number) = target.number {
            return Ok(vec![SocketAddr::new(number, target.port)]);
        }
        let (resolve, host, port) = (self.ways.resolve.clone(), target.host.clone(), target.port);
        let resolved = spawn_blocking(move || resolve(&host, port)).await;
        match resolved.map_err(|_| Trouble::NameUnknown)? {
            Ok(addresses) if addresses.is_empty() => Err(Trouble::NameUnknown),
            Ok(addresses) => Ok(addresses),
            Err(error) if is_no_name(&error) => Err(Trouble::NoSuchName),
            Err(_) => Err(Trouble::NameUnknown),
        }
    }
}

/// Whether the system is sure that a name leads nowhere: it has no better word for it than its message. Whatever is
/// put otherwise may be a network that is down.
fn is_no_name(error: &io::Error) -> bool {
    const WORDS: [&str; 3] =
        ["Name or service not known", "Name does not resolve", "nodename nor servname provided"];
    const WINDOWS: i32 = 11001;
    let message = error.to_string();
    cfg!(windows) && error.raw_os_error() == Some(WINDOWS)
        || WORDS.iter().any(|words| message.contains(words))
}

/// What is wrong with an encrypted connection. An authority that we do not know, others may.
fn distrust(error: &io::Error) -> Trouble {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    match cause {
        Some(rustls::Error::InvalidCertificate(UnknownIssuer | UnknownRevocationStatus)) => {
            Trouble::UnknownAuthority
        }
        Some(rustls::Error::InvalidCertificate(_)) => Trouble::BadCertificate,
        _ => Trouble::NoConnection,
    }
}

/// Asks over a connection, and hangs up at the end of the answer's head.
async fn converse<S>(stream: S, target: &Target, method: Method) -> Result<Head, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let request = Request::builder()
        .method(method)
        .uri(target.path())
        .header(HOST, target.authority())
        .header(USER_AGENT, AGENT)
        .header(ACCEPT, "*/*")
        .header(CONNECTION, "close")
        .body(String::new())
        .map_err(|_| Trouble::NotAsked)?;
    let mut http = http1::Builder::new();
    http.max_buf_size(LONGEST_HEAD);
    let (mut sender, connection) =
        http.handshake(TokioIo::new(stream)).await.map_err(|_| Trouble::NotHttp)?;
    let asked = sender.send_request(request);
    tokio::select! {
        // An answer that is there counts, even if the connection has ended with it.
        biased;
        response = asked => response.map(|response| Head::new(&response)).map_err(|_| Trouble::NotHttp),
        _ = drive(connection) => Err(Trouble::NotHttp),
    }
}

/// Carries bytes to and fro. That the connection ends is for who asks to notice.
async fn drive(connection: impl Future) {
    connection.await;
    std::future::pending::<()>().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_ask_for_peace_in_seconds_or_until_a_date() {
        let now = Timestamp::from_second(784_111_777).expect("a moment");
        assert_eq!(peace("120", now), Some(Duration::from_mins(2)));
        assert_eq!(peace("99999999999999999999999", now), Some(FOR_LONG));
        assert_eq!(peace("Sun, 06 Nov 1994 08:50:37 GMT", now), Some(Duration::from_mins(1)));
        assert_eq!(peace("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(Duration::ZERO));
        for nothing in ["", "-5", "soon", "1.5"] {
            assert_eq!(peace(nothing, now), None, "{nothing}");
        }
    }

    #[test]
    fn only_a_certain_no_is_taken_for_one() {
        let error =
            |message: &str| io::Error::other(format!("failed to lookup address information: {message}"));
        assert!(is_no_name(&error("Name or service not known")));
        assert!(!is_no_name(&error("Temporary failure in name resolution")));
        assert!(!is_no_name(&error("Try again")));
    }
}
