//! Power cuts in the middle of traffic: of what was not synced anything may be
//! missing, in any order, torn in the middle. What was acknowledged is there.
//! (With `synchronous=NORMAL` this fails in the first rounds.)

use crate::support::{
    self, Person,
    process::{Process, add, program},
    sign_in,
    traffic::{Dice, Worker, integrity},
};
use smarketing_domain::operation::Operation;
use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const ROUNDS: u64 = 60;
/// What a disk writes whole, in bytes.
const SECTOR: usize = 512;
const PASSWORD: &str = "green chairs in the rain";

/// A write that was not synced.
struct Unsynced {
    at: u64,
    /// The file's size before it.
    size: u64,
    former: Vec<u8>,
    /// `None`: the file was cut off at `at`.
    new: Option<Vec<u8>>,
}

/// The notes beside a file, oldest first.
fn unsynced(file: &Path) -> Vec<Unsynced> {
    let notes = fs::read(beside(file, ".unsynced")).unwrap_or_default();
    let mut rest = &notes[..];
    let mut writes = Vec::new();
    while rest.len() >= 32 {
        let head: Vec<i64> = rest[..32].chunks(8).map(|word| i64::from_ne_bytes(word.try_into().unwrap())).collect();
        let (before, after) = (head[2] as usize, head[3]);
        let end = 32 + before + after.max(0) as usize;
        if rest.len() < end {
            // The write itself did not begin.
            break;
        }
        writes.push(Unsynced {
            at: head[0] as u64,
            size: head[1] as u64,
            former: rest[32..32 + before].to_vec(),
            new: (after >= 0).then(|| rest[32 + before..end].to_vec()),
        });
        rest = &rest[end..];
    }
    writes
}

/// Cuts the power: first all is as of the last sync, then whatever happened to
/// reach the disk is written. Answers how many writes were not synced.
fn cut_power(file: &Path, dice: &mut Dice) -> usize {
    let writes = unsynced(file);
    let Ok(disk) = OpenOptions::new().write(true).open(file) else { return 0 };
    for write in writes.iter().rev() {
        disk.write_all_at(&write.former, write.at).unwrap();
        disk.set_len(write.size).unwrap();
    }
    for write in &writes {
        match (dice.below(4), &write.new) {
            (0, _) => {}
            (_, None) => disk.set_len(write.at).unwrap(),
            (1, Some(new)) => torn(&disk, write.at, new, dice),
            (_, Some(new)) => disk.write_all_at(new, write.at).unwrap(),
        }
    }
    disk.sync_all().unwrap();
    let _ = fs::remove_file(beside(file, ".unsynced"));
    writes.len()
}

fn torn(disk: &File, at: u64, new: &[u8], dice: &mut Dice) {
    for (n, sector) in new.chunks(SECTOR).enumerate() {
        if dice.below(2) == 0 {
            disk.write_all_at(sector, at + (n * SECTOR) as u64).unwrap();
        }
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The library that notes what is not synced.
fn library(folder: &Path) -> PathBuf {
    let (source, library) =
        (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program/unsynced.c"), folder.join("unsynced.so"));
    let built =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").output();
    let built = built.expect("SQLite is built with the C compiler `cc`, so it is there");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    library
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[cfg(target_os = "linux")]
async fn power_cuts_with_torn_writes_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::database::sqlite(folder.path());
    let file = folder.path().join("data/smarketing.db");
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let library = library(folder.path());
    let file = file.canonicalize().unwrap();
    let start = || {
        let mut program = program(&database);
        program.env("LD_PRELOAD", &library).env("UNSYNCED", &file);
        Process::spawn(program, &[], Stdio::null())
    };

    let mut process = start();
    let (cookie, session) = sign_in(&process.url, "ann@example.org", PASSWORD).await;
    let mut worker = Worker::new(Person::new(&process.url, cookie, session).await);
    let mut dice = Dice(20_261_122);
    let mut last: Vec<Operation> = Vec::new();
    let mut lost = 0;
    for round in 0..ROUNDS {
        assert!(worker.send().await, "round {round}");
        worker.ask_again(&last).await;
        let until = Instant::now() + Duration::from_millis(10 + dice.below(60));
        while Instant::now() < until {
            (0..=dice.below(12)).for_each(|_| worker.make(&mut dice));
            last = worker.waiting.iter().cloned().collect();
            assert!(worker.send().await, "round {round}");
        }
        (0..=dice.below(12)).for_each(|_| worker.make(&mut dice));
        let (rest, delay) = (dice.below(4_000), process);
        let killer = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_micros(rest)).await;
            delay.kill();
        });
        worker.send().await;
        killer.await.unwrap();
        lost += cut_power(&beside(&file, "-wal"), &mut dice) + cut_power(&file, &mut dice);
        // It is only in memory, in truth.
        let _ = fs::remove_file(beside(&file, "-shm"));
        if round % 10 == 9 {
            assert_eq!(integrity(&database).await, "ok", "round {round}");
        }
        process = start();
        worker.ann.url = process.url.clone();
    }
    assert!(worker.send().await);
    worker.check().await;
    assert!(lost > 10, "writes were under way when the power was cut: {lost}");
    process.kill();
    assert_eq!(integrity(&database).await, "ok");
}
