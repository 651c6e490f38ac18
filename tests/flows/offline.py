"""Runs `dunghan start --sample` where there is no network, and prints what it sent to anywhere but loopback.

Started by the test inside a network namespace of its own: `unshare -n python -m tests.flows.offline FOLDER`.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.flows.launching import READY, launched

LINK, HERE, AWAY = "dunghan0", "192.0.2.2", "192.0.2.99"
ETH_P_ALL, IPV4 = 0x0003, b"\x08\x00"
LISTEN_SECONDS = 6.0


def connect() -> None:
    """Make the network: loopback, and a link along which everything else goes nowhere."""
    for line in (
        "link set lo up",
        f"link add {LINK} type veth peer name {LINK}b",
        f"link set {LINK}b up",
        f"addr add {HERE}/24 dev {LINK}",
        f"link set {LINK} arp off up",
        f"route add default dev {LINK}",
    ):
        subprocess.run(["ip", *line.split()], check=True, timeout=20)


class Ear:
    """Hears every IPv4 packet that leaves over the link."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self._socket.bind((LINK, 0))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            packet = self._socket.recv(2000)
            if packet[12:14] == IPV4:
                port = int.from_bytes(packet[36:38], "big")
                self.heard.append(f"{socket.inet_ntoa(packet[30:34])}:{port}")


def main(folder: Path) -> None:
    """Print `heard: …` twice: for one packet sent on purpose, and for all that Đúng Hạn sent."""
    connect()
    ear = Ear()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.sendto(b"?", (AWAY, 9))
    time.sleep(0.5)
    print("heard:", *ear.heard)  # noqa: T201 - the answer itself
    ear.heard.clear()
    with launched(folder, "start", "--sample") as office:
        office.wait_for(READY)
        time.sleep(LISTEN_SECONDS)
        print(office.all)  # noqa: T201 - the answer itself
    print("heard:", *ear.heard)  # noqa: T201 - the answer itself


if __name__ == "__main__":
    main(Path(sys.argv[1]))
