"""Where the `caudal` command enters. `run` is told apart before anything heavy is imported: it stays."""

import importlib
import sys


def main() -> None:
    """Hand the command line to `run`, or to the rest of the commands."""
    if sys.argv[1:2] == ["run"]:
        sys.exit(importlib.import_module("caudal.interfaces.cli.run").main(sys.argv[2:]))
    importlib.import_module("caudal.interfaces.cli.main").app()


if __name__ == "__main__":
    main()
