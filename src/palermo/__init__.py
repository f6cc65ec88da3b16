"""palermo: adverts in, explained leads out, decided by people."""

import hashlib
import os
from pathlib import Path

__version__ = "0.1.0"


def _name_kernel_cache() -> None:
    """Give compiled kernels a folder of their own for every state of the code.

    numba looks at the file of a kernel alone, so that a change in another kernel that it calls would go
    unnoticed: the folder's name is made of the time and size of every file of the package.
    """
    root = Path(__file__).parent
    digest = hashlib.sha256(f"{root}".encode())
    for path in sorted(root.rglob("*.py")):
        about = path.stat()
        digest.update(f"{path.name} {about.st_mtime_ns} {about.st_size}\n".encode())
    home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    os.environ["NUMBA_CACHE_DIR"] = str(Path(home) / "palermo" / "kernels" / digest.hexdigest()[:16])


if "NUMBA_CACHE_DIR" not in os.environ:
    _name_kernel_cache()
