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
use crate::base::printable::escape_controls;
use crate::base::words::Count;
use crate::shell::{FileError, list_lines};

/// Why a deploy failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// An environment variable is missing, or some contradict each other.
    #[error("the environment has no settings for {}\nhelp: {}", .0, .0.access_help())]
    Settings(Provider),
    #[error("the environment has no credentials for {}; nothing was changed\nhelp: {}", .0, .0.access_help())]
    NoCredentials(Provider),
    /// The connection would not be encrypted, and this environment variable does not allow that.
    #[error(
        "the server's address begins with http:, so others on the network could read along\n\
         help: write https:, or set {0}=true for a server on this machine"
    )]
    PlainHttp(&'static str),
    /// Files of others are at paths of the site's files.
    #[error(
        "{} that nutgraf did not put there would be replaced; nothing was changed:\n{}\
         help: if these files are an older copy of this site, use --adopt to take them over; other files there stay. \
         If not, deploy to another place, such as a folder in the bucket",
        Count(.0.len(), "file"), list_lines(.0)
    )]
    Conflicts(Vec<String>),
    /// Symbolic links are where the site's files or their folders belong.
    #[error(
        "{} where files of the site or their folders belong; nothing was changed:\n{}\
         help: remove these links, and deploy again: nutgraf does not write through links in the folder",
        Count(.0.len(), "symbolic link"), list_lines(.0)
    )]
    Links(Vec<String>),
    /// Another site was deployed there. Both are URLs.
    #[error(
        "the target has another site, {}, and this one is {ours}; nothing was changed\n\
         help: deploy to another place, such as a folder in the bucket. If this is the same site at a new address, or is \
         meant to replace the other site, use --adopt: it removes the files that only the other site has",
        .deployed.escape_debug()
    )]
    OtherSite { deployed: String, ours: String },
    /// Another deploy holds the lock.
    #[error("{0}")]
    Locked(LockHolder),
    /// Another deploy took the lock from us.
    #[error(
        "another deploy has taken over: this one has stopped\nhelp: wait until it is done, and deploy again"
    )]
    LockLost,
    /// The server does not support conditional writes, which the lock needs.
    #[error(
        "this server cannot keep two deploys apart: it does not support conditional writes\n\
         help: if you are sure that nobody else is deploying, use --break-lock"
    )]
    NoConditionalWrites,
    /// The state file cannot be parsed.
    #[error(
        "nutgraf cannot read its record of earlier deploys there, so it does not know which files are its own; nothing \
         was changed\n\
         help: a newer nutgraf may have written the record: use that version. If it is damaged, remove `.nutgraf-deploy.json` \
         there, and deploy with --adopt"
    )]
    UnreadableState,
    /// The name of a file is invalid as a key.
    #[error("an object cannot be called `{}`\nhelp: rename its source", .0.escape_debug())]
    InvalidName(String),
    /// A file in the output folder is not the one that the build wrote.
    #[error(
        "`{0}` in the output folder changed during the deploy\n\
         help: let no other program write there, and deploy again: it continues where this stopped"
    )]
    OutputChanged(String),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}")]
    Store(StoreError),
    #[error("cannot make connections: {0}")]
    Runtime(io::Error),
}

/// Why an address, or an option for it, is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UsageError {
    #[error("nutgraf cannot deploy to this address\nhelp: {FORMS}")]
    InvalidAddress,
    #[error("nutgraf does not know this kind of address\nhelp: {FORMS}")]
    UnknownScheme,
    #[error("the address has no bucket\nhelp: {FORMS}")]
    NoBucket,
    #[error("the address is not a folder on this machine\nhelp: {FORMS}")]
    NotAFolder,
    #[error(
        "the address has a name, a password or a query in it\n\
         help: put credentials into the environment, where a list of processes does not show them"
    )]
    Secret,
    /// The folder is one that the build reads or writes.
    #[error(
        "the folder is part of the site: its output folder, its sources, or a folder around them\n\
         help: give the folder that a web server reads"
    )]
    SiteFolder,
    #[error(
        "--encoding is for buckets: a web server chooses for each browser\n\
         help: use --compress: it writes a `.br` and a `.gz` copy of each text file, for servers that can send them"
    )]
    EncodingInFolder,
    #[error(
        "--compress is for folders: a bucket cannot choose for each browser\n\
         help: use --encoding br or --encoding gzip: it compresses text files for all browsers"
    )]
    CopiesInBucket,
}

const FORMS: &str = "write s3://bucket/folder, gs://bucket/folder, az://container/folder or file:///folder, or the \
path of a folder: a new one begins with `/`, `./` or `../`";

/// The deploy that holds the lock, if it is known.
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
        writeln!(
            f,
            "warning: {count} not removed that the site no longer has, since somebody changed them there:"
        )?;
        write!(f, "{}", list_lines(&self.0))?;
        writeln!(f, "help: remove what you do not need: no deploy will do so from now on")
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self.name.as_ref().map(|name| format!(" by {}", name.escape_debug())).unwrap_or_default();
        writeln!(f, "another deploy{by} is running; nothing was changed")?;
        f.write_str("help: wait until it is done.")?;
        match self.expiry {
            LockExpiry::WithProcess => Ok(()),
            LockExpiry::In(left) => write!(
                f,
                " If it was stopped or killed, its lock expires in {}: deploy again after that, or at once with \
                 --break-lock",
                Count(usize::try_from(left.as_secs() + 1).unwrap_or(usize::MAX), "second")
            ),
            LockExpiry::Never => f.write_str(
                " If it was stopped or killed, deploy with --break-lock: its lock does not expire, since the server \
                 does not report the time",
            ),
        }
    }
}

/// Seconds by which clocks may differ before we blame them. S3 tolerates 15 minutes.
const CLOCK_TOLERANCE: i64 = 5 * 60;

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file =
            if self.file.is_empty() { String::new() } else { format!(" `{}`", escape_controls(&self.file)) };
        write!(f, "cannot {}{file} there: ", self.operation)?;
        let ResponseInfo { status, code, transport_error, .. } = &self.response;
        match (transport_error, status, code, self.io_error) {
            (Some(error), ..) => write!(f, "{error}")?,
            (None, Some(status), Some(code), _) => write!(f, "the server answers {status} {code}")?,
            (None, Some(status), None, _) => write!(f, "the server answers {status}")?,
            (None, None, _, Some(kind)) => write!(f, "{kind}")?,
            (None, None, _, None) => f.write_str("it is not what nutgraf expected")?,
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
            ("NoSuchBucket" | "ContainerNotFound", _) => "create the bucket first, or correct its name",
            ("PermanentRedirect" | "AuthorizationHeaderMalformed", _) | (_, Some(301 | 307)) => {
                "the bucket is in another region: set AWS_REGION to it"
            }
            ("ExpiredToken" | "TokenRefreshRequired", _) => "the credentials have expired: get new ones",
            ("InvalidAccessKeyId" | "SignatureDoesNotMatch" | "AuthenticationFailed", _) | (_, Some(401)) => {
                "the server does not accept the credentials in the environment: correct them"
            }
            (_, Some(403)) => {
                "get the permissions to list the bucket, and to read, write and delete objects in it"
            }
            (_, Some(404)) => "check the names of the bucket and of the server",
            _ => "deploy again: it continues where this stopped",
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
    format!("this machine's clock {how}, and signatures contain the time: set the clock, and deploy again")
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
        assert!(expiring.contains("expires in 98 seconds: deploy again after that, or"), "{expiring}");
        assert!(expiring.ends_with("--break-lock") && expiring.contains("by anna"), "{expiring}");
        let never = message(LockExpiry::Never);
        assert!(never.contains("with --break-lock") && never.contains("does not expire"), "{never}");
        assert!(message(LockExpiry::WithProcess).ends_with("wait until it is done."));
    }

    #[test]
    fn a_clock_that_is_ahead_or_behind_is_reported() {
        assert!(wrong_clock(47 * 60).contains("47 minutes behind"));
        assert!(wrong_clock(-90).contains("1 minute ahead"));
        assert!(wrong_clock(3).contains("clock is wrong"));
    }
}
