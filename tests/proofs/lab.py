"""The pages at the desk: JupyterLab as `make lab` starts it answers, runs a cell, and stops again.

Run by the Python of the environment that is tried. What is shown: the server answers on its port
with JupyterLab's page and lists the pages; the kernel that opens them is this environment's own and
imports the package from these sources; a page's first cell runs in it; after the request to stop
the process ends and the port is free.

    make test-lab
"""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

from tornado.websocket import websocket_connect

ROOT = Path(__file__).parents[2]
PAGE = "binary.ipynb"
SECONDS = 60
ASK = "import sys, pairings; print('\\n'.join([sys.prefix, pairings.__file__]))"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def first_cell() -> str:
    cells = json.loads((ROOT / "book" / PAGE).read_text("utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


class Server:
    """What is asked of a running JupyterLab."""

    def __init__(self, port: int, token: str):
        self.address, self.token = f"127.0.0.1:{port}", token

    def ask(self, path: str, body: dict | None = None, method: str | None = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = Request(f"http://{self.address}/{path}", data, headers, method=method)
        with urlopen(request, timeout=SECONDS) as answer:
            return answer.read()

    def answers(self) -> bool:
        try:
            return bool(self.ask("api/status"))
        except URLError:
            return False

    async def run(self, kernel: str, code: str) -> str:
        """What `code` prints in a kernel; AssertionError with its error if it raises one."""
        header = {
            "msg_id": uuid4().hex,
            "msg_type": "execute_request",
            "username": "",
            "version": "5.3",
        }
        message = {"header": header | {"session": uuid4().hex}, "parent_header": {}, "metadata": {}}
        message |= {"content": {"code": code, "silent": False}, "channel": "shell"}
        address = f"ws://{self.address}/api/kernels/{kernel}/channels?token={self.token}"
        socket = await websocket_connect(address)
        await socket.write_message(json.dumps(message))
        printed, replied, idle = "", False, False
        while not (replied and idle):
            got = json.loads(await socket.read_message())
            if got["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            content = got["content"]
            if got["msg_type"] == "stream":
                printed += content["text"]
            if got["msg_type"] == "execute_reply":
                assert content["status"] == "ok", f"{content.get('ename')}: {content.get('evalue')}"
                replied = True
            idle |= got["msg_type"] == "status" and content["execution_state"] == "idle"
        socket.close()
        return printed


def until(true, what: str, process: subprocess.Popen) -> None:
    end = monotonic() + SECONDS
    while not true():
        if process.poll() is not None or monotonic() > end:
            sys.exit(f"{what}: not within {SECONDS} s, or the server ended before")
        sleep(0.1)


def look(server: Server) -> None:
    """Raises AssertionError for whatever a reader would miss."""
    assert b"<title>JupyterLab</title>" in server.ask("lab"), "this is no JupyterLab"
    listed = {entry["name"] for entry in json.loads(server.ask("api/contents"))["content"]}
    assert {path.name for path in (ROOT / "book").glob("*.ipynb")} <= listed, sorted(listed)
    session = {"path": PAGE, "name": PAGE, "type": "notebook", "kernel": {"name": "python3"}}
    kernel = json.loads(server.ask("api/sessions", session))["kernel"]["id"]

    def run(code):
        return asyncio.run(asyncio.wait_for(server.run(kernel, code), SECONDS))

    prefix, package = run(ASK).split()
    assert Path(prefix).resolve() == Path(sys.prefix).resolve(), f"another kernel: {prefix}"
    assert Path(package).is_relative_to(ROOT / "src"), f"another package: {package}"
    run(first_cell())
    print(f"a kernel of {prefix} ran the first cell of {PAGE} with {package}")


def main() -> int:
    port, token = free_port(), secrets.token_hex()
    options = ["--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0"]
    command = [Path(sys.prefix) / "bin" / "jupyter", "lab", *options, "book"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"JUPYTER_TOKEN": token},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(port, token)
    try:
        until(server.answers, "an answer", process)
        print(f"JupyterLab answers on port {port}")
        look(server)
        server.ask("api/shutdown", {}, "POST")
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
    assert not server.answers()
    print("stopped; the port is free")
    return 0


if __name__ == "__main__":
    sys.exit(main())
