"""附件4 and the three fund tables as a city lays them out."""

from tests.assessments.importing.cities.frames import money
from tests.assessments.importing.cities.habits import Data, Habit
from tests.assessments.importing.layouts import Block, Part, Table, row


def report(habit: Habit, data: Data) -> Part:
    report = data["report"]
    mark = habit.mark.format(habit.marks[3]).rstrip("：")
    blocks: list[Block] = [report["title"]] if habit.untitled else [mark, report["title"]]
    for section in report["sections"]:
        blocks.append(f"{section['number']}{section['heading']}")
        blocks += (section["text"] or "").splitlines()
    blocks.append("报告需要以下附件：")
    blocks += [f"{place}.{name}" for place, name in enumerate(report["attachments"], start=1)]
    for name, title in (
        ("government_fund", "政府性基金预算支出情况表"),
        ("state_capital", "国有资本经营预算支出情况表"),
        ("social_insurance", "社会保险基金预算支出情况表"),
    ):
        table = data["fund_tables"][name]
        blocks.append(f"{data['fiscal_year']}年度{title}")
        if table.get("none"):
            blocks.append("本年度无此项支出")
            continue
        heads = row("科目编码", "项目名称", "年初预算数", "全年预算数", "全年执行数")
        items = [
            row(
                item["code"],
                item["name"],
                *[money(Habit(""), item[key]) for key in ("initial", "revised", "executed")],
            )
            for item in table["items"]
        ]
        blocks.append(Table([heads, *items]))
    return Part("附件4", blocks)
