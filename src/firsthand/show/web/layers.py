"""A report's text with everything that is known of its words, as layers to switch on and off."""

from __future__ import annotations

from firsthand.records import Report
from firsthand.show import phrase
from firsthand.show.model import Label, ReportView, Segment, StoryView, Words
from firsthand.show.scene import Scene
from firsthand.show.view import find_labels, view_report

LAYERS = {"value": "values", "says": "who says what", "copied": "copied words", "flag": "flags"}
"""The layers and what they show."""
_LAYER_OF = {"differs": "value", "value": "value", "flag": "flag", "says": "says", "copied": "copied"}


def layered_report(scene: Scene, view: StoryView, report: Report) -> ReportView:
    """The report with the words that it shares with others among its marks."""
    number = scene.numbers[report.id]
    labelled = [(words, label) for words, label in find_labels(view) if words.report == number]
    return view_report(scene, number, report, [*labelled, *_copied(scene, report)])


def _copied(scene: Scene, report: Report) -> list[tuple[Words, Label]]:
    """The words that stand in another report of the story as well, each with a way to them there."""
    found = []
    for link in scene.links:
        if link.kind != "copies" or link.to not in scene.numbers:
            continue
        for own, other in link.spans:
            if not own or not other or report.id not in (link.from_, link.to):
                continue
            (here, there) = (own, other) if link.from_ == report.id else (other, own)
            elsewhere = link.to if link.from_ == report.id else link.from_
            words = scene.words(report.id, here[0], here[1])
            away = scene.words(elsewhere or "", there[0], there[1])
            found.append((words, Label(words.id, "copied", f"r{away.report}: the same words in report "
                                       f"{away.report}, {phrase.shorten(away.outlet, 40)}", away.id)))
    return found


def mark_layers(segment: Segment, labels: dict[str, list[Label]]) -> str:
    """The layers that a segment belongs to, as classes; empty where it is plain text."""
    kinds = {label.kind for words in segment.marks for label in labels.get(words, ())}
    layers = {f"layer-{_LAYER_OF[kind]}" for kind in kinds if kind in _LAYER_OF}
    if "differs" in kinds:
        layers.add("layer-differs")
    return " ".join(sorted(layers))
