"""The verbs that span a case, its referrals and its commitments.

Each runs in one transaction and ends with `settle`, which puts the case where its parts have brought it.
"""

from dadkar.cases.actions.answering import (
    add_evidence,
    draft_answer,
    may_answer,
    promises_of,
    receive_letter,
    record_letter_answer,
    redraft_answer,
    release,
)
from dadkar.cases.actions.closing import (
    close_unconfirmed,
    confirm,
    decline,
    dispute,
    grant_extension,
    may_close_unconfirmed,
    reopen,
    settled,
    take_back,
    withdraw,
)
from dadkar.cases.actions.doors import bar, recuse
from dadkar.cases.actions.referring import (
    agree_not_competent,
    appeal,
    classify,
    draft_referral,
    end_referral,
    give_info,
    send_back,
    send_referrals,
    share_file,
)
from dadkar.cases.actions.standing import (
    calendar_of,
    commitments_of,
    hold,
    queue,
    referrals_of,
    settle,
    standing,
)
from dadkar.cases.actions.words import add_files, recover_code, renew_code, say, set_contact
from dadkar.cases.filing import Filing, add_file, bar_body_complained_about, file_case

__all__ = [
    "Filing",
    "add_evidence",
    "add_file",
    "add_files",
    "agree_not_competent",
    "appeal",
    "bar",
    "bar_body_complained_about",
    "calendar_of",
    "classify",
    "close_unconfirmed",
    "commitments_of",
    "confirm",
    "decline",
    "dispute",
    "draft_answer",
    "draft_referral",
    "end_referral",
    "file_case",
    "give_info",
    "grant_extension",
    "hold",
    "may_answer",
    "may_close_unconfirmed",
    "promises_of",
    "queue",
    "receive_letter",
    "record_letter_answer",
    "recover_code",
    "recuse",
    "redraft_answer",
    "referrals_of",
    "release",
    "renew_code",
    "reopen",
    "say",
    "send_back",
    "send_referrals",
    "set_contact",
    "settle",
    "settled",
    "share_file",
    "standing",
    "take_back",
    "withdraw",
]
