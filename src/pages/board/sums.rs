//! Sums that count to their new value: the eye sees that they changed. What a sum says
//! is its new value at once; the counting lies over it.

use crate::prelude::*;

/// How long a sum counts, in milliseconds.
const COUNT_MS: f64 = 220.0;
/// The share of the way that is gone at once: the eye sees it with the drop, not a frame later.
const AT_ONCE: f64 = 0.15;
/// On its way a sum is rounded to so many minor units.
const ROUND: i64 = 1_000;

/// A number that counts to `target` whenever that changes; `None` at rest, and always
/// under reduced motion.
pub fn counting(target: Memo<i64>) -> Signal<Option<i64>> {
    let (shown, show) = signal(target.get_untracked());
    let turn = StoredValue::new(0_u32);
    Effect::new(move |was: Option<i64>| {
        let to = target.get();
        let from = shown.get_untracked();
        turn.update_value(|turn| *turn += 1);
        if was.is_none() || from == to || is_calm() {
            show.set(to);
        } else {
            let this = Count { from, to, began: now(), turn: turn.get_value() };
            show.set(this.at(AT_ONCE));
            // The frame of the drop shows that; the next one goes on.
            request_animation_frame(move || count(this, show, turn));
        }
        to
    });
    Signal::derive(move || Some(shown.get()).filter(|shown| *shown != target.get()))
}

#[derive(Clone, Copy)]
struct Count {
    from: i64,
    to: i64,
    began: f64,
    turn: u32,
}

impl Count {
    /// The number after a share of the time, slowing down towards its end.
    fn at(self, share: f64) -> i64 {
        if share >= 1.0 {
            return self.to;
        }
        let eased = 1.0 - (1.0 - share).powi(3);
        let on_its_way = self.from + ((self.to - self.from) as f64 * eased) as i64;
        // Without cents that flicker.
        on_its_way / ROUND * ROUND
    }
}

fn count(count_: Count, show: WriteSignal<i64>, turn: StoredValue<u32>) {
    request_animation_frame(move || {
        // The column may have gone; a newer change counts from here.
        if turn.try_get_value() != Some(count_.turn) {
            return;
        }
        let share = AT_ONCE + (now() - count_.began) / COUNT_MS;
        let whole = count_.at(share);
        if show.try_set(whole).is_none() && share < 1.0 {
            count(count_, show, turn);
        }
    });
}

fn now() -> f64 {
    web_sys::window().and_then(|w| w.performance()).map_or(f64::MAX, |p| p.now())
}

/// Whether the person asked for less motion.
fn is_calm() -> bool {
    let query = web_sys::window().and_then(|w| w.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_begins_at_the_old_value_and_ends_exactly_at_the_new_one() {
        let count = Count { from: 1_000, to: -5, began: 0.0, turn: 1 };
        assert_eq!((count.at(0.0), count.at(1.0), count.at(7.0)), (1_000, -5, -5));
        assert!((-5..=1_000).contains(&count.at(0.5)));
    }
}
