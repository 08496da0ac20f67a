"""What a run of `check` or `baseline` is about: which files, under which settings, and what is wrong with those."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from nablint.analysis.configuration import Configuration, Configurations
from nablint.analysis.mistakes import mistakes
from nablint.analysis.patterns import read_ignore_file
from nablint.analysis.settings import Settings
from nablint.analysis.toml_values import BAD_SETTING
from nablint.base.source import Source
from nablint.base.values import dataclass
from nablint.cli.archives import is_archive, listing
from nablint.cli.cache import Cache, default_folder
from nablint.cli.checking import Job, report_issues
from nablint.cli.discover import Filter, discover, shown
from nablint.cli.reading import MAX_BYTES
from nablint.cli.report import Issue
from nablint.rules.registry import is_known

STDIN = "-"


class Misuse(Exception):
    """The arguments do not fit together; the message says how."""


@dataclass(frozen=True, slots=True)
class Session:
    """`main` is the configuration of the folder in which the command runs: it decides about the run as a whole."""

    jobs: tuple[Job, ...]
    problems: tuple[str, ...]
    main: Configuration
    issues: tuple[Issue, ...]  # about the configuration files themselves
    cache: Cache | None
    configurations: tuple[Configuration, ...] = ()


def begin(arguments: Namespace) -> Session:
    """Everything up to the first note."""
    read_ignore_file.cache_clear()  # a run that watches begins again and again
    for name in ("select", "ignore", "extend_select"):
        _known_codes(getattr(arguments, name) or ())
    if arguments.config and not os.path.isfile(arguments.config):
        raise Misuse(f"{arguments.config}: no such configuration file")
    configurations = Configurations(arguments.config, arguments.isolated)
    main = configurations.for_folder(os.getcwd())
    paths: list[str] = arguments.paths or ([STDIN] if arguments.stdin_filename else ["."])
    settings = _Settings(configurations, arguments)
    jobs: list[Job] = []
    if STDIN in paths:
        name = arguments.stdin_filename or STDIN
        jobs.append(Job(name, settings.of(name), sys.stdin.buffer.read(MAX_BYTES + 1)))
        paths = [path for path in paths if path != STDIN]

    def gitignore(given: str) -> bool:
        return not arguments.no_respect_gitignore and _near(configurations, given).on("respect-gitignore")

    def wanted(given: str) -> Filter:
        return Filter(arguments.exclude, _near(configurations, given))

    archives = [path for path in dict.fromkeys(paths) if is_archive(path)]
    found = discover([path for path in paths if path not in archives], wanted, gitignore)
    jobs.extend(Job(path, settings.of(path)) for path in found.files)
    for archive in archives:
        listed, inside = listing(archive), wanted(archive)
        found.problems.extend(listed.problems)
        members = ((path, member) for path, member in listed.members.items() if not inside.leaves_out(path))
        jobs.extend(Job(path, settings.of(path, archive), inside=member) for path, member in members)
    used = configurations.all()
    problems = [shown(problem) for configuration in used for problem in configuration.problems]
    issues = (issue for configuration in used for issue in _configuration_issues(configuration, arguments))
    number, total = arguments.shard or (1, 1)
    # What is said of the whole run is said by the first shard alone, so that it stands once in the merged report.
    return Session(
        tuple(jobs[number - 1 :: total]),
        (*problems, *found.problems) if number == 1 else (),
        main,
        tuple(issues) if number == 1 else (),
        _cache(arguments, main),
        (main, *used),
    )


def watched_files(arguments: Namespace) -> list[str]:
    """The notes, the files that they read, and the configuration files, whose change asks for another run."""
    from nablint.cli.shelves import read_besides

    try:
        session = begin(arguments)
    except Misuse:
        return []
    notes = {job.file: None for job in session.jobs}
    for job in session.jobs:
        if job.inside is None and job.data is None:
            notes.update(dict.fromkeys(read_besides(job.path)))
    named = (path for configuration in session.configurations for path in configuration.shared_files())
    return [*notes, *named, *(configuration.path for configuration in session.configurations if configuration.path)]


class _Settings:
    """Settings for each note; those of one folder are one object, so that a thousand notes hash and send them once."""

    def __init__(self, configurations: Configurations, arguments: Namespace) -> None:
        self._configurations = configurations
        self._arguments = arguments
        self._seen: dict[Settings, Settings] = {}

    def of(self, path: str, file: str | None = None) -> Settings:
        """`file` is the archive that a note stands in: configuration is looked for beside it, not in it."""
        configuration = self._configurations.for_note(file or path)
        settings = overridden(configuration.settings_for(path), self._arguments)
        return self._seen.setdefault(settings, settings)


def overridden(settings: Settings, arguments: Namespace) -> Settings:
    """The command line wins over the configuration."""

    def empty_for_all(given: Sequence[str]) -> tuple[str, ...]:
        return tuple("" if code == "ALL" else code for code in given)

    extra = empty_for_all(arguments.extend_select)
    select = settings.select if arguments.select is None else empty_for_all(arguments.select)
    ignore = settings.ignore if arguments.ignore is None else (*settings.ignore, *empty_for_all(arguments.ignore))
    named = () if arguments.ignore else (*extra, *(arguments.select or ()))
    return replace(
        settings,
        select=(*select, *extra),
        ignore=tuple(code for code in ignore if code not in named),
        values=settings.values and not arguments.no_values,
    )


def _near(configurations: Configurations, given: str) -> Configuration:
    """The configuration of a given folder, or of the folder that a given file is in."""
    return configurations.for_folder(os.path.abspath(given)) if os.path.isdir(given) else configurations.for_note(given)


def _known_codes(given: Sequence[str]) -> None:
    for code in given:
        if code != "ALL" and not is_known(code):
            raise Misuse(f"no rule's code begins with {code}; nablint rule lists all")


def _configuration_issues(configuration: Configuration, arguments: Namespace) -> tuple[Issue, ...]:
    settings = overridden(configuration.settings_for(configuration.path or ""), arguments)
    # A mistake in what a project asks for may be the very reason that little is selected: only by its own code it is ignored.
    heard = replace(settings, select=(*settings.select, BAD_SETTING)).wants(BAD_SETTING)
    return report_issues(Source(settings.origin, configuration.text), mistakes(configuration)) if heard else ()


def _cache(arguments: Namespace, main: Configuration) -> Cache | None:
    if arguments.no_cache or not main.on("cache"):
        return None
    return Cache(arguments.cache_dir or default_folder(main.folder or os.getcwd()))
