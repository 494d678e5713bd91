"""A fixed part is drawn once in each language and holds nothing of who asks."""

import re

from django.conf import settings
from django.template import engines
from django.utils import translation

FIXED = re.compile(r"{% fixed %}(.*?){% endfixed %}", re.DOTALL)
TEMPLATES = settings.BASE_DIR / "templates"


def template(text):
    return engines["django"].from_string("{% load fixed i18n %}" + text)


def test_each_language_has_its_own_words():
    page = template('{% fixed %}{% translate "Sign out" %}{% endfixed %}')
    drawn = {}
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with translation.override(language):
            drawn.setdefault(language, set()).add(page.render({}))
    assert drawn == {"zh-hans": {"退出登录"}, "en": {"Sign out"}}


def test_what_differs_from_page_to_page_does_not_get_in():
    page = template("{{ user }} {% fixed %}[{{ user }}{{ request.path }}{{ csrf_token }}]{% endfixed %}")
    assert page.render({"user": "张"}) == "张 []"
    assert page.render({"user": "陈"}) == "陈 []"


def test_it_keeps_one_drawing_and_not_one_a_page():
    page = template("{% fixed %}{% now 'u' %}{% endfixed %}")
    assert page.render({}) == page.render({})


def test_no_template_asks_for_a_variable_in_a_fixed_part():
    parts = [part for path in TEMPLATES.rglob("*.html") for part in FIXED.findall(path.read_text(encoding="utf-8"))]
    assert parts
    assert {tag for part in parts for tag in re.findall(r"{{|{% *\w+", part)} <= {"{% translate", "{% url", "{% static"}
    assert [part for part in parts if re.search(r'{% url "\w+" [^%]', part)] == []
