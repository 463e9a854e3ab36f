//! Commands as a person runs them.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder with a database that is not there yet.
pub struct Shell {
    folder: TempDir,
}

impl Shell {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let database = super::address(&self.folder);
        let mut program = Command::new(env!("CARGO_BIN_EXE_smarketing-server"));
        Ran(program.env_clear().env("SMARKETING_DATABASE", database).args(arguments).output().unwrap())
    }

    pub fn import(&self, file: &Path, more: &[&str]) -> Ran {
        let mut arguments = vec!["import", file.to_str().unwrap(), "--workspace", "Studio"];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The report for programs.
    pub fn report(&self, more: &[&str]) -> Value {
        let ran = self.run(&[&["report", "--workspace", "Studio", "--json"], more].concat());
        assert_eq!(ran.code(), 0, "{}", ran.err());
        serde_json::from_str(&ran.out()).unwrap()
    }

    /// Name, count and sum of each stage.
    pub fn figures(&self) -> Vec<(String, u64, i64)> {
        let report = self.report(&[]);
        let line = |s: &Value| {
            (s["name"].as_str().unwrap().to_owned(), s["count"].as_u64().unwrap(), s["sum_minor"].as_i64().unwrap())
        };
        report["stages"].as_array().unwrap().iter().map(line).collect()
    }
}

/// What a command did.
pub struct Ran(Output);

impl Ran {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}
