"""Real Chromium, and everything that has to hold on every page somebody looks at."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize, sync_playwright

from app.web.cookies import SIGN_IN
from tests.services_at_hand import needed

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium that is installed on this machine."""
    path = needed("Chromium", shutil.which("chromium") or shutil.which("chromium-browser"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong on the pages of all visitors together; `seen` are the pages that were looked at."""

    origin: str
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def on(self, page: Page) -> None:
        """Watch a page's requests, errors and console from now on."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:")):
            self.wrong.append(f"a request left for {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports a form that is shown again with its mistakes as a failed load.
        if message.type in {"error", "warning"} and "with a status of 422" not in message.text:
            self.wrong.append(f"console: {message.text}")


class Visitor:
    """Somebody with a browser window of a certain size, who looks closely at every page."""

    def __init__(
        self, browser: Browser, watch: Watch, size: ViewportSize = DESK, *, has_scripts: bool = True
    ) -> None:
        self._browser = browser
        self._watch = watch
        self._size = size
        self._has_scripts = has_scripts
        self._context = browser.new_context(
            viewport=size, locale="en-GB", java_script_enabled=has_scripts, base_url=watch.origin
        )
        self._context.set_default_timeout(10_000)
        self.page = self._context.new_page()
        watch.on(self.page)

    def open(self, address: str) -> None:
        """Open an address and look at what comes."""
        self.page.goto(address)
        self.look()

    def press(self, name: str, *, inside: Locator | None = None) -> None:
        """Press a button that leads to another page, and look at that page."""
        self._go((inside or self.page.locator("main")).get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> None:
        """Follow a link, and look at where it leads."""
        self._go(self.page.get_by_role("link", name=name, exact=True).first)

    def look(self) -> None:
        """Check the page: nothing that axe finds, nothing wider than a phone."""
        where = self.page.url.removeprefix(self._watch.origin)
        self._watch.seen.add(where)
        with self._with_scripts() as page:
            for violation in Axe().run(page).response["violations"]:
                nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                self._watch.wrong.append(f"{where} at {self._size['width']}: {violation['id']}: {nodes}")
            page.set_viewport_size(PHONE)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                self._watch.wrong.append(f"{where} is {width} wide on a phone")
            page.set_viewport_size(self._size)

    def leave(self) -> None:
        """Close the window and forget its cookies."""
        self._context.close()

    @contextmanager
    def _with_scripts(self) -> Iterator[Page]:
        """Lend the page, or the same page in a window with scripts: axe never ends without them."""
        if self._has_scripts:
            yield self.page
            return
        with self._browser.new_context(
            viewport=self._size, storage_state=self._context.storage_state()
        ) as twin:
            page = twin.new_page()
            page.goto(self.page.url)
            yield page

    def _go(self, control: Locator) -> None:
        with self.page.expect_navigation():
            control.click()
        self.look()


def signed_in(visitor: Visitor, watch: Watch, cookie: str) -> Visitor:
    """Return the visitor with somebody's sign-in."""
    visitor.page.context.add_cookies([{"name": SIGN_IN, "value": cookie, "url": watch.origin}])
    return visitor
