"""Small changes of a module's code, each of which some test should notice."""

import ast
import hashlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
UNTOUCHED = ("decorator_list", "annotation", "returns", "args")  # of a function or a variable

Path = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Mutant:
    """One change: where it is made, the lines of the statement that holds it, the code before and after."""

    path: Path
    lines: range
    line: int
    before: ast.AST
    after: ast.AST
    key: str  # the same as long as the function and the change are

    def applied(self, source: str) -> ast.Module:
        """The module with the change."""
        tree = ast.parse(source)
        holder: ast.AST = tree
        for step in self.path[:-1]:
            holder = _child(holder, step)
        name, index = self.path[-1]
        if index is None:
            setattr(holder, name, self.after)
        else:
            getattr(holder, name)[index] = self.after
        return ast.fix_missing_locations(tree)

    def __str__(self) -> str:
        return f"{self.line}: {ast.unparse(self.before)} → {ast.unparse(self.after)}"


class Place(NamedTuple):
    """A node that may be changed: the way to it, and the statement that holds it."""

    path: Path
    statement: ast.stmt
    node: ast.AST


def mutants(source: str) -> list[Mutant]:
    """Every change inside the functions of a module, in order. What is done when it is loaded, annotations and messages stay."""
    tree = ast.parse(source)
    return [
        Mutant(
            place.path,
            _lines(place.statement),
            getattr(place.node, "lineno", 0),
            place.node,
            after,
            _key(tree, place, after),
        )
        for place in _places(tree, (), None, inside=False)
        for after in _others(place.node)
    ]


def _key(tree: ast.Module, place: Place, after: ast.AST) -> str:
    (name, index), *inner = place.path
    parts = (ast.unparse(_child(tree, (name, index))), str(inner), ast.unparse(after))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _lines(statement: ast.stmt) -> range:
    """The lines of a statement; of one that holds others, those before them."""
    body: list[ast.stmt] = getattr(statement, "body", [])
    end = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(end, statement.lineno) + 1)


def _child(node: ast.AST, step: tuple[str, int | None]) -> ast.AST:
    name, index = step
    found = getattr(node, name)
    return found if index is None else found[index]


def _places(node: ast.AST, path: Path, statement: ast.stmt | None, *, inside: bool) -> Iterator[Place]:
    """Every node that may be changed."""
    function = isinstance(node, ast.FunctionDef)
    for name, value in ast.iter_fields(node):
        if name in UNTOUCHED and not isinstance(node, ast.Call):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_message(child):
                here = (*path, (name, index))
                holder = child if isinstance(child, ast.stmt) else statement
                if (inside or function) and holder is not None:
                    yield Place(here, holder, child)
                yield from _places(child, here, holder, inside=inside or function)


def _is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    if isinstance(node, ast.Compare):
        for index, sign in enumerate(node.ops):
            changed = deepcopy(node)
            changed.ops[index] = COMPARED[type(sign)]()
            yield changed
    elif isinstance(node, ast.BinOp) and type(node.op) in COMPUTED:
        yield ast.BinOp(node.left, COMPUTED[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield from node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
        yield ast.Call(ast.Name(CALLED[node.func.id], ast.Load()), node.args, node.keywords)
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
