"""The tree's promises, read from its imports: their direction, who may use which library, what is light."""

import ast
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = ["corpus", "index", "assistant", "app"]  # each may import itself and those before it
SOURCES = sorted(
    path
    for layer in LAYERS
    for path in [ROOT / f"{layer}.py", *(ROOT / layer).rglob("*.py")]
    if path.exists()
)

# A library and the only places that may import it: a module, or a package with all in it.
OWNERS = {
    "gradio": ["assistant.ui", "app"],
    "sentence_transformers": ["index.encoder", "index.embedding"],
    "transformers": ["index.embedding"],
    "torch": ["index.encoder", "index.embedding"],
    "faiss": ["index.dense"],
    "fugashi": ["index.tokens"],
    "unidic_lite": ["index.tokens"],
    "sqlalchemy": ["assistant.store"],
    "lxml": ["corpus.readers"],
    "itsdangerous": ["assistant.ui.roles"],
    "markdown_it": ["corpus.readers.markdown", "corpus.readers.markdown_inline"],
    "pypdfium2": [f"corpus.readers.pdf_{name}" for name in ("pages", "glyphs", "paths")],
    "typer": [
        "assistant.cli",
        "assistant.commands",
        "assistant.typer_ja",
        "assistant.evaluation",
        "index.embedding",
    ],
}
HEAVY = {
    "gradio",
    "sentence_transformers",
    "transformers",
    "torch",
    "faiss",
    "fugashi",
    "bm25s",
    "numpy",
    "sqlalchemy",
}

# Read one kind of file each; nothing else waits for them.
OF_ONE_FORMAT = {"lxml", "pypdfium2", "openpyxl"}


def module_name(path: Path) -> str:
    """`index/dense.py` → `index.dense`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function, relative ones resolved."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def is_within(module: str, owners: list[str]) -> bool:
    return any(module == owner or module.startswith(f"{owner}.") for owner in owners)


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_go_from_app_down_to_corpus(path: Path) -> None:
    own = LAYERS.index(module_name(path).split(".")[0])
    above = {name for name in imports(path) if name.split(".")[0] in LAYERS[own + 1 :]}
    assert not above, f"{module_name(path)} imports from a layer above its own: {above}"


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_libraries_are_imported_by_their_owners_alone(path: Path) -> None:
    module = module_name(path)
    used = {name.split(".")[0] for name in imports(path)}
    strangers = {name for name in used & OWNERS.keys() if not is_within(module, OWNERS[name])}
    assert not strangers, f"{module} imports {strangers}"


@pytest.mark.parametrize("path", [p for p in SOURCES if module_name(p).startswith("corpus")], ids=module_name)
def test_corpus_needs_no_arrays_and_no_machine_learning(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    assert not used & (HEAVY | {"scipy", "sklearn", "pandas"})


def test_sources_are_found() -> None:
    names = {module_name(path) for path in SOURCES}
    assert {"corpus.types", "index.tokens", "assistant.types"} <= names
    assert "fugashi" in imports(ROOT / "index" / "tokens.py")


def test_what_is_imported_is_what_is_pinned() -> None:
    pinned = {pin.partition("==")[0] for pin in PROJECT["project"]["dependencies"]}
    owners = packages_distributions()
    own = {name.split(".")[0] for path in SOURCES for name in imports(path)} - {*LAYERS}
    imported = {owners[name][0].lower().replace("_", "-") for name in own if name in owners}
    assert imported == pinned


@pytest.mark.parametrize("package", LAYERS[:-1])
def test_every_file_that_is_no_code_is_packaged(package: str) -> None:
    folder = ROOT / package
    files = {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    packaged = {
        path for glob in PROJECT["tool"]["setuptools"]["package-data"][package] for path in folder.glob(glob)
    }
    assert {path for path in files if path.suffix != ".py"} <= packaged


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["check", "--help"], ["check", "corpus/documents/kyodo-guideline-h23.txt"]],
    ids=["--help", "check --help", "check 文書"],
)
def test_light_commands_load_no_heavy_library(arguments: list[str]) -> None:
    program = f"""
import sys
from assistant.cli import main
sys.argv = ["kyodo-guide", *{arguments!r}]
try:
    main()
finally:
    print("loaded:", *sorted(set(sys.modules) & {HEAVY | OF_ONE_FORMAT!r}), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "loaded:"
