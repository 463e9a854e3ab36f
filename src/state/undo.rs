//! What can be taken back: the person's own steps, across screens.

use smarketing_domain::operation::Body;

/// How many steps are remembered.
const STEPS_MAX: usize = 200;

/// One step: the changes that take it back, in the order to make them.
pub type Step = Vec<Body>;

/// Steps to take back, and steps to make again.
#[derive(Default)]
pub struct Undo {
    back: Vec<Step>,
    forth: Vec<Step>,
}

/// Where a performed step came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The person did something new.
    Person,
    /// They do more of what they just began: one step with it to take back.
    Further,
    /// Long work with an undo of its own.
    Bulk,
    /// They took a step back.
    Undo,
    /// They made it again.
    Redo,
}

impl Undo {
    /// Remembers how to reverse a step that was just performed.
    pub fn remember(&mut self, reverse: Step, origin: Origin) {
        match origin {
            Origin::Person => {
                self.forth.clear();
                self.back.push(reverse);
                if self.back.len() > STEPS_MAX {
                    self.back.remove(0);
                }
            }
            Origin::Further => {
                let begun = self.back.pop().unwrap_or_default();
                self.back.push([reverse, begun].concat());
            }
            Origin::Undo => self.forth.push(reverse),
            Origin::Redo => self.back.push(reverse),
            Origin::Bulk => {}
        }
    }

    /// The next step to perform for an undo or a redo.
    pub fn take(&mut self, origin: Origin) -> Option<Step> {
        match origin {
            Origin::Undo => self.back.pop(),
            Origin::Redo => self.forth.pop(),
            Origin::Person | Origin::Further | Origin::Bulk => None,
        }
    }

    /// Forgets everything (another person signs in).
    pub fn clear(&mut self) {
        self.back.clear();
        self.forth.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{ids::DealId, operation::DealAction};

    fn step(n: u128) -> Step {
        vec![DealAction::Delete { id: DealId(uuid::Uuid::from_u128(n)) }.into()]
    }

    #[test]
    fn what_is_done_in_slices_is_taken_back_as_one_the_last_slice_first() {
        let mut undo = Undo::default();
        undo.remember(step(1), Origin::Person);
        undo.remember(step(2), Origin::Person);
        undo.remember(step(3), Origin::Further);
        assert_eq!(undo.take(Origin::Undo), Some([step(3), step(2)].concat()));
        assert_eq!(undo.take(Origin::Undo), Some(step(1)));
    }
}
