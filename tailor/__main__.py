"""`python -m tailor`: the command line."""

import sys

from tailor.cli import main

sys.exit(main())
