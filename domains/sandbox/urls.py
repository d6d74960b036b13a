"""Everything below the sandbox's mount goes to its door; the mount itself is left to a page for people."""

from django.urls import path

from .door import answer

urlpatterns = [path("<path:path>", answer, name="sandbox-door")]
