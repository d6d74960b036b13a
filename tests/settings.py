"""The product's settings, for tests in this process: state in a temporary folder, nothing from the developer."""

import atexit
import os
import shutil
import tempfile

from .environment import only

DATABASE_VARIABLES = ("DATABASE_URL", "SANDBOX_DATABASE_URL", "SECRET_KEY")  # the suite runs on either database

for _name in list(os.environ):
    if _name.startswith(("TWILIO_", "DJANGO_SUPERUSER_")) or _name.lower().endswith("_proxy"):
        del os.environ[_name]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread that tests run in

_folder = tempfile.mkdtemp(prefix="sipadmin-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
with only({"DATA_DIR": _folder, **{name: os.environ[name] for name in DATABASE_VARIABLES if name in os.environ}}):
    from sipadmin.settings import *  # noqa: F403

# A thread of the live server ends when its client lets go, which may be after the test databases are to be dropped.
for _database in DATABASES.values():  # noqa: F405
    _database["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and nothing here is worth guarding
AXES_ENABLED = False  # a test of the throttle turns it on

# No collecting of static files before the tests: they are found where they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# A wake-up is taken note of, and nothing runs by itself: a test of the worker starts one.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
STATIC_ROOT.mkdir()  # noqa: F405
