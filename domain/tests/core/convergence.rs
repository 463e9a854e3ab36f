//! Any order of arrival gives the same state, and applying twice is once.

use crate::support::{Choice, at, body, cases, choices, id, stamp, studio_made_of};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    operation::{Operation, apply},
    workspace::Workspace,
};

/// Everything that made the studio, and random changes by three clients whose
/// clocks disagree.
fn operations(choices: &[Choice]) -> Vec<Operation> {
    let (mut w, mut operations) = studio_made_of();
    for (i, choice) in choices.iter().enumerate() {
        let (now, client) = (i as i64 + i64::from(choice.skew), 1 + u64::from(choice.slip % 3));
        let body = body(&w, *choice, at(now));
        let operation = Operation { number: 1 + i as u64, stamp: stamp(now, i as u32, client), author: id(0), body };
        apply(&mut w, &operation);
        operations.push(operation);
    }
    operations
}

fn applied<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Workspace {
    operations.into_iter().fold(Workspace::default(), |mut w, operation| {
        apply(&mut w, operation);
        w
    })
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_order_of_arrival_gives_the_same_state(choices in choices(1..40), keys in vec(any::<u32>(), 120)) {
        let operations = operations(&choices);
        let mut shuffled: Vec<_> = operations.iter().zip(keys.iter().cycle()).collect();
        shuffled.sort_by_key(|(_, key)| **key);
        prop_assert_eq!(applied(&operations), applied(shuffled.into_iter().map(|(operation, _)| operation)));
    }

    #[test]
    fn applying_twice_is_once(choices in choices(1..40), again in vec(any::<prop::sample::Index>(), 1..40)) {
        let operations = operations(&choices);
        let once = applied(&operations);
        let repeats = again.iter().map(|index| index.get(&operations));
        prop_assert_eq!(&once, &applied(operations.iter().chain(repeats)));
        let each_twice = operations.iter().flat_map(|operation| [operation, operation]);
        prop_assert_eq!(&once, &applied(each_twice));
    }
}
