"""One cell of a form as a page shows it.

A page holds hundreds of cells, so a cell writes its own markup: a template for each would cost more than everything else on the page.
Everything that comes from people goes through `escape`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessments.document.amounts import read, spell
from assessments.document.cells import NOTHING, Figure, Kind, is_blank
from assessments.document.computed import Computed
from assessments.extensions import Pin
from assessments.rules import Finding, Severity
from assessments.selectors.untaken import Untaken

# The states of a cell, the worst first, each with its mark; `static/js/cells.js` knows them too.
STATES = {"error": "!", "warning": "?", "waived": "◇", "explained": "✎"}
Words = str | Promise


@dataclass(slots=True)
class Cell:
    """A cell: where it is stored, what is stored there, and what is known about it.

    `typed` is what a person entered and could not be saved; `why` says why. `output` marks a cell that is computed and never typed.
    """

    address: str
    label: Words
    stored: str | None
    kind: Kind | None = Kind.TEXT
    editable: bool = True
    output: bool = False
    computed: Computed | None = None
    untaken: Untaken | None = None  # the computed figure, where something else is stored, be it a blank
    findings: Sequence[Finding] = ()
    typed: str | None = None
    why: str = ""
    proposal: tuple[str, str] | None = None  # the proposed score and its reasoning
    choices: Sequence[tuple[str, Words]] = ()
    lines: int = 1
    long: bool = False
    notes: str = ""  # the row or block whose list of findings says what is wrong with it
    noted: bool = False  # whether something is wrong with its row
    about: Words = ""  # the row, where the label does not name it: said to those who hear the page
    path: str = ""
    submitted: str | None = None  # its text in the last submission; None where it was not in one
    pins: Sequence[Pin] = ()  # what was remarked on it
    pin_url: str = ""  # where a remark is pinned to it
    approved: Figure | None = None  # last year's approved figure, where this one repeats it

    def __html__(self) -> SafeString:
        return mark_safe(self.markup())

    __str__ = __html__

    @property
    def name(self) -> str:
        """What a reader that speaks calls the cell."""
        return f"{self.about} {self.label}".strip()

    @property
    def is_figure(self) -> bool:
        return self.kind is not None and self.kind is not Kind.TEXT

    @property
    def state(self) -> str:
        """error, warning, waived, explained or nothing: the worst of its findings."""
        if not self.findings:
            return ""
        states = {_state_of(finding) for finding in self.findings}
        return next((state for state in STATES if state in states), "")

    def markup(self) -> str:
        classes = "cell" + (" is-figure" if self.is_figure else "") + (" long" if self.long else "")
        state = self.state
        if state:
            classes += f" {state}"
        if self.why:
            classes += " refused"
        if self.output or self.computed is not None:
            body = self._output(state)
        else:
            body = self._control(state) if self.editable else self._plain()
        flag = f'<span class="flag" aria-hidden="true">{STATES[state]}</span>' if state else ""
        return f'<span class="{classes}" data-cell="{self.address}">{body}{flag}{self._pins()}{self.beside()}</span>'

    # the pieces

    def _plain(self) -> str:
        text = self.shown()
        blank = " blank" if text == NOTHING else ""
        return f'<span class="plain{blank}" id="{self.address}">{escape(text)}</span>'

    def _described(self, state: str) -> str:
        """Where it stands what is wrong, for those who hear the page; `static/js/cells.js` does the same after a save."""
        where = [f"notes-{self.notes}"] if state or self.noted else []
        where += [f"why-{self.address}"] if self.why else []
        return f' aria-describedby="{" ".join(where)}"' if where else ""

    def _output(self, state: str) -> str:
        text = self.computed.text if self.computed else self.shown()
        formula = f"= {self.computed.formula}" if self.computed else _("Computed once its figures are there.")
        # The style sheet shows `data-formula` on hover and focus.
        blank = " blank" if text == NOTHING else ""
        label = escape(f"{self.label}: {text} {formula}")
        return (
            f'<output class="computed{blank}" id="{self.address}" tabindex="0" role="img" aria-label="{label}"'
            f' data-formula="{escape(formula)}"{self._described(state)}>{escape(text)}</output>'
        )

    def _control(self, state: str) -> str:
        stored = self.stored or ""
        text = stored if self.typed is None else self.typed
        common = f'id="{self.address}" name="{self.address}" aria-label="{escape(self.name)}"'
        if state == "error" or self.why:
            common += ' aria-invalid="true"'
        common += self._described(state)
        if self.proposal:
            common += f' placeholder="{escape(self.proposal[0])}"'
        kept = escape(stored)
        was = f'<input type="hidden" name="was-{self.address}" value="{kept}">'
        if self.choices:
            return was + self._select(common, text)
        if self.lines > 1 or self.long or "\n" in text or "\r" in text:
            return f'{was}<textarea {common} rows="{self.lines}">\n{escape(text)}</textarea>'
        mode = ' inputmode="decimal" autocomplete="off"' if self.is_figure else ' autocomplete="off"'
        shown = kept if self.typed is None else escape(text)
        return f'{was}<input type="text" {common}{mode} value="{shown}">'

    def _select(self, common: str, text: str) -> str:
        options = "".join(
            f'<option value="{escape(value)}"{" selected" if value == text else ""}>{escape(str(label))}</option>'
            for value, label in self.choices
        )
        return f"<select {common}>{options}</select>"

    def _pins(self) -> str:
        """A flag for each remark, which leads to it; for who reviews the filing a link that pins one."""
        if not self.pins and not self.pin_url:
            return ""
        flags = "".join(
            _link("pinned", f"#remark-{pin.key}", "⚑", _("Remark: %(text)s") % {"text": pin.text}) for pin in self.pins
        )
        if self.pin_url:
            flags += _link("pin", self.pin_url, "⚐", _("Remark on %(place)s") % {"place": self.name})
        return flags

    def beside(self) -> str:
        """What stands by the figure: corner marks, an imported figure that differs, a proposed score, why it was not saved."""
        found = self._corners()
        if self.why:
            found += f'<span class="why" id="why-{self.address}" role="alert">{escape(self.why)}</span>'
        if self.untaken is not None:
            filed = _("As filed: %(text)s") % {"text": self.shown()}
            found += f'<span class="differs">{escape(filed)}'
            if self.editable:
                found += self._take(self.untaken)
            found += "</span>"
        if self.proposal:
            found += self._proposal(*self.proposal)
        return found

    @staticmethod
    def _take(figure: Untaken) -> str:
        words = escape(_("Take the computed figure"))
        beneath = "".join(f"<br>{escape(one.with_it)}" for one in figure.beneath)
        value = escape(figure.seen)
        return f' <button type="submit" class="link" name="take" value="{value}">{words}{beneath}</button>'

    def _corners(self) -> str:
        """A corner where the cell changed since the last submission, on the other side where it is not last year's approved figure."""
        found = ""
        if self.submitted is not None and self.submitted != (self.stored or ""):
            words = _("Changed since the last submission; it was %(text)s.") % {"text": self.submitted or NOTHING}
            found += f'<span class="corner changed"><span>{escape(words)}</span></span>'
        if self.approved is not None and self.stored and read(Kind.AMOUNT, self.stored).value != self.approved.value:
            words = _("Last year %(text)s was approved.") % {"text": self.approved.text}
            found += f'<span class="corner restated"><span>{escape(words)}</span></span>'
        return found

    def _proposal(self, score: str, reasoning: str) -> str:
        words = escape(_("Take %(score)s") % {"score": score})
        take = f' <button type="submit" class="link" name="propose" value="{self.address}" data-score="{escape(score)}">{words}</button>'
        return f'<span class="proposal">{escape(reasoning)}{take if self.editable else ""}</span>'

    def shown(self) -> str:
        """The stored text as a reader sees it: blank as —, an amount with at least two decimals."""
        if self.choices:
            return next((str(label) for value, label in self.choices if value == (self.stored or "")), NOTHING)
        if is_blank(self.stored):
            return NOTHING
        text = self.stored or ""
        if self.kind is Kind.AMOUNT:
            figure = read(self.kind, text)
            if figure.value is not None and figure.scale == 1 and figure.places < 2:
                return spell(figure.value, 2)
        return text


def _link(look: str, url: str, sign: str, words: str) -> str:
    said = f'<span aria-hidden="true">{sign}</span><span class="visually-hidden">{escape(words)}</span>'
    return f'<a class="{look}" href="{escape(url)}" title="{escape(words)}">{said}</a>'


def _state_of(finding: Finding) -> str:
    if finding.severity is Severity.NOTICE:
        return ""
    if finding.waived:
        return "waived"
    return "explained" if finding.explained else str(finding.severity)
