"""The command that fills the sandbox with a month of plausible life."""

import logging
from argparse import ArgumentParser, ArgumentTypeError
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from domains import sandbox
from domains.management.acts import OPERATORS
from domains.management.disk import not_waited_for
from domains.management.month import DAYS, month
from domains.management.prepared import refuse_unless_prepared
from domains.management.seeding import live_through, lose_two
from domains.models import Change
from domains.sandbox import domain_rules, weather
from domains.sandbox.models import Resource

MOST = 80


class Command(BaseCommand):
    """Lets imaginable operators work on domains of imaginable companies, so that there is something to look at."""

    help = (
        "Fills the built-in sandbox with a month of plausible life: domains of imaginable companies with their access "
        "lists, created, changed, taken out of service, renamed and deleted by operators who cannot sign in, some "
        "refused, some whose answers were lost and found again, and two changed past the dashboard. Most domains take "
        "calls in the end, and some do not, for reasons that their pages tell. Everything goes through the dashboard's "
        "own services; its dates are then moved back. Only on the sandbox, and once: to have it away again, end the "
        "dashboard and remove the databases under DATA_DIR."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much, and which of the many stories."""
        parser.add_argument(
            "--domains", type=_count, default=42, metavar="N", help=f"how many, up to {MOST} (default: %(default)s)"
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            help="another number, another story; the same, the same but for SIDs and days",
        )
        parser.add_argument(
            "--unknown", action="store_true", help="lose two more requests at the end, so that their outcome is unknown"
        )

    def handle(self, *, domains: int, seed: int, unknown: bool, **options: Any) -> None:
        """Look whether it may be, do it, and say what there is now."""
        refuse_unless_prepared()
        _refuse_unless_it_fits(domains)
        random = Random(seed)  # noqa: S311  (a story, no secret)
        days = month(domains, ends=timezone.now(), random=random)
        logging.disable(logging.INFO)  # every request would be told as it leaves
        try:
            with not_waited_for():
                outcomes = live_through(days, random)
                if unknown:
                    outcomes.update(change.state for change in lose_two(random))
        finally:
            logging.disable(logging.NOTSET)
        told = ", ".join(f"{count} {Change.State(state).label.lower()}" for state, count in outcomes.most_common())
        self.stdout.write(
            f"The sandbox holds {Resource.objects.within('SIP/Domains').count()} domains. "
            f"{sum(outcomes.values())} changes over {DAYS} days by {len(OPERATORS)} operators: {told}."
        )


def _refuse_unless_it_fits(count: int) -> None:
    if not settings.TWILIO_SANDBOX:
        raise CommandError(
            f"Only the sandbox is seeded, and account {settings.TWILIO_ACCOUNT_SID} is set: take its SID and its "
            "credentials out of the environment and of .env first."
        )
    if Change.objects.filter(account__sid=sandbox.ACCOUNT_SID, actor_name__in=OPERATORS).exists():
        raise CommandError("The sandbox is seeded already. For another story remove the databases under DATA_DIR.")
    if weather.in_force().exists():
        raise CommandError("The sandbox has bad weather, which the story brings by itself: clear it first.")
    there = Resource.objects.within("SIP/Domains").count()
    if there + count > domain_rules.DOMAIN_LIMIT:
        raise CommandError(
            f"The sandbox holds {there} domains, and an account {domain_rules.DOMAIN_LIMIT} at most: ask for "
            f"{domain_rules.DOMAIN_LIMIT - there} or fewer with --domains."
        )


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= MOST:
        return int(text)
    raise ArgumentTypeError(f"{text!r} must be a number from 1 to {MOST}")
