//! Errors of a deploy, and all their messages.
//!
//! No error holds credentials, not even in its `Debug` form: each is made of our own words, names of files, and the
//! error code of the server's response. Messages never repeat the address: it may contain a password. Must not know:
//! where errors occur.

use std::fmt;
use std::io;
use std::time::Duration;

use object_store::Error;

use super::address::Provider;
use super::http::ResponseInfo;
use crate::base::words::Count;
use crate::shell::{FileError, list_lines};

/// Why a deploy failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// An environment variable is missing, or some contradict each other.
    #[error("the environment does not say how to reach {}\nhelp: {}", .0, .0.access_help())]
    Settings(Provider),
    #[error("nothing in the environment opens {}; nothing was touched\nhelp: {}", .0, .0.access_help())]
    NoCredentials(Provider),
    /// The connection would not be encrypted, and this environment variable does not allow that.
    #[error(
        "the server's address begins with http:, so anybody on the way could read along\n\
         help: write https:, or set {0}=true for a server on this machine"
    )]
    PlainHttp(&'static str),
    /// Files of others are at paths of the site's files.
    #[error(
        "{} that no deploy of nutgraf put there would be written over; nothing was touched:\n{}\
         help: if an older copy of this site is there, --adopt makes these files nutgraf's; nothing else there is \
         touched. If not, deploy to a place of its own, such as a folder in the bucket",
        Count(.0.len(), "file"), list_lines(.0)
    )]
    Conflicts(Vec<String>),
    /// Another site was deployed there. Both are URLs.
    #[error(
        "the site {} stands there, and this one is {ours}; nothing was touched\n\
         help: deploy to a place of its own, such as a folder in the bucket. If this is the same site at a new address, \
         or shall stand there in the place of the other, --adopt goes on: what only the other has is removed",
        .deployed.escape_debug()
    )]
    OtherSite { deployed: String, ours: String },
    /// Another deploy holds the lock.
    #[error("{0}")]
    Locked(LockHolder),
    /// Another deploy took the lock from us.
    #[error(
        "another deploy has taken over the place: this one has stopped\nhelp: wait until it is done, and deploy again"
    )]
    LockLost,
    /// The server does not support conditional writes, which the lock needs.
    #[error(
        "this server cannot keep two deploys apart: it knows no conditional writes\n\
         help: where you are sure that nobody else deploys, --break-lock does without"
    )]
    NoConditionalWrites,
    /// The state file cannot be parsed.
    #[error(
        "what an earlier deploy wrote down there cannot be read, so it is not known what is ours; nothing was touched\n\
         help: a newer nutgraf may have written it: use that one. If it is damaged, remove `.nutgraf-deploy.json` \
         there, and deploy with --adopt"
    )]
    UnreadableState,
    /// The name of a file is invalid as a key.
    #[error("no object can be called `{}`\nhelp: rename its source", .0.escape_debug())]
    InvalidName(String),
    /// A file in the output folder is not the one that the build wrote.
    #[error(
        "`{0}` in the output folder was changed while it was deployed\n\
         help: let nothing else write there, and deploy again: it goes on where this ended"
    )]
    OutputChanged(String),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}")]
    Store(StoreError),
    #[error("no connections can be made: {0}")]
    Runtime(io::Error),
}

/// Why an address, or an option for it, is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UsageError {
    #[error("that is no address of a place to deploy to\nhelp: {FORMS}")]
    InvalidAddress,
    #[error("nutgraf does not know how to deploy to such an address\nhelp: {FORMS}")]
    UnknownScheme,
    #[error("the address names no bucket\nhelp: {FORMS}")]
    NoBucket,
    #[error("the address is not of a folder on this machine\nhelp: {FORMS}")]
    NotAFolder,
    #[error(
        "the address has a name, a password or a query in it\n\
         help: what opens a bucket belongs into the environment, where no list of processes shows it"
    )]
    Secret,
    /// The folder is one that the build reads or writes.
    #[error(
        "the folder is the site's own: its output folder, its sources, or what holds them\n\
         help: name the folder that a web server reads"
    )]
    SiteFolder,
    #[error(
        "--encoding is for buckets: a server of files chooses what a browser reads\n\
         help: --compress puts a `.br` and a `.gz` beside each text, for servers that hand those on"
    )]
    EncodingInFolder,
    #[error(
        "--compress is for folders: a bucket cannot choose what a browser reads\n\
         help: --encoding br or --encoding gzip uploads texts packed, for everybody"
    )]
    CopiesInBucket,
}

const FORMS: &str = "write s3://bucket/folder, gs://bucket/folder, az://container/folder or file:///folder, or the \
path of a folder: one that is not there yet begins with `/`, `./` or `../`";

/// The deploy that holds the lock, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct LockHolder {
    pub(super) name: Option<String>,
    pub(super) expiry: LockExpiry,
}

/// When the lock of a killed deploy is free again.
#[derive(Debug, Default)]
pub(super) enum LockExpiry {
    /// At once, when its process ends.
    #[default]
    WithProcess,
    In(Duration),
    /// Never, since the server sends no date.
    Never,
}

/// A failed operation on an object at the destination.
#[derive(Debug)]
pub(crate) struct StoreError {
    /// A verb.
    operation: &'static str,
    /// Empty for the whole destination.
    file: String,
    response: ResponseInfo,
    /// Of a destination that is a folder.
    io_error: Option<io::ErrorKind>,
}

impl DeployError {
    /// Makes an error of one of `object_store`, of which only the kind is kept: its message may contain credentials.
    pub(super) fn from_store(
        operation: &'static str,
        file: &str,
        error: &Error,
        response: ResponseInfo,
    ) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        let mut io_error = None;
        while let Some(error) = cause {
            io_error = io_error.or_else(|| error.downcast_ref::<io::Error>().map(io::Error::kind));
            cause = error.source();
        }
        Self::Store(StoreError { operation, file: file.to_owned(), response, io_error })
    }

    /// Makes an error of one of a conditional write: a server that does not support those answers 501.
    pub(super) fn from_conditional_write(
        operation: &'static str,
        file: &str,
        error: &Error,
        response: ResponseInfo,
    ) -> Self {
        match response.status {
            Some(501) => Self::NoConditionalWrites,
            _ => Self::from_store(operation, file, error, response),
        }
    }
}

/// Files that nutgraf once deployed, that were overwritten since, and that the site no longer has. They were not
/// removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftFiles(pub(super) Vec<String>);

/// Draws a warning with a final newline; nothing, if there are no files.
impl fmt::Display for LeftFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let count = Count(self.0.len(), "file");
        writeln!(f, "warning: {count} left that somebody changed there, and that the site has no more:")?;
        write!(f, "{}", list_lines(&self.0))?;
        writeln!(f, "help: remove there what nobody needs: no deploy will do so from now on")
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self.name.as_ref().map(|name| format!(" by {}", name.escape_debug())).unwrap_or_default();
        writeln!(f, "another deploy{by} is at work there; nothing was touched")?;
        f.write_str("help: wait until it is done.")?;
        match self.expiry {
            LockExpiry::WithProcess => Ok(()),
            LockExpiry::In(left) => write!(
                f,
                " If it was stopped or killed, its lock lapses in {}: deploy again after that, or at once with \
                 --break-lock",
                Count(usize::try_from(left.as_secs() + 1).unwrap_or(usize::MAX), "second")
            ),
            LockExpiry::Never => f.write_str(
                " If it was stopped or killed, deploy with --break-lock: its lock does not lapse, since the server \
                 does not tell the time",
            ),
        }
    }
}

/// Seconds by which clocks may differ before we blame them. S3 tolerates 15 minutes.
const CLOCK_TOLERANCE: i64 = 5 * 60;

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = if self.file.is_empty() { String::new() } else { format!(" `{}`", self.file) };
        write!(f, "cannot {}{file} there: ", self.operation)?;
        let ResponseInfo { status, code, transport_error, .. } = &self.response;
        match (transport_error, status, code, self.io_error) {
            (Some(error), ..) => write!(f, "{error}")?,
            (None, Some(status), Some(code), _) => write!(f, "the server answers {status} {code}")?,
            (None, Some(status), None, _) => write!(f, "the server answers {status}")?,
            (None, None, _, Some(kind)) => write!(f, "{kind}")?,
            (None, None, _, None) => f.write_str("it is not as it should be")?,
        }
        write!(f, "\nhelp: {}", self.help())
    }
}

impl StoreError {
    fn help(&self) -> String {
        let status = self.response.status;
        let code = self.response.code.as_deref().unwrap_or_default();
        let behind = self.response.seconds_behind_server().unwrap_or_default();
        let is_clock_wrong = matches!(status, Some(400 | 401 | 403)) && behind.abs() > CLOCK_TOLERANCE;
        if is_clock_wrong || code == "RequestTimeTooSkewed" {
            return wrong_clock(behind);
        }
        let help = match (code, status) {
            ("NoSuchBucket" | "ContainerNotFound", _) => "make the bucket first, or mend its name",
            ("PermanentRedirect" | "AuthorizationHeaderMalformed", _) | (_, Some(301 | 307)) => {
                "the bucket is in another region: set AWS_REGION to it"
            }
            ("ExpiredToken" | "TokenRefreshRequired", _) => "what opens the bucket has lapsed: get it anew",
            ("InvalidAccessKeyId" | "SignatureDoesNotMatch" | "AuthenticationFailed", _) | (_, Some(401)) => {
                "the server does not know what the environment says opens it: mend that"
            }
            (_, Some(403)) => {
                "a deploy must be allowed to list the bucket, and to read, write and delete objects in it"
            }
            (_, Some(404)) => "is there such a bucket, and is the server's address right?",
            _ => "deploy again when that is mended: it goes on where this ended",
        };
        help.to_owned()
    }
}

fn wrong_clock(seconds_behind: i64) -> String {
    let minutes = usize::try_from(seconds_behind.abs() / 60).unwrap_or_default();
    let how = match (minutes, seconds_behind > 0) {
        (0, _) => "is wrong".to_owned(),
        (_, true) => format!("is {} behind the server's", Count(minutes, "minute")),
        (_, false) => format!("is {} ahead of the server's", Count(minutes, "minute")),
    };
    format!(
        "this machine's clock {how}, and a signature tells the time: set the clock right, and deploy again"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_and_no_debug_form_has_anything_of_the_librarys_message() {
        let source = io::Error::other(
            "PUT https://why.s3/?X-Amz-Signature=secret <AWSAccessKeyId>AKIA</AWSAccessKeyId>",
        );
        let error = Error::PermissionDenied { path: "a?sig=secret".to_owned(), source: source.into() };
        let code = Some("AccessDenied".to_owned());
        let response = ResponseInfo { status: Some(403), code, ..ResponseInfo::default() };
        let error = DeployError::from_store("write", "a.html", &error, response);
        let all = format!("{error} {error:?} {error:#?}");
        assert!(all.contains("403 AccessDenied") && all.contains("`a.html`"), "{all}");
        assert!(["secret", "AKIA", "Signature"].iter().all(|secret| !all.contains(secret)), "{all}");
    }

    #[test]
    fn a_refused_deploy_says_when_the_lock_expires_and_what_to_do() {
        let message = |expiry| LockHolder { name: Some("anna".to_owned()), expiry }.to_string();
        let expiring = message(LockExpiry::In(Duration::from_secs(97)));
        assert!(expiring.contains("lapses in 98 seconds: deploy again after that, or"), "{expiring}");
        assert!(expiring.ends_with("--break-lock") && expiring.contains("by anna"), "{expiring}");
        let never = message(LockExpiry::Never);
        assert!(never.contains("with --break-lock") && never.contains("does not lapse"), "{never}");
        assert!(message(LockExpiry::WithProcess).ends_with("wait until it is done."));
    }

    #[test]
    fn a_clock_that_is_ahead_or_behind_is_reported() {
        assert!(wrong_clock(47 * 60).contains("47 minutes behind"));
        assert!(wrong_clock(-90).contains("1 minute ahead"));
        assert!(wrong_clock(3).contains("clock is wrong"));
    }
}
