from .answer import Answer, SharedFile
from .batch import ImportBatch, ImportedRow, ImportPage
from .board import Board, Hearing, Petition, Ruling
from .case import Case, CaseAudience, CaseBar
from .case_states import CLOSED, OPEN
from .contact import Contact
from .message import Call, CaseFile, Message
from .party import Party, Payment, Representative
from .queue import CaseQueue
from .receipt import Receipt
from .referral import Referral, ReferralAudience, ReferralBar
from .retention import Retention
from .right import Right
from .search_entry import SearchEntry
from .topic import Topic
from .voice import VoiceWord

__all__ = [
    "CLOSED",
    "OPEN",
    "Answer",
    "Board",
    "Call",
    "Case",
    "CaseAudience",
    "CaseBar",
    "CaseFile",
    "CaseQueue",
    "Contact",
    "Hearing",
    "ImportBatch",
    "ImportPage",
    "ImportedRow",
    "Message",
    "Party",
    "Payment",
    "Petition",
    "Receipt",
    "Referral",
    "ReferralAudience",
    "ReferralBar",
    "Representative",
    "Retention",
    "Right",
    "Ruling",
    "SearchEntry",
    "SharedFile",
    "Topic",
    "VoiceWord",
]
