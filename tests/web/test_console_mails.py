"""The mails: texts, logo, preview, test."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.bootstrap import Bundle
from app.services.progress import round_progress
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.web.console_scenes import a_draft, a_running_round, a_sealed_round, words
from tests.web.visitor import Visitor


def stored(bundle: Bundle, round_id: str) -> Round:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.get_one(Round, round_id)


def a_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 20), "red").save(buffer, "PNG")
    return buffer.getvalue()


def send_logo(visitor: Visitor, path: str, content: bytes) -> str:
    fields: dict[str, object] = {"logo": (BytesIO(content), "logo.png")}
    response = visitor.send(path, fields, content_type="multipart/form-data", follow_redirects=True)
    return response.text


def test_texts_are_kept_per_language(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    fields: dict[str, object] = {
        "sender_name": "HR",
        "contact": "hr@example.org",
        "subject_nl": "Hallo {{name}}",
        "introduction_fr": "Bonjour",
    }
    administrator.send(scene.at("mails"), fields)
    round_ = stored(bundle, scene.round_id)
    assert (round_.sender_name, round_.contact) == ("HR", "hr@example.org")
    assert round_.mail_texts["nl"] == {"subject": "Hallo {{name}}", "introduction": ""}
    assert round_.mail_texts["fr"] == {"subject": "", "introduction": "Bonjour"}
    assert "Hallo {{name}}" in str(administrator.page(scene.at("mails")))


def test_texts_can_still_change_while_the_round_runs(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    administrator.send(scene.at("mails"), {"sender_name": "HR"})
    assert stored(bundle, scene.round_id).sender_name == "HR"


@pytest.mark.parametrize("field", ["sender_name", "contact", "subject_nl"])
def test_a_line_break_in_the_head_of_a_mail_is_refused_and_nothing_typed_is_lost(
    administrator: Visitor, bundle: Bundle, field: str
) -> None:
    scene = a_draft(bundle)
    fields: dict[str, object] = {field: "one\r\nBcc: x@example.org", "introduction_en": "Kept words"}
    response = administrator.send(scene.at("mails?lang=en"), fields)
    assert response.status_code == 422
    assert "Write this on one line." in response.text
    assert "Kept words" in response.text


def test_saving_can_lead_on_to_the_preview(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    response = administrator.send(scene.at("mails"), {"then": "preview"})
    assert response.headers["Location"].endswith("/mails/preview")


def test_a_logo_is_cleaned_shown_and_removed(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    assert "data:image/png;base64," in send_logo(administrator, scene.at("mails/logo"), a_picture())
    assert (stored(bundle, scene.round_id).logo or b"").startswith(b"\x89PNG")
    administrator.send(scene.at("mails/logo/remove"))
    assert stored(bundle, scene.round_id).logo is None


def test_what_is_no_picture_is_refused(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    assert "PNG or JPEG picture" in send_logo(
        administrator, scene.at("mails/logo?lang=en"), b"<svg onload=alert(1)>"
    )
    assert stored(bundle, scene.round_id).logo is None


def test_a_test_mail_goes_into_the_outbox(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    response = administrator.send(scene.at("mails/test?lang=en"), follow_redirects=True)
    assert "appears in the outbox" in response.text
    with open_reading(bundle.tools, SYSTEM) as work:
        assert list(work.session.scalars(select(Message.kind))) == ["test"]


def test_the_preview_shows_text_and_html(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    page = administrator.page(scene.at("mails/preview?mail_language=en&lang=en"))
    assert scene.participant_name in page.select("pre")[0].get_text()
    frame = page.select("iframe")[0]
    assert frame.has_attr("sandbox")
    assert not frame["sandbox"]
    html = administrator.get(str(frame["src"]))
    assert scene.participant_name in html.text


def test_the_html_of_a_mail_can_neither_run_nor_load_nor_leave(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_draft(bundle)
    policy = administrator.get(scene.at("mails/preview/html")).headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "script-src 'none'", "form-action 'none'", "sandbox"):
        assert directive in policy


def test_the_logo_appears_in_the_preview(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    send_logo(administrator, scene.at("mails/logo"), a_picture())
    html = administrator.get(scene.at("mails/preview/html")).text
    assert 'src="data:image/png;base64,' in html
    assert "cid:" not in html


def test_a_sealed_round_only_shows_its_mails(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    page = administrator.page(scene.at("mails?lang=en"))
    assert "cannot be changed any more" in words(page)
    assert not page.select("main form")
    response = administrator.send(scene.at("mails?lang=en"), {"sender_name": "Late"})
    assert response.status_code == 409
    assert stored(bundle, scene.round_id).sender_name == ""


def test_a_test_mail_that_failed_is_no_mail_of_the_round(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    administrator.send(scene.at("mails/test"))
    with open_work(bundle.tools, SYSTEM) as work:
        for message in work.session.scalars(select(Message).where(Message.kind == "test")):
            message.state, message.last_error = "failed", "no such mailbox"
        work.session.flush()
        assert round_progress(work, scene.round_id).mails["failed"] == 0
    assert "no such mailbox" not in administrator.get(scene.at("progress")).text


def test_an_unknown_place_is_refused_beside_its_field(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    response = administrator.send(scene.at("mails?lang=en"), {"introduction_en": "Hello {{naam}}"})
    assert response.status_code == 422
    assert "There is no place “{{naam}}”" in response.text
    assert not stored(bundle, scene.round_id).mail_texts.get("en", {}).get("introduction")


def test_a_long_introduction_is_answered_and_never_cut(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    assert not administrator.page(scene.at("mails")).select("textarea[maxlength]")
    long = "word " * 700
    response = administrator.send(scene.at("mails?lang=en"), {"introduction_en": long})
    assert response.status_code == 422
    assert long.strip() in response.text


def test_a_file_is_not_said_to_be_kept(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    fields: dict[str, object] = {"introduction_en": "Hello {{naam}}"}
    assert "is still here" in administrator.send(scene.at("mails?lang=en"), fields).text
    refused = send_logo(administrator, scene.at("mails/logo?lang=en"), b"no picture")
    assert "The logo could not be used" in refused
    assert "is still here" not in refused
