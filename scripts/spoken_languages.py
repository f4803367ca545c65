"""Writes data/spoken_languages.txt: what languages are called, in many languages.

    pip install babel==2.18.0
    python scripts/spoken_languages.py > data/spoken_languages.txt

The names come from the Unicode CLDR; `OTHERS` are names that people use in CVs beside those.
"""

from babel import Locale

LANGUAGES = (
    "en de fr es it pt nl pl sv da nb fi cs sk hu ro bg hr sr sl el tr ru uk ar he fa hi bn ur ta "
    "te ml mr gu pa kn ne si ja ko zh vi th id ms tl sw af sq hy az eu be bs ca et gl ka is ga lv "
    "lt lb mk mt mn ps cy yi yue la gd br zu xh yo ig ha am so kk uz km lo my eo"
)
LOCALES = "en de fr es it pt nl pl sv da nb fi cs sk hu ro hr tr ru uk ca el bg"
OTHERS = (
    "mandarin|cantonese|gaelic|farsi|filipino|tagalog|castellano|mandarín|flemish|vlaams|"
    "schweizerdeutsch|plattdeutsch|hochdeutsch|sign language|british sign language|"
    "american sign language|catalán|valenciano|gallego|norsk|norwegian|gaeilge|cymraeg|"
    "kiswahili|bahasa|mandarin chinese|serbokroatisch|norwegisch|noors|norvégien|noruego|"
    "norueguês|norvegese|norweski|norska|中文|日本語|한국어|हिन्दी"
)


def main() -> None:
    """Prints the names, one on a line, in lower case."""
    tables = [Locale(one).languages for one in LOCALES.split()]
    names = {
        table[code].casefold() for table in tables for code in LANGUAGES.split() if code in table
    }
    print("\n".join(sorted(names | set(OTHERS.split("|")))))


if __name__ == "__main__":
    main()
