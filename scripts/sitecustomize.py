"""What Python loads before all else where make starts it: so Ctrl+C prints no traceback at any moment."""

import brief  # noqa: F401  (it says how a program ends)
