"""What every answer carries, and which hosts and proxies are believed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import request

from app.bootstrap import Bundle
from app.settings import SettingsError, load_settings
from app.web.factory import create_app
from tests.web.visitor import Visitor

PAGES = ["/", "/sign-in/", "/protection", "/health", "/nothing-here", "/sign-in/" + "x" * 43]


@pytest.fixture
def https_client(bundle: Bundle) -> Iterator[Visitor]:
    """Return a browser on an installation with https, behind one proxy."""
    settings = replace(bundle.settings, public_url="https://feedback.example.org", trusted_proxies=1)
    app = create_app(replace(bundle, settings=settings))
    app.test_client_class = Visitor
    with app.test_client() as visitor:
        assert isinstance(visitor, Visitor)
        visitor.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
        visitor.environ_base["HTTP_HOST"] = "feedback.example.org"
        yield visitor


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ],
)
def test_every_page_carries_its_headers(client: Visitor, path: str, name: str, value: str) -> None:
    assert client.get(path).headers[name] == value


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_what_it_does_not_need(client: Visitor, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_static_files_may_be_kept(client: Visitor) -> None:
    with client.get("/static/rondom.css") as response:
        assert response.headers["Cache-Control"] != "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_no_other_site_is_allowed_to_read(client: Visitor) -> None:
    headers = client.get("/", headers={"Origin": "https://evil.example"}).headers
    assert not [name for name in dict(headers) if name.startswith("Access-Control")]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", ""])
def test_other_hosts_are_refused(client: Visitor, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1:8080", "localhost"])
def test_this_machine_is_believed(client: Visitor, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PROPFIND"])
def test_other_methods_are_refused(client: Visitor, method: str) -> None:
    assert client.open("/", method=method).status_code == 405


def test_plain_http_promises_no_https(client: Visitor) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_https_insists_on_https(https_client: Visitor) -> None:
    value = https_client.get("/").headers["Strict-Transport-Security"]
    assert value == "max-age=63072000; includeSubDomains"


def test_https_cookies_are_bound_to_this_host(https_client: Visitor) -> None:
    cookies = https_client.get("/sign-in/?lang=fr").headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-rondom-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_https_forms_pass_without_a_referrer(https_client: Visitor) -> None:
    sent = https_client.send("/sign-in/", {"email": "nobody@example.org"}, headers={"Origin": "null"})
    assert sent.status_code == 303


def client_address(bundle: Bundle, proxies: int) -> str:
    app = create_app(replace(bundle, settings=replace(bundle.settings, trusted_proxies=proxies)))

    def seen() -> str:
        return f"{request.remote_addr} {request.host}"

    app.view_functions["watching.health"] = seen
    headers = {"X-Forwarded-For": "10.1.1.1, 203.0.113.9", "X-Forwarded-Host": "evil.example"}
    return app.test_client().get("/health", headers=headers).text


@pytest.mark.parametrize(
    ("proxies", "address"),
    [
        pytest.param(0, "127.0.0.1", id="nobody is believed"),
        pytest.param(1, "203.0.113.9", id="one proxy"),
        pytest.param(2, "10.1.1.1", id="two proxies"),
    ],
)
def test_only_our_own_proxies_say_where_a_request_came_from(
    bundle: Bundle, proxies: int, address: str
) -> None:
    assert client_address(bundle, proxies) == f"{address} localhost"


@pytest.mark.parametrize("number", ["-1", "many", "10"])
def test_a_wrong_number_of_proxies_is_refused(bundle: Bundle, number: str) -> None:
    environment = {"RONDOM_INSTANCE": str(bundle.settings.instance), "RONDOM_TRUSTED_PROXIES": number}
    with pytest.raises(SettingsError, match="RONDOM_TRUSTED_PROXIES"):
        load_settings(environment)


def test_a_zero_byte_in_an_address_opens_nothing(administrator: Visitor) -> None:
    assert administrator.get("/console/rounds/%00/").status_code == 404
