"""What stands beside the fields of a step: what the checks found there, and the opinions on it."""

from django.template.loader import render_to_string

from reports.presenters.opinions import board_of_the_clerk
from reports.presenters.steps import CheckedStep


def found_beside(page: CheckedStep) -> str:
    """The list as HTML, as the page of the step was first drawn with it."""
    board = board_of_the_clerk(page.report, page.data, step=page.step)
    return render_to_string("steps/_found.html", {"page": page, "report": page.report, "board": board})
