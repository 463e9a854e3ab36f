//! Where new stages go, and how they meet those that are there.

use crate::support::Desk;
use smarketing_domain::{
    board,
    ids::StageId,
    money::Currency,
    operation::Body,
    stage::{Section, StageRole},
    template::{FURNITURE_STUDIO, stages},
};

fn studio() -> Desk {
    let mut desk = Desk::new(Currency::EUR);
    let ids: Vec<StageId> = FURNITURE_STUDIO.iter().map(|_| desk.id().into()).collect();
    let made: Vec<Body> = stages(FURNITURE_STUDIO, &ids, "en");
    made.into_iter().for_each(|body| desk.perform(body));
    desk
}

fn names(desk: &Desk) -> Vec<&str> {
    desk.workspace.stages_in_order().iter().map(|s| s.name.as_str()).collect()
}

#[test]
fn a_workspace_without_stages_gets_those_of_the_file_with_won_and_lost() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text("title,stage\nA,Negotiation\nB,Qualified\n");
    assert_eq!(names(&desk), ["Qualified", "Negotiation", "Bought", "Left without buying"]);
    let chances: Vec<_> = desk.workspace.stages_in_order().iter().map(|s| s.probability).collect();
    assert_eq!(chances, [33, 66, 100, 0]);
}

#[test]
fn new_stages_stand_on_the_path_before_won() {
    let mut desk = studio();
    let before: Vec<String> = names(&desk).into_iter().map(str::to_owned).collect();
    desk.import_text("title,stage\nA,Offer\nB,agreed the CONTRACT\nC,Won\nD,Prospect\nE,Lost\n");
    let won = before.iter().position(|name| name == "Bought").expect("a stage for won deals");
    let mut expected = before.clone();
    expected.splice(won..won, ["Prospect".to_owned(), "Offer".to_owned()]);
    assert_eq!(names(&desk), expected, "known names and roles are taken, not made twice");
}

#[test]
fn a_new_stage_stands_in_the_section_of_its_role() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text("title,stage\nA,Offer\nB,Won\nC,Lost\n");
    let sections: Vec<_> = desk.workspace.stages_in_order().iter().map(|s| (s.role, s.section)).collect();
    assert_eq!(
        sections,
        [(StageRole::Open, Section::Sales), (StageRole::Won, Section::Customer), (StageRole::Lost, Section::Sales)]
    );
}

#[test]
fn cards_keep_the_order_of_the_file_behind_those_that_are_there() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text("id,title,stage\n1,A,New\n2,B,New\n3,C,New\n");
    desk.import_text("id,title,stage\n4,D,New\n5,E,New\n");
    let stage = desk.workspace.stage_with(StageRole::Open).expect("the stage").id;
    let column = board::column(&desk.workspace, stage);
    let titles: String = column.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(titles, "ABCDE");
    assert!(column.iter().all(|d| !d.place.rank.is_crowded()));
}
