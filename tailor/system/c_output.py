"""The buffer of standard output that libraries written in C share."""

from contextlib import suppress

from tailor.system import IS_MACOS, IS_WINDOWS


def flush_c_output() -> None:
    """Lets C's standard output write what it holds back, where it was meant to go.

    Only that stream: to flush all would wait for a thread that reads standard input in C.
    """
    import ctypes

    with suppress(OSError, AttributeError, ValueError):
        if IS_WINDOWS:
            library = ctypes.CDLL("ucrtbase")
            library.__acrt_iob_func.restype = ctypes.c_void_p
            stream = ctypes.c_void_p(library.__acrt_iob_func(1))
        else:
            library = ctypes.CDLL(None)
            name = "__stdoutp" if IS_MACOS else "stdout"
            stream = ctypes.c_void_p.in_dll(library, name)
        library.fflush(stream)
