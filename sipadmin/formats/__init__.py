"""How dates and times are written, where Django decides it by language."""
