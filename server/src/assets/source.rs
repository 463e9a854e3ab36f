//! Where the app's files come from.

use axum::body::Bytes;
use std::path::{Component, Path, PathBuf};

/// A file's bytes.
pub struct File {
    /// All of them.
    pub bytes: Bytes,
    /// Changes when they do.
    pub digest: String,
}

/// Where the app's files come from.
pub enum Source {
    /// A folder, read anew for each request.
    Folder(PathBuf),
    /// The program itself.
    #[cfg(not(debug_assertions))]
    Inside,
}

/// The app as built for release.
#[cfg(not(debug_assertions))]
#[derive(rust_embed::RustEmbed)]
#[folder = "../dist/release"]
#[allow_missing = true]
struct Release;

impl Source {
    /// `folder` if there is one; otherwise what this program comes with.
    pub fn open(folder: Option<PathBuf>) -> Self {
        match folder {
            Some(folder) => Self::Folder(folder),
            #[cfg(debug_assertions)]
            None => Self::Folder(PathBuf::from("dist/dev")),
            #[cfg(not(debug_assertions))]
            None => Self::Inside,
        }
    }

    /// The file of this name.
    pub fn read(&self, name: &str) -> Option<File> {
        match self {
            Self::Folder(folder) => read(folder, name),
            #[cfg(not(debug_assertions))]
            Self::Inside => {
                let file = Release::get(name)?;
                let digest = file.metadata.sha256_hash()[..16].iter().map(|b| format!("{b:02x}")).collect();
                let bytes = match file.data {
                    std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                    std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
                };
                Some(File { bytes, digest })
            }
        }
    }
}

fn read(folder: &Path, name: &str) -> Option<File> {
    // Nothing but plain names: no way out of the folder.
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || name.contains(['\\', '\0']) {
        return None;
    }
    let path = folder.join(name);
    let facts = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
    let changed = facts.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let bytes = Bytes::from(std::fs::read(&path).ok()?);
    Some(File { bytes, digest: format!("{:x}-{:x}", changed.as_nanos(), facts.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_of_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("app")).unwrap();
        std::fs::write(folder.path().join("secret.txt"), "x").unwrap();
        std::fs::write(folder.path().join("app/a.txt"), "x").unwrap();
        let source = Source::open(Some(folder.path().join("app")));
        assert!(source.read("a.txt").is_some());
        let absolute = folder.path().join("secret.txt");
        for name in ["../secret.txt", "./../secret.txt", "", ".", "nothing", absolute.to_str().unwrap()] {
            assert!(source.read(name).is_none(), "{name}");
        }
    }
}
