"""Which system library Qt misses, and what Debian calls the package that has it."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What the plugin that talks to an X server needs beyond what importing Qt needs: from a shared
#: library to the Debian (and Ubuntu) package that holds it.
X_PLUGIN_PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

#: The same for all that may be missing. Qt's wheels bring Qt itself; these come with every desktop,
#: and are absent on servers and in containers.
DEBIAN_PACKAGES = X_PLUGIN_PACKAGES | {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def import_sentence(error: ImportError) -> str:
    """Why Qt could not be imported, and what to install."""
    if isinstance(error, ModuleNotFoundError):
        return f"Qt is not installed ({error}); install it with: pip install PySide6-Essentials"
    library = re.search(r"\blib[\w.+-]+\.so[\w.]*", str(error))
    if library is None:
        return f"Qt cannot be loaded: {error}."
    return _library_sentence([library[0]])


def x_plugin_sentence() -> str:
    """What the X plugin of Qt misses, and what to install; empty where nothing is missing."""
    return _library_sentence(missing) if (missing := _missing(X_PLUGIN_PACKAGES)) else ""


def _missing(libraries: Iterable[str]) -> list[str]:
    import ctypes

    missing = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


def _library_sentence(libraries: list[str]) -> str:
    named = " and ".join(libraries)
    is_or_are = "is" if len(libraries) == 1 else "are"
    sentence = f"Qt cannot be loaded because {named} {is_or_are} not installed"
    if any(library not in DEBIAN_PACKAGES for library in libraries):
        return f"{sentence}."
    packages = " ".join(dict.fromkeys(DEBIAN_PACKAGES[library] for library in libraries))
    return f"{sentence}; on Debian or Ubuntu: sudo apt-get install {packages}"
