"""The README shows pictures that its command takes, and no others."""

import re

from .browser.pages import PAGES
from .browser.pictures import FOLDER, PICTURES
from .installation import ROOT

MOST_BYTES = 1_500_000  # of all: whoever clones the repository carries them


def shown() -> list[str]:
    """Return the files in the pictures' folder that the README shows."""
    return re.findall(rf"(?:\]\(|src(?:set)?=\"){re.escape(FOLDER.name)}/([^)\"\s]+)", (ROOT / "README.md").read_text())


def test_the_readme_shows_only_pictures_that_the_command_takes() -> None:
    assert set(shown()) <= {f"{name}.png" for name in PICTURES}


def test_every_picture_shown_is_there() -> None:
    assert [name for name in shown() if not (FOLDER / name).is_file()] == []


def test_every_picture_kept_is_one_that_the_command_takes_and_together_they_are_light() -> None:
    kept = list(FOLDER.glob("*"))
    assert {file.name for file in kept} <= {f"{name}.png" for name in PICTURES}
    assert sum(file.stat().st_size for file in kept) < MOST_BYTES


def test_every_picture_is_of_a_page_of_ours() -> None:
    assert {picture.page for picture in PICTURES.values()} <= set(PAGES)
