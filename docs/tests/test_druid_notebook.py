"""The notebook on Druid, run against a real one: pydruid and the API give the same revenue for each branch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from backend.examples.answers import sample_store
from backend.examples.notebooks import ADDRESS, FOLDER, executed, texts
from backend.examples.serving import serving
from backend.tests.parity.published import published
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid
NOTEBOOK = Path(__file__).parents[2] / FOLDER / "04-on-druid.ipynb"


@pytest.fixture
def environ(druid_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where the notebook finds the cluster and an API that answers from it."""
    sample_store(tmp_path)
    with fresh_prefix(druid_url) as prefix:
        published(tmp_path / "sample.csv", tmp_path / "published", (druid_url, prefix))
        cluster = {"SALES_DRUID_URL": druid_url, "SALES_DRUID_PREFIX": prefix}
        with serving(tmp_path / "published", {"SALES_ENGINE": "druid", **cluster}) as address:
            yield {**cluster, ADDRESS: address}


def test_pydruid_and_the_api_agree(environ: dict[str, str]) -> None:
    committed = texts(nbformat.read(NOTEBOOK, as_version=4))
    assert texts(executed(NOTEBOOK, environ)) == committed
    assert "'answered by': 'druid'" in committed[-1]
    assert "False" not in committed[-1]
