"""Typesetting with Typst: a template of ours and a document in, a tagged PDF (PDF/UA-1) out.

No packages, no network, no files but our templates, no typefaces but those the engine carries: the same
document gives the same bytes on every machine. The document travels as JSON, so nothing in it is ever read as
markup.
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import typst

from app.adapters.paper_pictures import with_pictures
from app.adapters.typefaces import UNSHOWN, Typefaces, plainest
from app.domain.typesetting import TypesettingError

_Source = TypeVar("_Source", Path, bytes)
_SPECIMEN = b'#set document(title: "Specimen")\n#sys.inputs.at("specimen", default: "")'


_REMEMBERED = 10


class TypstTypesetter:
    """Keeps one compiler, made when it is first needed; documents of one process follow each other."""

    def __init__(self, templates: Path, *sources: Path) -> None:
        """Take the folder of the templates; `sources` are folders whose code and words decide the outcome."""
        self._templates = templates
        self._sources = sources
        self._lock = threading.Lock()

    @cached_property
    def version(self) -> str:
        """Names the engine, the templates and what fills them: equal versions give equal bytes."""
        digest = hashlib.sha256()
        found = [*self._templates.glob("*.typ")]
        for folder in self._sources:
            found += [*folder.rglob("*.py"), *folder.rglob("*.mo")]
        for path in sorted(found):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return f"typst {version('typst')} {digest.hexdigest()[:16]}"

    def typeset(self, template: str, document: Mapping[str, object], dated_at: datetime) -> bytes:
        """Return the PDF of a document.

        `template` is the name of a file in the folder of the templates, without its ending. The template
        finds `document` under `json(bytes(sys.inputs.document))`, with `has_unshown` added: whether it holds
        a sign that stands for characters without a picture. `dated_at`, an instant with its zone, is the only
        date in the file. A mapping with `picture` in it is drawn (app.adapters.paper_pictures).

        Raises:
            TypesettingError: The template is missing or wrong, or wants what the document does not have.
        """
        source = self._templates / f"{template}.typ"
        if not source.is_file():
            raise TypesettingError(f"there is no template “{template}”")
        drawn = with_pictures(document)
        with self._lock:
            try:
                return self._fitting(source, drawn, dated_at)
            finally:
                self._forget()

    def _fitting(self, source: Path, drawn: dict[str, object], dated_at: datetime) -> bytes:
        fitted = self._typefaces.fitted(drawn)
        fitted["has_unshown"] = _signs_in(fitted) > _signs_in(drawn)
        try:
            return self._compiled(source, fitted, dated_at)
        except typst.TypstError as error:
            plain = plainest(fitted) | {"has_unshown": True}
            if plain == fitted | {"has_unshown": True}:
                raise TypesettingError(_in_short(error)) from None
        # Characters that can be shown one by one, and not together.
        try:
            return self._compiled(source, plain, dated_at)
        except typst.TypstError as error:
            raise TypesettingError(_in_short(error)) from None

    def _forget(self) -> None:
        """Make the engine drop what it remembers of a document: it keeps that for ten more documents.

        No report is set twice, and of a long one it remembers forty megabytes.
        """
        for _ in range(_REMEMBERED + 1):
            self._pdf(_SPECIMEN, {}, datetime.fromtimestamp(0, tz=UTC))

    def _compiled(self, source: Path, document: dict[str, object], dated_at: datetime) -> bytes:
        return self._pdf(source, {"document": json.dumps(document, ensure_ascii=False)}, dated_at)

    def _pdf(self, source: _Source, inputs: dict[str, str], dated_at: datetime) -> bytes:
        whole = dated_at.astimezone(UTC).replace(microsecond=0)
        made = self._compiler.compile(
            source, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=whole
        )
        if not isinstance(made, bytes):
            raise TypesettingError("the engine returned no file")
        return made

    def _is_shown(self, character: str) -> bool:
        try:
            self._pdf(_SPECIMEN, {"specimen": character}, datetime.fromtimestamp(0, tz=UTC))
        except typst.TypstError:
            return False
        return True

    @cached_property
    def _typefaces(self) -> Typefaces:
        return Typefaces(self._is_shown)

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            root=self._templates,
            font_paths=typst.Fonts(include_system_fonts=False),
            ignore_system_fonts=True,
            # Folders that do not exist: a template that asks for a package fails, and nothing is fetched.
            package_path=self._templates / "packages",
            package_cache_path=self._templates / "packages",
        )


def _signs_in(document: Mapping[str, object]) -> int:
    # A document may hold the sign itself, to say what it means.
    return json.dumps(document, ensure_ascii=False).count(UNSHOWN)


def _in_short(error: typst.TypstError) -> str:
    # The message names a place in the template; the diagnostic may repeat what people wrote.
    return str(error.message).splitlines()[0]
