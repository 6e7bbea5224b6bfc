"""The processes of a local cluster: what each runs, with how much memory, on which ports, with which settings.

In: an instance's ports. Out: for each service its Java words and the text of its settings file. Everything listens on
the loopback address, and paths are relative to the instance's folder, so that the folder may be moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each service listens; `derby` is the metadata store inside of the coordinator."""

    zookeeper: int
    derby: int
    coordinator: int
    broker: int
    historical: int
    router: int
    indexer: int

    def of(self, service: str) -> int:
        """The port of the service of that name."""
        return int(asdict(self)[service])


@dataclass(frozen=True, slots=True)
class Role:
    """A Java process of a cluster. Memory is in MiB; `direct` is what Druid keeps outside of the heap for merging."""

    name: str
    heap: int
    direct: int
    main: str = "org.apache.druid.cli.Main"

    @property
    def words(self) -> tuple[str, ...]:
        """What follows the class name on the command line."""
        is_druid = self.name != ZOOKEEPER.name
        return ("server", self.name) if is_druid else ("./conf/zookeeper.cfg",)


ZOOKEEPER = Role("zookeeper", heap=64, direct=16, main="org.apache.zookeeper.server.quorum.QuorumPeerMain")
DRUID = (
    Role("coordinator", heap=384, direct=64),
    Role("broker", heap=640, direct=320),
    Role("historical", heap=448, direct=352),
    Role("indexer", heap=1024, direct=512),
    Role("router", heap=160, direct=96),
)
SERVICES = (ZOOKEEPER, *DRUID)
_WORKING = ("broker", "historical", "indexer")
NAMES = tuple(service.name for service in SERVICES)

# modules that Druid and its libraries reach into, as its own start scripts open them
_OPENED = (
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
)

LOG_SETTINGS = """\
<Configuration status="WARN">
  <Appenders>
    <Console name="log" target="SYSTEM_OUT"><PatternLayout pattern="%d{ISO8601} %p [%t] %c{1} - %m%n"/></Console>
  </Appenders>
  <Loggers><Root level="warn"><AppenderRef ref="log"/></Root></Loggers>
</Configuration>
"""


def java_words(service: Role, *, is_quick: bool) -> tuple[str, ...]:
    """Options of the Java machine: small, in UTC, ending at once when memory is short.

    Services that do not work on data, and all of a cluster that will not live long, do without the second compiler:
    they start in half the time.
    """
    return (
        *(("-XX:TieredStopAtLevel=1",) if is_quick or service.name not in _WORKING else ()),
        f"-Xms{service.heap // 4}m",
        f"-Xmx{service.heap}m",
        f"-XX:MaxDirectMemorySize={service.direct}m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-XX:ErrorFile=log/crash-%p.log",
        "-Duser.timezone=UTC",
        "-Dfile.encoding=UTF-8",
        "-Djava.io.tmpdir=tmp",
        "-Djava.net.preferIPv4Stack=true",
        "-Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager",
        "-Dlog4j2.configurationFile=conf/log4j2.xml",
        "-Dderby.system.home=data/metadata",
        "-Dderby.stream.error.file=log/derby.log",
        f"-Ddruid.properties.file=conf/{service.name}.properties",
        *_OPENED,
    )


def settings_text(service: Role, ports: Ports) -> str:
    """The settings file of a service."""
    if service == ZOOKEEPER:
        return _text(_zookeeper(ports))
    own = {"druid.service": f"druid/{service.name}", "druid.plaintextPort": ports.of(service.name)}
    return _text({**_shared(ports), **own, **_OWN[service.name]})


def _text(settings: Mapping[str, object]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _zookeeper(ports: Ports) -> dict[str, object]:
    return {
        "tickTime": 2000,
        "dataDir": "./data/zookeeper",
        "clientPort": ports.zookeeper,
        "clientPortAddress": HOST,
        "admin.enableServer": "false",
        "maxClientCnxns": 0,
        "autopurge.purgeInterval": 1,
    }


def _shared(ports: Ports) -> dict[str, object]:
    derby = f"jdbc:derby://{HOST}:{ports.derby}/druid;create=true"
    return {
        "druid.host": HOST,
        "druid.bindOnHost": "true",
        "druid.extensions.loadList": "[]",
        "druid.zk.service.host": f"{HOST}:{ports.zookeeper}",
        "druid.zk.paths.base": "/druid",
        "druid.metadata.storage.type": "derby",
        "druid.metadata.storage.connector.connectURI": derby,
        "druid.metadata.storage.connector.host": HOST,
        "druid.metadata.storage.connector.port": ports.derby,
        "druid.storage.type": "local",
        "druid.storage.storageDirectory": "data/segments",
        "druid.indexer.logs.type": "file",
        "druid.indexer.logs.directory": "data/task-logs",
        "druid.selectors.indexing.serviceName": "druid/overlord",
        "druid.selectors.coordinator.serviceName": "druid/coordinator",
        "druid.monitoring.monitors": "[]",
        "druid.emitter": "noop",
        "druid.indexing.doubleStorage": "double",
        "druid.lookup.enableLookupSyncOnStartup": "false",
        "druid.startup.logging.logProperties": "false",
        "druid.global.http.numMaxThreads": 10,
        "druid.server.http.gracefulShutdownTimeout": "PT2S",
        "druid.server.http.defaultQueryTimeout": 60_000,
        "druid.server.http.maxQueryTimeout": 600_000,
        "druid.query.groupBy.maxOnDiskStorage": 2_000_000_000,
        "druid.generic.useDefaultValueForNull": "false",
        "druid.expressions.useStrictBooleans": "true",
    }


# The router's and the broker's threads exceed the 16 statements that the product asks at once, and the historical's
# exceed the broker's connections, so that a full house waits in the broker, where queries are timed, and nowhere else.
_OWN: Mapping[str, Mapping[str, object]] = {
    "coordinator": {
        "druid.coordinator.startDelay": "PT1S",
        "druid.coordinator.period": "PT2S",
        "druid.coordinator.asOverlord.enabled": "true",
        "druid.coordinator.asOverlord.overlordService": "druid/overlord",
        "druid.indexer.queue.startDelay": "PT1S",
        "druid.indexer.runner.type": "httpRemote",
        # half of the slots stay for subtasks, so that tasks which wait for theirs never fill the worker
        "druid.indexer.runner.parallelIndexTaskSlotRatio": "0.5",
        "druid.indexer.storage.type": "metadata",
        "druid.manager.segments.pollDuration": "PT2S",
        "druid.manager.config.pollDuration": "PT5S",
        "druid.server.http.numThreads": 25,
    },
    "broker": {
        "druid.server.http.numThreads": 30,
        "druid.broker.http.numConnections": 16,
        "druid.broker.http.maxQueuedBytes": "5MiB",
        "druid.processing.buffer.sizeBytes": "50MiB",
        "druid.processing.numMergeBuffers": 3,
        "druid.processing.numThreads": 1,
        "druid.processing.tmpDir": "tmp/broker",
        "druid.broker.cache.useCache": "false",
        "druid.broker.cache.populateCache": "false",
        "druid.sql.enable": "true",
        "druid.sql.planner.metadataRefreshPeriod": "PT1S",
        "druid.broker.segment.awaitInitializationOnStart": "true",
    },
    "historical": {
        "druid.server.http.numThreads": 24,
        "druid.processing.buffer.sizeBytes": "50MiB",
        "druid.processing.numMergeBuffers": 3,
        "druid.processing.numThreads": 2,
        "druid.processing.tmpDir": "tmp/historical",
        "druid.segmentCache.locations": '[{"path":"data/segment-cache","maxSize":"50g"}]',
        "druid.historical.cache.useCache": "true",
        "druid.historical.cache.populateCache": "true",
        "druid.cache.type": "caffeine",
        "druid.cache.sizeInBytes": "64MiB",
    },
    "indexer": {
        "druid.server.http.numThreads": 12,
        "druid.worker.capacity": 6,
        "druid.worker.globalIngestionHeapLimitBytes": 300_000_000,
        "druid.worker.numConcurrentMerges": 2,
        "druid.processing.buffer.sizeBytes": "50MiB",
        "druid.processing.numMergeBuffers": 2,
        "druid.processing.numThreads": 2,
        "druid.processing.tmpDir": "tmp/indexer",
        "druid.indexer.task.baseTaskDir": "tmp/task",
        "druid.indexer.task.gracefulShutdownTimeout": "PT5S",
    },
    "router": {
        "druid.router.http.numConnections": 30,
        "druid.router.http.numMaxThreads": 30,
        "druid.router.http.readTimeout": "PT10M",
        "druid.server.http.numThreads": 35,
        "druid.router.defaultBrokerServiceName": "druid/broker",
        "druid.router.coordinatorServiceName": "druid/coordinator",
        "druid.router.managementProxy.enabled": "true",
    },
}
