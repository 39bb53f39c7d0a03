//! The address of a destination, as the command line gives it.
//!
//! Must not know: how to connect to it.

use std::fmt;
use std::fs;
use std::path::Path;

use object_store::path::Path as Key;
use percent_encoding::percent_decode_str;
use url::Url;

use super::error::{DeployError, UsageError};
use crate::shell::FileError;

/// A folder, or a prefix in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DestinationAddress {
    pub(super) provider: Provider,
    /// Name of the bucket; empty for a folder.
    pub(super) bucket: String,
    /// Prefix in the bucket without outer slashes, or path of the folder.
    pub(super) path: String,
}

/// The kind of a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    Folder,
    S3,
    Google,
    Azure,
}

impl DestinationAddress {
    /// Parses `s3://bucket/prefix`, `gs://…`, `az://…`, `file:///folder` or the path of a folder.
    pub(crate) fn parse(text: &str) -> Result<Self, UsageError> {
        if is_path(text) {
            return Ok(Self { provider: Provider::Folder, bucket: String::new(), path: text.to_owned() });
        }
        let url = Url::parse(text).map_err(|_| UsageError::InvalidAddress)?;
        if url.password().is_some() || !url.username().is_empty() || url.query().is_some() {
            return Err(UsageError::Secret);
        }
        let provider = match url.scheme() {
            "file" => Provider::Folder,
            "s3" => Provider::S3,
            "gs" => Provider::Google,
            "az" => Provider::Azure,
            _ => return Err(UsageError::UnknownScheme),
        };
        let path = percent_decode_str(url.path()).decode_utf8().map_err(|_| UsageError::InvalidAddress)?;
        let bucket = url.host_str().unwrap_or_default().to_owned();
        if provider == Provider::Folder {
            let is_local = bucket.is_empty() && url.fragment().is_none();
            let address = Self { provider, bucket, path: path.into_owned() };
            return if is_local { Ok(address) } else { Err(UsageError::NotAFolder) };
        }
        if bucket.is_empty() || url.port().is_some() {
            return Err(UsageError::NoBucket);
        }
        let path = path.trim_matches('/').to_owned();
        Key::parse(&path).map_err(|_| UsageError::InvalidAddress)?;
        Ok(Self { provider, bucket, path })
    }

    pub(crate) fn folder(&self) -> Option<&Path> {
        (self.provider == Provider::Folder).then(|| Path::new(&self.path))
    }

    /// Creates the folder, if it is one.
    pub(super) fn create_folder(&self) -> Result<(), DeployError> {
        let Some(folder) = self.folder() else { return Ok(()) };
        Ok(fs::create_dir_all(folder).map_err(FileError::on("write", folder))?)
    }
}

/// Returns whether `text` is a path. A bare word is one only if such a folder exists: it may as well be the name of a
/// bucket.
fn is_path(text: &str) -> bool {
    let has_prefix = ["/", "./", "../"].iter().any(|prefix| text.starts_with(prefix));
    has_prefix || !text.contains("://") && Path::new(text).is_dir()
}

impl fmt::Display for DestinationAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.provider {
            Provider::Folder if self.path.starts_with('/') => return write!(f, "file://{}", self.path),
            Provider::Folder => return f.write_str(&self.path),
            Provider::S3 => "s3",
            Provider::Google => "gs",
            Provider::Azure => "az",
        };
        write!(f, "{scheme}://{}/{}", self.bucket, self.path)
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "the folder",
            Self::S3 => "the bucket",
            Self::Google => "the bucket at Google",
            Self::Azure => "the container at Azure",
        })
    }
}

impl Provider {
    /// Names the environment variables that give access.
    pub(super) fn access_help(self) -> &'static str {
        match self {
            Self::Folder => "give the whole path of the folder",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_prefix_in_a_bucket_or_a_folder() {
        let parsed = |text| DestinationAddress::parse(text).map(|address| address.to_string());
        assert_eq!(parsed("s3://bucket"), Ok("s3://bucket/".to_owned()));
        assert_eq!(parsed("gs://bucket/a/b/"), Ok("gs://bucket/a/b".to_owned()));
        assert_eq!(parsed("az://box/a"), Ok("az://box/a".to_owned()));
        assert_eq!(parsed("file:///srv/a%20b"), Ok("file:///srv/a b".to_owned()));
        assert_eq!(parsed("/srv/a%20b"), Ok("file:///srv/a%20b".to_owned()));
        for path in ["./gone", "../gone", "src", ".", ".."] {
            assert_eq!(parsed(path), Ok(path.to_owned()));
        }
    }

    #[test]
    fn an_invalid_address_is_rejected() {
        let error = |text| DestinationAddress::parse(text).err();
        assert_eq!(error("bucket"), Some(UsageError::InvalidAddress));
        assert_eq!(error("ftp://host/"), Some(UsageError::UnknownScheme));
        assert_eq!(error("s3:///a"), Some(UsageError::NoBucket));
        assert_eq!(error("file://host/a"), Some(UsageError::NotAFolder));
        assert_eq!(error("s3://key:secret@bucket/"), Some(UsageError::Secret));
        assert_eq!(error("az://box/?sig=secret"), Some(UsageError::Secret));
        assert_eq!(error("s3://bucket/a//b"), Some(UsageError::InvalidAddress));
    }
}
