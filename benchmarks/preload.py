"""Seconds until a warm process has imported all that notebooks need: `python -m benchmarks.preload` prints them."""

import time

from greening.chain.warm import PRELOAD
from greening.kernels.zygote import Zygote


def main() -> None:
    """Start a warm process as the product does, wait until it is ready, print the seconds."""
    began = time.perf_counter()
    with Zygote(PRELOAD):
        print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
