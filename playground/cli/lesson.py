"""``playground lesson``: check a lesson over seeds, begin a new one, list what it may say."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.assets import resource
from playground.atomic import write_whole
from playground.cli.arguments import UsageError, add_json, print_json, whole_number
from playground.cli.command import Command, commands
from playground.cli.progress import ShareBar
from playground.cli.window_names import window_names
from playground.lessons.checking import check_lesson
from playground.lessons.formulas import broken_formulas
from playground.lessons.front_matter import FrontMatter
from playground.lessons.lesson_file import SUFFIX, read
from playground.lessons.measures import measures
from playground.lessons.step_kinds import step_kinds
from playground.lessons.step_kinds.choice import Choice
from playground.settings import settings_of

#: Seeds a lesson is checked with, unless asked otherwise.
_SEEDS = 10


@commands.register(
    "lesson",
    help="check a lesson, or begin a new one",
    description="Check what a lesson claims over several seeds, begin a new one, or list what it "
    "may say. Exit code 1 where a claim does not hold.",
)
class LessonCommand(Command):
    """What an author of lessons needs."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to do, and with which file."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

        def add(name: str, does: str) -> argparse.ArgumentParser:
            told = f"{does[:1].upper()}{does[1:]}."
            return actions.add_parser(name, help=does, description=told, allow_abbrev=False)

        check = add("check", "run every claim of a lesson over several seeds, without a window")
        check.add_argument("file", metavar="FILE", help=f"a lesson ({SUFFIX})")
        check.add_argument(
            "--seeds", default=str(_SEEDS), metavar="N", help=f"how many seeds (default {_SEEDS})"
        )
        add_json(check)
        new = add("new", "write a commented beginning of a lesson")
        new.add_argument("file", metavar="FILE", help=f"the lesson to write ({SUFFIX})")
        add("keys", "list the kinds of step and what each may say")
        add("names", "list the names that conditions may use, and those of panels and actions")

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit code."""
        actions = {"check": _check, "new": _new, "keys": _keys, "names": _names}
        return actions[arguments.action](arguments)


def _check(arguments: argparse.Namespace) -> int:
    seeds = whole_number(arguments.seeds, "seeds", 1000)
    lesson = read(arguments.file)
    for error in broken_formulas(lesson):
        raise error
    if names := window_names():
        lesson.check_names(*names)
    with ShareBar(arguments.json, "{n_fmt} of {total_fmt} seeds ", seeds) as bar:
        claims = check_lesson(lesson, seeds, bar.show)
    false = [claim for claim in claims if not claim.is_true]
    if arguments.json:
        print_json(
            {
                "lesson": lesson.name,
                "title": lesson.title,
                "steps": len(lesson.steps),
                "seeds": seeds,
                "passed": not false,
                "claims": [claim.as_json() for claim in claims],
            }
        )
        return 1 if false else 0
    for claim in claims:
        mark = "ok " if claim.is_true else "NOT"
        print(f"{mark} {claim.sentence()}")
    if false:
        do = "does" if len(false) == 1 else "do"
        print(f"{len(false)} of {len(claims)} claims {do} not hold.")
    else:
        print(f"All {len(claims)} claims of '{lesson.title}' hold.")
    return 1 if false else 0


def _new(arguments: argparse.Namespace) -> int:
    path = Path(arguments.file)
    if path.suffix.lower() != SUFFIX:
        raise UsageError(f"'{path}': the name of a lesson ends in {SUFFIX}.")
    if path.exists():
        raise UsageError(f"'{path}' is there already, and is left as it is; give another name.")
    write_whole(path, resource("templates", f"beginning{SUFFIX}").read_bytes())
    print(f"Wrote '{path}'. Check what it claims: playground lesson check {path}")
    return 0


def _keys(arguments: argparse.Namespace) -> int:
    for name, kind in {"+++": FrontMatter, **step_kinds, "[[choice]]": Choice}.items():
        print(f"{name}: {' '.join((kind.__doc__ or '').split())}")
        for key, setting in settings_of(kind).items():
            print(f"    {key:14}  {setting.help}")
        print()
    return 0


def _names(arguments: argparse.Namespace) -> int:
    listed = {"For conditions": {name: measure.meaning for name, measure in measures.items()}}
    if names := window_names():
        panels, actions = names
        listed |= {"Panels, for view": panels, "Actions, for mark": actions}
    wide = max(len(name) for meanings in listed.values() for name in meanings)
    for title, meanings in listed.items():
        print(f"{title}:")
        for name, meaning in meanings.items():
            print(f"    {name:{wide}}  {meaning}")
    return 0
