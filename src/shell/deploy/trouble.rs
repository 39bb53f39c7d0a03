//! What can go wrong while deploying, as data, and all the English for it.
//!
//! Nothing that opens a bucket is in any of it, not even for a debugger: it is made of our own words, of names of
//! files, and of the single word that a server has for what is wrong. Must not know: when it goes wrong.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use object_store::Error;

use super::fault::Fault;
use super::heard::Heard;
use super::place::Kind;
use crate::base::words::Count;

/// Why a site is not where it should be.
#[derive(Debug)]
pub(crate) enum Trouble {
    Address(Fault),
    /// The variables of the environment contradict each other, or one is missing.
    Settings(Kind),
    NoCredentials(Kind),
    /// Over a line that anybody can read; the variable which allows that.
    Plain(&'static str),
    /// What is not ours stands where the site's files would.
    Occupied(Vec<String>),
    /// The files of another site stand there; both by their addresses.
    OtherSite {
        there: String,
        ours: String,
    },
    /// Another deploy is at work.
    Busy(Holder),
    /// Somebody took the place from us.
    Lost,
    /// The server cannot keep two deploys apart.
    Unconditional,
    /// What an earlier deploy wrote down cannot be read.
    Memory,
    /// A name that no object can have.
    Name(String),
    /// A file of the built site is not what the build made.
    Altered(String),
    Local(LocalError),
    Store(StoreError),
    Runtime(io::Error),
}

/// Who is at work at the place, as far as is known.
#[derive(Debug, Default)]
pub(crate) struct Holder {
    pub(super) who: Option<String>,
    pub(super) lapse: Lapse,
}

/// When the lock of a deploy that was killed is nobody's any more.
#[derive(Debug, Default)]
pub(super) enum Lapse {
    /// With its process, at once.
    #[default]
    WithIt,
    In(Duration),
    /// The server does not tell the time.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    List,
    Read,
    Write,
    Remove,
    Lock,
}

/// What the disk would not do, to which path.
#[derive(Debug)]
pub(crate) struct LocalError {
    doing: Doing,
    path: PathBuf,
    source: io::Error,
}

impl LocalError {
    /// For `map_err`.
    pub(super) fn on(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self { doing, path: path.to_owned(), source }
    }
}

impl From<LocalError> for Trouble {
    fn from(error: LocalError) -> Self {
        Self::Local(error)
    }
}

/// What a store would not do, to which file, and what it said.
#[derive(Debug)]
pub(crate) struct StoreError {
    doing: Doing,
    file: String,
    heard: Heard,
    /// What a folder's store has to say of the disk.
    disk: Option<io::ErrorKind>,
}

impl Trouble {
    /// Of an error nothing is kept but its kind.
    pub(super) fn store(doing: Doing, file: &str, (error, heard): (&Error, Heard)) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        let mut disk = None;
        while let Some(error) = cause {
            disk = disk.or_else(|| error.downcast_ref::<io::Error>().map(io::Error::kind));
            cause = error.source();
        }
        Self::Store(StoreError { doing, file: file.to_owned(), heard, disk })
    }

    /// The same, if it is not that the server knows no conditions.
    pub(super) fn unconditional(self) -> Self {
        match &self {
            Self::Store(error) if error.heard.status == Some(501) => Self::Unconditional,
            _ => self,
        }
    }
}

impl std::error::Error for Trouble {}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(fault) => fault.fmt(f),
            Self::Settings(kind) => {
                writeln!(f, "the environment does not say how to reach {kind}")?;
                write!(f, "help: {}", kind.variables())
            }
            Self::NoCredentials(kind) => {
                writeln!(f, "nothing in the environment opens {kind}; nothing was touched")?;
                write!(f, "help: {}", kind.variables())
            }
            Self::Plain(name) => {
                writeln!(
                    f,
                    "the server's address begins with http:, so anybody on the way could read along"
                )?;
                write!(f, "help: write https:, or set {name}=true for a server on this machine")
            }
            Self::Occupied(files) => occupied(f, files),
            Self::OtherSite { there, ours } => {
                writeln!(
                    f,
                    "the site {} stands there, and this one is {ours}; nothing was touched",
                    there.escape_debug()
                )?;
                f.write_str(OTHER_SITE)
            }
            Self::Busy(holder) => holder.fmt(f),
            Self::Lost => f.write_str(LOST),
            Self::Unconditional => f.write_str(UNCONDITIONAL),
            Self::Memory => f.write_str(MEMORY),
            Self::Name(file) => {
                writeln!(f, "no object can be called `{}`", file.escape_debug())?;
                f.write_str("help: rename its source")
            }
            Self::Altered(file) => {
                writeln!(f, "`{file}` in the output folder was changed while it was deployed")?;
                f.write_str(
                    "help: let nothing else write there, and deploy again: it goes on where this ended",
                )
            }
            Self::Local(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Runtime(error) => write!(f, "no connections can be made: {error}"),
        }
    }
}

const LOST: &str = "another deploy has taken over the place: this one has stopped
help: wait until it is done, and deploy again";

const OTHER_SITE: &str = "help: deploy to a place of its own, such as a folder in the bucket. If this is the same site \
at a new address, or shall stand there in the place of the other, --adopt goes on: what only the other has is removed";

const UNCONDITIONAL: &str = "this server cannot keep two deploys apart: it knows no conditional writes
help: where you are sure that nobody else deploys, --break-lock does without";

const MEMORY: &str = "what an earlier deploy wrote down there cannot be read, so it is not known what is ours; \
nothing was touched
help: a newer nutgraf may have written it: use that one. If it is damaged, remove `.nutgraf-deploy.json` there, and \
deploy with --adopt";

fn occupied(f: &mut fmt::Formatter<'_>, files: &[String]) -> fmt::Result {
    let there = Count(files.len(), "file");
    writeln!(f, "{there} that no deploy of nutgraf put there would be written over; nothing was touched:")?;
    listed(f, files)?;
    f.write_str(
        "help: if an older copy of this site is there, --adopt makes these files nutgraf's; nothing else there is \
         touched. If not, deploy to a place of its own, such as a folder in the bucket",
    )
}

fn listed(f: &mut fmt::Formatter<'_>, files: &[String]) -> fmt::Result {
    for file in files.iter().take(LISTED) {
        writeln!(f, "  {file}")?;
    }
    match files.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => writeln!(f, "  … and {more} more"),
    }
}

/// More lines than these tell a reader nothing new.
const LISTED: usize = 20;

/// Files that were ours until somebody wrote them over, which the site has no more: they are left where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Left(pub(super) Vec<String>);

/// A warning with a line's end; nothing, where nothing is left.
impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(files) = self;
        if files.is_empty() {
            return Ok(());
        }
        let there = Count(files.len(), "file");
        writeln!(f, "warning: {there} left that somebody changed there, and that the site has no more:")?;
        listed(f, files)?;
        writeln!(f, "help: remove there what nobody needs: no deploy will do so from now on")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "the folder",
            Self::S3 => "the bucket",
            Self::Google => "the bucket at Google",
            Self::Azure => "the container at Azure",
        })
    }
}

impl Kind {
    fn variables(self) -> &'static str {
        match self {
            Self::Folder => "name the folder by its whole path",
            Self::S3 => {
                "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, and for R2, MinIO and others \
                 AWS_ENDPOINT_URL. From a profile: eval \"$(aws configure export-credentials --format env)\""
            }
            Self::Google => "set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account's key",
            Self::Azure => {
                "set AZURE_STORAGE_ACCOUNT_NAME, and AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN"
            }
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = self.who.as_ref().map(|who| format!(" by {}", who.escape_debug())).unwrap_or_default();
        writeln!(f, "another deploy{who} is at work there; nothing was touched")?;
        f.write_str("help: wait until it is done.")?;
        match self.lapse {
            Lapse::WithIt => Ok(()),
            Lapse::In(left) => write!(
                f,
                " If it was stopped or killed, its lock lapses in {}: deploy again after that, or at once with \
                 --break-lock",
                Count(usize::try_from(left.as_secs() + 1).unwrap_or(usize::MAX), "second")
            ),
            Lapse::Never => f.write_str(
                " If it was stopped or killed, deploy with --break-lock: its lock does not lapse, since the server \
                 does not tell the time",
            ),
        }
    }
}

impl fmt::Display for Doing {
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

impl fmt::Display for LocalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.doing, self.path.display(), self.source)
    }
}

/// A clock that is further off than this is no clock to a server (S3: 15 minutes).
const TOLERATED: i64 = 5 * 60;

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.file.is_empty() { String::new() } else { format!(" `{}`", self.file) };
        write!(f, "cannot {}{what} there: ", self.doing)?;
        let Heard { status, code, silence, .. } = &self.heard;
        match (silence, status, code, self.disk) {
            (Some(silence), ..) => write!(f, "{silence}")?,
            (None, Some(status), Some(code), _) => write!(f, "the server answers {status} {code}")?,
            (None, Some(status), None, _) => write!(f, "the server answers {status}")?,
            (None, None, _, Some(kind)) => write!(f, "{kind}")?,
            (None, None, _, None) => f.write_str("it is not as it should be")?,
        }
        write!(f, "\nhelp: {}", self.remedy())
    }
}

impl StoreError {
    fn remedy(&self) -> String {
        let (status, code) = (self.heard.status, self.heard.code.as_deref().unwrap_or_default());
        let behind = self.heard.behind().map_or(0, |behind| behind.as_secs());
        let clock = matches!(status, Some(400 | 401 | 403)) && behind.abs() > TOLERATED;
        if clock || code == "RequestTimeTooSkewed" {
            return wrong_clock(behind);
        }
        let remedy = match (code, status) {
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
        remedy.to_owned()
    }
}

fn wrong_clock(behind: i64) -> String {
    let minutes = usize::try_from(behind.abs() / 60).unwrap_or_default();
    let how = match (minutes, behind > 0) {
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
    fn what_a_library_says_is_in_no_message_and_in_nothing_that_a_debugger_shows() {
        let source = io::Error::other(
            "PUT https://why.s3/?X-Amz-Signature=secret <AWSAccessKeyId>AKIA</AWSAccessKeyId>",
        );
        let error = Error::PermissionDenied { path: "a?sig=secret".to_owned(), source: source.into() };
        let heard = Heard { status: Some(403), code: Some("AccessDenied".to_owned()), ..Heard::default() };
        let trouble = Trouble::store(Doing::Write, "a.html", (&error, heard));
        let all = format!("{trouble} {trouble:?} {trouble:#?}");
        assert!(all.contains("403 AccessDenied") && all.contains("`a.html`"), "{all}");
        assert!(["secret", "AKIA", "Signature"].iter().all(|secret| !all.contains(secret)), "{all}");
    }

    #[test]
    fn who_is_refused_learns_when_the_lock_lapses_and_what_to_do() {
        let said = |lapse| Holder { who: Some("anna".to_owned()), lapse }.to_string();
        let lapsing = said(Lapse::In(Duration::from_secs(97)));
        assert!(lapsing.contains("lapses in 98 seconds: deploy again after that, or"), "{lapsing}");
        assert!(lapsing.ends_with("--break-lock") && lapsing.contains("by anna"), "{lapsing}");
        let never = said(Lapse::Never);
        assert!(never.contains("with --break-lock") && never.contains("does not lapse"), "{never}");
        assert!(said(Lapse::WithIt).ends_with("wait until it is done."));
    }

    #[test]
    fn a_clock_that_is_ahead_or_behind_is_said_to_be_so() {
        assert!(wrong_clock(47 * 60).contains("47 minutes behind"));
        assert!(wrong_clock(-90).contains("1 minute ahead"));
        assert!(wrong_clock(3).contains("clock is wrong"));
    }
}
