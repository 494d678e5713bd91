"""What stands beside its label outside the tables: who signs, which department files, in which unit the amounts are."""

import re
from typing import Any

from assessments.importing.gathering import Gathered, joined
from assessments.importing.grids import Row
from assessments.importing.labels import DEPARTMENT_HEAD, SIGNATURE_KEYS, SIGNATURES, Labels, bare, exact_key

SIGNED = re.compile(
    "(?<!项目)("
    + "|".join(r"\s*".join(label) for label, _key in SIGNATURES)
    + r")\s*[（(]?[^：:（(]{0,4}[)）]?\s*[：:]"
)
SPREAD = re.compile(r"(?<![^\s：:])((?:[\u4e00-\u9fff]\s+){2,}[\u4e00-\u9fff])(?=\s*(?:[（(][^）)]*[)）])?\s*[：:])")
SHORT = 60
NAMED = re.compile(
    r"([^\s：:]{2,14}?)\s*(?:[（(]\s*(?:盖章|公章|签章)\s*[)）])?\s*[：:]\s*([^：:]*?)(?=\s{2,}[^\s：:]{2,14}[：:]|[\s\u3000]+单位[：:]|$)"
)
SEAL = re.compile(r"[（(]\s*(?:盖章|公章|签章)\s*[)）]")
YEAR = re.compile(r"\s+[（(]?20[0-9]{2}年度?[)）]?$")  # 填报单位：甲局　2024年度
UNIT = re.compile(r"(?:金额)?单位[：:](元|千元|万元|百万元|亿元)|[（(](元|千元|万元|百万元|亿元)[)）]")
UNIT_LINE = re.compile(r"^[（(]?(?:金额)?单位[：:]\s*(?:人民币)?(?:元|千元|万元|百万元|亿元)[）)]?$")


def take_signatures(row: Row, found: dict[str, str | None], gathered: Gathered, *, several: bool) -> bool:
    """填表人：… 填报日期：… 联系电话：… 单位负责人签字：… The first that is filled in counts; another is listed.

    One label alone at the beginning of a row is enough, but not where `several` are asked for.
    """
    text = _with_colons(row, SIGNATURES)
    matches = list(SIGNED.finditer(text))
    if not matches or (len(matches) < 2 and (several or matches[0].start() > 0 or len(text) > SHORT)):
        return False
    keys = dict(SIGNATURES)
    ends = [match.start() for match in matches[1:]] + [len(text)]
    if text[: matches[0].start()].strip():
        gathered.leave(row.filled[:1])
    for match, end in zip(matches, ends, strict=True):
        key, value = keys[bare(match[1])], text[match.end() : end].strip("_＿ \u3000\t") or None
        if found.get(key) is None:
            found[key] = value
            gathered.places[f"signatures.{key}"] = row.filled[0].place
        elif value is not None and value != found[key]:
            gathered.leave(row.filled[:1])
    return True


def signatures(found: dict[str, str | None]) -> dict[str, str | None]:
    """The `signatures` of the format."""
    return {key: found.get(key) for key in SIGNATURE_KEYS}


def _with_colons(row: Row, labels: Labels) -> str:
    """The row as one line; a cell that is nothing but a label gets its colon."""
    names = {label for label, _key in labels}
    pieces = []
    for cell in row.filled:
        text = joined(cell.text)
        pieces.append(f"{text}：" if bare(text) in names and not text.endswith(("：", ":")) else text)
    return " ".join(pieces)


def take_department(row: Row, department: dict[str, Any], gathered: Gathered) -> bool:
    """填报单位：…（盖章） 预算编码：… 单位：万元, above a table or on a cover. Nothing but such labels may stand in the row."""
    cells = row.filled
    if len(cells) == 2 and exact_key(cells[0].text, DEPARTMENT_HEAD) and ":" not in cells[1].text.replace("：", ":"):
        text = f"{joined(cells[0].text).rstrip('：:')}：{joined(cells[1].text)}"  # the label and what it names in two cells
    elif row.alone is None and not all("：" in cell.text or ":" in cell.text for cell in cells):
        return False
    else:
        text = "  ".join(joined(cell.text) for cell in cells)
    if len(text) > 2 * SHORT:
        return False
    text = SPREAD.sub(lambda match: "".join(match[1].split()), text)  # 单 位 名 称：
    if UNIT_LINE.match(text):
        return True
    named = [
        (exact_key(match[1], DEPARTMENT_HEAD), match[2])
        for match in NAMED.finditer(SEAL.sub("", text))
        if match[1].strip() != "单位"
    ]
    if not named or any(key is None for key, _value in named):
        return False
    for key, value in named:
        value = YEAR.sub("", value.strip())
        if value and department.get(str(key)) is None:
            department[str(key)] = value
            gathered.places.setdefault(f"department.{key}", row.filled[0].place)
        elif value and value != department.get(str(key)):
            gathered.leave(row.filled[:1])
    return True


def unit_of(rows: list[Row], gathered: Gathered) -> str:
    """The unit that a form gives its amounts when it is not 万元; where it names two, none, and the rarer is listed."""
    found: dict[str, Row] = {}
    for row in rows:
        for cell in row.own:
            text = "".join(cell.text.split())
            if len(text) < SHORT and (match := UNIT.search(text)):
                found.setdefault(match[1] or match[2], row)
    others = [unit for unit in found if unit != "万元"]
    if len(others) == 1 and "万元" not in found:
        return others[0]
    for unit in others:
        gathered.leave(found[unit].filled)
    return ""
