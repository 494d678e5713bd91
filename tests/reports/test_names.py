import pytest

from reports.names import LONGEST, free_name


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("300001 2024年度甲市乙支队", "300001 2024年度甲市乙支队.pdf"),
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j.pdf"),
        ("甲\n乙\t丙\x7f", "甲_乙_丙_.pdf"),
        (" 甲市.. ", "甲市.pdf"),
        ("", "_.pdf"),
        ("..", "_.pdf"),
        ("con", "_con.pdf"),
        ("LPT1.甲", "_LPT1.甲.pdf"),
        ("COM10", "COM10.pdf"),
        ("甲" * 300, "甲" * LONGEST + ".pdf"),
    ],
)
def test_a_name_is_one_that_windows_takes(stem, name):
    assert free_name(stem, "pdf", set()) == name


def test_no_two_are_the_same_even_in_other_letters():
    taken = set()
    assert [free_name(stem, "pdf", taken) for stem in ("Abc", "aBC", "abc")] == [
        "Abc.pdf",
        "aBC (2).pdf",
        "abc (3).pdf",
    ]
    assert free_name("abc", "docx", taken) == "abc.docx"
