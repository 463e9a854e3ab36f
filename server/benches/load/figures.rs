//! When which change was sent and acknowledged, who had it when, and what that
//! comes to.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A write: by whom, when it was sent and when it was acknowledged.
#[derive(Clone, Copy)]
struct Write {
    by: usize,
    sent: Instant,
    acknowledged: Instant,
}

/// What all clients write down.
#[derive(Default)]
pub struct Book {
    writes: Mutex<HashMap<u64, Write>>,
    /// Changes that were made.
    pub made: AtomicU64,
    /// Refused changes, and places in the order that were given twice.
    pub errors: AtomicU64,
    /// Exchanges without an answer, which were tried again.
    pub retried: AtomicU64,
    /// Streams that ended and were opened again.
    pub reopened: AtomicU64,
    /// Exchanges in all.
    pub exchanges: AtomicU64,
}

/// What one client has read: from which counter to which, and when.
#[derive(Default)]
pub struct Read {
    /// The client.
    pub by: usize,
    /// After the first, up to the second.
    pub steps: Vec<(u64, u64, Instant)>,
}

/// What came out.
pub struct Figures {
    writes: usize,
    acknowledged: Times,
    seen: Times,
    calm: Times,
    errors: u64,
    retried: u64,
    reopened: u64,
    exchanges: u64,
    lost: u64,
    twice: u64,
    missing: usize,
}

impl Book {
    /// Notes an acknowledged write.
    pub fn wrote(&self, by: usize, seq: u64, sent: Instant) {
        let write = Write { by, sent, acknowledged: Instant::now() };
        let known = self.writes.lock().unwrap_or_else(PoisonError::into_inner).insert(seq, write);
        if known.is_some() {
            // Two operations never have one place.
            self.errors.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The figures of what these clients have read, from one counter to another.
    /// `calm` are those whose instance lived all the time.
    pub fn figures<'a>(
        &self,
        read: impl Iterator<Item = &'a Read>,
        (first, last): (u64, u64),
        calm: impl Fn(usize) -> bool,
    ) -> Figures {
        let writes = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut seen, mut undisturbed, mut missing) = (Vec::new(), Vec::new(), 0);
        for client in read {
            let mut found = 0;
            for (from, to, at) in &client.steps {
                for seq in from + 1..=*to {
                    let Some(write) = writes.get(&seq) else { continue };
                    found += 1;
                    if write.by != client.by {
                        let time = at.saturating_duration_since(write.acknowledged);
                        seen.push(time);
                        undisturbed.extend(calm(client.by).then_some(time));
                    }
                }
            }
            missing += writes.len() - found;
        }
        let acknowledged = writes.values().map(|write| write.acknowledged - write.sent).collect();
        let acknowledged_writes = writes.len() as u64;
        Figures {
            writes: writes.len(),
            acknowledged: Times::of(acknowledged),
            seen: Times::of(seen),
            calm: Times::of(undisturbed),
            errors: self.errors.load(Ordering::Relaxed),
            retried: self.retried.load(Ordering::Relaxed),
            lost: self.made.load(Ordering::Relaxed).saturating_sub(acknowledged_writes),
            twice: (last - first).saturating_sub(acknowledged_writes),
            reopened: self.reopened.load(Ordering::Relaxed),
            exchanges: self.exchanges.load(Ordering::Relaxed),
            missing,
        }
    }
}

impl Figures {
    /// No error, nothing lost, twice or missing, and 99 of 100 in time for everybody
    /// whose instance lived.
    pub fn is_within(&self, bar: Duration) -> bool {
        self.errors + self.lost + self.twice == 0 && self.missing == 0 && self.calm.p99 < bar
    }

    /// Nobody had to try anything again.
    pub fn is_smooth(&self) -> bool {
        self.retried + self.reopened == 0
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} writes, {} exchanges", self.writes, self.exchanges)?;
        writeln!(f, "  sent to acknowledged:         {}", self.acknowledged)?;
        writeln!(f, "  acknowledged to others' view: {}", self.seen)?;
        if self.calm.count < self.seen.count {
            writeln!(f, "    of those on the others:       {}", self.calm)?;
        }
        writeln!(
            f,
            "  lost {}, twice {}, refused {}, never seen {}",
            self.lost, self.twice, self.errors, self.missing
        )?;
        write!(f, "  exchanges tried again {}, streams opened again {}", self.retried, self.reopened)
    }
}

/// A distribution.
struct Times {
    p50: Duration,
    p99: Duration,
    max: Duration,
    count: usize,
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let rank = (times.len() as f64 * share).ceil() as usize;
            times.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        Self { p50: at(0.5), p99: at(0.99), max: at(1.0), count: times.len() }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(
            f,
            "p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms ({} times)",
            ms(self.p50),
            ms(self.p99),
            ms(self.max),
            self.count
        )
    }
}
