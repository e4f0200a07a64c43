"""Settings from the environment and from the instance folder."""

from pathlib import Path

import pytest

from app.domain.mail_pace import MailLimits
from app.domain.sending_hours import SendingHours
from app.settings import SettingsError, load_settings


def test_nothing_is_needed_to_start(tmp_path: Path) -> None:
    settings = load_settings({"RONDOM_INSTANCE": str(tmp_path / "new")})

    assert settings.is_trial_mode
    assert settings.database_url.startswith("sqlite:///")
    assert settings.broker_url is None
    assert settings.languages == ("nl", "en", "fr")


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = load_settings({"RONDOM_INSTANCE": str(tmp_path)})
    second = load_settings({"RONDOM_INSTANCE": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_the_instance_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    load_settings({"RONDOM_INSTANCE": str(tmp_path / "new")})

    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "rondom.env").write_text("# ours\nRONDOM_TIMEZONE=Europe/Paris\nRONDOM_LANGUAGES=fr\n")

    settings = load_settings({"RONDOM_INSTANCE": str(tmp_path), "RONDOM_LANGUAGES": "en"})

    assert settings.timezone.key == "Europe/Paris"
    assert settings.languages == ("en",)


def test_a_variable_without_a_value_leaves_it_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "rondom.env").write_text("RONDOM_MAIL_PER_MINUTE=30\n")

    settings = load_settings({"RONDOM_INSTANCE": str(tmp_path), "RONDOM_MAIL_PER_MINUTE": ""})

    assert settings.mail_limits.per_minute == 30


def test_no_secret_shows_in_a_representation(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "RONDOM_INSTANCE": str(tmp_path),
            "RONDOM_SECRET_KEY": "canary-canary-canary-canary-canary",
            "RONDOM_MAIL_URL": "smtp://me:canary@localhost",
            "RONDOM_DATABASE_URL": "postgresql://me:canary@localhost/x",
        }
    )

    assert "canary" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        pytest.param("PUBLIC_URL", "http://feedback.example.org", "https", id="plain http elsewhere"),
        pytest.param("PUBLIC_URL", "feedback.example.org", "PUBLIC_URL", id="no scheme"),
        pytest.param("LANGUAGES", "nl,xx", "xx", id="unknown language"),
        pytest.param("TIMEZONE", "Europe/Atlantis", "Atlantis", id="unknown zone"),
        pytest.param("TIMEZONE", "Europe", "no time zone 'Europe'", id="an area alone"),
        pytest.param("SENDING_HOURS", "18-8", "SENDING_HOURS must look like 8-18", id="hours over midnight"),
        pytest.param("SENDING_HOURS", "nine to five", "SENDING_HOURS must look like", id="hours in words"),
        pytest.param("SENDING_DAYS", "ma-vr", "SENDING_DAYS must look like mon-fri", id="days in Dutch"),
        pytest.param("DATABASE_URL", "mysql://me@localhost/x", "DATABASE_URL", id="unknown database"),
        pytest.param("DATABASE_URL", "postgresql://me@localhost:x/x", "DATABASE_URL", id="no port"),
        pytest.param("SECRET_KEY", "short", "32", id="short secret"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings({"RONDOM_INSTANCE": str(tmp_path), f"RONDOM_{name}": value})


def test_a_broken_line_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "rondom.env").write_text("RONDOM_TIMEZONE=Europe/Paris\nnonsense\n")

    with pytest.raises(SettingsError, match="line 2"):
        load_settings({"RONDOM_INSTANCE": str(tmp_path)})


def test_limits_of_mails_are_numbers_and_none_by_default(tmp_path: Path) -> None:
    given = {"RONDOM_INSTANCE": str(tmp_path)}
    assert load_settings(given).mail_limits == MailLimits()
    limits = {"RONDOM_MAIL_PER_MINUTE": "30", "RONDOM_MAIL_PER_DAY": "10000", "RONDOM_MAIL_CONNECTIONS": "3"}
    assert load_settings(given | limits).mail_limits == MailLimits(30, 10000, 3)
    for wrong in ("0", "-1", "many", "1.5"):
        with pytest.raises(SettingsError, match="RONDOM_MAIL_PER_DAY is a whole number"):
            load_settings(given | {"RONDOM_MAIL_PER_DAY": wrong})


def test_hours_for_mails_are_those_people_work_unless_others_are_set(tmp_path: Path) -> None:
    given = {"RONDOM_INSTANCE": str(tmp_path)}
    assert load_settings(given).sending_hours == SendingHours(8, 18, (0, 1, 2, 3, 4))
    hours = {"RONDOM_SENDING_HOURS": "7-15", "RONDOM_SENDING_DAYS": "sun-thu"}
    assert load_settings(given | hours).sending_hours == SendingHours(7, 15, (0, 1, 2, 3, 6))
