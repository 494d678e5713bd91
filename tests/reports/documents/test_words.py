"""Words that several attachments print."""

from assessments.document import codec
from reports.documents.words import signature_line
from tests.reports.documents.samples import FILING, TEMPLATE


def line(**signatures):
    return signature_line(codec.from_json({**FILING, "signatures": signatures}), TEMPLATE).text


def test_blanks_to_sign_in_stand_in_one_line():
    assert line() == "填表人：　　　　　填报日期：　　　　　联系电话：　　　　　单位负责人签字：　　　　"


def test_entries_too_long_for_one_line_stand_in_two():
    entries = {"prepared_by": "经办人甲", "prepared_on": "2025-03-20", "phone": "0730-8880000", "head": "负责人乙"}
    assert line(**entries).splitlines() == [
        "填表人：经办人甲　填报日期：2025-03-20",
        "联系电话：0730-8880000　单位负责人签字：负责人乙",
    ]
