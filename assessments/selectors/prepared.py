"""Queries that every page asks: built and compiled once in a process, asked with other values each time.

Django builds a query anew whenever it is asked and compiles it to SQL, which for a row that is joined with five others takes ten times
what the database takes to answer.
"""

import json
from collections.abc import Callable
from copy import copy
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, F, Field, Func, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Answer = TypeVar("Answer")
KEY_BITS = 63


class Blank(Expression):
    """The place of a value that is named when the query is asked; `field` is what it is compared with."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]

    def fill(self, values: dict[str, Any], connection: Any) -> Any:
        """The value as the database takes it. Raises `EmptyResultSet` for a key that no row can have."""
        value = self.output_field.get_db_prep_value(values[self.name], connection)
        if isinstance(value, int) and value.bit_length() > KEY_BITS:
            raise EmptyResultSet
        return value


class Keys(Blank):
    """The place of any number of keys."""

    def __init__(self, name: str) -> None:
        super().__init__(name, TextField())

    def fill(self, values: dict[str, Any], connection: Any) -> Any:
        """The keys as one text: an array as PostgreSQL writes it, or JSON for a database that has none."""
        keys = json.dumps(list(values[self.name]))
        return f"{{{keys[1:-1]}}}" if connection.vendor == "postgresql" else keys


class Among(Func):
    """Whether a column is one of many keys, whose number is not part of the query."""

    output_field: ClassVar[BooleanField] = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def __init__(self, column: str, keys: Keys) -> None:
        super().__init__(F(column), keys)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s))",
            arg_joiner=" IN (SELECT value FROM json_each(",
            **context,
        )


class _Compiled(NamedTuple):
    rows: Any
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class Prepared(Generic[Answer]):
    """A query with blanks.

    `rows` builds it, of instances or of `values_list`; it is called when the query is first asked.
    """

    def __init__(self, rows: Callable[[], "QuerySet[Any, Answer]"]) -> None:
        self._build = rows
        self._compiled: _Compiled | None = None

    def ask(self, **values: Any) -> list[Answer]:
        """The rows of now, the blanks filled with these values."""
        try:
            if self._compiled is None:
                self._compiled = _compile(self._build())
            return list(self._compiled.rows._iterable_class(_Asked(self._compiled, values)))
        except EmptyResultSet:  # nothing fits, whatever the rows are
            return []


class _Asked:
    """What Django's readers of rows want of a queryset: its model and database, and a query that gives its compiler."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: ClassVar[dict[Any, Any]] = {}

    def __init__(self, compiled: _Compiled, values: dict[str, Any]) -> None:
        self.model, self.query = compiled.rows.model, self
        self._compiler = _bind(compiled, values)

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler


def _compile(rows: "QuerySet[Any, Any]") -> _Compiled:
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([column for column, *_names in compiler.select])
    return _Compiled(rows, compiler, sql, tuple(params), converters)


def _bind(compiled: _Compiled, values: dict[str, Any]) -> SQLCompiler:
    """The compiler as if it had just compiled the query with these values, on the connection of this thread."""
    bound: Any = copy(compiled.compiler)
    bound.connection = connections[DEFAULT_DB_ALIAS]
    if compiled.rows.query.select_for_update and not bound.connection.in_atomic_block:
        raise TransactionManagementError("Rows are locked within a transaction.")
    params = tuple(one.fill(values, bound.connection) if isinstance(one, Blank) else one for one in compiled.params)
    bound.as_sql = lambda: (compiled.sql, params)
    bound.get_converters = lambda _columns: compiled.converters
    return bound
