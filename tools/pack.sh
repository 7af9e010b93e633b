# Sourced by ./test: packs the library, and builds and runs samples/embedded from the feed that makes, as a stranger would.

pack_and_embed() { # everything in a folder of its own, so that nothing of this repository is found but the packages
  local root=$PWD place project pid=0 address status=1
  place=$(mktemp -d)
  for project in Headway Headway.Data Headway.Store Headway.Catalog Headway.Web; do
    dotnet pack "src/$project" -c Release -o "$place/feed" -v q -nologo || { rm -rf "$place"; return 1; }
  done
  cp -r samples/embedded "$place/app"
  printf '%s\n' '<configuration><packageSources><clear/>' "<add key=\"here\" value=\"$place/feed\"/>" \
    '<add key="nuget" value="https://api.nuget.org/v3/index.json"/></packageSources></configuration>' >"$place/app/NuGet.config"
  cd "$place/app" || return 1
  if NUGET_PACKAGES="$place/packages" dotnet build -c Release -v q -nologo -o "$place/out"; then
    dotnet "$place/out/Embedded.dll" --urls http://127.0.0.1:0 --jobs "$place/jobs.db" >"$place/log" 2>&1 &
    pid=$!
    embedded_answers "$place/log" && status=0
    [ $status -eq 0 ] || tail -20 "$place/log"
    kill $pid && wait $pid
  fi
  cd "$root" && rm -rf "$place"
  return $status
}

embedded_answers() { # the job's result, its page and its schema, over HTTP
  local address= tries
  for tries in $(seq 120); do
    address=$(sed -n 's/.*Now listening on: //p' "$1" | head -1)
    [ -n "$address" ] && break
    sleep 0.5
  done
  [ -n "$address" ] || { echo "the sample did not start"; return 1; }
  curl -fsS --max-time 40 "$address/shout/hello" | grep -q '"text":"HELLO"' || { echo "no result from the sample"; return 1; }
  curl -fsS "$address/jobs/" | grep -q 'blazor.web' || { echo "no dashboard in the sample"; return 1; }
  curl -fsS "$address/jobs/_framework/blazor.web.js" -o /dev/null || { echo "the dashboard's script is missing"; return 1; }
  curl -fsS "$address/api/v1/types/text.shout" | grep -q '"maxLength":100' || { echo "no schema from the sample"; return 1; }
  curl -fsS "$address/metrics" | grep -q '^headway_items_total{.*} 1' || { echo "nothing measured in the sample"; return 1; }
}
