"""Runs a Twilio in random weather as a process, and says its URL: `python -m tests.weather.serve --seed 1`."""

import argparse

from .faults import Climate
from .server import Weather, server_for


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--deadline", type=float, default=25.0, help="the client's, in seconds: stalls lie around it")
    parser.add_argument("--settle", type=float, default=60.0, help="the product's, in seconds: so late commits come")
    parser.add_argument("--share", type=float, default=0.3, help="of the requests that meet with something")
    told = parser.parse_args()
    climate = Climate(told.seed, deadline=told.deadline, settle=told.settle, share=told.share)
    server = server_for(Weather(climate=climate), told.port)
    print(server.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
