# shellcheck shell=bash
# A program of Python that tests use, in a folder of its own in the cache: `python_tool NAME VERSION`
# installs it if it is missing, and sets `folder`. Not run by itself; begin.sh comes first.

python_tool() {
  local name=$1 version=$2
  # shellcheck disable=SC2154 # begin.sh sets it
  folder=$cache/tools/$name-$version
  [[ ! -e $folder/complete ]] || return 0
  command -v python3 >/dev/null || fail "Python is missing: please install python3 and python3-venv."
  # Of two that begin at once one waits for the other.
  mkdir -p "$cache/tools"
  exec 9>"$cache/tools/$name.lock"
  flock 9
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    python3 -m venv "$folder" >&2 || fail "Python is there without its module venv: please install python3-venv."
    "$folder/bin/pip" install --quiet "$name==$version" >&2
    touch "$folder/complete"
  fi
  exec 9>&-
}
