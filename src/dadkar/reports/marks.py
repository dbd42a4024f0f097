"""What is counted of a promise, a letter and a case: one mark each, which a fact has or has not."""

from enum import IntFlag, auto


class Mark(IntFlag):
    """A fact's marks. A kept count is the number of facts that have one."""

    # of a promise; the first six are exclusive, and all of them together are those not given up
    CONFIRMED = auto()  # by the people it was made to
    CLAIMED = auto()  # said to be done, and nobody has answered yet
    UNCONFIRMED = auto()  # said to be done, and closed without their word
    OVERDUE = auto()  # neither, and past its date
    WAITING = auto()  # neither, and its matter is in a lawful wait
    IN_TIME = auto()  # neither, and its date is still to come
    DISPUTED = auto()  # at least one claim was refused, whatever came after
    OFFICE = auto()  # confirmed through the office, with a code that it gave
    TOLD = auto()  # confirmed by telephone or in person, and written down by the desk
    # of a letter: a referral that was sent
    SENT = auto()
    UNANSWERED = auto()  # waits for an answer, in time
    LATE = auto()  # waits for an answer, past the term
    LAWFUL = auto()  # in a lawful wait: information asked, petition needed, before the board
    REDIRECTED = auto()  # another body was competent, and the house agreed
    # of a case
    CASES = auto()
    OPEN = auto()
    REOPENED = auto()


NAMES = [mark.name.lower() for mark in Mark if mark.name]
STANDINGS = Mark.CONFIRMED | Mark.CLAIMED | Mark.UNCONFIRMED | Mark.OVERDUE | Mark.WAITING | Mark.IN_TIME
SPANS = ("answer", "claim", "confirm")  # what the working days of a fact are counted to
