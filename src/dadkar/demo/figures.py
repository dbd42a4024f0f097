"""The house's monthly releases in the invented year: frozen on the 5th, published on the 20th."""

from contextlib import suppress
from datetime import datetime

from django.utils import timezone

from dadkar.demo.province import Province
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.flow import FlowError
from dadkar.kernel.together import together
from dadkar.reports import releasing
from dadkar.reports.models import Release

FREEZE, PUBLISH = 5, 20
REPLY = (
    "دو مورد از گذشته از مهلت‌ها به رأی هیئت وابسته بود و با رسیدن رأی انجام شد. "
    "فهرست آن برای خانهٔ کارگر فرستاده شد."
)


@together
def monthly(province: Province, at: datetime) -> None:
    """What the manager does on this day, if anything."""
    day = Jalali.from_date(timezone.localdate(at)).day
    manager = province.people["manager"]
    with moment.moved_to(at):
        if day == FREEZE and releasing.next_month(province.house):
            release = releasing.prepare(province.house, by=manager)
            if release.month % 3 == 0:
                head = province.people["insurer-head"]
                release.reply(province.bodies["social-security"], REPLY, by=head)
        elif day == PUBLISH:
            waiting = Release.objects.filter(house=province.house, publication=None).first()
            if waiting:
                with suppress(FlowError):
                    waiting.publish(by=manager)
