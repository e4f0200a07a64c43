"""Pictures that stand in a page themselves, so that nothing has to be loaded."""

import base64

from app.adapters.mime import LOGO_ID


def as_data_url(picture: bytes) -> str:
    """Return a PNG as an address of its own."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def with_logo(html: str, logo: bytes | None) -> str:
    """Return the HTML of a mail with the logo it brings along."""
    return html.replace(f"cid:{LOGO_ID}", as_data_url(logo)) if logo is not None else html
