"""The administrator declares holidays and office hours; deadlines follow."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from dadkar.cases import deadlines
from dadkar.desk.tests.office import errors, event, shown
from dadkar.kernel import moment
from dadkar.kernel.actor import System
from dadkar.kernel.models import Holiday, WorkingTime


def declare(admin: Client, day: Any, **more: Any) -> Any:
    typed = {"day": shown(day), "name_fa": "تعطیل ناگهانی", "name_en": "", "area": "", "source": "", **more}
    return admin.post(reverse("admin:kernel_holiday_add"), typed)


def test_a_declared_holiday_moves_the_deadlines(admin: Client, play: Any, jobs: Any) -> None:
    referral = play.sent()
    day = moment.today() + timedelta(days=2)
    for ahead in range(3):  # one of three days is no rest day
        assert declare(admin, day + timedelta(days=ahead), area="IR-17").status_code == 302
    row = Holiday.objects.get(day=day)
    assert (row.area, row.withdrawn, row.name_fa) == ("IR-17", False, "تعطیل ناگهانی")
    assert event("people.holiday.added").facts["area"] == "IR-17"
    assert {job["task_name"] for job in jobs.jobs.values()} == {"deadlines.refresh"}
    before = referral.due_at
    deadlines.refresh()
    referral.refresh_from_db()
    assert referral.due_at > before


def test_a_holiday_is_withdrawn_by_another_notice(admin: Client, jobs: Any) -> None:
    day = moment.today() + timedelta(days=9)
    row = Holiday.declare(day, name_fa="تعطیل", by=System("test"))
    chosen = {"action": "withdraw", "_selected_action": row.pk}
    for _twice in range(2):
        admin.post(reverse("admin:kernel_holiday_changelist"), chosen)
    notices = Holiday.objects.filter(day=day).order_by("id").values_list("withdrawn", flat=True)
    assert list(notices) == [False, True]
    assert len(jobs.jobs) == 1
    assert event("people.holiday.withdrawn").facts["day"] == day.isoformat()


def test_a_notice_is_never_changed(admin: Client) -> None:
    row = Holiday.declare(moment.today(), name_fa="تعطیل", by=System("test"))
    page = reverse("admin:kernel_holiday_change", args=[row.pk])
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"name_fa": "چیز دیگر"}).status_code == 403


def test_an_impossible_day_is_said(admin: Client, jobs: Any) -> None:
    typed = {"day": "1404/07/31", "name_fa": "تعطیل"}
    assert "day" in errors(admin.post(reverse("admin:kernel_holiday_add"), typed))
    assert not Holiday.objects.exists()
    assert not jobs.jobs


def test_the_job_commits_with_the_holiday_or_not_at_all(cast: Any) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name="deadlines.refresh")
    before = jobs.count()  # other tests may have committed some
    try:
        with transaction.atomic():
            deadlines.refresh.defer()
            assert jobs.count() == before + 1
            raise RuntimeError
    except RuntimeError:
        pass
    assert jobs.count() == before


def test_office_hours_are_set_for_an_organisation(admin: Client, cast: Any, jobs: Any) -> None:
    typed = {
        "organisation": cast.labour.pk, "since": shown(moment.today()), "until": "", "rest": ["3", "4"],
        "opens": "08:00", "closes": "14:00",
    }  # fmt: skip
    assert admin.post(reverse("admin:kernel_workingtime_add"), typed).status_code == 302
    row = WorkingTime.objects.get()
    assert (row.owner, row.house_id, row.rest) == (cast.labour.uuid, cast.house.pk, [3, 4])
    assert event("people.workingtime.added").subject == cast.labour.uuid
    assert len(jobs.jobs) == 1


def test_an_office_that_never_works_is_refused(admin: Client, cast: Any, jobs: Any) -> None:
    typed = {
        "organisation": cast.labour.pk, "since": shown(moment.today()), "rest": list("0123456"),
        "opens": "14:00", "closes": "08:00",
    }  # fmt: skip
    assert errors(admin.post(reverse("admin:kernel_workingtime_add"), typed))
    assert not WorkingTime.objects.exists()
