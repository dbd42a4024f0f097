"""The terms that the law gives an applicant, in calendar days."""

from datetime import date

from dadkar.kernel.work_calendar import DAY, WorkCalendar


def add_calendar_term(
    served_on: date, days: int, calendar: WorkCalendar, *, day_of_action: bool = False
) -> date:
    """The last day of a legal term of `days` calendar days after service, to be told to an applicant.

    The day of service is not counted (Civil Procedure Act of Iran 1379, art. 445); a last day on which
    offices are shut moves on to the next working day (art. 444). Art. 445 leaves out the day of the action
    too, which lawyers read as one day more: `day_of_action=True` gives that day. It is not the default,
    for who comes a day early loses nothing, and who relies on a reading of the law may lose a right.
    For the same reason no end is kept here when the calendar changes: pass what is known today.
    Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError("a legal term has at least one day")
    return calendar.on_or_after(served_on + DAY * (days + int(day_of_action)))
