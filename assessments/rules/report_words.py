"""附件4: what stands in its words (R03, R04, R08, R09)."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_noop as _

from assessments.rules.finding import ERROR, NOTICE, WARNING, Fact
from assessments.rules.registry import FORMS, MEASURES, PUBLICITY, rule
from assessments.rules.report_text import FUND_WORDS
from assessments.rules.views import FilingView
from assessments.rules.words import bare, instruction, is_filler, narrow

RESIDUE = re.compile(
    r"\[bookmark|×{2,}|(?<![A-Za-z])[XxＸｘ]{2,}(?![A-Za-z])|待补充|[（(]此页为封面[)）]|此处填写|请在此处?填写",
    re.IGNORECASE,
)
# One of these is in any residue.
RESIDUE_SIGNS = ("[", "×", "X", "x", "Ｘ", "ｘ", "待补充", "此页为封面", "此处", "请在此")
MOBILE = re.compile(r"(?<![0-9.])(?:(?:\+|00)?86[-\s]?)?1[3-9][0-9]([-\s]?)[0-9]{4}\1[0-9]{4}(?![0-9]|\.[0-9])")
IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx](?![0-9])")
# One of these is in any mobile or identity number; they look at the digits 1 and 2 alone.
PERSONAL_SIGNS = tuple(map(re.compile, (r"1[3-9][0-9][-\s]?[0-9]{4}", "19[0-9]{9}", "20[0-9]{9}")))


@rule(
    "R03",
    WARNING,
    _("The section of a fund speaks of its own fund."),
    hint=_("Name the fund of this section, or explain why another one is named."),
    basis=FORMS,
)
def fund_sections_speak_of_their_own_fund(view: FilingView) -> Iterator[Fact]:
    for words in FUND_WORDS.values():
        place = view.report.headed(words, level=1)
        if place is None:
            continue
        heading = place.section.heading.text or ""
        text = "".join("".join((cell.text or "").split()) for cell in view.report.whole(place))
        other = next((name for name in FUND_WORDS.values() if name in text and name not in heading), None)
        if other is not None and words not in text:
            yield Fact(
                place.path,
                _("The section on %(own)s speaks of %(other)s and does not name its own fund."),
                params={"own": words, "other": other},
            )


def residue(text: str) -> str | None:
    """What a text still holds of the template, if anything."""
    hit = (RESIDUE.search(text) if _has_residue_sign(text) else None) or instruction(text)
    return hit[0] if hit else filler(text)


def filler(text: str) -> str | None:
    """A text that is filler as a whole."""
    return text.strip() if is_filler(text) else None


def _has_residue_sign(text: str) -> bool:
    return any(sign in text for sign in RESIDUE_SIGNS)


@rule(
    "R04",
    ERROR,
    _("No residue of the template or of a copy is left in the report."),
    hint=_("Write what belongs there, or delete it."),
    basis=FORMS,
)
def no_residue_is_left_in_the_report(view: FilingView) -> Iterator[Fact]:
    words = view.report.words
    left_in = residue if _has_residue_sign(words) or instruction(words) else filler
    for index, section in enumerate(view.report.sections):
        left = left_in(section.heading.text or "") or left_in(section.text.text or "")
        if left:
            yield Fact(
                f"report.sections[{index}].text",
                _("“%(declared)s” is left over from a template or a copy."),
                declared=left,
            )


@rule(
    "R08",
    NOTICE,
    _("Where indicators lost points, the section on problems names at least one of them."),
    hint=_("Name the indicators that were missed, and why."),
    basis=MEASURES,
)
def problems_name_a_missed_indicator(view: FilingView) -> Iterator[Fact]:
    place = view.report.headed("问题", level=1)
    if place is None:
        return
    missed = [row.row.level3.text or "" for sheet in view.sheets for row in sheet.rows if row.lost_points]
    missed = [name for name in missed if bare(name)]
    said = [cell.text or "" for cell in view.report.whole(place)] if missed else []
    if any(bare(name) in text for text in said for name in missed):  # most stand there without a mark inside
        return
    text = "\n".join(map(bare, said))
    if text.strip() and not any(bare(name) in text for name in missed):
        yield Fact(
            place.here,
            _("Indicators that lost points: %(count)s, first “%(first)s”. The section names none of them."),
            params={"count": str(len(missed)), "first": missed[0].strip()},
        )


def may_hold_personal_number(text: str) -> bool:
    """Whether a text is worth to be looked through for a personal number."""
    plain = narrow(text)
    return any(sign.search(plain) for sign in PERSONAL_SIGNS)


def personal_number(text: str) -> str | None:
    """A mobile number or an identity number in a text, its middle hidden."""
    plain = narrow(text)
    mobile = MOBILE.search(plain)
    if mobile:
        return f"{mobile[0].strip()[:3]}****{mobile[0][-2:]}"
    for hit in IDENTITY.finditer(plain):
        if _is_date(*hit.groups()):
            return f"{hit[0][:3]}****{hit[0][-2:]}"
    return None


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year < 2100
    except ValueError:
        return False


@rule(
    "R09",
    WARNING,
    _("No mobile number and no identity number stands in the report, which will be published."),
    hint=_("Take the number out."),
    basis=PUBLICITY,
)
def no_personal_number_is_published(view: FilingView) -> Iterator[Fact]:
    for index, section in enumerate(view.report.sections if may_hold_personal_number(view.report.words) else ()):
        number = personal_number(section.heading.text or "") or personal_number(section.text.text or "")
        if number:
            yield Fact(
                f"report.sections[{index}].text",
                _("The text holds a mobile or identity number, %(declared)s; the report will be published."),
                declared=number,
            )
