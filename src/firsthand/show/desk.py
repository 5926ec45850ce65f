"""The commands of a desk: `serve`, `users`, `backup`, `restore`, `copy`, `reanalyse`."""

from __future__ import annotations

import getpass
import socket
import sys
from typing import Annotated

import typer

from firsthand.errors import CaseError, OptionError

CasePlace = Annotated[str, typer.Argument(
    metavar="CASE", help="The case: one SQLite file, or postgresql://USER@HOST/DATABASE.")]
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(case: CasePlace,
          port: Annotated[int, typer.Option("--port", help="The port to listen on; 0 takes a free one.")] = 8642,
          host: Annotated[str, typer.Option("--host", help="The address to listen on, with --shared.")] = "127.0.0.1",
          name: Annotated[str, typer.Option("--as", metavar="NAME", help="Your name under your decisions.")] = "",
          shared: Annotated[bool, typer.Option("--shared", help="Ask for accounts (firsthand users).")] = False,
          https: Annotated[bool, typer.Option("--https", help="A proxy before it speaks HTTPS.")] = False) -> None:
    """Open the workbench on a case in the browser. Without --shared, for you alone on this machine."""
    from firsthand.case import Case
    from firsthand.show.web import LocalGate, SharedGate, create_app

    if not shared and host not in LOOPBACK:
        raise OptionError(f"--host {host} would let others in without a password; give --shared and make accounts")
    with Case(case, create=not shared) as opened:
        gate: LocalGate | SharedGate
        if shared:
            gate = SharedGate(opened.accounts())
            if not gate.accounts.all():
                raise OptionError("nobody could sign in; make an account: "
                                  f"firsthand users {opened.place} NAME --role owner")
            path = "/"
        else:
            gate = LocalGate(name or getpass.getuser())
            path = f"/enter?token={gate.token}"
        listening = _listen(host, port)
        opened.snapshot()
        typer.echo(f"http://{host}:{listening.getsockname()[1]}{path}\nOpen this address"
                   + ("." if shared else "; it lets you in once.") + " Ctrl-C ends the workbench.")
        sys.stdout.flush()
        _run(create_app(opened, gate, secure=https), listening)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise OptionError(f"cannot listen on {host}, port {port}: {error}; give another --port, or 0") from error
    return listening


def _run(app: object, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False,  # type: ignore[arg-type]
                            timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[listening])


def users(case: CasePlace,
          name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The account; without it, all are listed.")]
          = None,
          role: Annotated[str, typer.Option("--role", help="reader, editor or owner.")] = "editor",
          remove: Annotated[bool, typer.Option("--remove", help="Remove the account.")] = False) -> None:
    """List the accounts of a shared case, add one, change it or remove it. The password is asked for."""
    from firsthand.case import Case
    from firsthand.show.web.gate import hash_password

    with Case(case, create=False) as opened:
        accounts = opened.accounts()
        if name is None:
            for one in accounts.all():
                typer.echo(f"{one.name}: {one.role}")
        elif remove:
            accounts.remove(name)
            accounts.log(getpass.getuser(), "account removed", name)
            typer.echo(f"{name}: removed")
        else:
            accounts.check(name, role)
            password = _ask_password()
            accounts.put(name, role, hash_password(password))
            accounts.log(getpass.getuser(), "account kept", f"{name}: {role}")
            typer.echo(f"{name}: {role}")


LEAST_PASSWORD = 10
"""Characters of a password: fewer can be tried out (NIST SP 800-63B asks for 8 at least)."""


def _ask_password() -> str:
    """A password: typed twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise OptionError("the two passwords differ; nothing was changed")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < LEAST_PASSWORD:
        raise OptionError(f"the password has fewer than {LEAST_PASSWORD} characters; nothing was changed")
    return password


def backup(case: CasePlace,
           file: Annotated[str, typer.Argument(metavar="FILE", help="The new file: a SQLite case.")]) -> None:
    """Write a whole case, decisions and accounts included, to one file."""
    if "://" in file:
        raise OptionError(f"{file}: a backup is a file; to copy a case to a server: firsthand copy")
    _copy(case, file)


def restore(file: Annotated[str, typer.Argument(metavar="FILE", help="What backup wrote.")], case: CasePlace) -> None:
    """Make a case from a backup, where there is none."""
    _copy(file, case)


def copy(source: CasePlace,
         target: Annotated[str, typer.Argument(metavar="TO", help="A new file, or postgresql://… without a case.")],
         ) -> None:
    """Copy a case between SQLite and PostgreSQL, with nothing lost."""
    _copy(source, target)


def _copy(source: str, target: str) -> None:
    from firsthand.case import Case

    if source == target:
        raise CaseError(f"{source}: a case cannot be copied onto itself; give another place")
    with Case(source, create=False) as opened:
        counts = opened.copy_to(target)
    typer.echo(f"{counts['reports']} reports, {counts['decisions']} decisions, {sum(counts.values())} rows in all, "
               "counted on both sides")


def reanalyse(case: CasePlace) -> None:
    """Analyse every report of a case again with the models at hand; decisions are kept."""
    from firsthand.case import Case

    with Case(case, create=False) as opened:
        opened.reanalyse()
        known = opened.snapshot()
    lost = len(known.standing.orphaned)
    typer.echo(f"{len(known.reports)} reports analysed; {len(known.standing.held)} decisions hold"
               + (f", {lost} have lost their words" if lost else ""))


COMMANDS = (serve, users, backup, restore, copy, reanalyse)
