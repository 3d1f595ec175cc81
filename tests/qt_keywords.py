"""A plugin of mypy: PySide's constructors take properties and signals as keywords.

``QLabel("Cost", wordWrap=True)`` sets a property, ``QTimer(timeout=self.read)`` connects a signal;
the stubs of PySide tell nothing of either. Where a keyword has a setter in the stubs, its value is
checked as the setter's argument is; where it is a signal, as what may be connected. Any other
keyword remains the mistake it is.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import ARG_NAMED_OPT, CallExpr, TypeInfo
from mypy.plugin import FunctionSigContext, Plugin
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    Type,
    TypeOfAny,
    get_proper_type,
)

OBJECT = "PySide6.QtCore.QObject"
SIGNAL = "PySide6.QtCore.Signal"


class QtKeywords(Plugin):
    """Adds to a constructor of PySide the keywords that a call of it names."""

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """For ``QLabel(...)``, and for a class of ours that has the constructor of PySide's."""
        node = self.lookup_fully_qualified(fullname)
        info = node.node if node else None
        if isinstance(info, TypeInfo) and _is_of_qt(info):
            return lambda context: _with_keywords(context, info)
        return None


def _is_of_qt(info: TypeInfo) -> bool:
    constructor = info.get_method("__init__")
    return (
        info.has_base(OBJECT)
        and constructor is not None
        and constructor.info.fullname.startswith("PySide6.")
    )


def _with_keywords(context: FunctionSigContext, info: TypeInfo) -> FunctionLike:
    call = context.context
    if not isinstance(call, CallExpr):
        return context.default_signature
    accepted = {
        name: accepted
        for name in call.arg_names
        if name is not None and (accepted := _accepted(info, name)) is not None
    }
    return _widened(context.default_signature, accepted)


def _widened(signature: FunctionLike, accepted: dict[str, Type]) -> FunctionLike:
    if isinstance(signature, Overloaded):
        items = [_widened(item, accepted) for item in signature.items]
        return Overloaded([item for item in items if isinstance(item, CallableType)])
    assert isinstance(signature, CallableType)
    new = {name: each for name, each in accepted.items() if name not in signature.arg_names}
    return signature.copy_modified(
        arg_types=[*signature.arg_types, *new.values()],
        arg_kinds=[*signature.arg_kinds, *[ARG_NAMED_OPT] * len(new)],
        arg_names=[*signature.arg_names, *new],
    )


def _accepted(info: TypeInfo, name: str) -> Type | None:
    """What the keyword takes; None where there is neither such a property nor such a signal."""
    attribute = info.get(name)
    kind = get_proper_type(attribute.type) if attribute else None
    if isinstance(kind, Instance) and kind.type.fullname == SIGNAL:
        return AnyType(TypeOfAny.special_form)
    setter = info.get(f"set{name[0].upper()}{name[1:]}")
    kind = get_proper_type(setter.type) if setter else None
    if isinstance(kind, CallableType) and len(kind.arg_types) > 1:
        return kind.arg_types[1]
    return AnyType(TypeOfAny.special_form) if isinstance(kind, Overloaded) else None


def plugin(version: str) -> type[Plugin]:
    """What mypy calls."""
    return QtKeywords
