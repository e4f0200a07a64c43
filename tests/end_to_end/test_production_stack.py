"""docker-compose.yml: what its services run, run here as processes against PostgreSQL and Redis."""

import re
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.databases import own_postgres
from tests.end_to_end.conftest import own_redis
from tests.end_to_end.installation import BIN, HOST, ROOT, free_port, own_environment, wait_until
from tests.end_to_end.post_office import PostOffice, open_post_office
from tests.services_at_hand import needed, postgres_url, redis_server

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PARTS = ("web", "worker-mail", "worker-reports", "worker-periodic", "scheduler")
METRICS_TOKEN = "for the collector of figures"


@dataclass
class Production:
    """The services of the compose file as processes of this machine."""

    folder: Path
    environment: dict[str, str]
    port: int
    post_office: PostOffice
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the web part answers."""
        return f"http://{HOST}:{self.port}"

    def start(self, name: str) -> None:
        """Start a service with the words of the compose file; only its address is this machine's."""
        here = {"0.0.0.0": HOST, "8000": str(self.port), "/tmp/schedule": str(self.folder / "schedule")}  # noqa: S104, S108 - as in the container
        program, *words = COMPOSE["services"][name]["command"]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [str(BIN / program), *(here.get(word, word) for word in words)],
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end_all(self) -> dict[str, int]:
        """Ask every service to stop, as Docker does, and return the exit statuses."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(30) for name, process in self.running.items()}

    def rondom(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the environment of the services."""
        return subprocess.run(
            [str(BIN / "rondom"), *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def said(self) -> str:
        """Return everything that the services have logged."""
        return "\n".join(f"{path.name}:\n{path.read_text()}" for path in sorted(self.folder.glob("*.log")))

    def figures(self) -> str:
        """Return the figures for whoever watches."""
        return httpx.get(f"{self.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text


@contextmanager
def production(folder: Path) -> Iterator[Production]:
    database, broker = needed("PostgreSQL", postgres_url()), needed("Redis", redis_server())
    with ExitStack() as stack:
        port = free_port()
        post_office = stack.enter_context(open_post_office())
        given = {
            "RONDOM_DATABASE_URL": stack.enter_context(
                own_postgres(database, f"stack_{secrets.token_hex(3)}")
            ),
            "RONDOM_BROKER_URL": stack.enter_context(own_redis(broker)),
            "RONDOM_MAIL_URL": post_office.url,
            "RONDOM_MAIL_FROM": "feedback@example.org",
            "RONDOM_PUBLIC_URL": f"http://{HOST}:{port}",
            "RONDOM_METRICS_TOKEN": METRICS_TOKEN,
            "RONDOM_SECRET_KEY": secrets.token_urlsafe(48),
            "RONDOM_LOG": "json",
        }
        made = Production(folder, own_environment(folder / "instance", given), port, post_office)
        try:
            yield made
        finally:
            for process in made.running.values():
                if process.poll() is None:
                    process.kill()
                    process.wait()


@pytest.mark.services
def test_the_services_of_the_compose_file_play_together(tmp_path: Path) -> None:
    with production(tmp_path) as stack:
        assert stack.rondom("migrate").returncode == 0
        for name in PARTS:
            stack.start(name)
        wait_until(lambda: _is_ready(stack.url), 60, stack.said)
        _launch_a_round(stack)
        # One mail per rater: Anna for herself, Bram for Anna.
        assert {mail.to for mail in stack.post_office.wait_for(2)} == {"anna@example.org", "bram@example.org"}
        wait_until(lambda: stack.figures().count("rondom_queue_served_seconds{") == 3, 60, stack.said)
        for queue in ("mail", "reports", "periodic"):
            assert stack.rondom("alive", queue).returncode == 0
        assert stack.rondom("doctor").returncode == 0, stack.rondom("doctor").stdout
        assert 'rondom_outbox_messages{state="sent"} 2.0' in stack.figures()
        started = time.monotonic()
        assert stack.end_all() == dict.fromkeys(PARTS, 0), stack.said()
        assert time.monotonic() - started < 30
        assert "Traceback" not in stack.said()
        assert "example.org" not in stack.said()


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_every_service_comes_back_or_is_meant_to_end(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service.get("restart") == {"migrate": "no", "mailcatcher": None}.get(name, "unless-stopped")


def test_every_queue_has_a_worker_of_its_own() -> None:
    commands = {name: service.get("command", []) for name, service in COMPOSE["services"].items()}
    served = {words[words.index("--queues") + 1] for words in commands.values() if "--queues" in words}
    assert served == {"mail", "reports", "periodic"}


def test_every_setting_of_the_readme_reaches_the_containers() -> None:
    table = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("## Settings")[2].partition("While a")[0]
    )
    first_cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
    named = set(re.findall(r"`(RONDOM_[A-Z_]+)`", " ".join(first_cells)))
    assert "RONDOM_MAIL_PER_MINUTE" in named
    assert named == set(COMPOSE["x-rondom"]["environment"])


def test_redis_forgets_nothing_by_itself() -> None:
    assert COMPOSE["services"]["redis"]["command"] == [
        *("redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction")
    ]


def test_keys_and_database_lie_in_volumes_of_their_own() -> None:
    assert {"keys", "instance", "postgres"} <= COMPOSE["volumes"].keys()
    assert "keys:/var/lib/rondom-keys" in COMPOSE["services"]["web"]["volumes"]


def test_only_the_proxy_listens_to_other_machines() -> None:
    published = {
        name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service
    }
    assert published.pop("proxy") == ["80:80", "443:443"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_every_volume_and_config_that_is_used_is_declared() -> None:
    for service in COMPOSE["services"].values():
        named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert named <= COMPOSE["volumes"].keys()
        assert {config["source"] for config in service.get("configs", [])} <= COMPOSE["configs"].keys()
        assert set(service.get("depends_on", {})) <= COMPOSE["services"].keys()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ready").status_code == 200
    except httpx.TransportError:
        return False


def _launch_a_round(stack: Production) -> None:
    closes = str(datetime.now(UTC).date() + timedelta(days=14))
    people = stack.folder / "people.csv"
    people.write_text("email,name\nanna@example.org,Anna\nbram@example.org,Bram\n")
    raters = stack.folder / "raters.csv"
    raters.write_text(
        "participant_email,rater_email,group\n"
        "anna@example.org,anna@example.org,self\nanna@example.org,bram@example.org,peer\n"
    )
    for words in (
        ("people", "import", str(people), "--apply"),
        ("round", "create", "--name", "Spring", "--competencies", "analyseren", "--closes", closes),
        ("round", "raters", "Spring", str(raters)),
        ("round", "launch", "Spring"),
    ):
        done = stack.rondom(*words)
        assert done.returncode == 0, done.stderr
