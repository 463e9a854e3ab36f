//! The people of the studio.

use super::{Account, log::Log, random::Random};
use smarketing_domain::{
    clock::Timestamp,
    ids::MemberId,
    member::{MemberChange, Role, Team as Side},
    operation::Action,
};

/// Who works here.
pub(super) struct Team {
    /// Owns the studio.
    pub(super) admin: MemberId,
    /// Leads both teams.
    pub(super) manager: MemberId,
    /// Bring leads.
    pub(super) marketers: [MemberId; 2],
    /// Turn leads into customers.
    pub(super) sellers: [MemberId; 4],
}

/// How many deals each salesperson takes, against the others. The last one is new.
const TAKES: [f64; 4] = [0.32, 0.29, 0.24, 0.15];

impl Team {
    /// The ids of a seed's team.
    pub(super) fn new(seed: u64, at: Timestamp) -> Self {
        let mut random = Random::stream(seed, "team");
        let mut id = || random.id(at);
        Self { admin: id(), manager: id(), marketers: [id(), id()], sellers: [id(), id(), id(), id()] }
    }

    /// Everybody.
    pub(super) fn everybody(&self) -> [MemberId; 8] {
        let ([m1, m2], [s1, s2, s3, s4]) = (self.marketers, self.sellers);
        [self.admin, self.manager, m1, m2, s1, s2, s3, s4]
    }

    /// A marketer; the first one looks after a little more.
    pub(super) fn marketer(&self, random: &mut Random) -> MemberId {
        self.marketers[usize::from(random.chance(0.45))]
    }

    /// A salesperson.
    pub(super) fn seller(&self, random: &mut Random) -> MemberId {
        self.sellers[random.weighted(TAKES.into_iter())]
    }

    /// The demo's sign-ins.
    pub(super) fn accounts(&self) -> Vec<Account> {
        vec![
            Account { email: "marketer@demo.local", member: self.marketers[0] },
            Account { email: "sales@demo.local", member: self.sellers[0] },
            Account { email: "manager@demo.local", member: self.manager },
            Account { email: "admin@demo.local", member: self.admin },
        ]
    }

    /// Writes the members down.
    pub(super) fn write(&self, log: &mut Log, at: Timestamp) {
        let names = [
            "Erik Dahl",
            "Iryna Bondar",
            "Olena Kovalenko",
            "Jonas Weber",
            "Marta Lindqvist",
            "Andrii Shevchuk",
            "Giulia Romano",
            "Tomasz Nowak",
        ];
        let signs_in = self.accounts();
        for (id, name) in self.everybody().into_iter().zip(names) {
            let (team, role) = match id {
                _ if id == self.admin => (Side::Management, Role::Admin),
                _ if id == self.manager => (Side::Management, Role::Manager),
                _ if self.marketers.contains(&id) => (Side::Marketing, Role::Member),
                _ => (Side::Sales, Role::Member),
            };
            let set = vec![
                MemberChange::Name(name.to_owned()),
                MemberChange::Team(team),
                MemberChange::Role(role),
                MemberChange::SignsIn(signs_in.iter().any(|a| a.member == id)),
            ];
            log.push(at, self.admin, Action::Create { id, set });
        }
    }
}
