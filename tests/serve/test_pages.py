"""Every page, and the whole way of a decision, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from firsthand.case import Case
from firsthand.records import Origin, Rejected
from firsthand.show.web import LocalGate, SharedGate, create_app
from firsthand.show.web.app import POLICY, STATIC
from firsthand.show.web.gate import MAX_TRIES, TRY_SECONDS, hash_password
from firsthand.trace import count_origins


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def story_id(case: Case) -> str:
    return case.snapshot().ordered[0].id


def items(page: str) -> list[dict[str, str]]:
    """The hidden fields of every form of the decide page."""
    found = []
    for form in re.findall(r"<form[^>]*>(.*?)</form>", page, re.S):
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        if "target" in fields:
            found.append({name: unescape(value) for name, value in fields.items()})
    return found


def form_of(client: TestClient, case: Case, action: str, kind: str = "value", holding: str = "") -> dict[str, str]:
    page = client.get(f"/story/{story_id(case)}/decide?kind={kind}").text
    rows = re.findall(r'<li class="item.*?</li>', page, re.S)
    return next(one for row in rows if holding in row for one in items(row) if one["action"] == action)


def send(client: TestClient, case: Case, fields: dict[str, Any]) -> Any:
    return client.post(f"/story/{story_id(case)}/decide", data=fields)


def tolls(case: Case) -> set[int]:
    return {one.value.low for one in case.tables().findings if one.slot == "killed"}  # type: ignore[union-attr]


def test_every_page_answers_with_the_policy_and_no_script_of_its_own(client: TestClient, case: Case) -> None:
    story = story_id(case)
    pages = ["/", "/?q=quay", "/?only=contested", f"/story/{story}", "/add", "/decisions",
             *(f"/story/{story}/decide?kind={kind}" for kind in ("finding", "value", "attribution", "link", "origin",
                                                                 "story")),
             *(f"/report/{report}" for report in case.snapshot().reports)]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-security-policy"] == POLICY
        read = Elements()
        read.feed(answer.text)
        for tag, given in read.found:
            assert not [name for name in given if name == "style" or name.startswith("on")], address
            assert not (tag == "script" and not (given.get("src") or "").startswith("/static/")), address
            for name in ("src", "href", "action"):
                assert re.match(r"[/#]|https?://|$", given.get(name) or ""), (address, given)
            assert tag not in ("iframe", "img", "object", "style", "embed"), address


def test_words_are_found_in_the_reports(client: TestClient) -> None:
    assert "Toll of the quay rises" in client.get("/?q=divers+basin").text
    assert "No report holds all of these words" in client.get("/?q=divers+orchestra").text
    assert "Toll of the quay rises" not in client.get('/?q="searched+divers"').text
    for odd in ('"', "*", "(", "NEAR(a b)", "-", "a\x00b", "'; DROP TABLE reports", "x" * 400):
        assert client.get("/", params={"q": odd}).status_code == 200, odd


def test_a_correction_shows_everywhere_at_once_and_undo_takes_it_back(client: TestClient, case: Case) -> None:
    assert tolls(case) == {14, 19, 12}
    fields = form_of(client, case, "correct", holding="<b>12</b>")
    answer = send(client, case, fields | {"set-low": "14", "set-high": "14", "note": "a slip"})
    assert answer.status_code == 200
    assert "corrected by ada" in answer.text
    assert tolls(case) == {14, 19}
    story = client.get(f"/story/{story_id(case)}").text
    assert 'class="value">12<' not in story
    assert "a slip" in client.get("/decisions").text
    assert send(client, case, form_of(client, case, "undo", holding="corrected by")).status_code == 200
    assert tolls(case) == {14, 19, 12}


def test_a_rejected_value_stays_on_the_page_so_that_it_can_come_back(client: TestClient, case: Case) -> None:
    send(client, case, form_of(client, case, "reject", holding="<b>12</b>"))
    assert tolls(case) == {14, 19}
    assert form_of(client, case, "undo", holding="rejected by ada")


def test_what_somebody_else_decided_meanwhile_is_told(client: TestClient, case: Case) -> None:
    fields = form_of(client, case, "reject", holding="<b>12</b>")
    assert send(client, case, fields | {"action": "accept"}).status_code == 200
    late = send(client, case, fields)
    assert late.status_code == 409
    assert "ada decided on this meanwhile" in late.text
    assert len(case.tables().decisions) == 1


def test_stories_and_origins_are_split_and_merged(client: TestClient, case: Case) -> None:
    first = case.snapshot().ordered[0]
    out = first.reports[0]
    fields = form_of(client, case, "split", "story")
    assert send(client, case, fields | {"report": out}).status_code == 200
    alone = next(one for one in case.snapshot().ordered if one.reports == (out,))
    merge = form_of(client, case, "merge", "story")
    assert send(client, case, merge | {"with": alone.id}).status_code == 200
    assert case.snapshot().ordered[0].reports == first.reports
    assert send(client, case, form_of(client, case, "undo", "story", holding="merged by ada")).status_code == 200
    assert (out,) in {one.reports for one in case.snapshot().ordered}
    assert send(client, case, form_of(client, case, "undo", "story", holding="split by ada")).status_code == 200
    assert case.snapshot().ordered[0].reports == first.reports


def test_origins_are_merged_and_parted_again(client: TestClient, case: Case) -> None:
    origins = [one.name for one in case.tables().origins]
    assert len(origins) > 1
    fields = form_of(client, case, "merge", "origin", holding=f"<strong><bdi>{origins[1]}</bdi></strong>")
    assert send(client, case, fields | {"with": origins[0]}).status_code == 200
    assert len(case.tables().origins) == len(origins) - 1
    assert send(client, case, form_of(client, case, "undo", "origin", holding="merged by ada")).status_code == 200
    assert [one.name for one in case.tables().origins] == origins


def test_a_finding_keeps_what_was_decided_on_it(client: TestClient, case: Case) -> None:
    answer = send(client, case, form_of(client, case, "accept", "finding", holding="19"))
    assert "accepted by ada" in answer.text


@pytest.mark.parametrize("change", [
    {"form_token": "0" * 64}, {"form_token": ""}, {"seen": "many"}, {"target": "value:none"}, {"kind": "mood"},
    {"action": "merge"}, {"action": "correct", "set-low": "none"}, {"action": "correct"}, {"action": "vanish"},
])
def test_a_form_that_no_page_sent_changes_nothing(client: TestClient, case: Case, change: dict[str, str]) -> None:
    answer = send(client, case, form_of(client, case, "reject", holding="<b>12</b>") | change)
    assert answer.status_code in (400, 403)
    assert "This was not done" in answer.text
    assert case.tables().decisions == []


def test_a_form_of_another_site_is_refused(client: TestClient, case: Case) -> None:
    fields = form_of(client, case, "reject")
    answer = client.post(f"/story/{story_id(case)}/decide", data=fields, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["/story/none", "/report/none", "/add/none", "/static/../cli.py", "/export/none",
                                     "/nothing", "/story/none/decide"])
def test_what_is_not_there_is_told(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert "This was not done" in answer.text


def test_pasted_text_and_files_come_in_and_their_progress_is_told(client: TestClient, case: Case) -> None:
    token = form_of(client, case, "reject")["form_token"]
    answer = client.post("/add", data={"form_token": token, "text": "The quay is open again, the harbour master said.",
                                       "title": "Quay open"},
                         files=[("files", ("../../odd\x1bname.txt", b"Boats came back to Port Selm on Friday.")),
                                ("files", ("run.exe", b"MZ"))], follow_redirects=False)
    assert answer.status_code == 303
    told = client.get(f"{answer.headers['location']}/events").text
    assert told.rstrip().endswith("data: 2 new, 0 rejected")
    assert {"pasted", "oddname.txt"} <= {report.ref for report in case.snapshot().reports.values()}
    assert client.post("/add", data={"form_token": token}).status_code == 400


def test_addresses_are_fetched_and_what_is_refused_is_told(client: TestClient, case: Case) -> None:
    asked = []

    class Fetching:
        def fetch(self, url: str, known: object = None) -> Rejected:
            asked.append(url)
            return Rejected(url, "robots", "robots.txt of this host asks to be left alone.")

    case.__dict__["fetcher"] = Fetching()
    token = form_of(client, case, "reject")["form_token"]
    answer = client.post("/add", data={"form_token": token, "addresses": "https://selm.example/quay\n\n"
                                       "https://selm.example/quay  /etc/passwd file:///etc/passwd\n"},
                         follow_redirects=False)
    told = client.get(f"{answer.headers['location']}/events").text
    assert "fetching 1 of 3: https://selm.example/quay" in told or "0 new, 3 rejected" in told
    page = client.get(answer.headers["location"]).text
    assert asked == ["https://selm.example/quay"]
    assert "asks to be left alone" in page
    assert page.count("files of the server are not read") == 2


def test_stories_are_filtered(client: TestClient, case: Case) -> None:
    fields = form_of(client, case, "split", "story")
    alone = next(one.id for one in case.snapshot().reports.values() if "Divers" in one.text)
    send(client, case, fields | {"report": alone})

    def titles(**query: str) -> int:
        return client.get("/", params=query).text.count('<li class="row"><a href="/story/')

    assert titles() == 2
    assert titles(q="divers") == 1
    assert titles(q="blast", only="several") == 1
    assert titles(q="divers", only="several") == 0
    assert titles(since="2018-03-22") == 1
    assert titles(until="2018-03-20") == 1
    assert titles(since="2018-03-23") == 0
    assert 'href="/?q=blast&amp;only=contested"' in client.get("/?q=blast").text
    answer = client.get("/?since=soon")
    assert answer.status_code == 400
    assert "since" in answer.text


def test_a_decided_finding_can_be_drafted_as_claim_review(client: TestClient, case: Case) -> None:
    assert client.get(f"/story/{story_id(case)}/claimreview?finding=1&name=Desk").status_code == 400
    page = send(client, case, form_of(client, case, "accept", "finding", holding="19")).text
    row = next(one for one in re.findall(r'<li class="item.*?</li>', page, re.S) if "accepted by ada" in one)
    number = re.search(r'name="finding" value="(\d+)"', row)
    assert number
    answer = client.get(f"/story/{story_id(case)}/claimreview", params={"finding": number[1], "name": "Selm Desk"})
    assert answer.status_code == 200
    draft = answer.json()
    assert draft["@type"] == "ClaimReview"
    assert draft["author"]["name"] == "Selm Desk"
    assert client.get(f"/story/{story_id(case)}/claimreview?finding={number[1]}").status_code == 400


def test_what_was_decided_is_in_the_case_file(client: TestClient, case: Case) -> None:
    fields = form_of(client, case, "correct", holding="<b>12</b>")
    send(client, case, fields | {"set-low": "14", "set-high": "14", "note": "a slip of the <pen>"})
    for address in ("/export/html", f"/story/{story_id(case)}", "/decisions", "/export/md"):
        page = client.get(address).text
        assert "corrected" in page, address
        assert "killed 12" in page, address
        assert "killed 14" in page, address
        assert "ada" in page, address
        assert "a slip of the &lt;pen&gt;" in page or r"a slip of the \<pen\>" in page, address


def test_an_origin_is_accepted_renamed_and_rejected_and_the_count_follows(client: TestClient, case: Case) -> None:
    def counts() -> tuple[int, int, int]:
        found = count_origins(case.tables().origins)
        return found.low, found.best, found.high

    def third() -> Origin:
        return next(one for one in case.tables().origins if one.id == "o3")

    name, holding = third().name, "<strong><bdi>&lt;script&gt;"
    assert counts() == (1, 2, 3)
    send(client, case, form_of(client, case, "reject", "origin", holding=holding))
    assert (third().standing, counts()) == ("possible", (1, 1, 3))
    send(client, case, form_of(client, case, "accept", "origin", holding=holding))
    assert (third().standing, counts()) == ("certain", (2, 2, 3))
    send(client, case, form_of(client, case, "correct", "origin", holding=holding) | {"set-name": "Quay Talk"})
    assert (third().name, third().standing) == ("Quay Talk", "certain")
    send(client, case, form_of(client, case, "undo", "origin", holding="corrected by ada"))
    assert third().name == name


def test_a_story_gets_a_title_by_hand(client: TestClient, case: Case) -> None:
    send(client, case, form_of(client, case, "correct", "story") | {"set-title": "What happened at the quay"})
    assert "<h1><bdi>What happened at the quay</bdi></h1>" in client.get(f"/story/{story_id(case)}").text
    with Case(case.place, create=False) as again:
        assert [one.title for one in again.stories()] == ["What happened at the quay"]
        again.snapshot()
    assert send(client, case, form_of(client, case, "undo", "story")).status_code == 200
    assert case.snapshot().ordered[0].title == "Blast at the fish quay"


def test_a_link_is_corrected(client: TestClient, case: Case) -> None:
    fields = form_of(client, case, "correct", "link")
    assert send(client, case, fields | {"set-direction": "unknown"}).status_code == 200
    assert "unknown" in {one.direction for one in case.tables().links}
    assert send(client, case, form_of(client, case, "correct", "link") | {"set-kind": "dreams"}).status_code == 400


@pytest.mark.parametrize("form", ["html", "md", "json", "findings", "annotations", "prov", "graphml", "geojson"])
def test_everything_can_be_taken_home(client: TestClient, case: Case, form: str) -> None:
    for address in (f"/export/{form}", f"/export/{form}?story={story_id(case)}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.content == client.get(address).content


# ---------------------------------------------------------------- the door

def test_the_printed_address_lets_in_once(case: Case) -> None:
    gate = LocalGate("ada")
    app = create_app(case, gate)
    with TestClient(app, base_url="http://127.0.0.1") as first, TestClient(app, base_url="http://127.0.0.1") as second:
        assert first.get("/").status_code == 401
        assert first.get("/enter?token=guess").status_code == 403
        assert first.get(f"/enter?token={gate.token}").status_code == 200
        assert second.get(f"/enter?token={gate.token}").status_code == 403
        assert second.get("/").status_code == 401
        assert second.get("/export/json").status_code == 401


def test_the_cookie_is_for_this_site_and_no_script(case: Case) -> None:
    gate = LocalGate("ada")
    with TestClient(create_app(case, gate, secure=True), base_url="https://127.0.0.1") as client:
        cookie = client.get(f"/enter?token={gate.token}", follow_redirects=False).headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "secure"))


def test_other_names_of_this_machine_get_nothing(case: Case) -> None:
    with TestClient(create_app(case, LocalGate("ada")), base_url="http://evil.example") as client:
        assert client.get("/").status_code == 421


def test_static_files_are_those_that_are_meant(client: TestClient) -> None:
    assert all(client.get(f"/static/{name}").status_code == 200 for name in STATIC)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


PASSWORD = "correct horse battery"


@pytest.fixture
def shared(case: Case) -> Iterator[tuple[TestClient, SharedGate, Clock]]:
    clock = Clock()
    gate = SharedGate(case.accounts(), clock)
    hashed = hash_password(PASSWORD)
    for name, role in (("rea", "reader"), ("eda", "editor"), ("olu", "owner")):
        gate.accounts.put(name, role, hashed)
    with TestClient(create_app(case, gate), base_url="http://desk.example") as client:
        yield client, gate, clock


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> int:
    return client.post("/sign-in", data={"name": name, "password": password}).status_code


def test_accounts_roles_and_the_log(shared: tuple[TestClient, SharedGate, Clock], case: Case) -> None:
    client, gate, _ = shared
    assert client.get("/").status_code == 401
    assert sign_in(client, "rea") == 200
    page = client.get(f"/story/{story_id(case)}/decide").text
    assert not items(page)
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token
    assert client.post("/add", data={"form_token": token[1], "text": "x y z"}).status_code == 403
    assert client.get("/log").status_code == 403
    assert client.post("/sign-out", data={"form_token": token[1]}).status_code == 401
    assert sign_in(client, "eda") == 200
    assert send(client, case, form_of(client, case, "accept")).status_code == 200
    assert case.tables().decisions[0].who == "eda"
    client.cookies.clear()
    assert sign_in(client, "olu") == 200
    assert "eda" in client.get("/log").text
    gate.accounts.remove("olu")
    assert client.get("/").status_code == 401
    assert [entry.what for entry in gate.accounts.audit()].count("signed in") == 3


def test_wrong_passwords_are_slowed_down(shared: tuple[TestClient, SharedGate, Clock]) -> None:
    client, _, clock = shared
    assert [sign_in(client, "eda", "wrong") for _ in range(MAX_TRIES)] == [403] * MAX_TRIES
    assert sign_in(client, "eda") == 403
    clock.now += TRY_SECONDS + 1
    assert sign_in(client, "eda") == 200
