//! Two files as one.

use crate::support::{Desk, NOW};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    import::{
        csv,
        date::DateOrder,
        error::{MappingError, RowError, RowFault},
        join::{JoinError, Joined, OUTCOME, Side, join},
        layout::Layout,
        mapping::Field,
        survey::Survey,
        table::{Fault, Table},
        words::Words,
    },
    money::Currency,
    stage::{Section, StageRole},
    workspace::Workspace,
};
use std::collections::BTreeSet;

fn table(text: &str) -> Table {
    csv::parse(text.as_bytes()).unwrap()
}

fn joined(leads: &str, deals: &str) -> Joined {
    join(&table(leads), &table(deals), "key").unwrap()
}

fn rows(joined: &Joined) -> Vec<Vec<&str>> {
    let columns = joined.table.header.len();
    joined.table.rows().map(|row| (0..columns).map(|at| row.cell(at)).collect()).collect()
}

fn survey(joined: &Joined, workspace: &Workspace) -> Survey {
    let words = Words::of("en");
    let mapping = joined.guess(workspace, &words, None).unwrap();
    let mut survey = Survey::new(&joined.table, &mapping, workspace, words).unwrap();
    while !survey.step(&joined.table, 7) {}
    survey
}

#[test]
fn every_row_of_both_files_is_there_once() {
    let joined =
        joined("Key,origin\na,x\nb,y\n", "won_date,KEY,segment\n2020-01-01,b,s\n2020-01-02,c,t\n2020-01-03,b,u\n");
    assert_eq!(joined.table.header, ["Key", "origin", "won_date", "segment", OUTCOME]);
    assert_eq!(
        rows(&joined),
        [
            ["a", "x", "", "", ""],
            ["b", "y", "2020-01-01", "s", "won"],
            ["c", "", "2020-01-02", "t", "won"],
            ["b", "", "2020-01-03", "u", "won"],
        ]
    );
    assert_eq!((joined.matched, joined.unmatched), (1, 2));
}

#[test]
fn an_empty_key_joins_nothing() {
    let joined = joined("key,origin\n,x\n", "key,won_date\n,2020-01-01\n");
    assert_eq!((joined.matched, joined.unmatched), (0, 1));
    let survey = survey(&joined, &Workspace::default());
    assert_eq!(survey.refused().iter().map(|e| e.code).collect::<Vec<_>>(), [RowFault::TitleMissing; 2]);
}

#[test]
fn a_refused_row_is_told_by_its_own_file_and_line() {
    let joined = joined(
        "key,first_contact_date\na,2020-01-01\nb\nc,never\nd,\0\n",
        "key,segment,won_date\na,s,2020-01-04\nc,s,2020-01-05\nb,s\ne,s,then\n",
    );
    let survey = survey(&joined, &Workspace::default());
    let places: Vec<_> = survey.refused().iter().map(|e| (e.code, joined.place(e))).collect();
    assert_eq!(
        places,
        [
            (RowFault::Ragged, (Side::Leads, 3)),
            (RowFault::BadDate, (Side::Leads, 4)),
            (RowFault::Damaged, (Side::Leads, 5)),
            (RowFault::Ragged, (Side::Deals, 4)),
            (RowFault::BadDate, (Side::Deals, 5)),
        ]
    );
    let beyond = RowError { row: 99, ..survey.refused()[0].clone() };
    assert_eq!(joined.place(&beyond), (Side::Leads, 0));
    assert_eq!(joined.table.row(1).and_then(|row| row.fault()), Some(Fault::Ragged(1)));
}

#[test]
fn a_key_that_one_file_lacks_is_named_with_the_columns_it_has() {
    let error = join(&table("key,a\n1,2\n"), &table("id,b\n1,2\n"), " Key ").unwrap_err();
    assert_eq!(error, JoinError::NoKey { key: "Key".into(), file: "deals", has: "id, b".into() });
}

#[test]
fn each_file_has_its_own_order_of_dates() {
    let day_first = "key,first_contact_date\na,25/01/2020\nb,02/01/2020\n";
    let month_first = "key,won_date\na,1/30/2020\n";
    let open = "key,won_date\na,2/1/2020\n";
    let orders = |joined: &Joined, given| {
        let mapping = joined.guess(&Workspace::default(), &Words::of("en"), given)?;
        let layout = Layout::new(&joined.table, &mapping, &Workspace::default(), &Words::of("en"))?;
        Ok(layout.columns.iter().filter(|c| c.field.is_date()).filter_map(|c| c.date_order).collect::<Vec<_>>())
    };
    assert_eq!(orders(&joined(day_first, month_first), None), Ok(vec![DateOrder::Dmy, DateOrder::Mdy]));
    // The other file's way of writing says nothing about this one's.
    let unknown = MappingError::DateOrderUnknown("won_date".into());
    assert_eq!(orders(&joined(day_first, open), None), Err(unknown));
    assert_eq!(orders(&joined(day_first, open), Some(DateOrder::Mdy)), Ok(vec![DateOrder::Dmy, DateOrder::Mdy]));
}

#[test]
fn leads_go_into_the_first_stage_of_marketing_and_other_ids_are_only_kept() {
    let joined = joined("key,id,origin\na,7,x\n", "key,won_date\nb,2020-01-01\n");
    let mapping = joined.guess(&Workspace::default(), &Words::of("en"), None).unwrap();
    let fields: Vec<Field> = (0..5).map(|at| mapping.field(&joined.table, at)).collect();
    assert_eq!(fields, [Field::Id, Field::Keep, Field::Channel, Field::WonAt, Field::Status]);
    let mut desk = Desk::new(Currency::EUR);
    assert_eq!(desk.import(&joined.table, &mapping), Ok(Vec::new()));
    let deals: Vec<_> = desk.workspace.living_deals().collect();
    let stage = |at: usize| &desk.workspace.stages[&deals[at].place.stage];
    assert_eq!((stage(0).section, stage(0).role), (Section::Marketing, StageRole::Open));
    assert_eq!(stage(1).role, StageRole::Won);
    assert!(deals.iter().all(|d| d.began().is_none_or(|at| at < NOW)));
}

proptest! {
    #[test]
    fn no_row_is_lost_and_no_lead_gets_two_deals(leads in vec(0..9_u8, 1..20), deals in vec(0..9_u8, 1..20)) {
        let file = |name: &str, keys: &[u8]| {
            let rows: String = keys.iter().enumerate().map(|(at, key)| format!("k{key},{name}{at}\n")).collect();
            table(&format!("key,{name}\n{rows}"))
        };
        let joined = join(&file("lead", &leads), &file("deal", &deals), "key").unwrap();
        let rows = rows(&joined);
        let named = |column: usize| rows.iter().map(|r| r[column]).filter(|c| !c.is_empty()).collect::<Vec<_>>();
        prop_assert_eq!(named(1).len(), leads.len());
        prop_assert_eq!(named(2).len(), deals.len());
        prop_assert_eq!(named(2).into_iter().collect::<BTreeSet<_>>().len(), deals.len());
        let both = leads.iter().collect::<BTreeSet<_>>().intersection(&deals.iter().collect()).count();
        prop_assert_eq!((joined.matched, joined.unmatched), (both, deals.len() - both));
    }
}
