"""What can go wrong while a document is typeset."""


class TypesettingError(Exception):
    """The engine refused a document: a fault of a template, never of what people wrote."""
