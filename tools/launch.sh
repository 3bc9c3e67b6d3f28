# Read by ./meridian, ./test, ./bench and ./publish: finds the SDK, and builds a program when its sources are newer than its last build.
# shellcheck shell=bash

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '%s\n' "$*" >&2; }

# Sets $dotnet. The places after PATH are those of Microsoft's installers, which do not all change PATH.
find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
                   /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      dotnet=$candidate
      return
    fi
  done
  say "Meridian needs the .NET 10 SDK, and no 'dotnet' was found. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
  exit 1
}

# Asked only before a build: starting the SDK to ask its version costs more than starting Meridian.
need_sdk() {
  local found
  # Run from the clone: global.json is looked up from the working directory, not from the project.
  if ! (cd "$root" && "$dotnet" --version) >/dev/null 2>&1; then
    found=$("$dotnet" --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)
    say "Meridian needs the .NET 10 SDK; $dotnet offers ${found:-only a runtime, no SDK}. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
    exit 1
  fi
}

program() { printf '%s/artifacts/bin/%s/release/%s.dll' "$root" "$1" "$1"; }
stamp_of() { printf '%s/artifacts/stamps/%s' "$root" "$1"; }

# stale NAME FOLDER...: true when the program is missing or anything it is built from changed since its last build.
# Folders count too, so that a deleted file is noticed.
stale() {
  local name=$1 stamp sources=() folder
  shift
  stamp=$(stamp_of "$name")
  [ -f "$stamp" ] && [ -f "$(program "$name")" ] || return 0
  for folder in "$@"; do sources+=("$root/$folder"); done
  [ -n "$(find "${sources[@]}" "$root"/*.props "$root/global.json" "$root/.editorconfig" "$root/BannedSymbols.txt" -newer "$stamp" -print -quit)" ]
}

# Two builds in one folder would break each other. The lock's file descriptor (9) is closed for the build itself:
# the compiler server outlives the build and would keep the lock.
lock_builds() {
  mkdir -p "$root/artifacts/stamps"
  exec 9>"$root/artifacts/stamps/lock"
  command -v flock >/dev/null || return 0
  if ! flock -n 9; then
    say "waiting for another build of Meridian ..."
    flock 9
  fi
}
unlock_builds() { exec 9>&-; }

# The stamp takes the time before the build: what is edited while it runs is built next time.
start_stamp() { touch "$(stamp_of "$1").next"; }
keep_stamp() { mv "$(stamp_of "$1").next" "$(stamp_of "$1")"; }

# The errors of a build, each once (a project that two others use is reported twice), or everything it said when none looks like one.
show_errors() {
  { grep -aE '(: |^)error( [A-Z]+[0-9]+)? ?:' "$1" | sed "s|$root/||g" | sort -u | grep . || cat "$1"; } >&2
}

# build_program NAME PROJECT FOLDER...: quiet; one line on stderr, or the compiler's errors and exit code 1.
build_program() {
  local name=$1 project=$2 log first=''
  shift 2
  stale "$name" "$@" || return 0
  need_sdk
  lock_builds
  if stale "$name" "$@"; then # the build that was waited for may have been this one
    [ -f "$(stamp_of "$name")" ] || first=' (first time: about a minute)'
    say "building Meridian ...$first"
    log=$(stamp_of "$name").log
    start_stamp "$name"
    if ! (cd "$root" && "$dotnet" build "$project" -c Release -v quiet --nologo -clp:'ErrorsOnly;NoSummary' 9>&- </dev/null >"$log" 2>&1); then
      show_errors "$log"
      say "Meridian could not be built."
      exit 1
    fi
    keep_stamp "$name"
  fi
  unlock_builds
}
