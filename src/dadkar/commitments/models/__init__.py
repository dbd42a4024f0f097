from .commitment import Commitment, CommitmentAudience, CommitmentBar, Outcome, State, Step
from .rows import Claim, Confirmation, Escalation, Extension
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
