"""What stands between a domain and its calls: pure judgement over what we know, without a request or a write."""

from .addresses import address_cautions
from .cautions import Caution, cautions, locked_name, standing_cautions, takes_calls
from .consequences import Consequence, consequences

__all__ = [
    "Caution",
    "Consequence",
    "address_cautions",
    "cautions",
    "consequences",
    "locked_name",
    "standing_cautions",
    "takes_calls",
]
