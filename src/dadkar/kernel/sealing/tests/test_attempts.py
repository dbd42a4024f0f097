"""Guessing is slow, neighbours are not punished, and no address is kept."""

import random
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from dadkar.kernel import moment
from dadkar.kernel.models import Attempt, AttemptKey
from dadkar.kernel.sealing.attempts import Attempts, TooMany, attempts, network
from dadkar.kernel.sealing.receipts import Mistyped, issue, new_nonce, parse

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)
HOME = "203.0.113.7"


def seconds(count):
    return NOON + timedelta(seconds=count)


def blocked(address, now):
    try:
        attempts.check(address, now=now)
    except TooMany:
        return True
    return False


def test_thirty_misses_in_ten_minutes_close_the_way():
    for number in range(30):
        assert not blocked(HOME, seconds(number))
        attempts.miss(HOME, now=seconds(number))
    with pytest.raises(TooMany) as closed:
        attempts.check(HOME, now=seconds(30))
    assert closed.value.retry_after == 570
    assert str(closed.value)
    assert not blocked("203.0.113.8", seconds(30))
    assert blocked(HOME, seconds(599))
    assert not blocked(HOME, seconds(600))
    attempts.miss(HOME, now=seconds(600))
    assert blocked(HOME, seconds(600.5))


def test_misses_far_apart_close_nothing():
    for number in range(100):
        assert not blocked(HOME, seconds(number * 21))
        attempts.miss(HOME, now=seconds(number * 21))


def test_five_thousand_people_behind_one_address(ring):
    """One in ten slips at a digit: the check digits catch it, and it is not counted."""
    chance, told = random.Random(5), 0
    for person in range(5000):
        code = right = issue(new_nonce()).code
        if chance.random() < 0.1:
            place = chance.randrange(20)
            code = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        now = seconds(person / 10)
        if person % 50 == 0:
            attempts.check(HOME, now=now)
        try:
            if parse(code) != right:
                attempts.miss(HOME, now=now)
        except Mistyped:
            told += 1
    assert 400 < told < 600
    assert not Attempt.objects.exists()


def test_an_attacker_at_a_thousand_a_second_with_an_address_for_each_guess(caplog):
    """The burst, then the rate, however many addresses there are; and somebody is told."""
    attempts, looked_up = Attempts(), []
    for number in range(1000):
        now, address = seconds(number / 1000), f"2001:db8:{number:x}::1"
        with suppress(TooMany):
            attempts.check(address, now=now)
            attempts.miss(address, now=now)
            looked_up.append(number)
    assert 210 <= len(looked_up) <= 200 + 20
    assert len([number for number in looked_up if number >= 500]) <= 10
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "2001" not in caplog.text


def test_who_guesses_closes_the_way_for_all_until_the_bucket_leaks():
    for number in range(200):
        attempts.miss(f"198.51.100.{number}", now=NOON)
    assert blocked(HOME, NOON)
    assert not blocked(HOME, seconds(0.1))
    attempts.miss(HOME, now=seconds(5))
    assert not blocked(HOME, seconds(5))


def test_an_attacker_from_one_address_gets_thirty():
    looked_up = 0
    for number in range(200):
        if not blocked(HOME, seconds(number / 1000)):
            looked_up += 1
            attempts.miss(HOME, now=seconds(number / 1000))
    assert looked_up == 30


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("fe80::1%eth0", "fe80::1", True),
        (None, "", True),
        ("nonsense", "", True),
        (" 203.0.113.7 ", "203.0.113.7", True),
    ],
)
def test_what_is_counted_together(one, other, same):
    assert (network(one) == network(other)) is same


def test_no_address_is_kept_and_the_days_key_is_dropped():
    attempts.miss(HOME, now=NOON)
    key = bytes(AttemptKey.objects.get().key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM kernel_attempt a")
        kept = str(cursor.fetchall())
    assert HOME not in kept
    assert network(HOME).hex() not in kept
    tomorrow = NOON + timedelta(days=1)
    attempts.check(HOME, now=tomorrow)
    assert Attempt.objects.count() == 0
    assert bytes(AttemptKey.objects.get().key) != key


def test_the_tables_are_in_no_log_and_no_backup():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE relname IN ('kernel_attempt', 'kernel_attemptkey')"
        )
        assert cursor.fetchall() == [("u",), ("u",)]


def test_kinds_are_counted_apart():
    short = Attempts("feed", limit=1)
    short.miss(HOME, now=NOON)
    with pytest.raises(TooMany):
        short.check(HOME, now=NOON)
    attempts.check(HOME, now=NOON)


def test_the_queries_are_the_same_for_every_answer(django_assert_num_queries):
    attempts.check(HOME, now=NOON)
    for _ in range(2):  # before any miss, and after
        with django_assert_num_queries(2):
            attempts.check(HOME, now=NOON)
        with django_assert_num_queries(3):
            attempts.miss(HOME, now=NOON)


def test_the_moved_clock_is_used():
    with moment.moved_to(NOON):
        for _ in range(30):
            attempts.miss(HOME)
        with pytest.raises(TooMany):
            attempts.check(HOME)
    with moment.moved_to(seconds(700)):
        attempts.check(HOME)


@pytest.mark.django_db(transaction=True)
def test_workers_count_together():
    attempts.check(HOME, now=NOON)

    def guess():
        for _ in range(10):
            attempts.miss(HOME, now=NOON)
        connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert blocked(HOME, seconds(1))
    assert sorted(len(row.misses) for row in Attempt.objects.all()) == [0, 30]
