//! Which entries of a sheet hang, over their parents, on something that is on file or has none.

use std::collections::HashMap;

use super::text::compact;

/// An entry with the code of the entry above it.
pub(super) struct Node<'a> {
    /// Its own code.
    pub(super) code: &'a str,
    /// The code above, if there is one.
    pub(super) parent: Option<&'a str>,
}

/// Codes of the entries of a sheet by name; a name that means two entries means none.
pub(super) struct Names(HashMap<String, Option<String>>);

impl Names {
    /// Gathers names with their codes.
    pub(super) fn new<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names: HashMap<String, Option<String>> = HashMap::new();
        for (name, code) in entries {
            names
                .entry(compact(name))
                .and_modify(|known| *known = known.take().filter(|known| known == code))
                .or_insert_with(|| Some(code.to_owned()));
        }
        Self(names)
    }

    /// The code of a name.
    pub(super) fn code(&self, name: &str) -> Option<&str> {
        self.0.get(&compact(name))?.as_deref()
    }
}

/// For each entry, whether a chain of parents leads up to an end; circles lead nowhere.
pub(super) fn hang(nodes: &[Node<'_>], is_on_file: impl Fn(&str) -> bool) -> Vec<bool> {
    let mut below: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut open = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        match node.parent.filter(|parent| !is_on_file(parent)) {
            Some(parent) => below.entry(parent).or_default().push(index),
            None => open.push(index),
        }
    }
    let mut hanging = vec![false; nodes.len()];
    while let Some(index) = open.pop() {
        if let (Some(done), Some(node)) = (hanging.get_mut(index), nodes.get(index)) {
            *done = true;
            open.extend(below.remove(node.code).unwrap_or_default());
        }
    }
    hanging
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_may_come_later_but_must_not_form_a_circle() {
        let node = |code, parent| Node { code, parent };
        let nodes = [
            node("c", Some("b")),
            node("b", Some("a")),
            node("a", None),
            node("x", Some("y")),
            node("y", Some("x")),
            node("z", Some("file")),
            node("w", Some("nowhere")),
        ];
        let hanging = hang(&nodes, |code| code == "file");
        assert_eq!(hanging, [true, true, true, false, false, true, false]);
    }
}
