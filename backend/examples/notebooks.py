"""The notebooks of docs/notebooks: run from the first cell to the last against the served sample, and compared.

`python -m backend.examples.notebooks` writes their outputs anew; with `--check` it tells which outputs differ from
what is committed, and exits with 1.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from backend.examples.answers import sample_store
from backend.examples.serving import serving

FOLDER = Path("docs/notebooks")
ON_DRUID = "on-druid"
"""Part of the name of notebooks that need a cluster."""
TIMEOUT_SECONDS = 120
ADDRESS = "SALES_URL"
SAMPLE = "SALES_SAMPLE"


def executed(path: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """A notebook with the outputs of running it; raises at the first cell that fails."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=TIMEOUT_SECONDS, kernel_name="python3", record_timing=False)
    kernel = client.create_kernel_manager()
    with TemporaryDirectory() as folder:
        # sockets in a folder of their own, where nobody else on the machine can speak to the kernel
        kernel.transport, kernel.ip = "ipc", str(Path(folder) / "kernel")
        client.execute(env={**os.environ, **environ})
    return dict(notebook)


def texts(notebook: Mapping[str, Any]) -> list[str]:
    """What a reader sees below each cell: printed text and plain results."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [str(output.get("text") or output.get("data", {}).get("text/plain", "")) for output in outputs]


def pages() -> list[Path]:
    """The notebooks that need no cluster, in order."""
    return [path for path in sorted(FOLDER.glob("*.ipynb")) if ON_DRUID not in path.name]


@click.command()
@click.option("--check", is_flag=True, help="Compare, do not write.")
def main(*, check: bool) -> None:
    """Run the notebooks against the sample."""
    import nbformat

    with TemporaryDirectory() as folder:
        store = sample_store(Path(folder))
        with serving(store) as address:
            environ = {ADDRESS: address, SAMPLE: str(Path(folder) / "sample.csv")}
            made = {path: executed(path, environ) for path in pages()}
    differing = [path for path, notebook in made.items() if texts(notebook) != texts(nbformat.read(path, as_version=4))]
    for path in differing:
        click.echo(f"{path} {'differs from its outputs' if check else 'written'}")
        if not check:
            nbformat.write(nbformat.from_dict(made[path]), path)
    sys.exit(1 if check and differing else 0)


if __name__ == "__main__":
    main()
