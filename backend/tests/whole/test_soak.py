"""The soak: 20 seconds of it here, half an hour as `make soak`, which also writes what it found.

`SALES_SOAK_SECONDS`, `SALES_SOAK_RATE`, `SALES_SOAK_LOADS`, `SALES_SOAK_FAULTS` (seconds between two) and
`SALES_SOAK_SEED` say how; `SALES_SOAK_REPORT` names a folder for `reliability.json` and `soak.md`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.tests.whole.histories import Run, publish
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import running
from backend.tests.whole.soak import FAULTS, Held, Plan, Soak, held, percentile, slope, soak

SETTLED_SECONDS = 300.0
"""Memory is looked at after its first five minutes."""
FEW = 3


def setting(name: str, default: float) -> float:
    return float(os.environ.get(f"SALES_SOAK_{name}", default))


def plan() -> Plan:
    return Plan(
        seconds=setting("SECONDS", 20),
        seed=int(setting("SEED", 1)),
        rate=setting("RATE", 15),
        load_every=setting("LOADS", 5),
        fault_every=setting("FAULTS", 3),
    )


async def test_a_server_left_on_answers_right_and_keeps_nothing(tmp_path: Path) -> None:
    wanted = plan()
    run = Run(tmp_path / "store", wanted.seed, 0)
    await publish(run, some_loads(wanted.seed, 4)[0])
    with running(tmp_path, run.store, 2, {"MAX_COMPLEXITY": "10000"}) as server:
        await soak(server, run, Plan(seconds=3, seed=wanted.seed, load_every=60, fault_every=60))
        before = held(server)
        found = await soak(server, run, wanted)
        after = held(server)
        failed = len(server.events("http.request.failed"))
        unfounded = [e for e in server.events("http.request.answered") if e["status"] >= 500 and e["status"] != 503]
        assert server.stop() == 0
    told = report(found, before, after)
    sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    if "SALES_SOAK_REPORT" in os.environ:
        write(told, Path(os.environ["SALES_SOAK_REPORT"]))
    assert (found.wrong, failed, unfounded) == ([], 0, [])
    assert {name for name in found.counts if name.startswith("refused")} <= {"refused OVERLOADED"}
    assert not [name for name in found.counts if name.startswith("probe ")]
    assert found.counts["cut off"] <= found.counts["worker killed"] * found.plan.clients
    assert found.counts["answers"] > found.plan.seconds
    assert after.at_work == 0
    assert after.handles <= before.handles + FEW
    assert after.threads <= before.threads + FEW
    # what a worker counted before it was killed still counts: two small files each
    assert after.files <= before.files + FEW + 2 * found.counts["worker killed"]
    if found.plan.seconds >= 2 * SETTLED_SECONDS:
        assert slope(found.rss, SETTLED_SECONDS) < 1


def report(found: Soak, before: Held, after: Held) -> dict[str, Any]:
    """What is published: how it was asked for, counts, the slowest, and the bound beside each nothing."""
    answers = found.counts["answers"]
    took = [seconds for _, seconds, _ in found.took]
    quiet = [seconds for _, seconds, loading in found.took if not loading]
    loading = [seconds for _, seconds, loading in found.took if loading]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "plan": asdict(found.plan),
        "load_average": [round(value, 1) for value in os.getloadavg()],
        "answers": answers,
        "wrong": len(found.wrong),
        "wrong_at_most": f"{3 / max(answers, 1):.2g}",
        "versions": len(found.run.published),
        **{name.replace(" ", "_").replace("'", ""): count for name, count in sorted(found.counts.items())},
        "p50_ms": round(percentile(took, 0.5), 1),
        "p99_ms": round(percentile(took, 0.99), 1),
        "slowest_ms": round(percentile(took, 1), 1),
        "p99_quiet_ms": round(percentile(quiet, 0.99), 1),
        "p99_loading_ms": round(percentile(loading, 0.99), 1),
        "rss_slope_mib_a_minute": round(slope(found.rss, min(SETTLED_SECONDS, found.plan.seconds / 3)), 2),
        "before": asdict(before),
        "after": asdict(after),
    }


def write(told: dict[str, Any], folder: Path) -> None:
    (folder / "reliability.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    before, after, wanted = told["before"], told["after"], told["plan"]
    rows = [
        ("seed, seconds, requests a second", f"{wanted['seed']}, {wanted['seconds']:.0f}, {wanted['rate']:.0f}"),
        ("load of the machine (1, 5, 15 minutes)", ", ".join(map(str, told["load_average"]))),
        ("answers, over so many versions", f"{told['answers']:,}, {told['versions']}"),
        ("wrong answers (at most, with 95 %)", f"{told['wrong']} ({told['wrong_at_most']})"),
        ("loads, of them failed on purpose", f"{told.get('loads', 0)}, {told.get('loads_that_failed', 0)}"),
        *((fault, str(told.get(fault.replace(" ", "_").replace("'", ""), 0))) for fault in FAULTS),
        (
            "cut off by a kill; refused to be asked again",
            f"{told.get('cut_off', 0)}; {told.get('refused_OVERLOADED', 0)}",
        ),
        ("probes, all of them well", str(told.get("probes", 0))),
        ("clients that left early", str(told.get("left_early", 0))),
        ("p50, p99, slowest (ms)", f"{told['p50_ms']}, {told['p99_ms']}, {told['slowest_ms']}"),
        ("p99 while nothing loads, while something does (ms)", f"{told['p99_quiet_ms']}, {told['p99_loading_ms']}"),
        ("memory of a worker (MiB a minute)", str(told["rss_slope_mib_a_minute"])),
        *((f"{name} before, after", f"{before[name]}, {after[name]}") for name in ("handles", "threads", "files")),
    ]
    table = "\n".join(["| what | found |", "| --- | --- |", *(f"| {what} | {found} |" for what, found in rows)])
    text = f"# The last soak\n\nWritten by `make soak`, two workers, on {told['at'][:10]}.\n\n{table}\n"
    (folder / "soak.md").write_text(text, encoding="utf-8")


def test_a_leak_of_memory_is_seen() -> None:
    grows = [(float(second), (300 + second) << 20) for second in range(120)]
    assert slope(grows, 0) == pytest.approx(60)
    assert slope([(0.0, 5)], 0) == 0.0
