"""The house rules of this codebase, held by a machine."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.web.app import list_routes
from config.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "cogs", "config", "core")
MIRRORED = ("core", "cogs")
WIRED = (("core", "ports"), ("core", "app"))
WINGED = (ROOT / "core" / "services", ROOT / "core" / "domain")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def _names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _protocols() -> list[str]:
    return [
        node.name
        for path in sorted((ROOT / "core" / "ports").glob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    ]


def test_no_source_file_is_longer_than_400_lines():
    """A long file hides a second idea."""
    lengths = {_names(path): len(path.read_text().splitlines()) for path in SOURCES}

    assert lengths
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_module_has_its_mirrored_test():
    """Whoever looks for the test of a file finds it by the file's name."""
    mirrored = [
        ROOT / "tests" / path.relative_to(ROOT).parent / f"test_{path.name}"
        for path in SOURCES
        if path.name != "__init__.py"
        and path.relative_to(ROOT).parts[0] in MIRRORED
        and path.relative_to(ROOT).parts[:2] not in WIRED
    ]

    assert mirrored
    assert [_names(path) for path in mirrored if not path.exists()] == []


def test_every_protocol_has_a_fake():
    """A port that cannot be faked cannot be tested without the world outside."""
    fakes = "\n".join(path.read_text() for path in (ROOT / "tests" / "fakes").glob("*.py"))

    missing = [name for name in _protocols() if not re.search(rf"type\[{name}\]", fakes)]

    assert missing == []


def test_the_settings_and_their_example_name_the_same_variables():
    """A variable that is not written down does not exist for whoever installs Truss."""
    example = (ROOT / "config" / ".env.example").read_text()
    named = set(re.findall(r"^#? ?(TRUSS_[A-Z0-9_]+)=", example, re.MULTILINE))

    variables = set()
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        nested = getattr(default, "__dataclass_fields__", None)
        variables |= (
            {f"TRUSS_{name}__{inner}".upper() for inner in nested}
            if nested
            else {f"TRUSS_{name}".upper()}
        )

    assert named == variables


def test_every_key_function_is_explained_in_the_data_model():
    """The table's keys are published: whoever changes one changes the document."""
    document = (ROOT / "docs" / "data-model.md").read_text()
    modules = sorted((ROOT / "core" / "adapters" / "table" / "keys").glob("*.py"))
    functions = [
        node.name
        for module in modules
        for node in ast.parse(module.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]

    assert functions
    assert [name for name in functions if f"`{name}`" not in document] == []


def test_a_todo_names_its_issue():
    """A promise without a number is forgotten."""
    loose = [
        f"{_names(path)}: {line}"
        for path in SOURCES
        for line in path.read_text().splitlines()
        if re.search(r"\bTODO\b(?!.*#\d)", line)
    ]

    assert loose == []


def test_no_import_waits_in_the_help():
    """`trussbot --help` answers at once, so the command line imports nothing heavy by itself."""
    imported = {
        alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
        for name in ("arguments", "cli", "keeping_commands")
        for node in ast.parse((ROOT / "bot" / f"{name}.py").read_text()).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    heavy = ("aiohttp", "av", "numpy", "rich", "bot.bootstrap", "config.settings")

    assert imported
    assert [name for name in imported if f"{name}.".startswith(tuple(f"{h}." for h in heavy))] == []


def test_no_folder_holds_more_than_25_source_files():
    """A folder that cannot be read at a glance hides a subject that has no name."""
    folders = Counter(path.parent for path in SOURCES if path.name != "__init__.py")

    full = {_names(folder): count for folder, count in folders.items() if count > 25}

    assert folders
    assert full == {}


def test_the_architecture_names_every_wing_and_no_other():
    """Who looks for a subject begins at the list of wings."""
    wings = {path.parent.name for layer in WINGED for path in layer.glob("*/__init__.py")}
    part = ARCHITECTURE.partition("\n| wing |")[2].partition("\n\n")[0]

    assert wings
    assert set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)) == wings


def test_the_architecture_lists_every_route_of_the_page_and_no_other():
    """A page that is not written down is not looked after."""
    routes = {
        (route.method, re.sub(r"\{(\w+):[^{}]*(?:\{[\d,]+\}[^{}]*)*\}", r"{\1}", route.path))
        for route in list_routes()
    }
    part = ARCHITECTURE.partition("\n## Pages")[2].partition("\n## ")[0]

    assert len(routes) > 30
    assert set(re.findall(r"^\| ([A-Z]+) \| `([^`]+)` \|", part, re.MULTILINE)) == routes


@pytest.mark.parametrize("document", DOCUMENTS, ids=_names)
def test_a_document_names_files_and_modules_that_exist(document):
    """After a move the old name leads nowhere."""
    text = document.read_text()
    paths = re.findall(r"\b(?:core|cogs|bot|tests)/[a-z_/]+(?:\.py)?(?![\w<])", text)
    modules = re.findall(r"\b(?:services|domain)\.[a-z_.]+[a-z_]", text)

    lost = [path for path in paths if not (ROOT / path).exists()]
    lost += [
        name
        for name in modules
        if not (ROOT / "core" / name.replace(".", "/")).with_suffix(".py").exists()
    ]

    assert lost == []
