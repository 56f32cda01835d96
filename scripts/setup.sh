#!/usr/bin/env bash
# Installs what is missing, and nothing else: tools and npm packages into the cache folder, where the
# next clone of the same user finds them. "setup.sh run" brings what building and starting the
# application needs; "setup.sh dev" what builds again after a change as well; "setup.sh test", the
# default, what the tests need; "setup.sh bench" what the measurements need.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

purpose=${1:-test}

check_rust_and_node() {
  command -v cargo >/dev/null || fail "Rust is missing: install it from https://rustup.rs."
  command -v npm >/dev/null || fail "Node.js is missing: install version 20 or later, with npm."
  local node_major
  node_major=$(node -p 'process.versions.node.split(".")[0]')
  ((node_major >= 20)) || fail "Node.js $node_major is too old: version 20 or later is needed."
}

has_package() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

missing_packages() {
  command -v cc >/dev/null || echo build-essential
  # Papers are set in Chinese; their fonts are taken from the system.
  has_package fonts-noto-cjk || echo fonts-noto-cjk
  [[ $purpose != run && $purpose != dev ]] || return 0
  if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && ! command -v initdb >/dev/null
  then
    echo postgresql
  fi
  if [[ $purpose == bench ]]; then
    command -v wrk >/dev/null || echo wrk
    command -v h2load >/dev/null || echo nghttp2-client
    return 0
  fi
  # The tests read papers back with it.
  command -v pdftotext >/dev/null || echo poppler-utils
  # And calendars, by a package of Python that stands in the cache folder.
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  has_browser || browser_package
}

# The same places as in end2end/playwright.config.ts.
has_browser() {
  [[ -n ${CHROMIUM:-} ]] && return
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome; do
    [[ -x /usr/bin/$name ]] && return
  done
  [[ -x /snap/bin/chromium ]]
}

# Debian has Chromium without its windows as a package of its own; Ubuntu's brings all as a snap.
browser_package() {
  if grep -qs '^ID=ubuntu' /etc/os-release; then
    echo chromium-browser
  else
    echo chromium-headless-shell
  fi
}

install_packages() {
  local missing as_root=()
  missing=$(missing_packages | xargs)
  [[ -n $missing ]] || return 0
  command -v apt-get >/dev/null ||
    fail "This is neither Debian nor Ubuntu: please install what these packages bring: $missing."
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "As root, please run: apt-get install $missing (there is no sudo here)."
    as_root=(sudo)
    # Without a terminal nobody can type a password: refuse at once instead of waiting.
    [[ -t 0 ]] || as_root+=(--non-interactive)
  fi
  echo "    installing $missing"
  # shellcheck disable=SC2086 # names of packages, parted on purpose
  if ! { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install --yes -qq --no-install-recommends $missing; }; then
    fail "These packages could not be installed; as root, please run: apt-get install $missing"
  fi
}

add_to_rust() {
  if [[ ! -d $(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown ]]; then
    command -v rustup >/dev/null ||
      fail "Rust came without rustup: please install its target wasm32-unknown-unknown."
    rustup target add wasm32-unknown-unknown
  fi
  [[ $purpose == test ]] || return 0
  local component
  for component in rustfmt clippy; do
    if ! cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1; then
      command -v rustup >/dev/null || fail "Rust came without rustup: please install $component."
      rustup component add "$component"
    fi
  done
}

installed_version() {
  "$1" --version 2>/dev/null | awk 'NR == 1 { print $2 }' || true
}

# install_tool <name> <version> <arguments of cargo install>
install_tool() {
  local name=$1 version=$2 folder=$cache/tools/$1-$2 building
  shift 2
  [[ ! -x $folder/bin/$name ]] || return 0
  echo "    building $name $version, once"
  # What was compiled before somebody stopped it is found again the next time.
  building=$cache/building/$name-$version
  # Compiling a tool well would take longer than it would ever save here.
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR=$building \
    cargo install --root "$folder" --force "$@"
  rm -rf "$building"
}

install_cargo_tools() {
  grep -q "^wasm-bindgen-cli-support = \"=$bindgen_version\"" scripts/bindgen/Cargo.toml ||
    fail "scripts/bindgen/Cargo.toml must want wasm-bindgen $bindgen_version, as Cargo.lock has it."
  install_tool bindgen "$bindgen_version" --path scripts/bindgen --locked
  [[ $purpose != dev ]] || install_watcher
  [[ $purpose == test ]] || return 0
  # Any version serves; this one is built where there is none.
  [[ -n $(installed_version cargo-nextest) ]] ||
    install_tool cargo-nextest "$nextest_version" "cargo-nextest@$nextest_version" --locked \
      --no-default-features --features default-no-update
}

# What builds again after each change; nothing else needs it.
install_watcher() {
  [[ -x $cache/tools/cargo-leptos-$leptos_version/bin/cargo-leptos ]] ||
    echo "    'make dev' needs cargo-leptos: this first time takes about ten minutes"
  # Not locked: its lock file names versions newer than some mirrors have.
  install_tool wasm-bindgen "$bindgen_version" "wasm-bindgen-cli@$bindgen_version"
  install_tool cargo-leptos "$leptos_version" "cargo-leptos@$leptos_version" --locked \
    --no-default-features --features no_downloads
}

# The packages of one lock file stand together in the cache; the clone has a link to them.
install_npm_packages() {
  local lock=end2end/package-lock.json link=end2end/node_modules folder
  folder=$cache/npm/$(sha256sum "$lock" | cut -c -16)
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    cp end2end/package.json "$lock" "$folder"
    npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund
    touch "$folder/complete"
  fi
  [[ $(readlink "$link") != "$folder/node_modules" ]] || return 0
  rm -rf "$link"
  ln -s "$folder/node_modules" "$link"
}

step "Look for Rust and Node.js" check_rust_and_node
step "Install missing system packages" install_packages
step "Add to Rust what it lacks" add_to_rust
step "Build missing cargo tools" install_cargo_tools
step "Install npm packages" install_npm_packages
[[ $purpose != test ]] || step "Install what reads calendars" scripts/read_calendar.sh install
[[ $purpose != test ]] || step "Install what takes mails" scripts/smtp_server.sh install
