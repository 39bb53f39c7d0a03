//! Where a site is deployed to: a folder, or a bucket with what it takes to talk to it.
//!
//! What opens a bucket comes from the environment, by the names that each maker's own tools use. Must not know: what
//! is put there.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{BackoffConfig, ClientConfigKey, ObjectStore, RetryConfig};
use percent_encoding::percent_decode_str;
use tokio_rustls::rustls::crypto::ring;
use url::Url;

use super::fault::Fault;
use super::heard::Listener;
use super::trouble::{Doing, LocalError, Trouble};

/// What is written on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    kind: Kind,
    /// Of the bucket; nothing for a folder.
    bucket: String,
    /// Where in the bucket, without slashes at its ends; for a folder its path.
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Folder,
    S3,
    Google,
    Azure,
}

/// Long enough for a part of a film on a thin line.
const REQUEST: &str = "300 seconds";

/// How long the environment is given to say who we are.
const CREDENTIALS: Duration = Duration::from_secs(20);

impl Address {
    /// Reads `s3://bucket/prefix`, `gs://…`, `az://…`, `file:///folder` or the path of a folder. What is wrong is
    /// said without a word of the text: it may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if is_path(text) {
            return Ok(Self { kind: Kind::Folder, bucket: String::new(), path: text.to_owned() });
        }
        let url = Url::parse(text).map_err(|_| Fault::NotAnAddress)?;
        if url.password().is_some() || !url.username().is_empty() || url.query().is_some() {
            return Err(Fault::Secret);
        }
        let kind = match url.scheme() {
            "file" => Kind::Folder,
            "s3" => Kind::S3,
            "gs" => Kind::Google,
            "az" => Kind::Azure,
            _ => return Err(Fault::UnknownKind),
        };
        let path = percent_decode_str(url.path()).decode_utf8().map_err(|_| Fault::NotAnAddress)?;
        let bucket = url.host_str().unwrap_or_default().to_owned();
        match kind {
            Kind::Folder if !bucket.is_empty() || url.fragment().is_some() => Err(Fault::NotAFolder),
            Kind::Folder => Ok(Self { kind, bucket, path: path.into_owned() }),
            _ if bucket.is_empty() || url.port().is_some() => Err(Fault::NoBucket),
            _ => {
                let path = path.trim_matches('/').to_owned();
                Key::parse(&path).map_err(|_| Fault::NotAnAddress)?;
                Ok(Self { kind, bucket, path })
            }
        }
    }

    pub(crate) fn folder(&self) -> Option<&Path> {
        (self.kind == Kind::Folder).then(|| Path::new(&self.path))
    }
}

/// Whether it is a folder's path, as shells write it. A bare word must be of a folder that is there: it is as likely a
/// bucket's.
fn is_path(text: &str) -> bool {
    let begins = ["/", "./", "../"].iter().any(|begin| text.starts_with(begin));
    begins || !text.contains("://") && Path::new(text).is_dir()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.kind {
            Kind::Folder if self.path.starts_with('/') => return write!(f, "file://{}", self.path),
            Kind::Folder => return f.write_str(&self.path),
            Kind::S3 => "s3",
            Kind::Google => "gs",
            Kind::Azure => "az",
        };
        write!(f, "{scheme}://{}/{}", self.bucket, self.path)
    }
}

/// An open place.
pub(super) struct Place {
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) folder: Option<PathBuf>,
    /// For how long it is asked again when it fails.
    pub(super) patience: Duration,
    prefix: Key,
}

impl Place {
    /// Opens a place, without asking it anything but who we are. Of a folder `make` says whether it may be made.
    pub(super) async fn open(address: &Address, patience: Duration, make: bool) -> Result<Self, Trouble> {
        // Two libraries of one process would each like to choose; whoever came first has chosen the same.
        let _ = ring::default_provider().install_default();
        let ways = Ways { bucket: &address.bucket, patience };
        let store: Arc<dyn ObjectStore> = match address.kind {
            Kind::Folder => return Self::open_folder(address, make),
            Kind::S3 => ways.s3().await?,
            Kind::Google => ways.google().await?,
            Kind::Azure => ways.azure().await?,
        };
        let prefix = Key::parse(&address.path).map_err(|_| Trouble::Address(Fault::NotAnAddress))?;
        Ok(Self { store, folder: None, patience, prefix })
    }

    fn open_folder(address: &Address, make: bool) -> Result<Self, Trouble> {
        let folder = PathBuf::from(&address.path);
        if make {
            fs::create_dir_all(&folder).map_err(LocalError::on(Doing::Write, &folder))?;
        }
        let store: Arc<dyn ObjectStore> = if folder.exists() {
            let store =
                LocalFileSystem::new_with_prefix(&folder).map_err(|_| Trouble::Address(Fault::NotAFolder))?;
            Arc::new(store.with_automatic_cleanup(true))
        } else {
            Arc::new(object_store::memory::InMemory::new())
        };
        Ok(Self { store, folder: Some(folder), patience: Duration::ZERO, prefix: Key::default() })
    }

    /// The name of a file at the place.
    pub(super) fn key(&self, file: &str) -> Result<Key, Trouble> {
        let joined = format!("{}/{file}", self.prefix);
        Key::parse(joined.trim_start_matches('/')).map_err(|_| Trouble::Name(file.to_owned()))
    }

    pub(super) fn prefix(&self) -> Option<&Key> {
        (!self.prefix.as_ref().is_empty()).then_some(&self.prefix)
    }

    /// The file that a name at the place is of.
    pub(super) fn file(&self, key: &Key) -> Option<String> {
        let rest = key.as_ref().strip_prefix(self.prefix.as_ref())?;
        Some(rest.trim_start_matches('/').to_owned()).filter(|file| !file.is_empty())
    }
}

/// How buckets are reached.
struct Ways<'a> {
    bucket: &'a str,
    patience: Duration,
}

impl Ways<'_> {
    fn retry(&self) -> RetryConfig {
        let init_backoff = Duration::from_millis(100).min(self.patience / 8);
        let backoff = BackoffConfig { init_backoff, max_backoff: Duration::from_secs(15), base: 2.0 };
        RetryConfig { backoff, max_retries: 20, retry_timeout: self.patience }
    }

    fn listener(&self) -> Listener {
        Listener { patience: self.patience }
    }

    async fn s3(&self) -> Result<Arc<dyn ObjectStore>, Trouble> {
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(self.bucket);
        let timeout = AmazonS3ConfigKey::Client(ClientConfigKey::Timeout);
        if builder.get_config_value(&timeout).is_none() {
            builder = builder.with_config(timeout, REQUEST);
        }
        let has = |key: AmazonS3ConfigKey| builder.get_config_value(&key);
        let endpoint = has(AmazonS3ConfigKey::S3Endpoint).or(has(AmazonS3ConfigKey::Endpoint));
        let allowed = has(AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
        plain(endpoint.as_deref(), allowed.as_deref(), "AWS_ALLOW_HTTP")?;
        let unsigned = has(AmazonS3ConfigKey::SkipSignature).is_some_and(|value| value == "true");
        let store = builder.with_retry(self.retry()).with_http_connector(self.listener()).build();
        let store = store.map_err(|_| Trouble::Settings(Kind::S3))?;
        if !unsigned {
            credentials(Kind::S3, store.credentials().get_credential()).await?;
        }
        Ok(Arc::new(store))
    }

    async fn google(&self) -> Result<Arc<dyn ObjectStore>, Trouble> {
        let mut builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(self.bucket);
        let timeout = GoogleConfigKey::Client(ClientConfigKey::Timeout);
        if builder.get_config_value(&timeout).is_none() {
            builder = builder.with_config(timeout, REQUEST);
        }
        let has = |key: GoogleConfigKey| builder.get_config_value(&key);
        let allowed = has(GoogleConfigKey::Client(ClientConfigKey::AllowHttp));
        plain(has(GoogleConfigKey::BaseUrl).as_deref(), allowed.as_deref(), "GOOGLE_ALLOW_HTTP")?;
        let unsigned = has(GoogleConfigKey::SkipSignature).is_some_and(|value| value == "true");
        let store = builder.with_retry(self.retry()).with_http_connector(self.listener()).build();
        let store = store.map_err(|_| Trouble::Settings(Kind::Google))?;
        if !unsigned {
            credentials(Kind::Google, store.credentials().get_credential()).await?;
        }
        Ok(Arc::new(store))
    }

    async fn azure(&self) -> Result<Arc<dyn ObjectStore>, Trouble> {
        let mut builder = MicrosoftAzureBuilder::from_env().with_container_name(self.bucket);
        let timeout = AzureConfigKey::Client(ClientConfigKey::Timeout);
        if builder.get_config_value(&timeout).is_none() {
            builder = builder.with_config(timeout, REQUEST);
        }
        let has = |key: AzureConfigKey| builder.get_config_value(&key);
        let allowed = has(AzureConfigKey::Client(ClientConfigKey::AllowHttp));
        plain(has(AzureConfigKey::Endpoint).as_deref(), allowed.as_deref(), "AZURE_ALLOW_HTTP")?;
        let store = builder.with_retry(self.retry()).with_http_connector(self.listener()).build();
        let store = store.map_err(|_| Trouble::Settings(Kind::Azure))?;
        credentials(Kind::Azure, store.credentials().get_credential()).await?;
        Ok(Arc::new(store))
    }
}

/// Refuses to send what opens a bucket over a line that anybody can read, unless that is asked for.
fn plain(endpoint: Option<&str>, allowed: Option<&str>, name: &'static str) -> Result<(), Trouble> {
    let is_plain = endpoint.is_some_and(|endpoint| endpoint.to_ascii_lowercase().starts_with("http:"));
    let is_allowed = allowed.is_some_and(|value| matches!(value, "true" | "1" | "yes" | "on" | "y" | "t"));
    if is_plain && !is_allowed { Err(Trouble::Plain(name)) } else { Ok(()) }
}

/// Asks who we are before anything else: where the environment does not say, the machine's own service is asked,
/// which at most desks nobody answers for.
async fn credentials<T>(
    kind: Kind,
    ask: impl Future<Output = object_store::Result<T>>,
) -> Result<(), Trouble> {
    match tokio::time::timeout(CREDENTIALS, ask).await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(Trouble::NoCredentials(kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_bucket_and_a_place_in_it_or_a_folder() {
        let parsed = |text| Address::parse(text).map(|address| address.to_string());
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
    fn what_is_no_address_is_refused() {
        let fault = |text| Address::parse(text).err();
        assert_eq!(fault("bucket"), Some(Fault::NotAnAddress));
        assert_eq!(fault("ftp://host/"), Some(Fault::UnknownKind));
        assert_eq!(fault("s3:///a"), Some(Fault::NoBucket));
        assert_eq!(fault("file://host/a"), Some(Fault::NotAFolder));
        assert_eq!(fault("s3://key:secret@bucket/"), Some(Fault::Secret));
        assert_eq!(fault("az://box/?sig=secret"), Some(Fault::Secret));
        assert_eq!(fault("s3://bucket/a//b"), Some(Fault::NotAnAddress));
    }

    #[test]
    fn encrypted_connections_can_be_made_to_all_makers() {
        use object_store::ClientOptions;
        use object_store::client::HttpConnector;
        let _ = ring::default_provider().install_default();
        let listener = Listener { patience: Duration::from_secs(1) };
        listener.connect(&ClientOptions::new()).expect("a client");
    }
}
