"""Every limit on what is read, in one place: whoever writes knows what reading will take.

Whoever made a file may have meant harm, and whoever opens it has work to lose. So a size is looked
at before memory is taken, and what the program itself would refuse it never writes.
"""

from __future__ import annotations

KIB, MIB = 1 << 10, 1 << 20

# ---------------------------------------------------------------------- text

#: The most characters of a sentence for a person; a value in it that fills pages loses its middle.
LONGEST_SENTENCE = 400

#: An experiment as text: its bytes, and how deeply tables, arrays and dotted keys are nested.
LARGEST_EXPERIMENT = 1 * MIB
DEEPEST_EXPERIMENT = 16

#: What a student answers, in a session: as large as an experiment may be in which it stands too,
#: each of whose characters may take six in JSON.
LARGEST_ANSWER = 6 * LARGEST_EXPERIMENT

# ---------------------------------------------------------------------- networks

#: Hidden layers, and the numbers that all layers have together.
MOST_LAYERS = 500
MOST_PARAMETERS = 100_000_000

# ---------------------------------------------------------------------- examples

#: Examples of more numbers are large: they are kept once, in the type they came in, their parts as
#: places in the whole, and are gone through in blocks of so many examples.
MOST_NUMBERS_AT_ONCE = 4_000_000
EXAMPLES_AT_ONCE = 4096

# ---------------------------------------------------------------------- files of data

#: What a packed file, a workbook or a file of arrays may unpack to; or `LARGEST_RATIO` times its
#: own size, where that is more.
DATA_UNPACKED_FREELY = 256 * MIB

#: The bytes of a line; a longer one is no row of a table.
LONGEST_LINE = 16 * MIB

#: The bytes of a JSON document, whose every value becomes an object for a moment.
LARGEST_RECORDS = 256 * MIB

#: The cells of a sheet of a workbook, from the first to the last that has a value. As many as fit
#: into what a workbook may unpack to, where each is there.
MOST_SHEET_CELLS = 20_000_000

#: The cells of a Parquet file.
MOST_CELLS = 200_000_000

#: Pictures: how many in a folder, the pixels of one before it is scaled, and the numbers of all of
#: them together once they are, a byte each.
MOST_PICTURES = 200_000
MOST_PIXELS = 100_000_000
MOST_PICTURE_BYTES = 2048 * MIB

# ---------------------------------------------------------------------- zip archives

#: The members of an archive, and how many times larger than packed one may be; the first so many
#: bytes are always read. Text of numbers packs five to twenty times, a bomb a thousand times.
MOST_MEMBERS = 10_000
LARGEST_RATIO = 100
UNPACKED_FREELY = 16 * MIB

#: The bytes of a packed member; what is stored as it is may be as large as its file.
LARGEST_PACKED = 256 * MIB

#: The same of the tables that sessions kept as text before there was another way.
LARGEST_TABLE = 1024 * MIB

#: The bytes of a member that is read into many small objects.
LARGEST_NOTE = 1 * MIB

# ---------------------------------------------------------------------- sessions

#: Examples of more numbers are kept as ``data.npz`` in place of ``data.csv``.
MOST_NUMBERS_AS_TEXT = 500_000

#: Evaluations that are kept as ``history.csv``; with more, as ``history.npz``.
MOST_ROWS_AS_TEXT = 20_000

#: The past of a session: the bytes of its keyframes and how many there may be, changes by hand,
#: and the bytes of the list of both.
LARGEST_PAST = 16 * MIB
MOST_KEYFRAMES = 1_000
MOST_CHANGES = 2_000
LARGEST_CHANGES = 16 * MIB

#: The runs of the run history: the bytes of the list, of one file of a run, and of all together.
LARGEST_RUN_LIST = 4 * MIB
LARGEST_RUN_FILE = 1 * MIB
LARGEST_RUN_LOG = 32 * MIB

#: What the window wants to find again: the bytes of a file, and how many there may be.
LARGEST_WINDOW_FILE = 64 * KIB
MOST_WINDOW_FILES = 16

# ---------------------------------------------------------------------- lessons

#: A lesson: the bytes of its file, its steps, and the entries of one list in it; and how many of a
#: folder are listed.
LARGEST_LESSON = 256 * KIB
MOST_LESSON_STEPS = 100
MOST_LESSON_ENTRIES = 50
MOST_LESSONS = 200

#: What a learner answered: the bytes of it in a session, the characters of one answer, and
#: how many there may be.
LARGEST_ANSWERS = 256 * KIB
LONGEST_ANSWER = 4_000
MOST_ANSWERS = 200

# ---------------------------------------------------------------------- weights

#: The bytes of a ``.json`` file of weights, whose every number becomes an object for a moment.
LARGEST_JSON = 32 * MIB


def shortened(sentence: str) -> str:
    """A sentence in one line of at most `LONGEST_SENTENCE` characters, without its middle."""
    if len(sentence) > LONGEST_SENTENCE:
        half = LONGEST_SENTENCE // 2
        sentence = f"{sentence[:half]} … {sentence[3 - half :]}"
    sentence = sentence.encode("utf-8", "replace").decode()  # names of files may be any bytes
    return "".join(sign if sign >= " " else " " for sign in sentence)
