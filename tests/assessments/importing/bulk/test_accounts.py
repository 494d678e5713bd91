"""Accounts from one file: their roles, and the first passwords that are given out once."""

import pytest

from assessments.models import Role, User
from assessments.refusals import Refused
from assessments.services import log
from assessments.services.accounts import first_passwords
from tests.assessments.importing.bulk.workbook import against

ACCOUNTS = ("username", "full_name", "phone", "role", "department", "section")


def test_accounts_are_made_with_their_roles_and_get_their_passwords_once(city, client, looked, carried_out):
    asked = looked(
        "accounts",
        ACCOUNTS,
        ("qian", "钱填报", "0737-1", "Preparer", "300001", ""),
        ("qian", "钱填报", "0737-1", "填报人", "400001", ""),
        ("sun2", "孙科员", "", "bureau_section", "", "业务一科"),
    )
    assert against(asked) == []
    assert not User.objects.filter(username="qian").exists()
    carried_out(asked)
    qian = User.objects.get(username="qian")
    assert sorted(Role.objects.filter(user=qian).values_list("name", "department__code")) == [
        ("preparer", "300001"),
        ("preparer", "400001"),
    ]
    assert qian.must_change_password
    assert not qian.has_usable_password()
    given = dict(first_passwords(User.objects.filter(pk__in=asked.made), by=city.security))
    again = dict(first_passwords(User.objects.filter(pk__in=asked.made), by=city.security))
    assert set(given) == set(again)
    qian.refresh_from_db()
    assert not qian.check_password(given[qian])
    assert client.login(username="qian", password=again[qian])
    left = first_passwords(User.objects.filter(pk__in=asked.made), by=city.security)
    assert [user.username for user, _password in left] == ["sun2"]
    assert log.verify().holds


def test_no_first_password_for_who_is_not_of_the_import_or_by_somebody_else(city):
    with pytest.raises(Refused):
        first_passwords(User.objects.all(), by=city.administrator)
    assert first_passwords(User.objects.all(), by=city.security) == []  # nobody must change theirs


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (("zhang", "张", "", "Preparer", "300001", ""), "taken"),
        (("ZHANG", "张", "", "Preparer", "300001", ""), "taken"),
        (("a b", "张", "", "Preparer", "300001", ""), "digits, letters"),
        (("new", "张", "", "Boss", "", ""), "no role"),
        (("new", "张", "", "Preparer", "", ""), "needs a department"),
        (("new", "张", "", "Preparer", "999", ""), "code 999"),
        (("new", "张", "", "Bureau section", "", "业务九科"), "业务九科"),
        (("new", "张", "", "Auditor", "300001", ""), "leave the cell blank"),
        (("new", "张" * 61, "", "Auditor", "", ""), "60"),
    ],
)
def test_everything_wrong_with_an_account_is_said(looked, row, part):
    asked = looked("accounts", ACCOUNTS, row)
    assert [number for number, _text in against(asked)] == [2]
    assert part in against(asked)[0][1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Preparer", "300001"), ("Unit head", "300001")),
        (("Auditor", ""), ("Preparer", "300001")),
        (("Preparer", "300001"), ("Preparer", "300001")),
    ],
)
def test_roles_that_must_be_apart_are_not_given_to_one_person(looked, first, second):
    asked = looked(
        "accounts", ACCOUNTS, ("new", "张", "", first[0], first[1], ""), ("new", "张", "", second[0], second[1], "")
    )
    assert [row for row, _text in against(asked)] == [3]


def test_one_sign_in_name_is_one_person(looked):
    asked = looked(
        "accounts", ACCOUNTS, ("new", "张", "", "Preparer", "300001", ""), ("New", "李", "", "Preparer", "400001", "")
    )
    assert [row for row, _text in against(asked)] == [3]
