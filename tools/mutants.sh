# Sourced by ./test. Plants one known bug at a time in a copy of the tree and lets the tests that must notice it run.
# A patch in tests/mutants says in its first lines what it breaks and who kills it: sim, the simulation; store, the contract on SQLite.

plant_mutants() { # the patches whose names have $1 in them
  local patch name killer caught=0 all=0 log
  copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
  log=$copy.log
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy" && cd "$copy" || return 1
  dotnet restore Headway.slnx --locked-mode -v q >"$log" 2>&1 && build_mutant >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  for patch in tests/mutants/*"${1:-}"*.patch; do
    name=$(basename "$patch" .patch)
    killer=$(sed -n 's/^Killed by: //p' "$patch")
    all=$((all + 1))
    if ! git apply --recount "$patch" 2>"$log"; then
      echo "$name: its patch does not fit any more"
    elif ! build_mutant >"$log" 2>&1; then
      echo "$name: does not build any more"
      grep -m3 'error' "$log"
    elif "run_$killer" >"$log" 2>&1; then
      echo "$name: SURVIVED $killer"
    else
      echo "$name: caught by $killer, $(grep -m1 -oE 'I[0-9]+: .{0,70}' "$log" || grep -m1 -oE 'Tests\.[a-z_0-9]+' "$log")"
      caught=$((caught + 1))
    fi
    git apply --recount -R "$patch" 2>/dev/null
  done
  rm -f "$log"
  echo "$caught passed, $((all - caught)) failed"
  [ "$caught" -eq "$all" ]
}

build_mutant() { # optimised builds are not worth their time: each runs once
  dotnet build tests/Headway.Tests --no-restore -v q -nologo && dotnet build tests/Headway.Store.Tests --no-restore -v q -nologo
}

run_sim() {
  HEADWAY_SEEDS=400 artifacts/bin/Headway.Tests/debug/Headway.Tests -class '*SimulationTests' -method '*accepted_work*' -noColor
}

run_store() { artifacts/bin/Headway.Store.Tests/debug/Headway.Store.Tests -class '*SqliteStoreTests' -noColor; }
