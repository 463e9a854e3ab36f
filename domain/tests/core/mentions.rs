//! Whoever erases a person is told where else their name may stand.

use crate::support::{ADMIN, Author, at, create, edit, id, studio};
use smarketing_domain::{
    company::{CompanyChange, ContactChange},
    deal::DealChange,
    entity::EntityKey,
    hypothesis::{Arm, Continued, Design, HypothesisChange},
    ids::*,
    insight::InsightChange,
    operation::{Action, Body, DealAction, apply},
    privacy::{Words, erasure, mentions},
    record::Each,
    settings::SettingsChange,
    task::TaskChange,
    view::SavedView,
    workshop::{StickerChange, WorkshopChange},
    workspace::Workspace,
};

const PERSON: u128 = 900;

/// The studio with a person in its first deal.
fn world() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let set = vec![
        ContactChange::Name("Zinaida Pavlyshyn".into()),
        ContactChange::Email("zina@customer.example".into()),
        ContactChange::Phone("+380 44 765 43 21".into()),
    ];
    author.change(&mut w, at(1), create(id::<ContactId>(PERSON), set));
    let contacts = DealChange::Contacts(vec![id(PERSON)]);
    author.change(&mut w, at(2), DealAction::Edit { id: id(0), set: vec![contacts] });
    (w, author)
}

fn found(w: &Workspace) -> Vec<(EntityKey, bool)> {
    mentions(w, id(PERSON)).into_iter().map(|mention| (mention.at, mention.is_whole)).collect()
}

fn write(w: &mut Workspace, author: &mut Author, body: impl Into<Body>) {
    author.change(w, at(5), body);
}

#[test]
fn a_name_is_found_wherever_people_write_and_the_whole_one_first() {
    let (mut w, mut author) = world();
    assert_eq!(found(&w), []);
    let text = |text: &str| text.to_owned();
    write(
        &mut w,
        &mut author,
        edit(id::<HypothesisId>(0), vec![HypothesisChange::Saw(text("Pavlyshyn waited a week"))]),
    );
    write(
        &mut w,
        &mut author,
        create(id::<WorkshopId>(41), vec![WorkshopChange::Title(text("With zinaida PAVLYSHYN"))]),
    );
    let sticker =
        vec![StickerChange::Workshop(Some(id(41))), StickerChange::Text(text("write to ZINA@customer.example"))];
    write(&mut w, &mut author, create(id::<StickerId>(42), sticker));
    write(&mut w, &mut author, create(id::<InsightId>(43), vec![InsightChange::Text(text("Zinaida likes oak"))]));
    write(&mut w, &mut author, create(id::<TaskId>(44), vec![TaskChange::Title(text("Call +380 44 765 43 21"))]));
    write(&mut w, &mut author, create(id::<CompanyId>(45), vec![CompanyChange::Name(text("Pavlyshyn & Sons"))]));
    let all: [(EntityKey, bool); 6] = [
        (id::<WorkshopId>(41).into(), true),
        (id::<StickerId>(42).into(), true),
        (id::<TaskId>(44).into(), true),
        (id::<HypothesisId>(0).into(), false),
        (id::<InsightId>(43).into(), false),
        (id::<CompanyId>(45).into(), false),
    ];
    assert_eq!(found(&w), all);
    let excerpt = mentions(&w, id(PERSON)).remove(1).excerpt;
    assert_eq!(excerpt, "write to ZINA@customer.example");

    // What is mended or deleted is told no more; what erasing does reach was never told.
    write(&mut w, &mut author, Action::<StickerId, StickerChange>::Delete { id: id(42) });
    write(&mut w, &mut author, edit(id::<InsightId>(43), vec![InsightChange::Text(text("They like oak"))]));
    let own = vec![InsightChange::Text(text("Zinaida asked twice")), InsightChange::Deal(Some(id(0)))];
    write(&mut w, &mut author, create(id::<InsightId>(47), own));
    assert_eq!(found(&w).len(), 4);
}

#[test]
fn every_text_of_a_hypothesis_is_looked_through() {
    let name = || "Zinaida Pavlyshyn".to_owned();
    let arms = vec![Arm { name: name(), ..Arm::default() }, Arm::default()];
    let changes = [
        HypothesisChange::Title(name()),
        HypothesisChange::Believe(name()),
        HypothesisChange::Metric(name()),
        HypothesisChange::Continued(Some(Continued { reason: name(), by: id(ADMIN), at: at(1) })),
        HypothesisChange::Arms(arms),
        HypothesisChange::Design(Design { briefs: vec![String::new(), name()], ..Design::default() }),
    ];
    for change in changes {
        let (mut w, mut author) = world();
        // Arms need names: what is written here need not be allowed.
        let operation = author.make(at(5), edit(id::<HypothesisId>(0), vec![change.clone()]));
        apply(&mut w, &operation);
        assert_eq!(found(&w), [(id::<HypothesisId>(0).into(), true)], "{change:?}");
        let frozen = w.hypotheses[&id(0)].freeze(id(ADMIN), at(6));
        let mut w = world().0;
        let kept = author.make(at(7), edit(id::<HypothesisId>(0), vec![HypothesisChange::Registered(vec![frozen])]));
        apply(&mut w, &kept);
        let is_frozen = matches!(change, HypothesisChange::Arms(_) | HypothesisChange::Design(_));
        assert_eq!(found(&w).len(), usize::from(is_frozen), "{change:?}");
    }
}

#[test]
fn what_erasing_leaves_is_what_was_told_before() {
    let (mut w, mut author) = world();
    let insight = vec![InsightChange::Text("Zinaida Pavlyshyn asked twice".into()), InsightChange::Deal(Some(id(0)))];
    write(&mut w, &mut author, create(id::<InsightId>(47), insight));
    let sticker = vec![StickerChange::Text("Like Zinaida Pavlyshyn".into())];
    write(&mut w, &mut author, create(id::<StickerId>(42), sticker));
    let told = found(&w);
    let words = Words::of(&w.contacts[&id(PERSON)]);
    for body in erasure(&w, id(PERSON), &words) {
        let operation = author.make(at(9), body);
        apply(&mut w, &operation);
    }
    assert_eq!(told, [(id::<StickerId>(42).into(), true)]);
    let left = |text: &str| words.scrub(text).is_some();
    assert!(left(&w.stickers[&id(42)].text) && !left(&w.insights[&id(47)].text));
    assert_eq!(found(&w), [], "nobody knows any more whom to look for");
}

#[test]
fn a_shared_view_that_looks_for_a_person_is_shown() {
    let (mut w, mut author) = world();
    let view = SavedView::new("Mine", "text=zinaida%20Pavlyshyn", id(ADMIN));
    let views = SettingsChange::Views(Each::one(id(1), Some(view)));
    write(&mut w, &mut author, edit(id::<WorkspaceId>(0), vec![views]));
    assert_eq!(found(&w), [(id::<WorkspaceId>(0).into(), true)]);
}
