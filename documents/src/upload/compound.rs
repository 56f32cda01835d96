//! Files of the older office programs, and the newer ones behind a password.

/// How such a file begins.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The parts that only a file with a password has.
const LOCKED: [&str; 2] = ["EncryptedPackage", "EncryptedSummary"];

/// Whether it opens with a password alone.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    let has = |name: &&str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        super::find(bytes, &name).is_some()
    };
    bytes.starts_with(COMPOUND) && LOCKED.iter().any(has)
}
