"""Texts as the literals of other languages.

A character that cannot be seen, or is no plain space, is written as an escape: what is read on a page is then what is
run, and copying from there loses nothing.
"""

import shlex

_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BASIC_PLANE = 0xFFFF


def shell_word(text: str) -> str:
    """Return `text` as one word for bash, zsh and ksh; any POSIX shell reads it that has nothing to escape."""
    if text.isprintable():
        return shlex.quote(text)
    return f"$'{''.join(_in_dollar_quotes(character) for character in text)}'"


def _in_dollar_quotes(character: str) -> str:
    if character.isprintable() and character not in "'\\":
        return character
    # Bytes of three digits each: the bash of macOS knows no other escape for a character.
    return "".join(f"\\{byte:03o}" for byte in character.encode())


def double_quoted(text: str) -> str:
    """Return `text` in double quotes, with the escapes that Python and HCL have in common."""
    return f'"{"".join(_in_double_quotes(character) for character in text)}"'


def _in_double_quotes(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
