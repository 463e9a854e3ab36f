//! Two hundred running hypotheses over 10,000 deals, and their analysis in its three parts.

use smarketing_domain::{
    clock::{DAY, Stamp, Timestamp},
    deal::{DealChange, Past, Place},
    filter::Filter,
    hypothesis::{
        Arm, Design, Hypothesis, Kind, Measure, Plan, Status, Way,
        live::{Deals, Live},
        verdict::Judgement,
    },
    ids::{ClientId, DealId, HypothesisId, MemberId, StageId},
    operation::{Body, DealAction, Operation, apply},
    rank::Rank,
    record::Record,
    template::{FURNITURE_STUDIO, stages},
    workspace::Workspace,
};
use uuid::Uuid;

const DEALS: u128 = 10_000;
const HYPOTHESES: u128 = 200;
/// The deals came over half a year; the hypotheses started over its first half.
const DAYS: i64 = 180;

/// What is analysed.
pub struct Scene {
    workspace: Workspace,
    hypotheses: Vec<Hypothesis>,
}

impl Scene {
    pub fn new() -> Self {
        Self { workspace: workspace(), hypotheses: (0..HYPOTHESES).map(hypothesis).collect() }
    }

    /// The index of all deals.
    pub fn index(&self) -> Deals<'_> {
        Deals::new(&self.workspace, Timestamp(DAYS * DAY))
    }

    /// The counts of all hypotheses.
    pub fn count(&self, deals: &Deals<'_>) -> Vec<Live> {
        self.hypotheses.iter().filter_map(|h| deals.count(h, &h.design.measure)).collect()
    }

    /// The verdicts on all of them.
    pub fn judge(&self, counted: &[Live]) -> Vec<Judgement> {
        self.hypotheses.iter().zip(counted).map(|(h, live)| live.judge(h)).collect()
    }
}

fn stage(n: u128) -> StageId {
    Uuid::from_u128(1 + n).into()
}

fn hypothesis(n: u128) -> Hypothesis {
    let mut h = Hypothesis::blank(HypothesisId(Uuid::from_u128(n)));
    h.standing.status = Status::Running;
    h.arms = ["control", "variant"].map(|name| Arm { name: name.into(), ..Arm::default() }).to_vec();
    // Half of the plans expect few conversions: those are judged by e-values.
    h.plan = Plan { baseline_bp: if n.is_multiple_of(2) { 3_000 } else { 300 }, effect_bp: 500 };
    h.segment = match n % 4 {
        0 => Filter::default(),
        1 => Filter { text: "kitchen 1".into(), ..Filter::default() },
        n => Filter { channel: Some(format!("channel {n}")), ..Filter::default() },
    };
    let measure = Measure { kind: Kind::Conversion, from: Some(stage(2)), to: Some(stage(5)), days: 21 };
    h.design = Design { way: Way::ByHash, measure, ..Design::default() };
    h.registered = vec![h.freeze(MemberId::default(), Timestamp(n as i64 * DAYS / 2 * DAY / HYPOTHESES as i64))];
    h
}

fn workspace() -> Workspace {
    let ids: Vec<StageId> = (0..FURNITURE_STUDIO.len() as u128).map(stage).collect();
    let made = stages(FURNITURE_STUDIO, &ids, "en").into_iter().chain((0..DEALS).map(deal));
    let mut w = Workspace::default();
    for (number, body) in (1..).zip(made) {
        let stamp = Stamp { millis: number, counter: 0, client: ClientId(1) };
        apply(&mut w, &Operation { number, stamp, author: MemberId::default(), body });
    }
    w
}

fn deal(n: u128) -> Body {
    let begins = n as i64 * DAYS * DAY / DEALS as i64;
    let far = if n.is_multiple_of(3) { 7 } else { 4 };
    let past: Vec<_> =
        (2..far).map(|i| Past::of(stage(i), Some(Timestamp(begins + (i as i64 - 2) * 3 * DAY)))).collect();
    let place = Place { stage: stage(far - 1), rank: Rank::between(None, None), loss: None };
    let set = vec![DealChange::Title(format!("Kitchen {n}")), DealChange::Channel(format!("channel {}", n % 4))];
    DealAction::Create { id: DealId(Uuid::from_u128(n)), place, past, set }.into()
}
