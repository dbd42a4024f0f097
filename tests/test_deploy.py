"""The units and the proxy of `deploy/`, read by the programs that they are for, where those are installed."""

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tools.rooms import ROOT

from tests.test_start import free_port

DEPLOY = ROOT / "deploy"
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
NGINX, ANALYZE = (shutil.which(name, path=PATH) for name in ("nginx", "systemd-analyze"))
MOST_EXPOSED = 2.0  # of ten, as systemd-analyze counts


def units() -> list[str]:
    return sorted(path.name for path in DEPLOY.glob("dadkar-*"))


@pytest.fixture
def unit_folder(tmp_path: Path) -> Path:
    """The units as they stand, but for the program, which is not installed here."""
    for name in units():
        text = (DEPLOY / name).read_text().replace("/opt/dadkar/bin/dadkar", "/bin/true")
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", units())
def test_systemd_has_nothing_to_say_about_a_unit(unit_folder: Path, name: str) -> None:
    said = subprocess.run([str(ANALYZE), "verify", "--man=no", str(unit_folder / name)],
                          capture_output=True, text=True)  # fmt: skip
    ours = [line for line in (said.stdout + said.stderr).splitlines() if "dadkar" in line]
    assert ours == []
    assert said.returncode == 0, said.stderr


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", [name for name in units() if name.endswith(".service")])
def test_a_service_may_do_little(unit_folder: Path, name: str) -> None:
    said = subprocess.run([str(ANALYZE), "security", "--offline=true", str(unit_folder / name)],
                          capture_output=True, text=True)  # fmt: skip
    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    assert float(level) <= MOST_EXPOSED


class Behind(BaseHTTPRequestHandler):
    """What stands behind the proxy: it remembers how it was asked."""

    asked: list[Any] = []

    def log_message(self, *_args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.asked.append(self.headers)
        self.send_response(204)
        self.end_headers()


@pytest.fixture
def behind() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def certificate(folder: Path) -> None:
    """A key and a certificate of its own, for a day."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.NameAttribute(NameOID.COMMON_NAME, "house.example"),
    )
    named, now = x509.Name([name]), datetime.now(UTC)
    made = x509.CertificateBuilder(named, named, key.public_key(), 1, now, now + timedelta(1)).sign(
        key, hashes.SHA256()
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    )


@pytest.fixture
def proxy(tmp_path: Path, behind: int) -> Iterator[tuple[int, Path]]:
    """nginx with our file: its addresses, places and the port behind it are those of this test."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    certificate(tmp_path)
    port = free_port()
    site = (DEPLOY / "nginx.conf").read_text()
    site = re.sub(r"listen \[::\]:\d+[^;]*;", "", site)
    places = {
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "/etc/ssl/dadkar": str(tmp_path),
        "/var/log/nginx": str(tmp_path),
    }
    for ours, here in places.items():
        assert ours in site
        site = site.replace(ours, here)
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log crit; daemon off; events {{}}\n"
        f"http {{ access_log {tmp_path}/access.log; include {tmp_path}/site.conf; }}\n"
    )
    command = [NGINX, "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    with subprocess.Popen(command) as process:
        try:
            yield port, tmp_path
        finally:
            process.terminate()


def ask(port: int, path: str, **headers: str) -> httpx.Response:
    for _try in range(100):
        try:
            return httpx.get(f"https://127.0.0.1:{port}{path}", verify=False, headers=headers)
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("nginx did not answer")


def test_the_proxy_says_where_a_request_comes_from_and_writes_it_nowhere(proxy: tuple[int, Path]) -> None:
    port, folder = proxy
    Behind.asked.clear()
    given = {"Host": "house.example", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    assert ask(port, "/write/", **given).status_code == 204
    [asked] = Behind.asked
    assert asked.get_all("X-Forwarded-For") == ["127.0.0.1"], (
        "what a client says about itself is not believed"
    )
    assert (asked["X-Forwarded-Proto"], asked["Host"]) == ("https", "house.example")
    assert [ask(port, path).status_code for path in ("/healthz", "/readyz")] == [404, 404]
    assert len(Behind.asked) == 1
    for log in folder.glob("*.log"):
        assert log.read_text() == "", log.name
