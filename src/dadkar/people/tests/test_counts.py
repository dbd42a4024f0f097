"""Sign-ins are counted in one place, however many processes serve the pages."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dadkar.people.counts import SignInCounts
from dadkar.people.models import SignInCount


def process() -> SignInCounts:
    """The counter as another process has it."""
    return SignInCounts("", {})


def test_what_one_process_counts_the_next_one_knows(db: Any) -> None:
    process().set("a", [3.5, 1.25], 60)
    assert process().get("a") == [3.5, 1.25]
    process().set("a", [4.5], 60)
    assert process().get("a") == [4.5]
    assert process().get("b", "nothing") == "nothing"
    assert process().delete("a")
    assert process().get("a") is None


def test_a_lock_is_held_once_until_it_runs_out(db: Any) -> None:
    assert process().add("lock", True, 10)
    assert not process().add("lock", True, 10)
    SignInCount.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert process().get("lock") is None
    assert process().add("lock", True, 10)


def test_what_has_run_out_is_dropped(db: Any) -> None:
    process().set("old", [1.0], 60)
    SignInCount.objects.update(expires=timezone.now() - timedelta(seconds=1))
    process().set("new", [2.0], 60)
    assert SignInCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_has_the_lock() -> None:
    won: list[bool] = []
    start = threading.Barrier(6)

    def grab() -> None:
        start.wait()
        won.append(process().add("lock", True, 10))
        connection.close()

    threads = [threading.Thread(target=grab) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


def test_guesses_at_a_name_are_stopped_from_wherever_they_come(cast: Any, client: Any) -> None:
    cast.worker.set_password("یک گذرواژهٔ بلند و تازه")
    cast.worker.save()
    for number in range(6):
        typed = {"login": cast.worker.username, "password": "نادرست است"}
        client.post(reverse("account_login"), typed, REMOTE_ADDR=f"198.51.100.{number}")
    typed = {"login": cast.worker.username, "password": "یک گذرواژهٔ بلند و تازه"}
    assert client.post(reverse("account_login"), typed, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get("/desk/").status_code == 302


def test_in_no_backup(db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'people_signincount'")
        assert cursor.fetchone() == ("u",)
