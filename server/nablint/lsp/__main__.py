"""`python -m nablint.lsp`: the language server."""

import sys

from nablint.lsp.main import main

sys.exit(main())
