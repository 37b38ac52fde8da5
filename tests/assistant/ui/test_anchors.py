from dataclasses import replace

from assistant.answer import Assistant
from assistant.ui.anchors import name_places


def test_every_place_has_a_name_of_its_own(assistant: Assistant) -> None:
    anchors = name_places(assistant.documents)
    names = [*anchors.passages.values(), *anchors.sections.values()]
    assert len(set(names)) == len(names)
    assert set(anchors.passages) == {passage.id for passage in assistant.generation.passages}


def test_a_name_stays_when_other_passages_come_before(assistant: Assistant) -> None:
    (document,) = assistant.documents
    last = document.passages[-1]
    moved = replace(document, passages=(replace(last, id=0),))
    assert name_places([moved]).passages[0] == name_places([document]).passages[last.id]


def test_a_passage_that_stands_twice_has_two_names(assistant: Assistant) -> None:
    (document,) = assistant.documents
    first = document.passages[1]
    doubled = replace(document, passages=(replace(first, id=0), replace(first, id=1)))
    names = name_places([doubled]).passages
    assert names[0] != names[1]
