"""The fixed cast of the tests: one house with a branch, three bodies, a workplace, and who works there."""

from types import SimpleNamespace
from typing import Any

import pytest

from dadkar.people.models import County, Membership, Organisation, Role, User, Workplace


def person(username: str, name: str, organisation: Organisation, role: Role) -> User:
    """Somebody with one role in one organisation."""
    user = User.objects.create(username=username, full_name=name)
    Membership.objects.create(user=user, organisation=organisation, role=role, since="2020-01-01")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def cast(db: Any) -> SimpleNamespace:
    """Owner, colleague, outsider: a house at work, and another house that must see nothing of it."""
    return gather()


def gather() -> SimpleNamespace:
    """The cast, for a test that makes its own room in the database."""
    county = County.objects.create(code="boyer-ahmad", province="IR-17", fa="بویراحمد", en="Boyer-Ahmad")
    house = Organisation.found_house(
        fa="خانهٔ کارگر استان", en="Workers' house", county=county, phone="074-3333"
    )
    within = {"house": house, "county": county}
    branch = Organisation.objects.create(
        kind="branch", parent=house, fa="شعبهٔ بویراحمد", en="Branch", **within
    )
    labour = Organisation.objects.create(
        kind="agency",
        body="labour",
        fa="ادارهٔ کل تعاون، کار و رفاه اجتماعی",
        en="Labour directorate",
        **within,
    )
    inspection = Organisation.objects.create(
        kind="office",
        body="labour-inspection",
        parent=labour,
        fa="بازرسی کار",
        en="Labour inspectorate",
        **within,
    )
    insurance = Organisation.objects.create(
        kind="agency", body="social-security", fa="ادارهٔ کل تأمین اجتماعی", en="Social Security", **within
    )
    plant = Organisation.objects.create(kind="workplace", fa="کارخانهٔ قند یاسوج", en="Yasuj Sugar", **within)
    Workplace.objects.create(organisation=plant, headcount=200)
    other = Organisation.found_house(fa="خانهٔ کارگر استان دیگر", en="Another house", county=None)
    return SimpleNamespace(
        county=county,
        house=house,
        branch=branch,
        labour=labour,
        inspection=inspection,
        insurance=insurance,
        plant=plant,
        other=other,
        worker=person("case-worker", "مریم احمدی", branch, Role.CASE_WORKER),
        colleague=person("colleague", "رضا کریمی", branch, Role.CASE_WORKER),
        manager=person("manager", "زهرا موسوی", house, Role.HOUSE_MANAGER),
        liaison=person("liaison", "علی رستمی", labour, Role.LIAISON),
        head=person("head", "حسن نوری", labour, Role.AGENCY_MANAGER),
        insurer=person("insurer", "سارا جعفری", insurance, Role.LIAISON),
        auditor=person("auditor", "نرگس شریفی", house, Role.AUDITOR),
        admin=person("admin", "کاوه رضایی", house, Role.SYSTEM_ADMIN),
        outsider=person("outsider", "بهرام صادقی", other, Role.CASE_WORKER),
    )
