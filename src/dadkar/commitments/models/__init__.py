from .choices import Outcome, State, Step
from .commitment import Commitment, CommitmentAudience, CommitmentBar
from .rows import Claim, Confirmation, Escalation, Extension

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
]
