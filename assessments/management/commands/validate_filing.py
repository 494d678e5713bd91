"""`manage.py validate_filing`: run all rules over filings in files, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from assessments.document import codec, policy, strictjson
from assessments.document.errors import PathError, shorten
from assessments.document.filing import Filing
from assessments.document.policy import Policy
from assessments.rules.engine import check, rule_set
from assessments.rules.finding import Finding, Severity
from assessments.rules.output import counts, error_item, findings_item, text_report

READ, WRONG, UNREADABLE = 0, 1, 2
ARCHIVE = b"PK\x03\x04"  # what a DOCX or an XLSX begins with


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
        parser.add_argument("files", nargs="+", metavar="FILE", help="a filing (perfeval-filing/1, JSON)")
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
    """The filing in a file. Raises `UnreadableFile`."""
    try:
        return codec.loads(_bytes(name))
    except PathError as error:
        raise UnreadableFile(name, error.message, error.path) from error


def read_policy(name: str) -> Policy:
    """The policy in a file. Raises `UnreadableFile`."""
    try:
        return policy.loads(_bytes(name))
    except PathError as error:
        raise UnreadableFile(name, error.message, error.path) from error


def _bytes(name: str) -> bytes:
    """What a file holds, one byte more than a document may have at the most."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(strictjson.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(name, _("There is no such file.")) from error
    except IsADirectoryError as error:
        raise UnreadableFile(name, _("This is a folder, not a file.")) from error
    except (OSError, ValueError) as error:
        reason = shorten(getattr(error, "strerror", None) or str(error))
        raise UnreadableFile(name, _("The file cannot be opened: %(reason)s") % {"reason": reason}) from error
    if raw.startswith(ARCHIVE):
        raise UnreadableFile(name, _("Word and Excel files cannot be read yet; give the filing as JSON."))
    return raw
