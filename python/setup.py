"""Puts the command and the library that `make build` made into the package, so that it needs nothing beside it.

GRAMARYE_BUILD names another folder that has them: `make wheel` has both with Swift's own libraries inside.
"""

import os
import pathlib
import re
import shutil
import sys

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("GRAMARYE_BUILD", HERE.parent / ".build" / "release"))
LIBRARY = "libgramarye.dylib" if sys.platform == "darwin" else "libgramarye.so"


def version():
    """The version that the command tells, written once, in its source."""
    source = HERE.parent / "Sources" / "Gramarye" / "Reports" / "CorpusProvenance.swift"
    if not source.exists():
        sys.exit(f"{HERE} is a part of the repository of Gramarye. Install it from there: pip install ./python")
    return re.search(r'gramaryeVersion = "([^"]+)"', source.read_text(encoding="utf-8")).group(1)


class BuildWithBinaries(build_py):
    def run(self):
        super().run()
        folder = pathlib.Path(self.build_lib) / "gramarye" / "_binaries"
        # An editable install has the build itself beside it.
        if self.editable_mode:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("gram", LIBRARY):
            if not (BUILD / name).exists():
                sys.exit(f"{BUILD} has no {name}. Build it first: make build")
            shutil.copy2(BUILD / name, folder / name)
        shutil.copy2(HERE.parent / "LICENSE", folder / "LICENSE")


class PlatformDistribution(Distribution):
    def has_ext_modules(self):
        return True


class PlatformWheel(bdist_wheel):
    """A wheel of any Python 3 on this kind of machine: no part of it is compiled against Python."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(
    version=version(),
    distclass=PlatformDistribution,
    cmdclass={"build_py": BuildWithBinaries, "bdist_wheel": PlatformWheel},
)
