"""Names of files that a browser saves (RFC 6266)."""

import unicodedata
from urllib.parse import quote

from werkzeug.http import dump_options_header


def attachment(name: str) -> str:
    """Return the Content-Disposition of a file to be saved under this name, in any script."""
    if name.isascii():
        return dump_options_header("attachment", {"filename": name})
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    written = quote(name, safe="!#$&+-.^_`|~")
    return dump_options_header("attachment", {"filename": plain, "filename*": f"UTF-8''{written}"})
