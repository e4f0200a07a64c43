"""A framework from a file: looked at first, then imported; what cannot be read is refused with the reason."""

from io import BytesIO

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.bootstrap import Bundle
from app.services.frameworks import find_framework, list_frameworks
from app.services.work import SYSTEM, open_reading
from tests.services.own_frameworks import NAMES, a_document
from tests.web.visitor import Visitor

IMPORT = "/console/frameworks/import"


def upload(visitor: Visitor, content: bytes, name: str = "keuken.txt", **fields: object) -> TestResponse:
    form = {"file": (BytesIO(content), name), "language": "nl", **fields}
    response = visitor.send(f"{IMPORT}?lang=en", form, content_type="multipart/form-data")
    # The test client leaves the file it sends a large form from open.
    response.request.environ["wsgi.input"].close()
    return response


def ids(bundle: Bundle) -> list[str]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return [each.id for each in list_frameworks(work)]


def carried(response: TestResponse) -> str:
    page = BeautifulSoup(response.text, "html.parser")
    return str(page.select("input[name=framework]")[0]["value"])


def test_a_file_is_first_only_looked_at(administrator: Visitor, bundle: Bundle) -> None:
    response = upload(administrator, a_document().encode())
    assert response.status_code == 200
    page = BeautifulSoup(response.text, "html.parser")
    assert [heading.get_text() for heading in page.select("h3")] == list(NAMES)
    assert "inferred" in page.get_text()
    assert ids(bundle) == ["rondom"]


def test_what_was_inferred_is_said_in_words_of_the_console(administrator: Visitor) -> None:
    page = BeautifulSoup(upload(administrator, a_document().encode()).text, "html.parser")
    (inferred,) = page.select("details.panel li")
    assert "was read as cluster “" in inferred.get_text()
    assert page.select("main [lang=en] > li") == []


def test_what_was_looked_at_is_what_is_imported(administrator: Visitor, bundle: Bundle) -> None:
    looked_at = upload(administrator, a_document().encode())
    response = administrator.send(f"{IMPORT}/store", {"framework": carried(looked_at)})
    assert response.headers["Location"] == "/console/framework/keuken"
    with open_reading(bundle.tools, SYSTEM) as work:
        framework = find_framework(work, "keuken", "nl")
    assert tuple(each.name for each in framework.competencies) == NAMES


def test_what_was_changed_on_the_way_is_refused(administrator: Visitor, bundle: Bundle) -> None:
    looked_at = upload(administrator, a_document().encode())
    response = administrator.send(f"{IMPORT}/store", {"framework": carried(looked_at)[:-2] + "xx"})
    assert response.status_code == 422
    assert ids(bundle) == ["rondom"]


def test_half_a_document_is_refused_with_its_lines(administrator: Visitor) -> None:
    response = upload(administrator, a_document()[:600].encode())
    assert response.status_code == 422
    assert "line " in response.text


def test_an_id_that_is_taken_is_refused_before_anything_else(administrator: Visitor) -> None:
    response = upload(administrator, a_document().encode(), framework_id="rondom")
    assert response.status_code == 422
    assert "There is a framework “rondom” already." in response.text


def test_the_template_can_be_imported_as_it_is(administrator: Visitor) -> None:
    template = administrator.get("/console/frameworks/template.xlsx").data
    assert upload(administrator, template, "template.xlsx").status_code == 200


def test_a_framework_too_large_for_the_page_is_chosen_once_more(
    administrator: Visitor, bundle: Bundle
) -> None:
    response = upload(administrator, a_document().encode(), store="yes")
    assert response.status_code == 303
    assert ids(bundle) == ["rondom", "keuken"]


def test_the_language_of_the_page_is_proposed_for_the_texts(administrator: Visitor) -> None:
    for language in ("nl", "fr"):
        page = administrator.page(f"{IMPORT}?lang={language}")
        assert [option["value"] for option in page.select("option[selected]")] == [language]
