"""A PostgreSQL of the tests' own, on a socket in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from firsthand.store.connect import connect

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class Server:
    """A server that can be started and stopped; the test is skipped where there is no PostgreSQL."""

    def __init__(self) -> None:
        if not BINARIES:
            pytest.skip("no PostgreSQL on this machine (Debian: postgresql): not tested against it")
        # not pytest's folder: PostgreSQL refuses to run as root, and nobody else may go there
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        port = 50000 + os.getpid() % 10000
        self.address = f"postgresql://desk@/%s?host={self.folder}&port={port}"
        self._run = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        if self._run:
            os.chown(self.folder, 65534, 65534)
        data = self.folder / "data"
        self._start = [*self._run, str(BINARIES[-1].parent / "postgres"), "-D", str(data), "-F", "-k",
                       str(self.folder), "-p", str(port), "-c", "listen_addresses="]
        subprocess.run([*self._run, str(BINARIES[-1]), "-D", str(data), "-A", "trust", "-U", "desk", "-E", "UTF8",
                        "--no-sync"], check=True, cwd=self.folder, stdout=subprocess.DEVNULL)
        self.start()

    def start(self) -> None:
        """Returns once the server takes connections."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._start, cwd=self.folder, stdout=log, stderr=log)
        engine = connect(self.address % "postgres")
        for _ in range(600):
            try:
                engine.connect().close()
            except (sa.exc.DBAPIError, OSError):
                time.sleep(0.1)
            else:
                engine.dispose()
                return
        pytest.fail("the tests' PostgreSQL does not come up")

    def stop(self) -> None:
        """Ends the server at once, as if the power went."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(60)

    def remove(self) -> None:
        """Stops the server and deletes its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def new_database(self, name: str) -> str:
        """The address of a new, empty database."""
        engine = connect(self.address % "postgres").execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.address % name
