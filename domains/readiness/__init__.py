"""What stands between a domain and its calls: pure judgement over what we know, without a request or a write."""

from .addresses import address_cautions
from .cautions import Caution, cautions, locked_name, standing_cautions, takes_calls
from .consequences import Consequence, consequences
from .reasons import Act, Code, Mend, Reason, Standing
from .snapshots import AccessList, EmergencyNumber, Kind, Mapped, Purpose, Snapshot
from .verdicts import Judgement, Verdict, verdict

__all__ = [
    "AccessList",
    "Act",
    "Caution",
    "Code",
    "Consequence",
    "EmergencyNumber",
    "Judgement",
    "Kind",
    "Mapped",
    "Mend",
    "Purpose",
    "Reason",
    "Snapshot",
    "Standing",
    "Verdict",
    "address_cautions",
    "cautions",
    "consequences",
    "locked_name",
    "standing_cautions",
    "takes_calls",
    "verdict",
]
