"""`python -m greening.kernels install` and `python -m greening.kernels bench`."""

import argparse

from . import is_safe


def main() -> None:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}", description="Warm kernels for Jupyter and papermill.")
    commands = parser.add_subparsers(dest="command", required=True)
    installer = commands.add_parser("install", help="install a kernelspec, for JupyterLab, nbclient and papermill")
    installer.add_argument("--prefix", help="where to install: sys.prefix of an environment; for the user unless given")
    installer.add_argument("--preload", default="pandas", help="modules to import beforehand, separated by commas (default: %(default)s)")
    bench = commands.add_parser("bench", help="measure notebooks, warm against stock")
    bench.add_argument("notebooks", nargs="*", help="notebooks to run; an empty one unless given")
    bench.add_argument("--preload", default="", help="modules to import beforehand, separated by commas")
    bench.add_argument("--repeat", type=int, default=3, help="runs of each, of which the median counts (default: %(default)s)")
    options = parser.parse_args()
    preload = [name for name in options.preload.split(",") if name]
    if options.command == "install":
        _install(preload, options.prefix)
    else:
        from .bench import report

        print(report(options.notebooks, preload, options.repeat))


def _install(preload: list[str], prefix: str | None) -> None:
    from . import provisioner

    print(f"Installed in {provisioner.install(preload, prefix)}")
    if not provisioner.is_registered():
        print(f"Jupyter will not show it yet: the entry point {provisioner.PROVISIONER!r} is missing, install the package first.")
    safe, reason = is_safe()
    if not safe:
        print(f"Its kernels will start as usual here: {reason}.")


if __name__ == "__main__":
    main()
