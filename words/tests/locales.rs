//! The files of texts: both languages say the same things, politely, and nothing in vain.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// All texts of a language: `namespace.key` to text, plural forms under their own keys.
fn texts(language: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in fs::read_dir(format!("{HERE}/locales/{language}")).expect("a folder of texts") {
        let path = file.expect("a file of texts").path();
        let namespace = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let file = fs::read_to_string(&path).expect("UTF-8");
        let tree = serde_json::from_str(&file).expect("JSON");
        collect(&namespace, &tree, &mut texts);
    }
    texts
}

fn collect(name: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            texts.insert(name.to_owned(), text.clone());
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                collect(&format!("{name}.{key}"), value, texts);
            }
        }
        other => panic!("{name} is {other}"),
    }
}

/// The key by which a page names a text: without the ending of a plural form.
fn key(name: &str) -> &str {
    name.strip_suffix("_one").or_else(|| name.strip_suffix("_other")).unwrap_or(name)
}

fn placeholders(text: &str) -> BTreeSet<String> {
    let after = text.split("{{").skip(1);
    after.filter_map(|rest| Some(rest.split_once("}}")?.0.trim().to_owned())).collect()
}

/// The placeholders of every key, over all its plural forms.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in texts(language) {
        keys.entry(key(&name).to_owned()).or_default().extend(placeholders(&text));
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    assert_eq!(keys("zh-CN"), keys("en"));
}

#[test]
fn no_text_is_empty_or_shouts() {
    for (name, text) in ["zh-CN", "en"].into_iter().flat_map(texts) {
        assert!(!text.trim().is_empty(), "{name} is empty");
        assert!(!text.contains(['!', '！']), "{name} shouts: {text}");
    }
}

#[test]
fn every_key_is_used_somewhere() {
    let mut code = String::new();
    for krate in ["actions", "app", "documents", "islands", "server", "words"] {
        read_code(&Path::new(HERE).join("..").join(krate).join("src"), &mut code);
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let used: BTreeSet<&str> = code.split(|c| !is_word(c)).collect();
    let unused: Vec<String> =
        keys("en").into_keys().filter(|key| !used.contains(key.as_str())).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

fn read_code(folder: &Path, code: &mut String) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a file of code").path();
        if path.is_dir() {
            read_code(&path, code);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            code.push_str(&fs::read_to_string(&path).expect("UTF-8"));
        }
    }
}
