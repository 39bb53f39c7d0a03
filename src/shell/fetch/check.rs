//! Checks one link, through all its redirects.
//!
//! Must not know: how a request is sent.

use std::sync::Arc;
use std::time::Duration;

use hyper::Method;
use tokio::time::{Instant, sleep, timeout};

use super::Fetcher;
use super::request::ResponseHead;
use super::target::Target;
use crate::parse::links::{Answer, Outcome, RequestFailure};
use crate::shell::lock;

impl Fetcher {
    pub(super) async fn check_link(&self, url: &str) -> Answer {
        self.follow_redirects(url).await.unwrap_or_else(Answer::plain)
    }

    async fn follow_redirects(&self, url: &str) -> Result<Answer, RequestFailure> {
        let mut target = Target::parse(url, self.network.may_use)?;
        let mut left = self.limits.address;
        let mut moved = None;
        let mut is_permanent = true;
        for _ in 0..=self.limits.redirects {
            let head = self.request_when_allowed(&target, &mut left).await?;
            let Some(next) = head.redirect_target(&target.url) else {
                let outcome = head.outcome();
                let moved = moved.filter(|_| matches!(outcome, Outcome::Well(_)));
                return Ok(Answer { outcome, moved, etag: head.etag });
            };
            is_permanent &= matches!(head.status, 301 | 308);
            target = Target::new(next, self.network.may_use)?;
            if is_permanent {
                moved = Some(target.url.to_string());
            }
        }
        Err(RequestFailure::TooManyRedirects)
    }

    /// Sends a request when no other to the host is open and the pause is over; once more if the host asks for a short
    /// wait.
    async fn request_when_allowed(
        &self,
        target: &Target,
        left: &mut Duration,
    ) -> Result<ResponseHead, RequestFailure> {
        let gate = lock(&self.gates)
            .entry(target.host.clone())
            .or_insert_with(|| Arc::new(Instant::now().into()))
            .clone();
        let mut free_at = gate.lock().await;
        let mut last_busy = None;
        for _ in 0..2 {
            let wait = free_at.saturating_duration_since(Instant::now());
            if wait > self.limits.patience.max(self.limits.pause) {
                break;
            }
            sleep(wait).await;
            let begun = Instant::now();
            let response = timeout(*left, self.head_or_get(target)).await;
            *left = left.saturating_sub(begun.elapsed());
            *free_at = Instant::now() + self.limits.pause;
            let head = response.unwrap_or(Err(RequestFailure::NoAnswer))?;
            let Some(pause) = head.wait_before_retry() else { return Ok(head) };
            *free_at = (*free_at).max(Instant::now() + pause);
            last_busy = Some(ResponseHead { is_busy: true, ..head });
        }
        // Without a response, the wait is too long to send a request at all.
        let unasked =
            ResponseHead { status: 429, location: None, retry_after: None, etag: None, is_busy: true };
        Ok(last_busy.unwrap_or(unasked))
    }

    /// Sends HEAD, and GET if the server may not answer HEAD as it answers GET.
    async fn head_or_get(&self, target: &Target) -> Result<ResponseHead, RequestFailure> {
        let head = self.request_head(target, Method::HEAD).await;
        let is_final = match &head {
            Ok(head) => head.status < 400 || matches!(head.status, 401 | 407 | 429 | 451),
            Err(trouble) => *trouble != RequestFailure::NotHttp,
        };
        if is_final || head.as_ref().is_ok_and(|head| head.wait_before_retry().is_some()) {
            return head;
        }
        sleep(self.limits.pause).await;
        self.request_head(target, Method::GET).await
    }
}

impl ResponseHead {
    fn outcome(&self) -> Outcome {
        match crate::parse::links::judge(self.status) {
            Outcome::Failed(why) if self.is_busy => Outcome::Unknown(why),
            outcome => outcome,
        }
    }
}
