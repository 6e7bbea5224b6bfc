"""The house style that a linter does not hold: sizes, names, who may import what, quiet imports, words that stay out.

Every rule is a function from the text of a file to its faults, and is shown to find a fault before it is trusted.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("druid", "ingestion", "backend")
PROBE = Path(__file__).with_name("import_probe.py")

FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 45, 5
REFUSED_FILES = {"utils", "util", "helpers", "helper", "common", "general", "misc", "base"}
REFUSED_CLASSES = re.compile(r"(Service|Manager|Helper|Handler|Utils?)$")
# the parts of a word are joined here so that this file does not hold what it refuses
REFUSED_WORDS = tuple(
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("repo.", "maven"),
        ("proxy.", "golang"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("/Us", "ers/"),
        ("/t", "mp/"),
    )
)
# the benchmarks hold the same questions hand-written for DuckDB, as the limit to compare with
ONLY_IN = {
    "duckdb": ("backend/engine/", "backend/benchmarks/", "ingestion/sink/"),
    "fastapi": ("backend/api/", "backend/app.py"),
    "starlette": ("backend/api/", "backend/access/", "backend/cache/", "backend/limits/", "backend/app.py"),
    "strawberry": ("backend/api/", "backend/app.py"),
    "httpx": ("backend/client/", "druid/client/", "druid/cluster/"),
    "pydruid": ("druid/client/",),
    "prometheus_client": ("backend/metrics/", "backend/api/metrics.py"),
}
NEVER_IN = {"polars": ("backend/planner/",)}
SKIPPED = {"var", "node_modules", "dist", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".github"}
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".lock", ".ps1", ".json", ".graphql", ".example", ".sql", ""}


def python_files() -> list[Path]:
    return sorted(path for package in (*PACKAGES, "docs") for path in (ROOT / package).rglob("*.py"))


def is_test(path: str) -> bool:
    return "tests" in Path(path).parts


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def oversize(text: str) -> list[str]:
    """A file, function or parameter list past its cap."""
    count = len(text.splitlines())
    found = [f"{count} lines"] if count > FILE_LINES else []
    for function in functions(ast.parse(text)):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            found.append(f"{function.name} has {length} lines")
        takes = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        if len([a for a in takes if a.arg not in {"self", "cls"}]) > PARAMETERS:
            found.append(f"{function.name} has over {PARAMETERS} parameters")
    return found


def unannotated(text: str) -> list[str]:
    """A function whose result has no type."""
    return [function.name for function in functions(ast.parse(text)) if function.returns is None]


def misnamed(path: str, text: str) -> list[str]:
    """A drawer for a file name, or a class named for its role in a framework."""
    classes = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    files = [path] if REFUSED_FILES & {Path(path).stem, *Path(path).parts[:-1]} else []
    return files + [name for name in classes if REFUSED_CLASSES.search(name)]


def imported(text: str) -> set[str]:
    """Full names of the modules a file imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def misplaced_imports(path: str, text: str) -> list[str]:
    """A library used outside of its layer, or tests used by the product."""
    if is_test(path):
        return []
    modules = imported(text)
    tops = {module.split(".")[0] for module in modules}
    found = [name for name, places in ONLY_IN.items() if name in tops and not path.startswith(places)]
    found += [name for name, places in NEVER_IN.items() if name in tops and path.startswith(places)]
    return found + sorted(module for module in modules if ".tests" in module)


def environment_reads(text: str) -> list[str]:
    """Lines of the module's own body, outside of any function, that read the environment."""
    outside: list[str] = []
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            outside.append(f"line {node.lineno}")
        waiting.extend(ast.iter_child_nodes(node))
    return outside


def refused_words(text: str) -> list[str]:
    """Addresses and machine paths that do not belong in the project."""
    return [word for word in REFUSED_WORDS if word in text]


def text_files(top: Path = ROOT) -> Iterator[Path]:
    for entry in sorted(top.iterdir()):
        if entry.is_dir():
            is_ours = not entry.name.startswith(".") or entry.name in HIDDEN_BUT_OURS
            yield from text_files(entry) if is_ours and entry.name not in SKIPPED else ()
        elif entry.suffix in TEXT and entry.name != ".env":
            yield entry


def modules() -> list[str]:
    """Dotted names of everything the product imports, but commands and Locust's file, which run when imported."""
    names = [named(path).removesuffix(".py").replace("/", ".") for path in python_files()]
    kept = [name.removesuffix(".__init__") for name in names if not name.startswith("docs.")]
    return [name for name in kept if ".tests" not in name and not name.endswith(("__main__", "locustfile"))]


def test_sizes() -> None:
    found = {named(path): oversize(read(path)) for path in python_files()}
    assert {path: said for path, said in found.items() if said} == {}


def test_every_function_tells_its_result() -> None:
    found = {named(path): unannotated(read(path)) for path in python_files()}
    assert {path: said for path, said in found.items() if said} == {}


def test_names() -> None:
    found = {named(path): misnamed(named(path), read(path)) for path in python_files()}
    assert {path: said for path, said in found.items() if said} == {}


def test_imports_keep_to_their_layer() -> None:
    found = {named(path): misplaced_imports(named(path), read(path)) for path in python_files()}
    assert {path: said for path, said in found.items() if said} == {}


def test_environment_is_read_inside_functions() -> None:
    found = {named(path): environment_reads(read(path)) for path in python_files() if not is_test(named(path))}
    assert {path: said for path, said in found.items() if said} == {}


def test_no_addresses_or_machine_paths() -> None:
    found = {named(path): refused_words(read(path)) for path in text_files()}
    assert {path: said for path, said in found.items() if said} == {}


def test_test_files_have_names_of_their_own() -> None:
    counts = Counter(path.name for path in python_files() if path.name.startswith("test_"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_tests_are_packages() -> None:
    folders = {path.parent for path in python_files() if path.name.startswith("test_")}
    assert [named(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def probe(*names: str) -> list[str]:
    words = [sys.executable, str(PROBE), *names]
    told = subprocess.run(words, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return list(json.loads(told.stdout))


def test_imports_are_quiet() -> None:
    """Importing any module opens no file or socket and starts no process."""
    assert probe(*modules()) == []


@pytest.mark.parametrize(
    ("check", "text", "fault"),
    [
        pytest.param(oversize, "x = 1\n" * 401, "401 lines", id="long file"),
        pytest.param(oversize, "def f():\n" + "    x = 1\n" * 45, "f has 46 lines", id="long function"),
        pytest.param(oversize, "def f(a, b, c, d, *, e, f): ...", "f has over 5 parameters", id="parameters"),
        pytest.param(unannotated, "def f(a: int): ...", "f", id="no result type"),
        pytest.param(environment_reads, "import os\nA = os.environ['A']", "line 2", id="environment"),
        pytest.param(refused_words, f"see {REFUSED_WORDS[0]}", REFUSED_WORDS[0], id="address"),
        pytest.param(refused_words, f"in {REFUSED_WORDS[5]}", REFUSED_WORDS[5], id="path"),
    ],
)
def test_rules_find_faults(check: Callable[[str], list[str]], text: str, fault: str) -> None:
    assert check(text) == [fault]


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        pytest.param("backend/reports/a.py", "import duckdb", "duckdb", id="duckdb in a report"),
        pytest.param(
            "ingestion/a.py", "def f():\n    from fastapi import FastAPI", "fastapi", id="fastapi in a function"
        ),
        pytest.param("backend/planner/a.py", "import polars as pl", "polars", id="polars in the planner"),
        pytest.param("backend/a.py", "from druid.tests import b", "druid.tests", id="tests in the product"),
    ],
)
def test_misplaced_imports_are_found(path: str, text: str, fault: str) -> None:
    assert fault in misplaced_imports(path, text)


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        pytest.param("druid/utils.py", "", "druid/utils.py", id="file"),
        pytest.param("druid/common/a.py", "", "druid/common/a.py", id="folder"),
        pytest.param("druid/a.py", "class SalesService: ...", "SalesService", id="class"),
    ],
)
def test_misnamed_things_are_found(path: str, text: str, fault: str) -> None:
    assert misnamed(path, text) == [fault]


def test_a_loud_import_is_found(tmp_path: Path) -> None:
    """A module of ours that reads a file while it is imported is blamed, one that only imports is not."""
    (tmp_path / "druid" / "tests").mkdir(parents=True)
    (tmp_path / "druid" / "loud.py").write_text("from pathlib import Path\nTEXT = Path('pyproject.toml').read_text()\n")
    (tmp_path / "druid" / "quiet.py").write_text("import json\nimport wave\n")
    (tmp_path / "pyproject.toml").write_text("")
    script = tmp_path / "druid" / "tests" / "import_probe.py"
    script.write_text(PROBE.read_text(encoding="utf-8"))
    words = [sys.executable, str(script), "druid.quiet", "druid.loud"]
    told = subprocess.run(words, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, check=True)
    assert json.loads(told.stdout) == ["druid/loud.py: open ('pyproject.toml',)"]
