//! Whom a connection is with: certificates that are well, out of date, another host's, or nobody's.

use std::io::Write;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::server::{raw, reply, status};
use super::*;

/// An authority that the tests know.
struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate").der().clone();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A server with a certificate for a name, until a year.
    fn server(&self, name: &str, until: i32) -> u16 {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        (params.not_before, params.not_after) = (date_time_ymd(2000, 1, 1), date_time_ymd(until, 1, 1));
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate").der().clone();
        serve(certificate, key.serialize_der())
    }

    fn ask(&self, port: u16) -> Outcome {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("a root");
        ask_with(limits(), Network { roots, ..network() }, &format!("https://a.test:{port}/")).outcome
    }
}

fn serve(certificate: CertificateDer<'static>, key: Vec<u8>) -> u16 {
    let key = PrivateKeyDer::try_from(key).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a configuration");
    let config = Arc::new(config);
    raw(move |stream| {
        let connection = ServerConnection::new(config.clone()).expect("a connection");
        reply(&mut StreamOwned::new(connection, stream), &|_| status(200));
    })
}

#[test]
fn a_certificate_of_its_name_and_time_is_trusted() {
    let authority = Authority::new("known");
    assert_eq!(authority.ask(authority.server("a.test", 2999)), Outcome::Well(200));
}

#[test]
fn one_out_of_date_or_of_another_name_is_a_failure() {
    let authority = Authority::new("known");
    assert_eq!(authority.ask(authority.server("a.test", 2001)), failed(RequestFailure::BadCertificate));
    assert_eq!(authority.ask(authority.server("b.test", 2999)), failed(RequestFailure::BadCertificate));
}

#[test]
fn an_authority_that_we_do_not_know_others_may() {
    let port = Authority::new("another").server("a.test", 2999);
    assert_eq!(Authority::new("known").ask(port), unknown(RequestFailure::UnknownAuthority));
}

#[test]
fn a_server_without_encryption_is_no_encrypted_one() {
    let port = raw(|mut stream| drop(stream.write_all(status(400).as_bytes())));
    assert_eq!(Authority::new("known").ask(port), failed(RequestFailure::NoConnection));
}
