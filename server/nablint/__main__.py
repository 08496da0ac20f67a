"""`python -m nablint` is the command `nablint`."""

import sys

from nablint.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
