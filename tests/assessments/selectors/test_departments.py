"""A department is known by what a person types of it, or the refusal names those near."""

import pytest

from assessments.models import Department
from assessments.selectors.departments import NotFound, like, spelt, typed


@pytest.fixture
def departments(city):
    """Beside 300 甲市某局, 300001 甲市乙支队, 400001 甲市丙中心: two of one name, one with a space in it, one with letters."""
    for code, name in (("500", "第一小学"), ("501", "第一小学"), ("A-7", "某 站"), ("3", "总工会")):
        Department.objects.create(code=code, name=name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("300001", "300001"), (" 300001 ", "300001"), ("300001 甲市乙支队", "300001"), ("甲市乙支队", "300001"), ("300", "300"),
        ("３００００１", "300001"), ("300001　甲市乙支队", "300001"), ("a-7", "A-7"), ("某 站", "A-7"), ("A-7 某 站", "A-7"),
        ("500 第一小学", "500"), ("3", "3"),
    ],
)  # fmt: skip
def test_a_department_is_found_by_code_name_or_both(departments, text, code):
    assert typed(text).code == code


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("第一小学", ["500", "501"]),  # two have this name
        ("乙支", ["300001"]),  # a part of a name is not taken for it
        ("30000", ["300001"]),
        ("300001 甲市丙中心", ["300001"]),  # a code with another's name
        ("无此单位", []), ("%", []), ("_", []), ("'", []), ("\0", ["300", "300001"]),
    ],
)  # fmt: skip
def test_what_names_none_or_several_is_refused_with_those_near(departments, text, named):
    with pytest.raises(NotFound) as refusal:
        typed(text)
    for code in named:
        assert f"{code} " in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_suggestions_begin_with_the_code_or_hold_the_name(departments):
    def near(text):
        return [one.code for one in like(text)]

    assert near("3000") == ["300001"]
    assert near("甲市") == ["300", "300001", "400001"]
    assert near("a-") == ["A-7"]
    assert (near("某 站"), near("%")) == (["A-7"], [])
    assert len(near("")) == Department.objects.count()
    assert [spelt(one) for one in like("乙支队")] == ["300001 甲市乙支队"]
    assert list(like("甲市", Department.objects.filter(code="300"))) == [Department.objects.get(code="300")]


def test_it_takes_one_query_or_two(departments, django_assert_num_queries):
    with django_assert_num_queries(1):
        typed("300001")
    with django_assert_num_queries(2), pytest.raises(NotFound):
        typed("乙支")
