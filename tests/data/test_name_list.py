"""Column names in one line of text."""

from hypothesis import given
from hypothesis import strategies as st

from playground.data.name_list import name_list, names_in

# Names as tables have them: no spaces around, no line ends, none twice, none empty.
names = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1),
    unique=True,
)


@given(names)
def test_what_is_written_is_read(given_names):
    assert list(names_in(name_list(given_names))) == given_names


def test_a_person_writes_them_freely():
    assert names_in(" a ,b,,  c d, a") == ("a", "b", "c d")
    assert names_in('"size (cm, dry)", weight') == ("size (cm, dry)", "weight")
    assert names_in("") == ()
