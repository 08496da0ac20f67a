"""`nablint merge`: the reports of all shards as one, in any format, with the exit code of a run over everything."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import replace

from nablint.analysis.configuration import Configurations
from nablint.cli.console import complain
from nablint.cli.ending import configured_format, finish
from nablint.cli.exits import UNABLE
from nablint.cli.merging import BadReport, merged, read_report
from nablint.cli.outputs import outputs
from nablint.cli.session import Misuse


def run(arguments: Namespace) -> int:
    configurations = Configurations(arguments.config, arguments.isolated)
    main = configurations.for_folder(os.getcwd())
    try:
        wanted = outputs(arguments, configured_format(main))
        report = merged([read_report(path) for path in arguments.reports])
    except (Misuse, BadReport) as error:
        complain(str(error))
        return UNABLE
    for problem in report.problems:
        complain(problem)
    if any(output.format == "html" for output in wanted):
        from nablint.cli.again import pages_again

        report = replace(report, pages=lambda: pages_again(report, configurations))
    return finish(report, wanted, arguments, main)
