"""nginx on loopback with configurations of a few lines, as people have them in front of a page."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

EXECUTABLE: Final = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
START_SECONDS: Final = 20.0
PLAIN: Final = ""
NAMED: Final = """
      proxy_set_header Host $host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
"""
_CONFIGURATION: Final = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port}{tls};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
{headers}
    }}
  }}
}}
"""

_TLS: Final = """ ssl;
    ssl_certificate {folder}/cert.pem;
    ssl_certificate_key {folder}/key.pem"""


@asynccontextmanager
async def open_nginx(
    folder: Path, *, port: int, behind: int, headers: str = PLAIN, has_tls: bool = False
) -> AsyncIterator[None]:
    """Pass what comes to `port` on to the port `behind` it, with no header but those given."""
    assert EXECUTABLE is not None
    await asyncio.to_thread(folder.mkdir)
    tls = ""
    if has_tls:
        await asyncio.to_thread(_write_certificate, folder)
        tls = _TLS.format(folder=folder)
    text = _CONFIGURATION.format(folder=folder, port=port, tls=tls, behind=behind, headers=headers)
    file = folder / "nginx.conf"
    await asyncio.to_thread(file.write_text, text)
    process = await asyncio.create_subprocess_exec(
        *(EXECUTABLE, "-c", str(file), "-p", str(folder), "-e", str(folder / "error.log"))
    )
    try:
        await _wait_for(process, port, folder / "error.log")
        yield
    finally:
        process.terminate()
        await process.wait()


async def _wait_for(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            assert process.returncode is None, await asyncio.to_thread(log.read_text)
            try:
                await asyncio.to_thread(_touch, port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                return


def _touch(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=5).close()


def _write_certificate(folder: Path) -> None:
    """Write a certificate for 127.0.0.1 that nobody but its own maker trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
