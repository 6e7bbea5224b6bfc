"""Each class of defect in a text file gets exactly its verdict: loaded, loaded with a warning, quarantined, refused."""

import os
import random
from pathlib import Path

import pytest

from ingestion.errors import FileRefused
from ingestion.read.bytestream import hash_file
from ingestion.read.opening import open_source
from ingestion.read.source import Dialect
from ingestion.tests.files import HEADER, SMALL, ledger, read_bytes, read_path

GOOD = "2024-01-01,Milk,1.50"
ROW = ("2024-01-01", "Milk", "1.50")


def refusal(folder: Path, data: bytes, dialect: Dialect | None = None, name: str = "sales.csv") -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_bytes(folder, data, dialect, name=name)
    return caught.value


def test_byte_order_mark_is_not_part_of_the_first_header(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, b"\xef\xbb\xbf" + ledger(GOOD))
    assert got.source.headers == ("date", "name", "amount")
    assert got.rows == [(2, *ROW)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf16_with_a_mark_is_transcoded(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADER}\r\n2024-01-01,Café \U0001f95b,1.50\r\n"
    got = read_bytes(tmp_path, text.encode(encoding), limits=SMALL)
    assert got.rows == [(2, "2024-01-01", "Café \U0001f95b", "1.50")]


def test_utf16_without_a_mark_is_refused_unless_declared(tmp_path: Path) -> None:
    data = ledger(GOOD).decode().encode("utf-16-le")
    assert refusal(tmp_path, data).code == "ENCODING"
    assert read_bytes(tmp_path, data, Dialect(encoding="utf-16-le")).rows == [(2, *ROW)]


def test_code_page_is_refused_with_candidates_and_line_unless_declared(tmp_path: Path) -> None:
    data = f"{HEADER}\n{GOOD}\n2024-01-01,Café,2\n".encode("cp1252")
    caught = refusal(tmp_path, data)
    assert (caught.code, caught.line) == ("ENCODING", 3)
    assert caught.details["readings"] == {
        "cp1252": "2024-01-01,Café,2",
        "iso8859-15": "2024-01-01,Café,2",
        "cp1250": "2024-01-01,Café,2",
        "mac-roman": "2024-01-01,CafÈ,2",
    }
    assert read_bytes(tmp_path, data, Dialect(encoding="cp1252")).rows[1] == (3, "2024-01-01", "Café", "2")


def test_bytes_a_declared_code_page_cannot_hold_are_quarantined(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(GOOD) + b"2024-01-01,B\x81d,2\n", Dialect(encoding="cp1252"))
    assert got.faults == [(3, "ENCODING")]


@pytest.mark.parametrize("damage", [b"\xc0\xaf", b"\xff", b"\xed\xa0\x80", b"\xe2\x82", b"\xc3(", b"\xf0\x80\x80\xaf"])
def test_a_few_invalid_sequences_are_quarantined_and_spelled_out(tmp_path: Path, damage: bytes) -> None:
    data = ledger(GOOD, GOOD) + b"2024-01-02,Mi" + damage + b"lk,2\n" + f"{GOOD}\n".encode()
    got = read_bytes(tmp_path, data)
    assert got.faults == [(4, "ENCODING")]
    assert got.bad[0].column == "name"
    assert (
        got.bad[0].text
        == "2024-01-02,Mi" + "".join(f"\\x{code:02x}" if code > 127 else chr(code) for code in damage) + "lk,2"
    )
    assert [row[0] for row in got.rows] == [2, 3, 5]


def test_invalid_bytes_beside_real_utf8_are_damage_not_another_encoding(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger("2024-01-01,Café,1") + b"2024-01-01,Caf\xe9,2\n")
    assert got.faults == [(3, "ENCODING")]


@pytest.mark.parametrize("code", [0, 1, 8, 11, 31])
def test_control_characters_are_quarantined(tmp_path: Path, code: int) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, f"2024-01-01,Mi{chr(code)}lk,2"))
    assert [(bad.line, bad.rule, bad.column, bad.value) for bad in got.bad] == [
        (3, "CONTROL_CHARACTER", "name", f"Mi{chr(code)}lk")
    ]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x1b[31m", "\ufeff"])
def test_invisible_characters_are_kept_with_a_warning(tmp_path: Path, sign: str) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, f"2024-01-01,Mi{sign}lk,2"))
    assert got.rows[1][2] == f"Mi{sign}lk"
    assert got.notices["INVISIBLE_CHARACTER"].lines == (3,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_reads_the_same(tmp_path: Path, end: str) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, "", GOOD, end=end), limits=SMALL)
    assert (got.rows, got.blank, got.notices) == ([(2, *ROW), (4, *ROW)], 1, {})


def test_mixed_line_ends_are_told(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, f"{HEADER}\r\n{GOOD}\n{GOOD}\r\n{GOOD}\r{GOOD}\r\n".encode())
    assert [row[0] for row in got.rows] == [2, 3, 4, 5]
    assert got.notices["MIXED_LINE_ENDS"].count == 2


def test_line_feeds_inside_quotes_are_no_mixture(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, f'{HEADER}\r\n2024-01-01,"Milk\nfresh",2\r\n{GOOD}\r\n'.encode())
    assert got.rows == [(2, "2024-01-01", "Milk\nfresh", "2"), (4, *ROW)]
    assert got.notices == {}


def test_whole_last_line_without_an_end_may_be_cut(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, GOOD).removesuffix(b"\n"))
    assert len(got.rows) == 2
    assert got.notices["MAYBE_CUT"].lines == (3,)


@pytest.mark.parametrize("tail", ["2024-01-02,Mi", '2024-01-02,"Mi', "2024"])
def test_short_last_line_without_an_end_refuses_the_file(tmp_path: Path, tail: str) -> None:
    caught = refusal(tmp_path, ledger(GOOD, GOOD) + tail.encode())
    assert (caught.code, caught.line) == ("FILE_CUT", 4)


@pytest.mark.parametrize(("line", "rule"), [("2024-01-01,Milk", "SHORT_LINE"), (f"{GOOD},9", "LONG_LINE")])
def test_lines_of_another_width_are_quarantined(tmp_path: Path, line: str, rule: str) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, line, GOOD))
    assert [(bad.line, bad.rule, bad.text) for bad in got.bad] == [(3, rule, line)]
    assert [row[0] for row in got.rows] == [2, 4]


def test_a_short_line_is_not_hidden_by_a_blank_line_inside_quotes(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, b'day,amount\n2024-01-01,"1\n\n2"\n2024-01-02\n2024-01-03,3\n')
    assert got.faults == [(5, "SHORT_LINE")]
    assert got.rows == [(2, "2024-01-01", "1\n\n2"), (6, "2024-01-03", "3")]


def test_an_empty_field_behind_every_line_is_left_out_with_a_warning(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(f"{GOOD},", f"{GOOD},", f"{GOOD},"))
    assert (got.rows[2], got.faults) == ((4, *ROW), [])
    assert "EMPTY_EXTRA_FIELDS" in got.notices


def test_blank_lines_are_counted_apart(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, "", ",,", "  ", " , ,", GOOD))
    assert (got.blank, [row[0] for row in got.rows], got.faults) == (4, [2, 7], [])


def test_repeated_headers_are_counted_and_dropped(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, HEADER, GOOD, " date, name,amount "))
    assert (got.repeated, [row[0] for row in got.rows]) == (2, [2, 4])
    assert got.notices["REPEATED_HEADER"].lines == (3, 5)


def test_open_quote_costs_one_line(tmp_path: Path) -> None:
    lines = [GOOD] * 50 + ['2024-01-02,"Milk,2'] + ['2024-01-03,"Soap, hard",3'] * 300
    got = read_bytes(tmp_path, ledger(*lines), limits=SMALL)
    assert got.faults == [(52, "QUOTE")]
    assert len(got.rows) == 350
    assert got.rows[50] == (53, "2024-01-03", "Soap, hard", "3")


def test_many_open_quotes_refuse_the_file(tmp_path: Path) -> None:
    lines = [GOOD] * 100 + ['2024-01-02,"Milk,2'] * 5
    caught = refusal(tmp_path, ledger(*lines))
    assert (caught.code, caught.line) == ("QUOTE", 102)


def test_quote_inside_an_unquoted_field_is_text(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger('2024-01-01,6" pipe,2', '2024-01-01,"3"" pipe, long",4'))
    assert got.rows == [(2, "2024-01-01", '6" pipe', "2"), (3, "2024-01-01", '3" pipe, long', "4")]


def test_text_after_a_closing_quote_is_quarantined(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, '2024-01-01,"Milk" fresh,2', GOOD))
    assert (got.faults, [row[0] for row in got.rows]) == ([(3, "QUOTE")], [2, 4])


def test_backslash_quotes_need_a_named_escape(tmp_path: Path) -> None:
    data = ledger(GOOD, '2024-01-01,"6\\" pipe, long",2', GOOD)
    assert read_bytes(tmp_path, data).faults == [(3, "QUOTE")]
    got = read_bytes(tmp_path, data, Dialect(escape="\\"))
    assert got.rows == [(2, *ROW), (3, "2024-01-01", '6" pipe, long', "2"), (4, *ROW)]


def test_line_numbers_are_physical_behind_quoted_line_ends(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger('2024-01-01,"a\nb\n\nc",1', GOOD, '2024-01-01,"x\n",1', GOOD))
    assert [row[0] for row in got.rows] == [2, 6, 7, 9]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiter_is_found_beside_decimal_commas(tmp_path: Path, delimiter: str) -> None:
    data = ledger(*["2024-01-01;Milk;1,50"] * 5, header="date;name;amount").replace(b";", delimiter.encode())
    got = read_bytes(tmp_path, data)
    assert got.source.dialect.delimiter == delimiter
    assert got.rows[0] == (2, "2024-01-01", "Milk", "1,50")


def test_lines_that_disagree_on_the_delimiter_refuse_the_file(tmp_path: Path) -> None:
    data = ledger(*[GOOD] * 6, *[GOOD.replace(",", ";")] * 4)
    assert refusal(tmp_path, data).code == "DELIMITER"
    assert refusal(tmp_path, b"just words\nand more words\n").code == "DELIMITER"


def test_separator_line_names_the_delimiter(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, b"sep=;\r\n" + ledger("2024-01-01;a,b;1,5", header="date;name;amount", end="\r\n"))
    assert got.rows == [(3, "2024-01-01", "a,b", "1,5")]


def test_lines_above_the_header_are_left_out_with_a_warning(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, b"Sales report\n\nPrinted on,2024-02-01\n" + ledger(*[GOOD] * 3))
    assert got.rows[0] == (5, *ROW)
    assert got.notices["TITLE_LINES"].lines == (1, 3)


def test_padded_title_line_is_not_the_header(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, b"Sales report,,\n" + ledger(*[GOOD] * 3))
    assert got.source.headers == ("date", "name", "amount")


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, f"{GOOD}\n{GOOD}\n".encode()).code == "NO_HEADER"
    far = b"Sales report\n" * 25 + ledger(*[GOOD] * 40)
    assert refusal(tmp_path, far).code == "NO_HEADER"


def test_header_line_can_be_named(tmp_path: Path) -> None:
    data = b"name,place,x\n" + ledger(GOOD)
    got = read_bytes(tmp_path, data, Dialect(header_line=2))
    assert (got.source.headers, got.rows) == (("date", "name", "amount"), [(3, *ROW)])


def test_duplicate_and_empty_headers_are_exposed(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger("2024-01-01,a,b,,1", header="date,name, name ,,_line"))
    assert got.source.headers == ("date", "name", "name", "", "_line")
    assert got.source.columns == ("date", "name", "name (2)", "(column 4)", "_line (2)")
    assert got.rows == [(2, "2024-01-01", "a", "b", None, "1")]


def test_header_only_and_empty_files_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, ledger()).code == "NO_LINES"
    assert refusal(tmp_path, ledger("", ",,")).code == "NO_LINES"
    assert refusal(tmp_path, b"").code == "EMPTY_FILE"
    assert refusal(tmp_path, b"\xef\xbb\xbf\n \n").code == "EMPTY_FILE"


@pytest.mark.parametrize("text", ["=1+1", "+254", "-", "@x", "NA", "NaN", "null", "00123", " 7 ", "1e5"])
def test_text_stays_as_written(tmp_path: Path, text: str) -> None:
    assert read_bytes(tmp_path, ledger(f"2024-01-01,{text},2")).rows == [(2, "2024-01-01", text, "2")]


def test_overlong_fields_and_lines_are_quarantined(tmp_path: Path) -> None:
    exact, over = "x" * 65_536, "é" * 32_769
    got = read_bytes(tmp_path, ledger(f"2024-01-01,{exact},1", f"2024-01-01,{over},2", GOOD))
    assert [(bad.line, bad.rule, bad.column) for bad in got.bad] == [(3, "FIELD_TOO_LONG", "name")]
    assert [row[0] for row in got.rows] == [2, 4]
    wide = ",".join(["d", *[f"c{place}" for place in range(20)]])
    got = read_bytes(tmp_path, ledger(",".join(["y" * 60_000] * 21), ",".join("z" * 21), header=wide))
    assert got.faults == [(2, "LINE_TOO_LONG")]


def test_too_many_columns_refuse_the_file(tmp_path: Path) -> None:
    names = [f"column {'x' * (place % 3)}{chr(97 + place % 26)}" for place in range(1_001)]
    assert refusal(tmp_path, ledger(",".join("1" * 1_001), header=",".join(names))).code == "TOO_MANY_COLUMNS"


def test_one_bad_line_in_many_blocks_keeps_every_other_line(tmp_path: Path) -> None:
    rng = random.Random(5)
    lines = [f'2024-01-01,"Item {place}, {rng.random()}",{place}' for place in range(3_000)]
    lines[1_234] = "2024-01-01,half"
    got = read_bytes(tmp_path, ledger(*lines), limits=SMALL)
    assert got.faults == [(1_236, "SHORT_LINE")]
    assert [row[3] for row in got.rows] == [str(place) for place in range(3_000) if place != 1_234]
    assert [row[0] for row in got.rows] == [place + 2 for place in range(3_000) if place != 1_234]


def test_pipes_devices_folders_and_far_links_are_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    os.mkfifo(inside / "pipe.csv")
    (outside / "far.csv").write_bytes(ledger(GOOD))
    (inside / "near.csv").write_bytes(ledger(GOOD))
    (inside / "link.csv").symlink_to(outside / "far.csv")
    (inside / "alias.csv").symlink_to("near.csv")
    found = {}
    for name in ("pipe.csv", "link.csv", ".", "missing.csv"):
        with pytest.raises(FileRefused) as caught:
            open_source(inside / name)
        found[name] = caught.value.code
    assert found == {
        "pipe.csv": "NOT_A_FILE",
        "link.csv": "OUTSIDE_FOLDER",
        ".": "NOT_A_FILE",
        "missing.csv": "FILE_NOT_FOUND",
    }
    with pytest.raises(FileRefused, match="NOT_A_FILE"):
        open_source(Path("/dev/zero"))
    assert len(read_path(inside / "alias.csv").rows) == 1


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(ledger(*[GOOD] * 500))
    source = open_source(path, limits=SMALL)
    chunks = source.chunks()
    next(chunks)
    with path.open("ab") as handle:
        handle.write(f"{GOOD}\n".encode())
    with pytest.raises(FileRefused, match="FILE_CHANGED"):
        list(chunks)


def test_a_file_that_is_replaced_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(ledger(*[GOOD] * 500))
    source = open_source(path, limits=SMALL)
    chunks = source.chunks()
    next(chunks)
    (tmp_path / "new.csv").write_bytes(ledger(*[GOOD] * 500))
    (tmp_path / "new.csv").replace(path)
    with pytest.raises(FileRefused, match="FILE_CHANGED"):
        list(chunks)


def test_hash_is_that_of_the_raw_bytes(tmp_path: Path) -> None:
    got = read_bytes(tmp_path, ledger(GOOD, end="\r\n"))
    assert got.source.sha256 == hash_file(got.source.path)
