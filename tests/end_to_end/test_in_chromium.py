"""A round from the first sign-in to the report, in real Chromium, with a real worker and real mails."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.answering import Answering
from tests.end_to_end.browsing import PHONE, Visitor, Watch, chromium
from tests.end_to_end.installation import Installation
from tests.end_to_end.organisation import Duty
from tests.end_to_end.post_office import PostOffice
from tests.end_to_end.voices import Answers, Voice

pytestmark = pytest.mark.browser

ROUND = "Spring round"
CLUSTERS = {"informatieverwerking": ("analyseren",), "soft-skills": ("empathie", "communicatie")}
COMPETENCIES = ("analyseren", "empathie", "communicatie")
PEERS = ("Peter Peer", "Paula Peer", "Pia Peer", "Pol Peer", "Piet Peer")
REPORTS = ("Rik Report", "Rosa Report", "Raf Report", "Rita Report")
ANNA, MARC, HR = "Anna Actor", "Marc Manager", "hr@example.org"


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with chromium() as made:
        yield made


# A browser sees nothing of the database; a whole round runs on both in test_forty_participants.
@pytest.mark.parametrize("stack", ["embedded"], indirect=True)
def test_a_round_from_the_first_sign_in_to_the_report(
    browser: Browser, installation: Installation, post_office: PostOffice, tmp_path: Path
) -> None:
    watch = Watch(installation.url)
    hr = Visitor(browser, watch)
    sign_in(hr, installation)
    bring_in_people(hr, tmp_path)
    create_round(hr)
    choose_competencies(hr)
    ask_raters(hr, tmp_path)
    write_mails(hr, post_office)
    look_at_questionnaire(hr)
    launch(hr)

    mails = {mail.to: mail for mail in post_office.wait_for(12) if "/r/" in mail.text}
    links = {to: mail.link(installation.url, "/r/") for to, mail in mails.items() if to != HR}
    assert mails[address(PEERS[0])].subject == f"Please look around: {ROUND}"

    answer_at_a_desk(browser, watch, links[address(PEERS[0])])
    answer_without_scripts(browser, watch, links[address(PEERS[1])])
    answer_on_a_phone(browser, watch, links[address(PEERS[2])])
    answer_from_outside(installation, links)

    close_and_release(hr)
    read_report(browser, watch, installation, post_office)

    assert watch.wrong == []
    assert len(watch.seen) > 25


def test_the_watch_sees_what_is_wrong(browser: Browser) -> None:
    watch = Watch("http://127.0.0.1:1")
    visitor = Visitor(browser, watch)
    visitor.page.set_content("<img src='http://127.0.0.1:2/x.png'><div style='width: 900px'>Wide</div>")
    visitor.look()
    visitor.leave()
    for complaint in ("a request left for http://127.0.0.1:2/x.png", "image-alt", "wide on a phone"):
        assert any(complaint in found for found in watch.wrong)


def sign_in(hr: Visitor, installation: Installation) -> None:
    hr.open("/")
    # Looking at the link does not use it up: mail scanners look at every link.
    hr.open(installation.links[0])
    hr.open(installation.links[0])
    hr.press("Sign in")
    hr.follow("English")
    expect(hr.page.get_by_role("link", name="People", exact=True)).to_be_visible()
    hr.page.get_by_role("button", name="Sign out").click()
    # The printed link is for whoever sits at the machine; mails need an administrator with an address.
    hr.open(installation.rondom("admin", "invite", HR).strip())
    hr.press("Sign in")
    hr.follow("English")
    expect(hr.page.get_by_role("link", name="People", exact=True)).to_be_visible()


def bring_in_people(hr: Visitor, folder: Path) -> None:
    rows = [f"{ANNA},{address(ANNA)},en,{address(MARC)}", f"{MARC},{address(MARC)},en,"]
    rows += [f"{name},{address(name)},en,{address(MARC)}" for name in PEERS]
    rows += [f"{name},{address(name)},en,{address(ANNA)}" for name in REPORTS]
    file = folder / "people.csv"
    file.write_text("\n".join(["name,email,language,manager_email", *rows, "Wrong,not an address,en,"]))
    hr.follow("People")
    hr.follow("Bring in a file")
    hr.page.locator("input[type=file]").set_input_files(file)
    hr.press("Check the file")
    expect(hr.page.locator("main")).to_contain_text("not an address")
    file.write_text("\n".join(["name,email,language,manager_email", *rows]))
    hr.follow("Choose another file")
    hr.page.locator("input[type=file]").set_input_files(file)
    hr.press("Check the file")
    hr.press("Write these changes")
    expect(hr.page.locator("main")).to_contain_text("11 people added")


def create_round(hr: Visitor) -> None:
    hr.follow("Rounds")
    hr.follow("Prepare a round")
    hr.press("Create the draft")
    expect(hr.page.locator("main")).to_contain_text("Give the round a name.")
    hr.page.get_by_label("Name", exact=True).fill(ROUND)
    hr.page.get_by_label("Last day for answers").fill((date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011
    hr.press("Create the draft")


def choose_competencies(hr: Visitor) -> None:
    for competency in COMPETENCIES:
        hr.page.locator(f"input[name=competency][value={competency}]").check()
    hr.press("Save the choice")
    hr.follow("Preview the questionnaire")
    hr.follow("Participants and raters")


def ask_raters(hr: Visitor, folder: Path) -> None:
    lines = [f"{address(ANNA)},{address(name)},peer" for name in PEERS[:4]]
    file = folder / "raters.csv"
    file.write_text("\n".join(["participant_email,rater_email,group", *lines]))
    hr.page.locator("input[type=file]").set_input_files(file)
    hr.press("Check the file")
    hr.press("Add them")
    hr.follow("Propose managers and direct reports")
    hr.press("Add these 5 raters")
    hr.follow(ANNA)
    hr.page.locator("#search").fill("piet")
    hr.press("Search")
    hr.press(f"Add {PEERS[4]} to Peers")
    expect(hr.page.locator("main")).to_contain_text(PEERS[4])


def write_mails(hr: Visitor, post_office: PostOffice) -> None:
    hr.follow("Mails")
    hr.page.get_by_label("Sender").fill("HR Example")
    hr.page.get_by_label("Who answers questions").fill("hr@example.org")
    hr.page.locator("[name=subject_en]").fill("Please look around: {{round}}")
    hr.page.locator("[name=introduction_en]").fill("Dear {{name}}, we learn from each other.")
    hr.page.locator("[name=introduction_nl]").fill("Dag {{name}}, we leren van elkaar.")
    hr.press("Save and look at the mail")
    hr.follow("English")
    expect(hr.page.locator("main pre")).to_contain_text("we learn from each other")
    hr.follow("Back to the mails")
    hr.press("Send me a test mail")
    post_office.wait_for(1)
    (mail,) = post_office.to(HR)
    # A test mail comes in the reader's own language, which is the organisation's first for a newcomer.
    assert "we leren van elkaar" in mail.html


def look_at_questionnaire(hr: Visitor) -> None:
    hr.follow("Check and launch")
    hr.follow("Look at the questionnaire")
    hr.follow("About oneself")
    hr.page.go_back()


def launch(hr: Visitor) -> None:
    hr.follow("Check and launch")
    hr.page.get_by_text("Launch the round", exact=True).click()
    hr.press("Yes, launch and send the invitations")
    expect(hr.page.locator("main")).to_contain_text("Collecting answers")


def answer_at_a_desk(browser: Browser, watch: Watch, link: str) -> None:
    rater = Visitor(browser, watch)
    rater.open(link)
    rater.press("Start")
    rater.follow(ANNA)
    for competency in COMPETENCIES:
        box = rater.page.locator(f"[name=rating-{competency}]")
        if not box.count():
            rater.press("Save and next")
        rater.page.locator(f"#rating-{competency}-3").check()
    rater.page.locator("#comment-communicatie").fill("Said at a desk")
    while not rater.page.url.endswith("/review"):
        forward = rater.page.get_by_role("button", name="Save and next", exact=True)
        rater.press("Save and next" if forward.count() else "Save and review")
    expect(rater.page.locator("main")).to_contain_text("Said at a desk")
    rater.press("Send in")
    expect(rater.page.locator("main")).to_contain_text("Sent in")
    rater.leave()


def answer_without_scripts(browser: Browser, watch: Watch, link: str) -> None:
    rater = Visitor(browser, watch, has_scripts=False)
    rater.open(link)
    rater.press("Start")
    rater.follow(ANNA)
    rater.press("Save and show everything on one page")
    rater.page.locator("#rating-analyseren-4").check()
    rater.page.locator("#comment-keep").fill("Said without scripts")
    rater.press("Send in")
    expect(rater.page.locator("main [role=alert]")).to_be_visible()
    expect(rater.page.locator("#comment-keep")).to_have_value("Said without scripts")
    rater.page.locator("#rating-empathie-2").check()
    rater.page.locator("[name=rating-communicatie][value=cannot_judge]").check()
    rater.press("Send in")
    expect(rater.page.locator("main")).to_contain_text("Sent in")
    rater.leave()


def answer_on_a_phone(browser: Browser, watch: Watch, link: str) -> None:
    rater = Visitor(browser, watch, PHONE)
    rater.open(link)
    rater.press("Start")
    rater.follow(ANNA)
    rater.page.locator("[name=rating-analyseren][value='2']").check()
    expect(rater.page.locator(".save-state")).to_contain_text("Saved at")
    rater.leave()

    # Another device: what was saved is there.
    rater = Visitor(browser, watch, PHONE)
    rater.open(link)
    rater.press("Start")
    rater.follow(ANNA)
    rater.page.locator("[name=rating-empathie][value='3']").check()
    rater.page.locator("[name=rating-communicatie][value='3']").check()
    expect(rater.page.locator(".save-state")).to_contain_text("Saved at")
    rater.press("Save and next")
    rater.page.locator("#comment-stop").fill("Said on a phone")
    rater.press("Save and review")
    rater.press("Send in")
    expect(rater.page.locator("main")).to_contain_text("Sent in")
    rater.leave()


def answer_from_outside(installation: Installation, links: dict[str, str]) -> None:
    groups = {ANNA: "self", MARC: "manager", **dict.fromkeys(PEERS[3:], "peer")}
    groups |= dict.fromkeys(REPORTS, "direct_report")
    for name, group in groups.items():
        answers = Answers(dict.fromkeys(COMPETENCIES, "3"), {"keep": f"Said by {name}"})
        duty = Duty(address(ANNA), address(name), group)
        rater = Answering(installation.url, links[address(name)], {address(ANNA): ANNA})
        rater.begin()
        rater.answer([Voice(duty, "one page", answers, answers)])
        rater.leave()


def close_and_release(hr: Visitor) -> None:
    hr.page.reload()
    hr.look()
    expect(hr.page.locator("main progress").first).to_have_attribute("value", "11")
    hr.page.get_by_text("Close now", exact=True).click()
    hr.press("Yes, close for good")
    for _ in range(40):
        if hr.page.get_by_role("link", name="Check and release the reports").count():
            break
        hr.page.wait_for_timeout(500)
        hr.page.reload()
    hr.follow("Check and release the reports")
    hr.page.get_by_text("Release 1 report", exact=True).click()
    hr.press("Yes, release")
    hr.leave()


def read_report(browser: Browser, watch: Watch, installation: Installation, post_office: PostOffice) -> None:
    post_office.wait_for(13)
    (mail,) = [each for each in post_office.to(address(ANNA)) if "/sign-in/" in each.text]
    link = mail.link(installation.url, "/sign-in/")
    anna = Visitor(browser, watch)
    anna.open(link)
    anna.page.goto("/reports/")
    expect(anna.page.get_by_role("link", name=ROUND)).to_have_count(0)
    anna.open(link)
    anna.press("Sign in")
    anna.follow(f"Read the report of {ROUND}")
    main = anna.page.locator("main")
    expect(anna.page.get_by_role("heading", level=1)).to_contain_text(ANNA)
    expect(main).to_contain_text("Peers")
    for comment in ("Said at a desk", "Said without scripts", "Said on a phone", f"Said by {MARC}"):
        expect(main).to_contain_text(comment)
    anna.page.emulate_media(color_scheme="dark")
    anna.look()
    anna.leave()
