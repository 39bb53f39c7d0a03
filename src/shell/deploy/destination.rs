//! Connects to a destination.
//!
//! Credentials come from the environment, under the names that each provider's own tools use. Must not know: what is
//! deployed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{BackoffConfig, ClientConfigKey, ObjectStore, RetryConfig};
use tokio_rustls::rustls::crypto::ring;

use super::address::{DestinationAddress, Provider};
use super::error::{DeployError, UsageError};
use super::http::RecordingConnector;

const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(20);

/// An open destination.
pub(super) struct Destination {
    pub(super) store: Arc<dyn ObjectStore>,
    /// Path of the folder; `None` for a bucket.
    pub(super) folder: Option<PathBuf>,
    /// How long a failing request is repeated.
    pub(super) retry_timeout: Duration,
    prefix: Key,
}

impl Destination {
    /// Opens a destination. Checks that there are credentials, but sends no request to a bucket. A folder that does not
    /// exist opens as an empty one, and is not created.
    pub(super) async fn open(
        address: &DestinationAddress,
        retry_timeout: Duration,
    ) -> Result<Self, DeployError> {
        // An error means that a provider was installed before: only ours are, and they are all the same.
        let _ = ring::default_provider().install_default();
        let connection = Connection { bucket: &address.bucket, retry_timeout };
        let store: Arc<dyn ObjectStore> = match address.provider {
            Provider::S3 => connection.open_s3().await?,
            Provider::Google => connection.open_google().await?,
            Provider::Azure => connection.open_azure().await?,
            Provider::Folder => {
                let folder = PathBuf::from(&address.path);
                let store: Arc<dyn ObjectStore> = if folder.exists() {
                    let store =
                        LocalFileSystem::new_with_prefix(&folder).map_err(|_| UsageError::NotAFolder)?;
                    // After a power cut no file must be empty that the state says is deployed.
                    Arc::new(store.with_automatic_cleanup(true).with_fsync(true))
                } else {
                    Arc::new(InMemory::new())
                };
                let folder = Some(folder);
                let prefix = Key::default();
                return Ok(Self { store, folder, retry_timeout: Duration::ZERO, prefix });
            }
        };
        let prefix = Key::parse(&address.path).map_err(|_| UsageError::InvalidAddress)?;
        Ok(Self { store, folder: None, retry_timeout, prefix })
    }

    pub(super) fn is_bucket(&self) -> bool {
        self.folder.is_none()
    }

    /// Returns the key of a file, with the prefix.
    pub(super) fn key(&self, file: &str) -> Result<Key, DeployError> {
        let key = format!("{}/{file}", self.prefix);
        Key::parse(key.trim_start_matches('/')).map_err(|_| DeployError::InvalidName(file.to_owned()))
    }

    pub(super) fn prefix(&self) -> Option<&Key> {
        (!self.prefix.as_ref().is_empty()).then_some(&self.prefix)
    }

    /// Returns the file of a key: the key without the prefix.
    pub(super) fn file(&self, key: &Key) -> Option<String> {
        let rest = key.as_ref().strip_prefix(self.prefix.as_ref())?;
        Some(rest.trim_start_matches('/').to_owned()).filter(|file| !file.is_empty())
    }
}

/// What the connections to all providers have in common.
struct Connection<'a> {
    bucket: &'a str,
    retry_timeout: Duration,
}

impl Connection<'_> {
    async fn open_s3(&self) -> Result<Arc<dyn ObjectStore>, DeployError> {
        let builder = AmazonS3Builder::from_env().with_bucket_name(self.bucket);
        let value = |key| builder.get_config_value(&key);
        let endpoint = value(AmazonS3ConfigKey::S3Endpoint).or(value(AmazonS3ConfigKey::Endpoint));
        let allow_http = value(AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
        let skip_signature = value(AmazonS3ConfigKey::SkipSignature);
        reject_plain_http(endpoint, allow_http, "AWS_ALLOW_HTTP")?;
        let store = builder.with_retry(self.retry_config()).with_http_connector(self.connector()).build();
        let store = store.map_err(|_| DeployError::Settings(Provider::S3))?;
        check_credentials(Provider::S3, skip_signature, store.credentials().get_credential()).await?;
        Ok(Arc::new(store))
    }

    async fn open_google(&self) -> Result<Arc<dyn ObjectStore>, DeployError> {
        // Its builder allows http by default, so only the variable itself says what is wanted.
        #[expect(clippy::disallowed_methods, reason = "a setting of the provider's own tools")]
        let allow_http = std::env::var("GOOGLE_ALLOW_HTTP").ok();
        let builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(self.bucket).with_config(
            GoogleConfigKey::Client(ClientConfigKey::AllowHttp),
            // A key's file may name a server too.
            allow_http.as_deref().unwrap_or("false"),
        );
        let value = |key| builder.get_config_value(&key);
        let endpoint = value(GoogleConfigKey::BaseUrl);
        let skip_signature = value(GoogleConfigKey::SkipSignature);
        reject_plain_http(endpoint, allow_http, "GOOGLE_ALLOW_HTTP")?;
        let store = builder.with_retry(self.retry_config()).with_http_connector(self.connector()).build();
        let store = store.map_err(|_| DeployError::Settings(Provider::Google))?;
        check_credentials(Provider::Google, skip_signature, store.credentials().get_credential()).await?;
        Ok(Arc::new(store))
    }

    async fn open_azure(&self) -> Result<Arc<dyn ObjectStore>, DeployError> {
        let builder = MicrosoftAzureBuilder::from_env().with_container_name(self.bucket);
        let value = |key| builder.get_config_value(&key);
        let allow_http = value(AzureConfigKey::Client(ClientConfigKey::AllowHttp));
        reject_plain_http(value(AzureConfigKey::Endpoint), allow_http, "AZURE_ALLOW_HTTP")?;
        let store = builder.with_retry(self.retry_config()).with_http_connector(self.connector()).build();
        let store = store.map_err(|_| DeployError::Settings(Provider::Azure))?;
        check_credentials(Provider::Azure, None, store.credentials().get_credential()).await?;
        Ok(Arc::new(store))
    }

    fn connector(&self) -> RecordingConnector {
        RecordingConnector { max_pause: self.retry_timeout }
    }

    fn retry_config(&self) -> RetryConfig {
        let backoff = BackoffConfig {
            init_backoff: Duration::from_millis(100).min(self.retry_timeout / 8),
            max_backoff: Duration::from_secs(15),
            base: 2.0,
        };
        RetryConfig { backoff, max_retries: 20, retry_timeout: self.retry_timeout }
    }
}

/// Refuses to send credentials unencrypted, unless the environment variable `variable` allows it.
fn reject_plain_http(
    endpoint: Option<String>,
    allow_http: Option<String>,
    variable: &'static str,
) -> Result<(), DeployError> {
    let is_plain = endpoint.is_some_and(|endpoint| endpoint.to_ascii_lowercase().starts_with("http:"));
    let is_allowed =
        allow_http.is_some_and(|value| matches!(&*value, "true" | "1" | "yes" | "on" | "y" | "t"));
    if is_plain && !is_allowed { Err(DeployError::PlainHttp(variable)) } else { Ok(()) }
}

/// Checks that there are credentials before any other request, unless requests are not signed. Without any in the
/// environment, `object_store` asks the metadata service of a cloud machine, which does not answer on other machines:
/// hence the timeout.
async fn check_credentials<T>(
    provider: Provider,
    skip_signature: Option<String>,
    request: impl Future<Output = object_store::Result<T>>,
) -> Result<(), DeployError> {
    if skip_signature.is_some_and(|value| value == "true") {
        return Ok(());
    }
    match tokio::time::timeout(CREDENTIALS_TIMEOUT, request).await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(DeployError::NoCredentials(provider)),
    }
}

#[cfg(test)]
mod tests {
    use object_store::ClientOptions;
    use object_store::client::HttpConnector;

    use super::*;

    #[test]
    fn an_https_client_can_be_built() {
        let _ = ring::default_provider().install_default();
        let connector = RecordingConnector { max_pause: Duration::from_secs(1) };
        connector.connect(&ClientOptions::new()).expect("a client");
    }
}
