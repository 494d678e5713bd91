"""A filing as the forms of a city."""

from tests.assessments.importing.cities.basic_data import basic
from tests.assessments.importing.cities.habits import Data, Habit
from tests.assessments.importing.cities.report import report
from tests.assessments.importing.cities.sheets import department, project
from tests.assessments.importing.layouts import Part


def parts(habit: Habit, data: Data) -> list[Part]:
    """The attachments of a filing as the forms of a city."""
    made = [basic(habit, data), department(habit, data)]
    made += [project(habit, data, place) for place in range(len(data["projects"]))]
    return [*made, report(habit, data)]
