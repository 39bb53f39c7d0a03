//! Errors of a deploy, and all their messages.
//!
//! No error holds credentials, not even in its `Debug` form: each is made of our own words, names of files, and the
//! error code of the server's response. Must not know: where errors occur.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use object_store::Error;

use super::address::Provider;
use super::http::ResponseInfo;
use super::usage_error::UsageError;
use crate::base::words::Count;

/// Why a deploy failed.
#[derive(Debug)]
pub(crate) enum DeployError {
    Usage(UsageError),
    /// An environment variable is missing, or some contradict each other.
    Settings(Provider),
    NoCredentials(Provider),
    /// The connection would not be encrypted, and the environment variable does not allow that.
    PlainHttp {
        variable: &'static str,
    },
    /// Files of others are at paths of the site's files.
    Conflicts(Vec<String>),
    /// Another site was deployed there. Both are URLs.
    OtherSite {
        deployed: String,
        ours: String,
    },
    /// Another deploy holds the lock.
    Locked(LockHolder),
    /// Another deploy took the lock from us.
    LockLost,
    /// The server does not support conditional writes, which the lock needs.
    NoConditionalWrites,
    /// The state file cannot be parsed.
    UnreadableState,
    /// The name of a file is invalid as a key.
    InvalidName(String),
    /// A file in the output folder is not the one that the build wrote.
    OutputChanged(String),
    File(FileError),
    Store(StoreError),
    Runtime(io::Error),
}

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

/// An operation that failed, as a verb for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    List,
    Read,
    Write,
    Remove,
    Lock,
}

/// A failed operation on a local file.
#[derive(Debug)]
pub(crate) struct FileError {
    operation: Operation,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    /// Returns a function for `map_err`.
    pub(super) fn on(operation: Operation, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self { operation, path: path.to_owned(), source }
    }
}

impl From<FileError> for DeployError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// A failed operation on an object at the destination.
#[derive(Debug)]
pub(crate) struct StoreError {
    operation: Operation,
    /// Empty for the whole destination.
    file: String,
    response: ResponseInfo,
    /// Of a destination that is a folder.
    io_error: Option<io::ErrorKind>,
}

impl DeployError {
    /// Makes an error of one of `object_store`, of which only the kind is kept: its message may contain credentials.
    pub(super) fn from_store(
        operation: Operation,
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
        operation: Operation,
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

impl std::error::Error for DeployError {}

impl fmt::Display for DeployError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) => error.fmt(f),
            Self::Settings(provider) => {
                writeln!(f, "the environment does not say how to reach {provider}")?;
                write!(f, "help: {}", provider.access_help())
            }
            Self::NoCredentials(provider) => {
                writeln!(f, "nothing in the environment opens {provider}; nothing was touched")?;
                write!(f, "help: {}", provider.access_help())
            }
            Self::PlainHttp { variable } => {
                writeln!(
                    f,
                    "the server's address begins with http:, so anybody on the way could read along"
                )?;
                write!(f, "help: write https:, or set {variable}=true for a server on this machine")
            }
            Self::Conflicts(files) => fmt_conflicts(f, files),
            Self::OtherSite { deployed, ours } => {
                writeln!(
                    f,
                    "the site {} stands there, and this one is {ours}; nothing was touched",
                    deployed.escape_debug()
                )?;
                f.write_str(OTHER_SITE)
            }
            Self::Locked(holder) => holder.fmt(f),
            Self::LockLost => f.write_str(LOCK_LOST),
            Self::NoConditionalWrites => f.write_str(NO_CONDITIONAL_WRITES),
            Self::UnreadableState => f.write_str(UNREADABLE_STATE),
            Self::InvalidName(file) => {
                writeln!(f, "no object can be called `{}`", file.escape_debug())?;
                f.write_str("help: rename its source")
            }
            Self::OutputChanged(file) => {
                writeln!(f, "`{file}` in the output folder was changed while it was deployed")?;
                f.write_str(
                    "help: let nothing else write there, and deploy again: it goes on where this ended",
                )
            }
            Self::File(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Runtime(error) => write!(f, "no connections can be made: {error}"),
        }
    }
}

const LOCK_LOST: &str = "another deploy has taken over the place: this one has stopped
help: wait until it is done, and deploy again";

const OTHER_SITE: &str = "help: deploy to a place of its own, such as a folder in the bucket. If this is the same site \
at a new address, or shall stand there in the place of the other, --adopt goes on: what only the other has is removed";

const NO_CONDITIONAL_WRITES: &str =
    "this server cannot keep two deploys apart: it knows no conditional writes
help: where you are sure that nobody else deploys, --break-lock does without";

const UNREADABLE_STATE: &str = "what an earlier deploy wrote down there cannot be read, so it is not known what is \
ours; nothing was touched
help: a newer nutgraf may have written it: use that one. If it is damaged, remove `.nutgraf-deploy.json` there, and \
deploy with --adopt";

fn fmt_conflicts(f: &mut fmt::Formatter<'_>, files: &[String]) -> fmt::Result {
    let count = Count(files.len(), "file");
    writeln!(f, "{count} that no deploy of nutgraf put there would be written over; nothing was touched:")?;
    fmt_files(f, files)?;
    f.write_str(
        "help: if an older copy of this site is there, --adopt makes these files nutgraf's; nothing else there is \
         touched. If not, deploy to a place of its own, such as a folder in the bucket",
    )
}

fn fmt_files(f: &mut fmt::Formatter<'_>, files: &[String]) -> fmt::Result {
    for file in files.iter().take(MAX_LISTED_FILES) {
        writeln!(f, "  {file}")?;
    }
    match files.len().saturating_sub(MAX_LISTED_FILES) {
        0 => Ok(()),
        more => writeln!(f, "  … and {more} more"),
    }
}

const MAX_LISTED_FILES: usize = 20;

/// Files that nutgraf once deployed, that were overwritten since, and that the site no longer has. They were not
/// removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftFiles(pub(super) Vec<String>);

/// Draws a warning with a final newline; nothing, if there are no files.
impl fmt::Display for LeftFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(files) = self;
        if files.is_empty() {
            return Ok(());
        }
        let count = Count(files.len(), "file");
        writeln!(f, "warning: {count} left that somebody changed there, and that the site has no more:")?;
        fmt_files(f, files)?;
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

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Remove => "remove",
            Self::Lock => "lock",
        })
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.operation, self.path.display(), self.source)
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
        let error = DeployError::from_store(Operation::Write, "a.html", &error, response);
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
