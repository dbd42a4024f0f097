from .commitment import Commitment, CommitmentAudience, CommitmentBar
from .rows import Claim, Confirmation, Escalation, Extension
from .states import Outcome, State, Step
from .told import Told

__all__ = [
    "Claim",
    "Commitment",
    "CommitmentAudience",
    "CommitmentBar",
    "Confirmation",
    "Escalation",
    "Extension",
    "Outcome",
    "State",
    "Step",
    "Told",
]
