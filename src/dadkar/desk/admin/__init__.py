"""What the system administrator configures, on Django's admin: people, organisations, calendar and tables.

It sees no case, referral, commitment, event body or letter: none is registered, and `tests/test_admin.py`
holds it so. Every change is an event.
"""

from dadkar.desk.admin import calendar, organisations, people, tables
from dadkar.desk.admin.site import site

__all__ = ["calendar", "organisations", "people", "site", "tables"]
