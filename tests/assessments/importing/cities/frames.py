"""What stands round and in every table of a city's forms: titles, units, amounts, who signed."""

import re
from collections.abc import Sequence
from decimal import Decimal

from tests.assessments.importing.cities.habits import Data, Habit
from tests.assessments.importing.layouts import Block, Box, Table, row

MONEY = re.compile(r"-?\d+\.\d+")


def titles(habit: Habit, data: Data, place: int) -> list[Block]:
    if habit.untitled:
        return []
    year = (
        "".join("〇一二三四五六七八九"[int(digit)] for digit in str(data["fiscal_year"]))
        if habit.spelt_year
        else data["fiscal_year"]
    )
    title = habit.titled.format(year=year, title=habit.titles[place])
    if habit.framed_title:
        return [habit.mark.format(habit.marks[place])]
    mark = habit.mark.format(habit.marks[place])
    return [f"{mark}{title}"] if habit.inline_mark else [mark, title]


def framed(habit: Habit, data: Data, place: int, rows: list[Sequence[Box]], columns: int) -> list[Sequence[Box]]:
    if not habit.framed_title:
        return rows
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(data["fiscal_year"]))
    return [row(Box(habit.titled.format(year=year, title=habit.titles[place]), columns)), *rows]


def text(text: str | None) -> str:
    return text or ""


def money(habit: Habit, text: str | None) -> str:
    if text and habit.unit and MONEY.fullmatch(text):
        return text + habit.unit
    if text and habit.yuan and MONEY.fullmatch(text):
        return f"{Decimal(text) * 10000:.2f}"
    return text or ""


def unit_line(habit: Habit, data: Data) -> list[Block]:
    return [f"填报单位（盖章）：{data['department']['name']}　　　　　　单位：元"] if habit.yuan else []


def signed(habit: Habit, data: Data) -> list[Block]:
    signed = data["signatures"]
    if habit.people == "cells":
        return [
            Table(
                [
                    row("填报人", signed["prepared_by"], "填报日期", signed["prepared_on"]),
                    row("联系电话", signed["phone"], "单位负责人", signed["head"]),
                ]
            )
        ]
    if habit.spread:
        return [
            f"填 表 人：{signed['prepared_by']}　　填报日期：{signed['prepared_on']}",
            f"联 系 电 话：__{signed['phone']}__　单位负责人（签字）：{signed['head']}",
        ]
    return [
        f"填表人：{signed['prepared_by']}　填报日期：{signed['prepared_on']}　联系电话：{signed['phone']}　"
        f"单位负责人签字：{signed['head']}"
    ]
