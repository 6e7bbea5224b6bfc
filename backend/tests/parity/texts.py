"""Texts that databases treat each in their own way: cases, accents, what looks like a number or a list."""

from __future__ import annotations

EMPTY: tuple[str | None, ...] = (None, "", " ", "\t", "a", "A", " a", "a ", "\u00a0a", "\u200b", "a\u200bb", "a\nb")
NUMBER_LIKE = ("00123", "123", "1e5", "100000", "NaN", "NULL", "null", "true", "TRUE", "-0", "0", "0.0", "1.0")
LIST_LIKE = ("a,b", '["a","b"]', '["a"]', "[1]", "[]", "[null]", "{}", "a|b", "a\x01b", "a\x1fb", "a\x00b", "\x00")
PATTERN_LIKE = ("%", "_", "100%", "a_b", "a%b", "\\", "a\\b", "'", "''", '"', "--", "/*", "?", ".*", "*")
TURKISH = ("İstanbul", "istanbul", "ISTANBUL", "ıstanbul", "Istanbul", "i̇stanbul", "İ", "i", "ı", "I")
GERMAN = ("Straße", "STRASSE", "strasse", "STRAẞE", "ß", "ẞ", "ſ", "s", "S", "ﬁn", "FIN")
GREEK = ("ΟΔΟΣ", "οδος", "οδοσ", "Οδός", "Ω", "ω", "\u2126", "µ", "μ", "Μ", "ᾳ", "ᾼ", "θ", "ϑ", "ϴ")
ACCENTS = ("café", "CAFÉ", "cafe\u0301", "CAFE\u0301", "cafe", "Å", "\u212b", "å", "\u212a", "k")
CROATIAN = ("Ǆ", "ǅ", "ǆ", "ŉ", "ÿ", "Ÿ")
FAR = ("😀 shop", "😀", "🇰🇪", "𐐀", "𐐨", "ჯ", "Ჯ", "Ꭰ", "ꭰ", "Ⅷ", "ⅷ", "ａ", "Ａ", "﷽", "\ue000", "\uffff", "\U00010000")
LONG = ("x" * 3000, "y" * 40_000)

TEXTS: tuple[str | None, ...] = tuple(
    dict.fromkeys(
        (*EMPTY, *NUMBER_LIKE, *LIST_LIKE, *PATTERN_LIKE, *TURKISH, *GERMAN, *GREEK, *ACCENTS, *CROATIAN, *FAR, *LONG)
    )
)
