"""`manage.py validate_filing`: run all rules over filings in files, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from assessments.document import codec, policy, strictjson
from assessments.document.errors import PathError, SpokenError, shorten
from assessments.document.filing import Filing
from assessments.document.policy import Policy
from assessments.rules.engine import check, rule_set
from assessments.rules.finding import Finding, Severity
from assessments.rules.output import counts, error_item, findings_item, text_report

MAX_FILE = 16 * 1024 * 1024
READ, WRONG, UNREADABLE = 0, 1, 2
BINARY = (b"PK", b"\xd0\xcf\x11\xe0")  # what a file of Word or Excel begins with


class UnreadableFile(Exception):
    """A file that cannot be read, with the path inside it where that is known."""

    def __init__(self, name: str, message: str, path: str = "") -> None:
        super().__init__(message)
        self.name = name.encode(errors="replace").decode()
        self.message, self.path = message, path


class Command(BaseCommand):
    """Exit code 0: no error found; 1: errors found; 2: a file is unreadable. With several files the highest counts."""

    help = "Judge filings: every finding with its place, both figures and what to do."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a filing (perfeval-filing/1 JSON, or a filled form as DOCX or XLSX)",
        )
        parser.add_argument("--previous", metavar="FILE", help="the filing of the year before")
        parser.add_argument("--policy", metavar="FILE", help="the policy of the year (perfeval-policy/1)")
        parser.add_argument("--format", choices=("text", "json"), default="text", dest="form")

    def handle(self, *_args: Any, files: list[str], form: str, **options: Any) -> None:
        try:
            rules = read_policy(options["policy"]) if options["policy"] else policy.DEFAULT
            previous = read_filing(options["previous"]) if options["previous"] else None
        except UnreadableFile as error:
            self._write([self._refuse(error)], form, several=False)
            sys.exit(UNREADABLE)
        code, answers = READ, []
        for name in files:
            try:
                findings = check(read_filing(name), rules, previous)
            except UnreadableFile as error:
                code = UNREADABLE
                answers.append(self._refuse(error))
            else:
                code = max(code, WRONG if counts(findings)[Severity.ERROR] else READ)
                answers.append(self._answer(name, findings, rules, form))
        self._write(answers, form, several=len(files) > 1)
        if code:
            sys.exit(code)

    def _answer(self, name: str, findings: tuple[Finding, ...], rules: Policy, form: str) -> Any:
        version = rule_set(rules)
        return findings_item(findings, version) if form == "json" else text_report(name, findings, version)

    def _refuse(self, error: UnreadableFile) -> dict[str, Any]:
        place = f"{error.name}: {error.path}" if error.path else error.name
        self.stderr.write(f"{place}: {error.message}")
        return error_item(error.name, error.path, error.message)

    def _write(self, answers: list[Any], form: str, *, several: bool) -> None:
        if form == "json":
            self.stdout.write(json.dumps(answers if several else answers[0], ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n\n".join(answer for answer in answers if isinstance(answer, str)))


def read_filing(name: str) -> Filing:
    """The filing in a file, JSON, Word or Excel. Raises `UnreadableFile`."""
    raw = _bytes(name, MAX_FILE)
    try:
        return _from_office(name, raw) if raw.startswith(BINARY) else codec.loads(raw)
    except SpokenError as error:
        raise UnreadableFile(name, error.message, getattr(error, "path", "")) from error


def _from_office(name: str, raw: bytes) -> Filing:
    from assessments.importing.extract import read_whole  # loads lxml, which JSON does not need

    return read_whole(Path(name).name, raw)


def read_policy(name: str) -> Policy:
    """The policy in a file. Raises `UnreadableFile`."""
    try:
        return policy.loads(_bytes(name))
    except PathError as error:
        raise UnreadableFile(name, error.message, error.path) from error


def _bytes(name: str, limit: int = strictjson.MAX_BYTES) -> bytes:
    """What a file holds, one byte more than it may have at the most."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(name, _("There is no such file.")) from error
    except IsADirectoryError as error:
        raise UnreadableFile(name, _("This is a folder, not a file.")) from error
    except (OSError, ValueError) as error:
        reason = shorten(getattr(error, "strerror", None) or str(error))
        raise UnreadableFile(name, _("The file cannot be opened: %(reason)s") % {"reason": reason}) from error
    return raw
