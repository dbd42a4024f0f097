"""What a webhook can be told of: the kinds of events, and for whom each is.

A body hears what its own timeline shows; nothing of what the house, the people and it itself have not said
aloud: no draft, no summary before it was sent, no case at all.
"""

from dadkar.api.models import Scope
from dadkar.people.models import RoleClass

Listener = tuple[RoleClass, Scope]

DESK_CASE: Listener = (RoleClass.DESK, Scope.CASES_READ)
BODY_REFERRAL: Listener = (RoleClass.BODY, Scope.REFERRALS_READ)
PROMISES: tuple[Listener, ...] = (
    (RoleClass.DESK, Scope.COMMITMENTS_READ),
    (RoleClass.BODY, Scope.COMMITMENTS_READ),
)

OF_CASES = (
    "file message take assign classify decline confirm close_unconfirmed withdraw reopen follow files call "
    "join joined part parted word word_back ended_for come_back carry_on rest "
    "payment petition petition_consent petition_consent_back petition_filed board_date hearing "
    "hearing_result ruling ruling_served enforcement parties representative contact_changed bar"
)
OF_REFERRALS_AT_HOME = "draft rewrite propose agree agree_told correct"
OF_REFERRALS = (
    "send share_file promise need_petition before_board not_competent refuse ask_info give_info send_back "
    "agree_not_competent next_step appeal reopen end"
)
OF_COMMITMENTS = (
    "promise claim acknowledge confirm dispute take_back leave_unconfirmed reopen withdraw ask_extension "
    "extend refuse_extension"
)

KINDS: dict[str, tuple[Listener, ...]] = {
    **{f"case.{verb}": (DESK_CASE,) for verb in OF_CASES.split()},
    **{f"referral.{verb}": (DESK_CASE,) for verb in OF_REFERRALS_AT_HOME.split()},
    **{f"referral.{verb}": (DESK_CASE, BODY_REFERRAL) for verb in OF_REFERRALS.split()},
    **{f"commitment.{verb}": PROMISES for verb in OF_COMMITMENTS.split()},
}
