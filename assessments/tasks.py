"""What a worker carries out."""

from django_tasks import task


@task()
def carry_out_job(pk: int) -> None:
    """Carry out a job of ours."""
    from assessments.services import jobs, validation  # noqa: F401  (registers its work)

    jobs.carry_out(pk)
