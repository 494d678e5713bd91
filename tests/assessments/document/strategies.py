"""Any document, grown from the field metadata; any spelling of a figure, with the value that it states."""

from dataclasses import fields
from decimal import Decimal

from hypothesis import strategies as st

from assessments.document.cells import Kind
from assessments.document.codec import LONGEST, RANGES
from assessments.document.filing import FORMAT, ExpenditureLine, Filing, FundTable
from assessments.document.lines import LINE_KEYS

UNFIT = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=UNFIT), max_size=12)
blanks = st.sampled_from([None, "", " ", "　", "-", "——", "/", "无"])
units = {
    Kind.AMOUNT: {"": 0, "元": -4, "千元": -1, "万元": 0, "万": 0, "百万元": 2, "亿元": 4},
    Kind.RATE: {"": 0, "%": 0, "％": 0, "百分比": 0, "‰": -1},
    Kind.NUMBER: {"": 0, "人": 0, "分": 0, "㎡": 0, "平方米": 0},
}
WIDE = str.maketrans("0123456789.,%-+", "０１２３４５６７８９．，％－＋")


@st.composite
def spellings(draw, kind):
    """A text, the value it states in the unit of the column, and its printed decimals."""
    whole = draw(st.integers(0, 10**10 - 1))
    decimals = draw(st.text("0123456789", max_size=8))
    sign = draw(st.sampled_from(["", "-", "−", "－", "+"]))
    unit = draw(st.sampled_from(sorted(units[kind])))
    digits = f"{whole:,}" if draw(st.booleans()) else str(whole)
    text = digits + (f".{decimals}" if decimals else "")
    if draw(st.booleans()):
        text = text.translate(WIDE)
    gap = st.sampled_from(["", " ", "　", "\n"])
    text = f"{draw(gap)}{sign}{draw(gap)}{text}{draw(gap)}{unit}{draw(gap)}"
    value = Decimal(f"{whole}.{decimals or 0}").scaleb(units[kind][unit])
    return text, -value if sign in ("-", "−", "－") else value, len(decimals)


def figures(kind):
    return st.one_of(blanks, st.just("不适用"), spellings(kind).map(lambda spelling: spelling[0]))


def members(shape):
    """JSON data of one dataclass: required keys always, the others or not."""
    optional, required = {}, {}
    for field in fields(shape):
        strategy = member(shape, field.name, dict(field.metadata))
        (required if field.metadata.get("required") else optional)[field.name] = strategy
    return st.fixed_dictionaries(required, optional=optional)


def member(shape, name, metadata):
    if "cell" in metadata:
        kind = metadata["cell"]
        return st.one_of(blanks, words) if kind is Kind.TEXT else figures(kind)
    if "object" in metadata:
        return fund_tables() if metadata["object"] is FundTable else members(metadata["object"])
    if "objects" in metadata:
        inner = metadata["objects"]
        if inner is ExpenditureLine:
            return lines()
        return st.lists(words if inner is str else members(inner), max_size=3)
    return plain(shape, name, metadata)


def plain(shape, name, metadata):
    if metadata["plain"] is int:
        return st.integers(*RANGES[shape, name])
    if metadata["plain"] is bool:
        return st.booleans()
    if metadata["choices"]:
        return st.sampled_from(metadata["choices"])
    return st.text("abcXYZ019.[]", min_size=1, max_size=LONGEST[shape, name])


def lines():
    def keyed(keys):
        return st.tuples(*(members(ExpenditureLine).map(lambda line, key=key: line | {"line": key}) for key in keys))

    further = st.from_regex(r"x_[a-z0-9_]{1,6}", fullmatch=True)
    keys = st.lists(st.one_of(st.sampled_from(LINE_KEYS), further), unique=True, max_size=5)
    repeated = st.integers(0, 2).map(lambda times: ["special_fund"] * times)
    return st.builds(lambda some, more: some + more, keys, repeated).flatmap(keyed).map(list)


def fund_tables():
    return members(FundTable).map(lambda table: table if not table.get("none") else {"none": True})


filings = members(Filing).map(lambda data: {"format": FORMAT} | data)
