"""Which editor suits a setting: by its format first, then by the kind of its value."""

from __future__ import annotations

from collections.abc import Callable

from playground.gui.controls.by_layer_editor import ChoiceByLayer, NumberByLayer
from playground.gui.controls.column_editor import ColumnEditor
from playground.gui.controls.editors import (
    ChoiceEditor,
    Editor,
    FileEditor,
    OptionEditor,
    SwitchEditor,
    TextEditor,
)
from playground.gui.controls.features_editor import FeaturesEditor
from playground.gui.controls.folder_editor import FolderEditor
from playground.gui.controls.gallery import GalleryEditor
from playground.gui.controls.number_editor import NumberEditor
from playground.gui.controls.points_editor import PointsEditor
from playground.gui.controls.sizes_editor import SizesEditor
from playground.gui.controls.table_editor import TableEditor
from playground.settings import Registry, Setting

#: Texts that deserve more than a line.
_FORMATS: dict[str, Callable[[Setting], Editor]] = {
    "file": FileEditor,
    "folder": FolderEditor,
    "column": ColumnEditor,
    "features": FeaturesEditor,
    "points": PointsEditor,
    "table": TableEditor,
    "gallery": GalleryEditor,
}

#: The editor of each kind of setting; a kind that is missing here has no place in a form.
_KINDS: dict[type, Callable[[Setting], Editor]] = {
    bool: SwitchEditor,
    int: NumberEditor,
    float: NumberEditor,
    str: TextEditor,
    tuple: SizesEditor,
    Registry: ChoiceEditor,
}

#: The same of a setting that may differ from layer to layer.
_BY_LAYER: dict[type, Callable[[Setting], Editor]] = {
    float: NumberByLayer,
    Registry: ChoiceByLayer,
}


def editor_for(setting: Setting) -> Editor:
    """A new editor that suits a setting."""
    if setting.options:
        return OptionEditor(setting)
    if setting.by_layer:
        return _BY_LAYER[setting.kind](setting)
    return _FORMATS.get(setting.format, _KINDS[setting.kind])(setting)
