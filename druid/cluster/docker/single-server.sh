#!/bin/sh
# A whole Druid in one container of the official image, for development: ZooKeeper and the five services on the sizes
# that the image ships as DRUID_SINGLE_NODE_CONF. Properties come as druid_a_b=c, as for the image's own script, which
# can only run one service a container. Told to stop, Druid ends first and ZooKeeper last.
set -eu
cd "${DRUID_HOME:-/opt/druid}"
conf="conf/druid/single-server/${DRUID_SINGLE_NODE_CONF:-nano-quickstart}"
test -d "$conf" || { echo "There are no settings named ${DRUID_SINGLE_NODE_CONF:-nano-quickstart} in this image." >&2; exit 2; }
mkdir -p var/tmp var/zk var/druid/segments var/druid/indexing-logs var/druid/task var/druid/segment-cache
printf '%s' "${DRUID_LOG4J:-}" > var/log4j2.xml
services=""

# `druid_a_b=c` of the environment as a property a line; two underscores stand for one
properties() {
    env | sed -n 's/^druid_//p' | while IFS= read -r line; do
        name=$(printf '%s' "${line%%=*}" | sed -e 's/__/%/g' -e 's/_/./g' -e 's/%/_/g')
        printf '%s\n' "-Ddruid.$name=${line#*=}"
    done
}

# run NAME FOLDER: a service with the image's JVM settings, then ours, each property one argument
run() {
    service=$1
    folder=$conf/$2
    set --
    for option in $(cat "$folder/jvm.config"); do set -- "$@" "$option"; done
    while IFS= read -r option; do
        test -z "$option" || set -- "$@" "$option"
    done <<PROPERTIES
$(properties)
PROPERTIES
    test -z "${DRUID_LOG4J:-}" || set -- "$@" "-Dlog4j.configurationFile=var/log4j2.xml"
    bin/run-java "$@" -cp "$conf/_common:$folder:lib/*" org.apache.druid.cli.Main server "$service" &
    services="$services $!"
}

# end PID...: asked once a second, since a signal is lost on a process that has only just begun; after a minute made to
end() {
    turns=60
    while test "$turns" -gt 0; do
        alive=""
        for pid in "$@"; do
            if kill "$pid" 2>/dev/null; then alive=$pid; fi
        done
        test -n "$alive" || return 0
        turns=$((turns - 1))
        sleep "${DRUID_WATCH_SECONDS:-1}"
    done
    kill -9 "$@" 2>/dev/null || true
}

stop() {
    trap '' TERM INT
    # shellcheck disable=SC2086  # a list of numbers
    end $services
    end "$zookeeper"
}
trap 'stop; exit 0' TERM INT

bin/run-java -Xmx128m -Djava.io.tmpdir=var/tmp -cp "lib/*:conf/zk" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain conf/zk/zoo.cfg &
zookeeper=$!
run coordinator coordinator-overlord
run broker broker
run historical historical
run middleManager middleManager
run router router

# one service less is no Druid: end, so that the container starts again whole
while :; do
    for pid in $zookeeper $services; do
        kill -0 "$pid" 2>/dev/null || { echo "A service of Druid ended; see above for which and why." >&2; stop; exit 1; }
    done
    sleep "${DRUID_WATCH_SECONDS:-5}" & wait $! || true
done
