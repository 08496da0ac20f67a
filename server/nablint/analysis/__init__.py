"""One door for all callers: a source in, an immutable snapshot out."""
