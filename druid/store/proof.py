"""The last comparison of the store with itself, as one small, checksummed document beside the manifests.

In: what a verification found. Out: a `Proof`, None when none was ever kept or what is there does not hold. Writing is
left to whoever verifies (`ingestion`); it takes the place of the one before.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from druid.store.manifest import ManifestInvalid, Withdrawn

PROOF_FORMAT = 1
LISTED = 200
"""Most differences that are listed; `differences` counts all of them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`version` was compared at `at` (ISO, UTC): `files` of it were read, in `took_ms`.

    `differences` of rollup days and measures were found, the first of them in `listed`; `damaged` are (table, month) of
    files whose bytes are not those published. `copy_equal` is None where no cluster holds a copy.
    """

    version: str
    at: str
    took_ms: int
    is_equal: bool
    files: int
    differences: int = 0
    listed: tuple[Withdrawn, ...] = ()
    damaged: tuple[tuple[str, str], ...] = ()
    passed_over: int = 0
    copy_equal: bool | None = None
    copy_withdrawn: tuple[Withdrawn, ...] = ()
    copy_gaps: tuple[str, ...] = ()
    format: int = PROOF_FORMAT


def proof_path(store: Path) -> Path:
    return store / "proof.json"


def encode_proof(proof: Proof) -> bytes:
    """The document as JSON with its own checksum over the body's bytes."""
    body = orjson.dumps(asdict(proof), option=orjson.OPT_SORT_KEYS)
    return orjson.dumps({"checksum": sha256(body).hexdigest(), "proof": orjson.Fragment(body)})


def decode_proof(data: bytes) -> Proof:
    """The document in `data`; raises ManifestInvalid when it is torn, altered or too new."""
    try:
        outer = orjson.loads(data)
        body, checksum = outer["proof"], outer["checksum"]
        if sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest() != checksum:
            raise ManifestInvalid("the proof's checksum does not match its content")
        if body["format"] > PROOF_FORMAT:
            raise ManifestInvalid(f"the proof has format {body['format']}, newer than this release reads")
        return _proof(body)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ManifestInvalid("the proof is cut short or not JSON") from error


def _proof(body: dict[str, Any]) -> Proof:
    return Proof(
        **{
            **body,
            "listed": tuple(Withdrawn(**gap) for gap in body["listed"]),
            "damaged": tuple((table, month) for table, month in body["damaged"]),
            "copy_withdrawn": tuple(Withdrawn(**gap) for gap in body["copy_withdrawn"]),
            "copy_gaps": tuple(body["copy_gaps"]),
        }
    )


def last_proof(store: Path) -> Proof | None:
    """The kept proof, None when the store was never verified; raises ManifestInvalid for one that does not hold."""
    try:
        data = proof_path(store).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ManifestInvalid(f"the proof cannot be read ({error.strerror})") from error
    return decode_proof(data)
