# Sourced by ./test: packs the library, and builds and runs samples/embedded from the feed that makes, as a stranger would.

pack_and_embed() ( # a folder of its own, so that nothing of this repository is found but the packages; gone however this ends
  place=$(mktemp -d) pid=
  trap '[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null; rm -rf "$place"' EXIT
  trap 'exit 130' INT TERM
  for project in Headway Headway.Data Headway.Store Headway.Catalog Headway.Web; do
    dotnet pack "src/$project" -c Release -o "$place/feed" -v q -nologo || exit 1
  done
  cp -r samples/embedded "$place/app" # with the feed beside whatever feeds this machine knows
  printf '%s\n' "<configuration><packageSources><add key=\"here\" value=\"$place/feed\"/></packageSources></configuration>" \
    >"$place/app/NuGet.config"
  cd "$place/app" || exit 1
  NUGET_PACKAGES="$place/packages" dotnet publish -c Release -v q -nologo -o "$place/out" || exit 1
  dotnet "$place/out/Embedded.dll" --urls http://127.0.0.1:0 --jobs "$place/jobs.db" >"$place/log" 2>&1 &
  pid=$!
  if ! embedded_answers "$place/log" "$pid" || ! embedded_stops "$pid"; then
    tail -20 "$place/log"
    exit 1
  fi
  pid=
)

embedded_answers() { # the job's result, its page and its schema, over HTTP
  local address= tries
  for tries in $(seq 120); do
    address=$(sed -n 's/.*Now listening on: //p' "$1" | head -1)
    { [ -z "$address" ] && kill -0 "$2" 2>/dev/null; } || break
    sleep 0.5
  done
  [ -n "$address" ] || { echo "the sample did not start"; return 1; }
  curl -fsS --max-time 40 "$address/shout/hello" | grep -q '"text":"HELLO"' || { echo "no result from the sample"; return 1; }
  curl -fsS "$address/jobs/" | grep -q 'blazor.web' || { echo "no dashboard in the sample"; return 1; }
  curl -fsS "$address/jobs/_framework/blazor.web.js" -o /dev/null || { echo "the dashboard's script is missing"; return 1; }
  curl -fsS "$address/api/v1/types/text.shout" | grep -q '"maxLength":100' || { echo "no schema from the sample"; return 1; }
  curl -fsS "$address/metrics" | grep -q '^headway_items_total{.*} 1' || { echo "nothing measured in the sample"; return 1; }
}

embedded_stops() { # told to, within the time a host gives it, and with status 0
  local tries
  kill -TERM "$1" || { echo "the sample has ended by itself"; return 1; }
  for tries in $(seq 120); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.5
  done
  ! kill -0 "$1" 2>/dev/null || { echo "the sample did not stop within a minute"; return 1; }
  wait "$1" || { echo "the sample stopped with status $?"; return 1; }
}
