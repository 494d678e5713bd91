"""Damaged forms: whatever a program or a fault did to a file, it is read or refused in a sentence, never with anything else."""

import io
import random
import zipfile

import pytest
from lxml import etree

from assessments.document.errors import SpokenError
from assessments.importing.extract import extract
from tests.assessments.importing.cities.forms import parts
from tests.assessments.importing.cities.habits import HABITS
from tests.assessments.importing.cities.judging import expected
from tests.assessments.importing.files import package
from tests.assessments.importing.writers import WordLike, docx, workbook
from tests.assessments.rules.other_cities import City

ROUNDS = 40


def made(kind, seed):
    habit = HABITS[seed % len(HABITS)]
    forms = parts(habit, expected(habit, City(seed).data))
    return docx(forms, WordLike(seed)) if kind == "docx" else workbook(forms, seed)


def unpacked(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def disturbed(content, chance):
    """An XML part with elements taken away, doubled, moved, emptied, and attributes changed."""
    root = etree.fromstring(content)
    elements = list(root.iter("{*}*"))
    for _change in range(chance.randint(1, 12)):
        element = chance.choice(elements)
        parent = element.getparent()
        if parent is None:
            continue
        way = chance.randint(0, 4)
        if way == 0:
            parent.remove(element)
        elif way == 1:
            parent.append(etree.fromstring(etree.tostring(element)))
        elif way == 2:
            chance.choice(elements[:50]).append(etree.fromstring(etree.tostring(element)))
        elif way == 3:
            element.text = chance.choice([None, "9" * 70, "1e309", "\u3000", "-", "=A1", "2024年度", "附件一"])
        elif element.attrib:
            name = chance.choice(list(element.attrib))
            element.set(name, chance.choice(["", "-1", "0", "99999999999", "A0", "ZZZ1", "x", "1", "٣"]))
    return etree.tostring(root)


def read(raw):
    said = ""
    try:
        extract([("file", raw)])
    except SpokenError as error:
        said = str(error)
    assert "\n" not in said


def try_many(kind, seeds):
    for seed in seeds:
        chance = random.Random(seed)
        whole = unpacked(made(kind, seed % 14))
        names = [name for name in whole if name.endswith(".xml") and not name.startswith("[")]
        for _round in range(4):
            name = chance.choice(names)
            read(package(whole | {name: disturbed(whole[name], chance)}))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_form_whose_xml_was_disturbed_is_read_or_refused(kind):
    try_many(kind, range(8))


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_many_forms_whose_xml_was_disturbed_are_read_or_refused(kind):
    try_many(kind, range(100, 300))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_with_changed_bytes_is_read_or_refused(kind):
    raw = made(kind, 3)
    chance = random.Random(7)
    for _round in range(ROUNDS):
        changed = bytearray(raw)
        for _change in range(chance.randint(1, 30)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        read(bytes(changed[: chance.choice([len(changed), len(changed) - 9])]))
