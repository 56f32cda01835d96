# shellcheck shell=bash
# What every script here begins with: the project's folder, the pinned tools on the PATH, and steps
# that say what they do and how long they took. Not run by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# Tools built for this project alone stand in .tools, so that nobody's other versions are replaced.
export PATH="$root/.tools/bin:$root/end2end/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
# Cargo is not a part of make, and must not look for make's job server.
unset MAKEFLAGS MFLAGS

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

finished_steps=()
current_step=
step_began=

step() {
  current_step=$1
  step_began=$SECONDS
  shift
  printf '\n==> %s\n' "$current_step"
  "$@"
  printf '    took %d s\n' $((SECONDS - step_began))
  finished_steps+=("$(printf '%6d s  %s' $((SECONDS - step_began)) "$current_step")")
  current_step=
}

print_steps() {
  local status=$?
  printf '\n'
  ((${#finished_steps[@]})) && printf '%s\n' "${finished_steps[@]}"
  if [[ -n $current_step ]]; then
    printf '%6d s  %s  <== stopped here\n' $((SECONDS - step_began)) "$current_step"
  fi
  printf '%6d s  in all: %s\n' "$SECONDS" "${1:-$0}"
  return "$status"
}
