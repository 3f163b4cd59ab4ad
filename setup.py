"""The packages: those under ``src``, and ``models`` as ``textmine.builtin``: the encoder travels along."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages("src"), "textmine.builtin"],
    package_dir={"": "src", "textmine.builtin": "models"},
)
