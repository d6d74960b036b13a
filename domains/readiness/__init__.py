"""What stands between a domain and its calls: pure judgement over what we know, without a request or a write."""

from .addresses import address_cautions
from .cautions import Caution, cautions, locked_name, standing_cautions, untold_cautions
from .consequences import Consequence, consequences
from .findings import Finding, Likelihood, Where
from .grounds import Code, Standing
from .reasons import Act, Mend, Reason
from .snapshots import AccessList, EmergencyNumber, Entry, Kind, Mapped, Purpose, Snapshot
from .symptoms import Symptom, diagnose
from .verdicts import Judgement, Verdict, is_plainly_disabled, verdict

__all__ = [
    "AccessList",
    "Act",
    "Caution",
    "Code",
    "Consequence",
    "EmergencyNumber",
    "Entry",
    "Finding",
    "Judgement",
    "Kind",
    "Likelihood",
    "Mapped",
    "Mend",
    "Purpose",
    "Reason",
    "Snapshot",
    "Standing",
    "Symptom",
    "Verdict",
    "Where",
    "address_cautions",
    "cautions",
    "consequences",
    "diagnose",
    "is_plainly_disabled",
    "locked_name",
    "standing_cautions",
    "untold_cautions",
    "verdict",
]
