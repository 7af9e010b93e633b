# Sourced by ./run, ./test and ./bench: makes dotnet behave the same everywhere, and sees to what is missing.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 # the SDK itself stops without it on a machine that has no ICU
export MSBUILDTERMINALLOGGER=off MSBUILDDISABLENODEREUSE=1 # nothing stays behind that keeps a pipe open
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || export HOME="$PWD/artifacts/home"
mkdir -p "$HOME"
export PATH="$PATH:$HOME/.dotnet:/usr/share/dotnet:/usr/lib/dotnet"
dotnet=$(readlink -f "$(command -v dotnet)") && export DOTNET_ROOT="${DOTNET_ROOT:-${dotnet%/*}}" # where a program finds its runtime

require_dotnet() {
  [[ $'\n'"$(dotnet --list-sdks 2>/dev/null)" == *$'\n10.'* ]] && return
  echo "Headway needs the .NET SDK 10: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again." >&2
  return 1
}

# What the tests of a project need beside .NET: PostgreSQL's server programs and a browser, from Debian.
require_packages() {
  local missing=()
  case $1 in all | store | app) has_postgres || missing+=(postgresql) ;; esac
  case $1 in all | web) command -v chromium >/dev/null || missing+=(chromium) ;; esac
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need ${missing[*]}, which this machine lacks: run 'sudo apt-get install ${missing[*]}' and then ./test again." >&2
    return 1
  fi
  echo "install ${missing[*]}"
  install_packages "${missing[@]}" && return
  echo "apt-get could not install ${missing[*]}: its messages are above." >&2
  return 1
}

has_postgres() {
  command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null
}

install_packages() {
  local apt=(apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300) quiet
  export DEBIAN_FRONTEND=noninteractive
  quiet=$(mktemp)
  {
    "${apt[@]}" update
    if [[ " $* " == *" postgresql "* ]]; then # the tests start servers of their own: Debian's own cluster stays out of the way
      "${apt[@]}" install -y --no-install-recommends postgresql-common &&
        sed -i 's/^#\? *create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    "${apt[@]}" install -y --no-install-recommends "$@"
  } >"$quiet" 2>&1 </dev/null || { tail -20 "$quiet" >&2; rm -f "$quiet"; return 1; }
  rm -f "$quiet"
}
