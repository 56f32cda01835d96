//! Which user of the machine gives a command.

use std::os::unix::fs::MetadataExt as _;

/// How the audit chain calls the user who runs this process: `cli:root`, or `cli:1000` without a name.
pub(super) fn client() -> String {
    let Ok(process) = std::fs::metadata("/proc/self") else {
        return "cli".to_owned();
    };
    let id = process.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    format!("cli:{}", name_of(&id, &users).unwrap_or(&id))
}

/// The name of a user in lines as `root:x:0:0:…`.
fn name_of<'a>(id: &str, users: &'a str) -> Option<&'a str> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, _) = (fields.next()?, fields.next()?);
        (fields.next()? == id).then_some(name)
    })
}
