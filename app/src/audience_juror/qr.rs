//! A QR code as a picture of the page itself.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};
use words::Locale;

/// Modules of white around the code, as readers need them.
const QUIET: usize = 4;

/// The code of an address, dark on white in either scheme; none if the address is too long for one.
pub(super) fn picture(l: Locale, address: &str) -> Option<AnyView> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, it)| *it == Color::Dark);
    let path = dark.fold(String::new(), |mut path, (at, _)| {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{} {}h1v1h-1z", at % width, at / width);
        path
    });
    let size = width + 2 * QUIET;
    let view_box = format!("-{QUIET} -{QUIET} {size} {size}");
    let label = words::audience_juror::qr(l, address);
    Some(
        view! {
            <svg class="qr" viewBox=view_box role="img" aria-label=label>
                <rect x="-4" y="-4" width=size height=size fill="#fff"></rect>
                <path d=path fill="#000"></path>
            </svg>
        }
        .into_any(),
    )
}
