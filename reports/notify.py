"""Who hears of a move or a waiver, once it stands."""

from django.db.models import Q

from assessments.models import Role, RoleName, State, User, Waiver
from assessments.services.notices import tell
from reports.models import Decision


def tell_the_next(decision_pk: int) -> None:
    """Notices for those who now hold the filing, and for the department when it is not its own move."""
    decision = Decision.objects.select_related("filing__enrolment").get(pk=decision_pk)
    enrolment = decision.filing.enrolment
    own = Q(department=enrolment.department_id)
    holders = {
        State.DRAFT: Q(name=RoleName.PREPARER) & own,
        State.SIGNING: Q(name=RoleName.UNIT_HEAD) & own,
        State.SUPERVISION: Q(name=RoleName.SUPERVISOR, department=enrolment.supervisor_id),
        State.FIRST_REVIEW: Q(name=RoleName.BUREAU_SECTION, section=enrolment.section_id),
        State.SECOND_REVIEW: Q(name=RoleName.PERFORMANCE_SECTION),
        State.APPROVAL: Q(name=RoleName.PERFORMANCE_SECTION),
        State.APPROVED: Q(name__in=(RoleName.PREPARER, RoleName.UNIT_HEAD)) & own,
        State.PUBLISHED: Q(name__in=(RoleName.PREPARER, RoleName.UNIT_HEAD)) & own,
    }[State(decision.to_state)]
    roles = Role.objects.filter(holders | (own & Q(name=RoleName.PREPARER)), ended_at=None)
    people = User.objects.filter(is_active=True, roles__in=roles).exclude(pk=decision.by_id).distinct()
    tell(list(people), decision.filing, decision.verb, {"reason": decision.reason, "department": enrolment.name})


def tell_of_waiver(waiver_pk: int, verb: str) -> None:
    """Notices for the preparers and the unit head of the department: a rule is waived for their filing, or not any more."""
    waiver = Waiver.objects.select_related("filing__enrolment").get(pk=waiver_pk)
    enrolment = waiver.filing.enrolment
    roles = Role.objects.filter(
        department=enrolment.department_id, name__in=(RoleName.PREPARER, RoleName.UNIT_HEAD), ended_at=None
    )
    people = User.objects.filter(is_active=True, roles__in=roles).distinct()
    reason = waiver.reason if waiver.withdrawn_on is None else ""
    tell(list(people), waiver.filing, verb, {"reason": reason, "department": enrolment.name, "rule": waiver.rule})
