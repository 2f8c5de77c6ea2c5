"""The authors' preview while they write: what is to put right, what is read again, who else gets nothing."""

from pathlib import Path

import pytest
from content.folders import SMALL, Folder, Mistake

from selfhelp.web.preview.pages import WAITS
from selfhelp.web.preview.workshop import Workshop
from web.previewing import GOALS, Author, opened

FILE = f"nb/{GOALS}.md"
MISTAKES = Path(__file__).parents[1] / "content" / "mistakes"
# One of each sort that takes something away: an open block, a list, an option, the interface's words, a file.
TAKING = (
    "fence-open",
    "setting-value-steps",
    "home-practice-shape",
    "interface-word",
    "file-missing.named-tool",
)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return opened(Folder.copied(SMALL, tmp_path))


class TestAMistake:
    def test_stands_on_top_of_its_page_with_how_to_mend_it(self, author: Author) -> None:
        author.folder.edit(FILE, "::: text goal-1", "::: txt goal-1")

        browser = author.browser.opens(f"/see/{GOALS}")
        alerts = [one for one in browser.page.root.iter("section") if one.get("role") == "alert"]

        assert len(alerts) == 1
        assert f"error[kind-unknown] {FILE}:8:5" in browser.text
        assert 'Did you mean "text"?' in browser.text
        assert "error[" not in browser.opens("/see/modules/link/people").text

    def test_leaves_the_page_as_it_was_and_goes_when_it_is_mended(self, author: Author) -> None:
        whole = author.folder.read(FILE)
        author.browser.opens(f"/as/nb.empty/{GOALS}")
        author.folder.write(
            FILE, whole.replace("Tenk på en vanlig uke.", "Nye ord.").replace("::: text", "::: txt")
        )

        assert "Tenk på en vanlig uke." in author.browser.opens(f"/as/nb.empty/{GOALS}").text

        author.folder.write(FILE, whole.replace("Tenk på en vanlig uke.", "Nye ord."))

        assert "Nye ord." in author.browser.opens(f"/as/nb.empty/{GOALS}").text
        assert "error[" not in author.browser.opens(f"/see/{GOALS}").text

    def test_in_one_file_does_not_stop_another(self, author: Author) -> None:
        author.folder.edit(FILE, "::: text goal-1", "::: txt goal-1")
        author.folder.edit("nb/modules/link/people.md", "Hvem vil du følge?", "Hvem vil du helst følge?")

        assert "Hvem vil du helst følge?" in author.browser.opens("/as/nb.typical/modules/link/people").text

    def test_of_a_translation_does_not_stop_the_source(self, author: Author) -> None:
        text = author.folder.read(FILE)
        author.folder.write(FILE, f"{text}\n::: text more\n\nEr det mer?\n\n:::\n")

        assert "Er det mer?" in author.browser.opens(f"/as/nb.typical/{GOALS}").text
        assert author.browser.opens(f"/as/en.typical/{GOALS}").status == 200
        assert "error[untranslated]" in author.browser.opens(f"/see/{GOALS}").text

    @pytest.mark.parametrize("name", TAKING)
    def test_takes_no_page_away(self, author: Author, name: str) -> None:
        Mistake.read(MISTAKES / f"{name}.txt").make(author.folder)
        pages = [*(f"/as/{language}.typical/modules/link/own-chain" for language in ("nb", "en")), "/"]
        pages += [f"/see/{GOALS}", "/as/en.typical/follow-up/link", "/as/en.typical/help-now"]

        assert [page for page in pages if author.browser.opens(page).status != 200] == []
        assert "error[" in author.browser.opens("/").text

    def test_that_was_there_from_the_start_is_told_in_place_of_the_page(self, tmp_path: Path) -> None:
        folder = Folder.copied(SMALL, tmp_path)
        folder.delete("nb/programme.md")
        browser = opened(folder).browser

        assert "error[file-missing] nb/programme.md" in browser.opens("/").text
        assert browser.opens(f"/as/nb.typical/{GOALS}").status == 404
        assert "error[file-missing] nb/programme.md" in browser.text

    def test_never_becomes_part_of_the_page(self, author: Author) -> None:
        author.folder.edit(FILE, "::: text goal-1", '::: <script>alert("x")</script> goal-1')

        assert "<script>alert" not in author.browser.opens(f"/see/{GOALS}").html


class TestTheFolder:
    def test_is_read_again_when_something_is_saved(self, author: Author) -> None:
        known = author.mark
        author.folder.edit(FILE, "Tenk på en vanlig uke.", "Se for deg en vanlig uke.")

        answer = author.app.test_client().get(f"/changed?since={known}")

        assert (answer.json or {})["mark"] not in {"", known}
        assert "Se for deg en vanlig uke." in author.browser.opens(f"/as/nb.typical/{GOALS}").text

    def test_keeps_what_the_author_answered_until_something_else_is_asked(self, author: Author) -> None:
        page = f"/as/nb.empty/{GOALS}"
        author.browser.opens(page).saves({"q.goal-1": "Gå tur"})
        author.folder.edit(FILE, "Tenk på en vanlig uke.", "Se for deg en vanlig uke.")
        kept = author.browser.opens(page).html
        author.folder.edit(FILE, "range: 0-10", "range: 0-9")

        assert "Gå tur" in kept
        assert "Se for deg en vanlig uke." in kept
        assert "Gå tur" not in author.browser.opens(page).html

    def test_is_waited_for_no_longer_than_a_page_may_hold_its_thread(self, author: Author) -> None:
        workshop = Workshop(author.folder.path)

        assert workshop.wait(workshop.mark, 0) == workshop.mark
        assert WAITS < 10

    def test_tells_what_is_hard_to_read_when_that_is_known(self, author: Author) -> None:
        workshop = Workshop(author.folder.path)
        author.folder.edit("nb/modules/link/gp.md", "reviewed: 2026-11-22", "reviewed: 2020-11-22")
        first, mark = workshop.draft.problems, workshop.mark
        workshop.check()

        assert [one.name for one in first] == []
        assert [one.name for one in workshop.draft.problems] == ["gp-reviewed"]
        assert workshop.mark != mark

    def test_is_left_as_it_is(self, author: Author) -> None:
        before = {path: path.read_bytes() for path in author.folder.path.rglob("*") if path.is_file()}
        for path in (
            f"/see/{GOALS}",
            f"/as/nb.typical/{GOALS}",
            "/as/nb.typical/slip",
            "/as/nb.extreme/follow-up/link",
        ):
            assert author.browser.opens(path).status == 200
        author.browser.opens(f"/as/nb.empty/{GOALS}").saves({"q.goal-1": "Gå tur"})

        assert {path: path.read_bytes() for path in author.folder.path.rglob("*") if path.is_file()} == before


class TestOtherSites:
    @pytest.mark.parametrize("host", ["selfhelp.example", "127.0.0.1.example:8001", "192.0.2.7"])
    def test_are_refused_under_another_name(self, author: Author, host: str) -> None:
        client = author.app.test_client()

        assert client.get("/", headers={"Host": host}).status_code == 403
        assert client.get("/", headers={"Host": "127.0.0.1:8001"}).status_code == 200

    def test_can_send_nothing(self, author: Author) -> None:
        path = f"/as/nb.empty/{GOALS}"
        sent = author.app.test_client().post(
            path, data={"on": "goal-1"}, headers={"Sec-Fetch-Site": "cross-site"}
        )

        assert sent.status_code == 403

    def test_can_show_nothing_of_it_in_frames_of_theirs(self, author: Author) -> None:
        headers = author.browser.opens(f"/see/{GOALS}").page.response.headers

        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
