//! Sorting and collecting that cost little code. The standard library's sort is
//! compiled anew, some 5 kB, for each type and order; the browser has to load all
//! of that. This one is compiled once, and as fast as the lists here need.

use std::cmp::Ordering;

/// Sorts by `compare`; equal items keep their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort_places(&mut places, &|a, b| compare(&items[a], &items[b]));
    for place in 0..items.len() {
        // The item that belongs here may have been swapped away: follow it.
        let mut from = places[place];
        while from < place {
            from = places[from];
        }
        items.swap(place, from);
    }
}

/// Sorts by a key; items of equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Not generic, and never inlined: the one copy.
#[inline(never)]
fn sort_places(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_by(|a, b| compare(*a, *b));
}

/// Collects one by one. `collect` into an ordered set or map sorts first.
pub fn gather<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut gathered = C::default();
    items.into_iter().for_each(|item| gathered.extend(std::iter::once(item)));
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec((0_u8..9, any::<u16>()), 0..200)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut sorted = items;
            sort_by_key(&mut sorted, |(key, _)| *key);
            prop_assert_eq!(sorted, expected);
        }
    }

    #[test]
    fn what_is_gathered_is_what_was_there() {
        let set: std::collections::BTreeSet<_> = gather([3, 1, 3, 2]);
        assert_eq!(set.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
    }
}
