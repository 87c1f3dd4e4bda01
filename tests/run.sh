#!/usr/bin/env bash
# Builds the solution and runs its tests. Fast tier by default; --all adds the slow ones.
# Needs the .NET 10 SDK and a shell; whatever else a tier needs it installs itself and says so.
#
#   bash tests/run.sh               fast tier
#   bash tests/run.sh --all         every tier
#   bash tests/run.sh --only NAME   projects whose name contains NAME (with either tier)
#
# The last line is "N passed, N failed, N skipped". Exit code 0: nothing failed; 1: something did; 2: wrong argument.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

all=false
only=""
while [ $# -gt 0 ]; do
  case "$1" in
    --all) all=true ;;
    --only) only="${2:?--only wants a name}"; shift ;;
    -h|--help) sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) echo "unknown argument '$1'; try --help" >&2; exit 2 ;;
  esac
  shift
done

if ! command -v dotnet >/dev/null; then
  echo "dotnet was not found: install the .NET 10 SDK (the version is in global.json)" >&2
  exit 1
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
echo "== build (Release, warnings are errors)"
dotnet build BasedAI.Orleans.sln -c Release -v q -nologo -clp:NoSummary

passed=0 failed=0 skipped=0
failures=()

# run_suite PROJECT LABEL [ENV=VALUE ...]: runs one test assembly and adds its counts to the totals.
run_suite() {
  local project=$1 label=$2
  shift 2
  local filter=()
  $all || filter=(-trait- Tier=Slow)
  local log
  log=$(mktemp)
  printf '== %s\n' "$label"
  local code=0
  env "$@" dotnet "artifacts/bin/$project/release/$project.dll" -noColor -noLogo "${filter[@]}" >"$log" 2>&1 || code=$?
  local line
  line=$(grep -E 'Total: [0-9]+' "$log" | tail -n 1 || true)
  if [ -z "$line" ]; then
    tail -n 40 "$log"
    echo "   no test result (exit code $code)"
    failed=$((failed + 1))
    failures+=("$label: no result")
  else
    local total errors bad skip
    total=$(sed -E 's/.*Total: ([0-9]+).*/\1/' <<<"$line")
    errors=$(sed -E 's/.*Errors: ([0-9]+).*/\1/' <<<"$line")
    bad=$(sed -E 's/.*Failed: ([0-9]+).*/\1/' <<<"$line")
    skip=$(sed -E 's/.*Skipped: ([0-9]+).*/\1/' <<<"$line")
    bad=$((bad + errors))
    [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    passed=$((passed + total - bad - skip))
    failed=$((failed + bad))
    skipped=$((skipped + skip))
    echo "   $((total - bad - skip)) passed, $bad failed, $skip skipped"
    grep -E '\[SKIP\]' -A 1 "$log" | sed 's/^/   /' || true
    if [ "$bad" -gt 0 ]; then
      grep -vE '^\s*$' "$log" | grep -E '\[FAIL\]' -A 12 || tail -n 40 "$log"
      failures+=("$label: $bad failed")
    fi
  fi
  rm -f "$log"
}

# The widths of this machine, widest first: the kernels are tested at each.
widths="scalar 128"
flags=$(grep -m1 -E '^(flags|Features)' /proc/cpuinfo 2>/dev/null || true)
case "$flags" in *" avx2 "*) widths="$widths 256" ;; esac
case "$flags" in *" avx512f "*) widths="$widths 512" ;; esac

for folder in tests/*.Tests; do
  project=$(basename "$folder")
  [[ -z "$only" || "$project" == *"$only"* ]] || continue
  if [ "$project" = BasedAI.Fhe.Ring.Tests ]; then
    for width in $widths; do run_suite "$project" "$project at width $width" "BASEDAI_SIMD=$width"; done
  else
    run_suite "$project" "$project"
  fi
done

for failure in "${failures[@]:-}"; do [ -n "$failure" ] && echo "FAILED $failure"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
