//! One address: from redirect to redirect, until somebody gives an answer.
//!
//! Must not know: how a question is carried.

use std::time::Duration;

use hyper::Method;
use tokio::time::{Instant, sleep, timeout};

use super::Fetcher;
use super::exchange::Head;
use super::target::Target;
use crate::parse::links::{Answer, Outcome, Trouble};

impl Fetcher {
    pub(super) async fn ask(&self, url: &str) -> Answer {
        self.follow(url).await.unwrap_or_else(Answer::plain)
    }

    async fn follow(&self, url: &str) -> Result<Answer, Trouble> {
        let mut target = Target::parse(url, self.ways.may_use)?;
        let mut left = self.limits.address;
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=self.limits.redirects {
            let head = self.politely(&target, &mut left).await?;
            let Some(next) = head.leads_to(&target.url) else {
                let outcome = head.outcome();
                let moved = moved.filter(|_| matches!(outcome, Outcome::Well(_)));
                return Ok(Answer { outcome, moved, etag: head.etag });
            };
            for_good &= matches!(head.status, 301 | 308);
            target = Target::new(next, self.ways.may_use)?;
            if for_good {
                moved = Some(target.url.to_string());
            }
        }
        Err(Trouble::TooManyRedirects)
    }

    /// Asks when the host is free and has had its pause; again, if it wants us to come back soon.
    async fn politely(&self, target: &Target, left: &mut Duration) -> Result<Head, Trouble> {
        let gate = self.gates.of(&target.host);
        let mut free = gate.lock().await;
        let mut busy = None;
        for _ in 0..2 {
            let wait = free.saturating_duration_since(Instant::now());
            if wait > self.limits.patience.max(self.limits.pause) {
                break;
            }
            sleep(wait).await;
            let begun = Instant::now();
            let asked = timeout(*left, self.head_or_get(target)).await;
            *left = left.saturating_sub(begun.elapsed());
            *free = Instant::now() + self.limits.pause;
            let head = asked.unwrap_or(Err(Trouble::NoAnswer))?;
            let Some(pause) = head.wants_peace() else { return Ok(head) };
            *free = (*free).max(Instant::now() + pause);
            busy = Some(head);
        }
        Ok(busy.map_or_else(Head::left_alone, Head::busy))
    }

    /// Not every server answers to HEAD, or says the same as to GET.
    async fn head_or_get(&self, target: &Target) -> Result<Head, Trouble> {
        let head = self.exchange(target, Method::HEAD).await;
        let is_sure = match &head {
            Ok(head) => head.status < 400 || matches!(head.status, 401 | 407 | 429 | 451),
            Err(trouble) => *trouble != Trouble::NotHttp,
        };
        if is_sure || head.as_ref().is_ok_and(|head| head.wants_peace().is_some()) {
            return head;
        }
        sleep(self.limits.pause).await;
        self.exchange(target, Method::GET).await
    }
}

impl Head {
    fn outcome(&self) -> Outcome {
        match crate::parse::links::judge(self.status) {
            Outcome::Failed(why) if self.is_busy => Outcome::Unknown(why),
            outcome => outcome,
        }
    }

    fn busy(self) -> Self {
        Self { is_busy: true, ..self }
    }

    /// A host that has said earlier that it wants to be left alone for long.
    fn left_alone() -> Self {
        Self { status: 429, location: None, peace: None, etag: None, is_busy: true }
    }
}
