"""The product's settings for the proofs' processes, with short times: a proof cannot wait for a lease of 30 seconds."""

import os

from sipadmin.settings import *  # noqa: F403

TWILIO_DEADLINE_SECONDS, CHANGE_LEASE_SECONDS, SETTLE_SECONDS = map(float, os.environ["PROOF_SECONDS"].split())
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}  # noqa: F405  (thousands of requests)
