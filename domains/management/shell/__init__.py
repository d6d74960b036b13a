"""`manage.py domains`: the same services and the same validation as the pages have, for those who automate."""

from .asking import Shell
from .ending import Ended
from .statuses import MEANINGS, Status
from .verbs import VERBS
from .writing import tell, write

__all__ = ["MEANINGS", "VERBS", "Ended", "Shell", "Status", "tell", "write"]
