"""The texts of findings that the program's own modules hold, as their sources have them: translators get them as those of the rules."""

import ast
import re
from collections.abc import Iterator, Mapping

from greening import tables
from greening.paths import HOME

#: The modules that tell of faults, by the function that does where not all of a module is for those who submitted.
MODULES: Mapping[str, str] = {
    "structure/*.py": "",
    "submission/*.py": "",
    "money/findings.py": "",
    "projection/faults.py": "",
    "publish/back_check.py": "",
    "publish/gate.py": "",
    "credits/findings.py": "",
    "checks.py": "",
    "published.py": "_finding",
    "shared_premises.py": "",
    "spelling.py": "",
    "target_findings.py": "",
    "waivers.py": "_unused",
}
#: Lists of words that are no texts.
_LISTS = ("UNIT_NAMES",)
#: Errors whose message becomes a finding; those of other errors are for who runs the program.
_TOLD = "UnreadableError"


def templates() -> Iterator[tuple[str, str]]:
    """Each text with places for what is found in the data, and the module that holds it."""
    folder = HOME / "greening"
    for pattern, function in MODULES.items():
        for path in sorted(folder.glob(pattern)):
            for node in _parts(ast.parse(path.read_text(encoding="utf-8")), function):
                yield from ((text, f"greening/{path.relative_to(folder).as_posix()}") for text in _texts(node))
    # A finding on an empty cell says what the column is for.
    for name, table in tables.submission_tables().items():
        yield from ((about.about, f"{name}.{column}") for column, about in table.columns.items() if about.required)


def _parts(tree: ast.Module, function: str) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function] if function else [tree]


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts in a part of a module, in their order: what only the program reads is left out."""
    if isinstance(node, ast.JoinedStr | ast.Constant):
        text = _template(node)
        if " " in text and re.search("[a-z]{3}", re.sub(r"\{[^}]*\}", "", text)):
            yield text
        return
    for child in ast.iter_child_nodes(node):
        if not _is_passed_over(child):
            yield from _texts(child)


def _is_passed_over(node: ast.AST) -> bool:
    """Docstrings, annotations, patterns, lists of words, and errors that become no finding."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) == "re.compile"
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise):
        return _TOLD not in ast.dump(node)
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id in _LISTS for target in node.targets)
    return isinstance(node, ast.arg)


def _template(node: ast.JoinedStr | ast.Constant) -> str:
    """A text with a name for each of its places: `{row['cost']:,.0f}` becomes `{cost}`."""
    if isinstance(node, ast.Constant):
        return node.value.strip() if isinstance(node.value, str) else ""
    names: dict[str, str] = {}
    parts = [str(part.value) if isinstance(part, ast.Constant) else f"{{{_name(part, names)}}}" for part in node.values]
    return "".join(parts).strip()


def _name(place: ast.AST, names: dict[str, str]) -> str:
    """A name for what stands in a place, the same for the same: another that would have it gets a number."""
    value = ast.unparse(place.value) if isinstance(place, ast.FormattedValue) else ""
    if value not in names:
        words = re.findall(r"[a-z_][a-z0-9_]+", value) or ["value"]
        name = words[-1].strip("_")
        taken = sum(other.rstrip("0123456789") == name for other in names.values())
        names[value] = f"{name}{taken + 1}" if taken else name
    return names[value]
