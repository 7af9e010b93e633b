# Sourced by ./test: makes the faults of docs/faults.md at length, on servers and processes that each test starts for itself.

make_faults() { # $1 is the number of one fault, or nothing for all
  local id=${1,,} report filter status
  require_packages app || return 1
  have_fault_tools
  dotnet build tests/Headway.App.Tests -v q -nologo -warnaserror || return 1
  report=$(mktemp)
  filter="/*/Headway.App.Tests.Faults/*/${id:+${id}_}*"
  HEADWAY_FAULTS="$report" dotnet test --project tests/Headway.App.Tests --no-build -- --filter-query "$filter" \
    </dev/null >"$report.log" 2>&1
  status=$?
  [ $status -eq 0 ] || grep -vE '^ *(skipped|passed)' "$report.log" | tail -60
  sort "$report"
  echo "$(grep -cE '^F[0-9]+ +PASS' "$report") passed, $(grep -cE '^F[0-9]+ +FAIL' "$report") failed," \
    "$(grep -cE '^F[0-9]+ +NOT RUN' "$report") skipped"
  rm -f "$report" "$report.log"
  return $status
}

have_fault_tools() { # what cannot be had is named by the faults that need it, which then count as not run
  local missing=() tool
  for tool in pgbouncer faketime nft strace ip; do
    command -v $tool >/dev/null || case $tool in nft) missing+=(nftables) ;; ip) missing+=(iproute2) ;; *) missing+=($tool) ;; esac
  done
  [ ${#missing[@]} -eq 0 ] || [ "$(id -u)" -ne 0 ] || install_packages "${missing[@]}" || true
}
