"""A small Kaggle: what the official client talks to when it downloads a data set.

The client is pointed at it as at a proxy, so that nothing in it has to be patched, also in child processes.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is nothing to report."""


class KaggleServer:
    """Serves one zip file, and fails as it is told.

    Attributes:
        content: the zip file.
        token: what the client has to send; None lets everybody in.
        status: answer to a download instead of the zip file.
        cut_at: share of the content after which the connection breaks; once, or always with ``keeps_cutting``.
        requests: path and Range header of each request.
        authorizations: Authorization header of each download.
        stall: event that the second half of a download waits for.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.token: str | None = None
        self.status = 200
        self.cut_at: float | None = None
        self.keeps_cutting = False
        self.requests: list[tuple[str, str]] = []
        self.authorizations: list[str] = []
        self.stall: threading.Event | None = None
        self._http = _Http(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> KaggleServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.stall is not None:
            self.stall.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = urlsplit(self.path).path
                server.requests.append((path, self.headers.get("Range", "")))
                if path.endswith("IntrospectToken"):
                    token = json.loads(body)["token"]
                    self._json(200, {"active": token == server.token, "username": "somebody"})
                elif path.endswith("DownloadDataset"):
                    server.authorizations.append(self.headers.get("Authorization", ""))
                    self._download()
                else:
                    self._json(404, {"code": 404, "message": "Not found"})

            def _download(self) -> None:
                if server.token is not None and server.authorizations[-1] != f"Bearer {server.token}":
                    self._json(401, {"code": 401, "message": "Unauthenticated"})
                    return
                if server.status != 200:
                    self._json(server.status, {"code": server.status, "message": "Permission denied"})
                    return
                # As Kaggle does: the file itself lies elsewhere, and nobody is asked for credentials there.
                self.send_response(302)
                self.send_header("Location", "http://storage.invalid/dataset.zip")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                server.requests.append((urlsplit(self.path).path, self.headers.get("Range", "")))
                start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
                rest = server.content[start:]
                self.send_response(206 if start else 200)
                self.send_header("Content-Type", "application/zip")
                self.send_header("Content-Length", str(len(rest)))
                self.send_header("Accept-Ranges", "bytes")
                self.send_header("ETag", '"version-1"')
                self.send_header("Last-Modified", "Mon, 02 Mar 2026 10:00:00 GMT")
                self.end_headers()
                if server.cut_at is not None:
                    rest = server.content[start : int(server.cut_at * len(server.content))]
                    if not server.keeps_cutting:
                        server.cut_at = None
                    self.close_connection = True
                self.wfile.write(rest[: len(rest) // 2])
                self.wfile.flush()
                if server.stall is not None:
                    server.stall.wait()
                self.wfile.write(rest[len(rest) // 2 :])

            def _json(self, status: int, answer: dict[str, object]) -> None:
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        return Handler
