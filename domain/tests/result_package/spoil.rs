//! Packages of which one stated figure is changed.

use domain::{quota::Outcome, ranking::Separation, result_package::Package, score_sheet::Points};
use serde_json::Value;

/// The addresses of all figures, keys and codes of a value.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                leaves(value, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                leaves(value, &format!("{pointer}/{n}"), found);
            }
        }
        _ => found.push(pointer.to_owned()),
    }
}

/// Other values for a figure, of which at least one can stand in its place.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(n) => vec![Value::from(n.as_u64().expect("whole") + 1)],
        Value::String(text) => match text.parse::<Points>() {
            Ok(points) => vec![Points::hundredths(points.in_hundredths() + 1).to_string().into()],
            Err(_) => Separation::ALL
                .iter()
                .map(|it| it.as_str())
                .chain(Outcome::ALL.iter().map(|it| it.as_str()))
                .chain(["N99", "category"])
                .filter(|other| other != text)
                .map(Value::from)
                .collect(),
        },
        _ => vec![Value::from("lot")],
    }
}

/// The addresses of what a package states.
pub(crate) fn stated(package: &Package) -> Vec<String> {
    let value = serde_json::to_value(package).expect("JSON");
    let mut pointers = Vec::new();
    leaves(&value["categories"][0]["results"], "/categories/0/results", &mut pointers);
    pointers
}

/// The package with the figure at an address changed, if the format allows a change there.
pub(crate) fn spoiled(package: &Package, pointer: &str) -> Option<Package> {
    let mut value = serde_json::to_value(package).expect("JSON");
    let others = others(value.pointer(pointer)?);
    others.into_iter().find_map(|other| {
        *value.pointer_mut(pointer)? = other;
        serde_json::from_value(value.clone()).ok()
    })
}
