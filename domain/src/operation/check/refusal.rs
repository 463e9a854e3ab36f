//! Why a change is refused: a stable code, and a sentence that says what to do.

macro_rules! refusals {
    ($($variant:ident $code:literal $sentence:literal)*) => {
        /// Why a change is not allowed. Each has a stable code and says what to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum Refusal {
            $(#[doc = $sentence] #[error($sentence)] $variant,)*
        }

        impl Refusal {
            /// All of them.
            pub const ALL: &[Refusal] = &[$(Self::$variant,)*];

            /// The stable code, for programs and translations.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The refusal with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

refusals! {
    NotAMember "not_a_member" "You are no longer a member of this workspace. Ask an admin to invite you again."
    RoleTooLow "role_too_low" "Your role does not allow this change. Ask an admin for a higher role."
    UnknownOperation "unknown_operation" "This change is not known here. Reload to get the latest version, then try again."
    UnknownRecord "unknown_record" "What you changed does not exist here. Reload to see what is there."
    AlreadyExists "already_exists" "This was created before. Reload to see it."
    Deleted "deleted" "Somebody deleted this in the meantime. Restore it first, then change it."
    UnknownStage "unknown_stage" "That stage does not exist. Choose another stage."
    StageRetired "stage_retired" "That stage is no longer used. Choose another stage."
    StageHoldsNoDeals "stage_holds_no_deals" "That stage only counts reach; deals cannot stand in it. Choose another stage."
    StageHasDeals "stage_has_deals" "There are deals in this stage. Move them first."
    StageIsNeeded "stage_is_needed" "The hourglass needs one stage for won and one for lost deals. Keep this one."
    LossReasonMissing "loss_reason_missing" "Say why the deal was lost."
    LossReasonOutOfPlace "loss_reason_out_of_place" "Only a lost deal has a loss reason."
    RemarkOutOfPlace "remark_out_of_place" "Leads are offered to sales in the stage made for it, and rejected to marketing. Reload, then try again."
    RequirementMissing "requirement_missing" "This stage asks for more about the deal. Fill in what is missing, then move it."
    HistoryMissing "history_missing" "A new deal must have entered the stage it stands in."
    UnknownReference "unknown_reference" "This refers to something that does not exist here. Choose again."
    TextMissing "text_missing" "Write something: this must not be empty."
    TextTooLong "text_too_long" "This text is too long. Shorten it."
    WrongCurrency "wrong_currency" "Amounts are in the workspace's currency."
    NegativeValue "negative_value" "The value must not be below zero."
    OutOfRange "out_of_range" "This number is out of range."
    ConvertedExceedsExposed "converted_exceeds_exposed" "More have converted than were in the arm. Correct the counts."
    DecisionMissing "decision_missing" "Say what was decided and why."
    VoteOfAnother "vote_of_another" "Everybody votes for themselves. Give your own vote."
    ServerOnly "server_only" "Only an admin can change this, on the members page."
    NotYours "not_yours" "Somebody else put this there. Ask them, or a manager, to change it."
    LastAdmin "last_admin" "A workspace needs an admin. Make somebody else an admin first."
}
