"""A rater who answers everything behind his or her link, over HTTP and without scripts."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
from bs4 import Tag

from tests.end_to_end.outsider import Outsider
from tests.end_to_end.voices import Answers, Voice

RATING = "[name^='rating-'], [name^='comment-']"
REASON = "Reason never to be read again 5d1c"


class Answering:
    """One rater at work; `names` are those of the participants, by address."""

    def __init__(self, url: str, link: str, names: dict[str, str]) -> None:
        self._browser = Outsider(url)
        self._link = link
        self._names = names
        self._desk = ""
        self._places: dict[str, str] = {}

    def begin(self) -> str:
        """Open the mailed link, press the one button, and return the words of the list behind it."""
        browser = self._browser
        browser.open(self._link)
        assert browser.status == 200, f"the link of a mail answered {browser.status}"
        form = browser.form_with("[name=csrf_token]")
        assert form is not None
        browser.submit(form)
        assert browser.status == 200
        self._desk = browser.address
        self._places = {
            link.get_text(strip=True): browser.target(link) for link in browser.page.select("li a[href]")
        }
        return browser.page.get_text(" ", strip=True)

    def answer(self, voices: Sequence[Voice]) -> None:
        """Answer about everybody, each voice in its own way."""
        for voice in voices:
            if voice.way != "silent":
                self._answer(voice)

    def open_page(self, voice: Voice) -> tuple[Tag, dict[str, str]]:
        """Open the page about one participant and return its form, filled in but not sent."""
        self._show_everything(voice)
        form = self._form()
        return form, self._browser.filled(form, voice.second.fields, "submit")

    def send_late(self, form: Tag, fields: dict[str, str]) -> httpx.Response:
        """Send what a page that was open all along holds."""
        return self._browser.post(form, fields)

    def leave(self) -> None:
        """Close the browser."""
        self._browser.close()

    def _answer(self, voice: Voice) -> None:
        match voice.way:
            case "declined":
                self._decline(voice)
            case "draft":
                self._one_page(voice, voice.first, "save")
            case "part by part":
                self._part_by_part(voice)
            case "sent twice":
                self._twice(voice)
            case _:
                self._one_page(voice, voice.first, "submit")
        if voice.way == "changed afterwards":
            self._one_page(voice, voice.second, "submit")
        elif voice.way == "change not sent in":
            self._one_page(voice, voice.second, "stop")
        elif voice.way == "taken back":
            self._take_back(voice)

    def _open(self, voice: Voice) -> None:
        if voice.duty.group != "self":
            place = self._places[self._names[voice.duty.participant]]
        else:
            # Whatever language says "yourself": the one link of the list that names no colleague.
            (place,) = [place for words, place in self._places.items() if words not in self._names.values()]
        self._browser.open(place)
        assert self._browser.status == 200

    def _form(self) -> Tag:
        form = self._browser.form_with(RATING)
        assert form is not None, f"{self._browser.address} has no questions"
        return form

    def _show_everything(self, voice: Voice) -> None:
        self._open(voice)
        browser = self._browser
        form = browser.form_with(RATING)
        if form is None:
            # The review of what was sent in leads back to the questions.
            (link,) = [link for link in browser.page.select("a[href]") if str(link["href"]).endswith("/all")]
            browser.follow(link)
        elif form.select("button[value=all]"):
            browser.submit(form, button="all")

    def _one_page(self, voice: Voice, answers: Answers, button: str) -> None:
        self._show_everything(voice)
        form = self._form()
        emptied = {str(box["name"]): "" for box in form.select("textarea")}
        self._browser.submit(form, emptied | answers.fields, button)
        assert self._browser.status == 200, self._browser.page.get_text(" ", strip=True)
        if button != "save":
            assert self._browser.address == self._desk

    def _part_by_part(self, voice: Voice) -> None:
        self._open(voice)
        browser = self._browser
        parts = 0
        while form := browser.form_with(RATING):
            parts += 1
            here = {str(each["name"]) for each in form.select(RATING)}
            browser.submit(form, {k: v for k, v in voice.first.fields.items() if k in here}, "next")
            assert browser.status == 200
        assert parts > 1
        (form,) = browser.page.select("form[action$='/submit']")
        browser.submit(form)
        assert browser.address == self._desk

    def _twice(self, voice: Voice) -> None:
        self._show_everything(voice)
        form = self._form()
        fields = self._browser.filled(form, voice.first.fields, "submit")
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(lambda _: self._browser.post(form, fields), range(2)))
        assert [answer.status_code for answer in answers] == [200, 200]

    def _decline(self, voice: Voice) -> None:
        self._open(voice)
        browser = self._browser
        (link,) = [link for link in browser.page.select("a[href]") if str(link["href"]).endswith("/decline")]
        browser.follow(link)
        form = browser.form_with("[name=reason]")
        assert form is not None
        browser.submit(form, {"reason": REASON})
        assert browser.address == self._desk

    def _take_back(self, voice: Voice) -> None:
        self._open(voice)
        (form,) = self._browser.page.select("form[action$='/take-back']")
        self._browser.submit(form)
        assert self._browser.address == self._desk
