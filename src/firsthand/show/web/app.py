"""The workbench as a web application: who may see what, and which page answers to which address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, StreamingResponse

from firsthand.case import Case
from firsthand.errors import ConflictError, FirsthandError
from firsthand.show.web.add import DENIED_PASTE, receive
from firsthand.show.web.gate import COOKIE, Gate, SharedGate, Visitor, same
from firsthand.show.web.jobs import Job, Jobs
from firsthand.show.web.lines import Wanted
from firsthand.show.web.pages import Pages
from firsthand.show.web.saves import FORMS, save

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
"""Nothing but what the workbench brings itself: no script or style in a page, nothing from elsewhere."""
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
           "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
           "X-Frame-Options": "DENY", "Cache-Control": "no-store"}
MAX_BODY = 100_000_000
"""Bytes of a request: two files of the largest size that is read."""
STATIC = {"page.css": "text/css", "page.js": "text/javascript", "web/web.css": "text/css",
          "web/web.js": "text/javascript", "web/htmx.min.js": "text/javascript", "web/icon.svg": "image/svg+xml"}
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
PING_SECONDS = 15.0


class DeniedError(Exception):
    """A request that is not answered: `status` and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def create_app(case: Case, gate: Gate, *, secure: bool = False) -> FastAPI:
    """The workbench on a case. `secure` keeps the cookie to HTTPS, where a proxy provides that."""
    jobs, pages = Jobs(case), Pages(case, shared=gate.shared)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> Any:
        yield
        jobs.close()

    app = FastAPI(title="firsthand", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    _guard(app, gate)
    app.state.gate = gate
    _failures(app, gate, pages)
    _entrance(app, gate, pages, secure)
    _reading(app, pages)
    _writing(app, gate, pages, jobs)
    _managing(app, gate, pages)
    return app


def _guard(app: FastAPI, gate: Gate) -> None:
    """What holds for every request and answer: size, host, headers, and errors as pages."""
    @app.middleware("http")
    async def guard(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        length = request.headers.get("content-length", "0")
        if not gate.shared and host not in LOCAL_HOSTS:
            answer: Response = PlainTextResponse("This workbench answers on 127.0.0.1 alone.", 421)
        elif request.method == "POST" and (not length.isdecimal() or int(length) > MAX_BODY
                                           or "transfer-encoding" in request.headers):
            answer = PlainTextResponse(f"A request has at most {MAX_BODY:,} bytes.", 413)
        else:
            answer = await proceed(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def find_visitor(request: Request) -> Visitor:
    """Who sent a request; raises `DeniedError` for nobody."""
    gate: Gate = request.app.state.gate
    found = gate.visitor(request.cookies.get(COOKIE, ""))
    if found is None:
        raise DeniedError(401, "Sign in first.")
    return found


Who = Annotated[Visitor, Depends(find_visitor)]
Field = Annotated[str, Form(max_length=1000)]


def check_form(request: Request, visitor: Visitor, token: str, role: str = "editor") -> None:
    """Raises `DeniedError` where a form was not sent by a page of this session, or by somebody who may not."""
    origin = request.headers.get("origin")
    if not same(token, visitor.form_token) or (
            origin is not None and origin.split("://", 1)[-1] != request.headers.get("host")):
        raise DeniedError(403, "This form is not from your session; load the page anew and send it again.")
    if not visitor.may(role):
        raise DeniedError(403, f"Only an {role} may do this.")


def _failures(app: FastAPI, gate: Gate, pages: Pages) -> None:
    """Errors as pages that say what is wrong."""
    @app.exception_handler(DeniedError)
    def denied(request: Request, error: DeniedError) -> Response:
        if error.status == 401 and request.method == "GET":
            return HTMLResponse(pages.sign_in(shared=gate.shared), 401)
        return HTMLResponse(pages.error(str(error)), error.status)

    @app.exception_handler(FirsthandError)
    def told(_: Request, error: FirsthandError) -> Response:
        return HTMLResponse(pages.error(str(error)), 409 if isinstance(error, ConflictError) else 400)

    @app.exception_handler(RequestValidationError)
    def misread(_: Request, error: RequestValidationError) -> Response:
        names = sorted({str(one["loc"][-1]) for one in error.errors()})
        return HTMLResponse(pages.error(f"The address or form holds what cannot be used: {', '.join(names)}."), 400)

    @app.exception_handler(404)
    def missing(_: Request, __: Exception) -> Response:
        return HTMLResponse(pages.error("There is nothing at this address."), 404)


def _entrance(app: FastAPI, gate: Gate, pages: Pages, secure: bool) -> None:
    def admit(session: str, address: str = "/") -> Response:
        answer = RedirectResponse(address, 303)
        answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", secure=secure, path="/")
        return answer

    @app.get("/enter")
    def enter(token: str = "") -> Response:
        session = gate.enter(token)
        if session is None:
            raise DeniedError(403, "This address has been used, or is not the one that was printed. "
                                   "Start the workbench anew.")
        return admit(session)

    @app.post("/sign-in")
    def sign_in(request: Request, name: Field = "",
                password: Field = "") -> Response:
        origin = request.headers.get("origin")
        if not isinstance(gate, SharedGate) or (
                origin is not None and origin.split("://", 1)[-1] != request.headers.get("host")):
            raise DeniedError(403, "Nobody signs in here.")
        session = gate.sign_in(name, password, request.client.host if request.client else "")
        if session is None:
            return HTMLResponse(pages.sign_in(shared=True, message="That name and password do not open this case. "
                                              "After several tries, wait five minutes."), 403)
        return admit(session)

    @app.get("/static/{name:path}")
    def static(name: str) -> Response:
        if name not in STATIC:
            return HTMLResponse(pages.error("There is nothing at this address."), 404)
        content = files("firsthand.show").joinpath("static", name).read_bytes()
        return Response(content, media_type=STATIC[name], headers={"Cache-Control": "max-age=3600"})


def _reading(app: FastAPI, pages: Pages) -> None:

    @app.get("/", response_class=HTMLResponse)
    def case(by: Who, wanted: Annotated[Wanted, Query()]) -> str:
        return pages.case(by, wanted)

    @app.get("/story/{story}", response_class=HTMLResponse)
    def story(by: Who, story: str) -> str:
        return pages.story(by, story)

    @app.get("/story/{story}/decide", response_class=HTMLResponse)
    def decide(by: Who, story: str, kind: str = "value", page: int = 1, at: str = "") -> str:
        return pages.decide(by, story, kind, page, at)

    @app.get("/story/{story}/claimreview")
    def claimreview(by: Who, story: str, finding: int = 0, name: Annotated[str, Query(max_length=200)] = "",
                    url: Annotated[str, Query(max_length=2000)] = "") -> Response:
        return Response(pages.claim_review(story, finding, name, url), media_type="application/ld+json",
                        headers={"Content-Disposition": 'attachment; filename="claimreview.jsonld"'})

    @app.get("/report/{report}", response_class=HTMLResponse)
    def report(by: Who, report: str) -> str:
        return pages.report(by, report)

    @app.get("/decisions", response_class=HTMLResponse)
    def decisions(by: Who, page: int = 1) -> str:
        return pages.decisions(by, page)

    @app.get("/export/{form}")
    def export(by: Who, form: str, story: str = "") -> Response:
        content, kind = save(pages.tables(story), form, pages.about())
        name = f"firsthand{FORMS[form][0]}"
        return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _writing(app: FastAPI, gate: Gate, pages: Pages, jobs: Jobs) -> None:

    @app.post("/story/{story}/decide")
    async def decide(request: Request, by: Who, story: str) -> Response:
        from fastapi.concurrency import run_in_threadpool

        async with request.form(max_files=0, max_fields=2000) as form:
            fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        check_form(request, by, dict(fields).get("form_token", ""))
        address = await run_in_threadpool(pages.take_decision, by, story, fields)
        return RedirectResponse(address, 303)

    @app.get("/add", response_class=HTMLResponse)
    def add(by: Who) -> str:
        return pages.add(by)

    @app.post("/add")
    async def add_inputs(request: Request, by: Who) -> Response:
        async with request.form(max_files=1000, max_fields=20, max_part_size=MAX_BODY) as form:
            check_form(request, by, str(form.get("form_token", "")))
            sources, folder = receive(form)
        if not sources:
            raise DeniedError(400, DENIED_PASTE)
        job = jobs.start(sources, folder)
        gate.log(by.name, "added", ", ".join(job.names)[:2000])
        return RedirectResponse(f"/add/{job.id}", 303)

    @app.get("/add/{job}", response_class=HTMLResponse)
    def adding(by: Who, job: str) -> str:
        found = jobs.find(job)
        if found is None:
            raise DeniedError(404, "This addition is not remembered any more.")
        return pages.adding(by, found)

    @app.get("/add/{job}/events")
    def events(by: Who, job: str) -> Response:
        found = jobs.find(job)
        if found is None:
            raise DeniedError(404, "This addition is not remembered any more.")
        return StreamingResponse(_events(found), media_type="text/event-stream")


def _events(job: Job) -> Iterator[str]:
    """The progress of a job as server-sent events; the last is named `done`."""
    sent = None
    while True:
        with job.changed:
            if not job.done and (job.message, job.done) == sent:
                job.changed.wait(PING_SECONDS)
            state = job.message, job.done
        if state == sent:
            yield ": still at work\n\n"
            continue
        sent = state
        words = " ".join(state[0].split())
        yield f"event: {'done' if state[1] else 'progress'}\ndata: {words}\n\n"
        if state[1]:
            return


def _managing(app: FastAPI, gate: Gate, pages: Pages) -> None:

    @app.post("/sign-out")
    def sign_out(request: Request, by: Who, form_token: Field = "") -> Response:
        check_form(request, by, form_token, "reader")
        gate.leave(request.cookies.get(COOKIE, ""))
        gate.log(by.name, "signed out")
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE)
        return answer

    @app.get("/log", response_class=HTMLResponse)
    def log(by: Who) -> str:
        if not isinstance(gate, SharedGate) or not by.may("owner"):
            raise DeniedError(403, "The log of a shared case is for its owners.")
        return pages.log(by, gate.accounts.audit(), gate.accounts.all())
