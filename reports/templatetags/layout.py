"""How a template may be written so that no line is long: what its author wraps and nobody is to see."""

import re

from django import template
from django.template.base import NodeList, Parser, TextNode, Token

register = template.Library()

_BREAK_OR_EDGE_OF_A_TAG = re.compile(r"\n *|[<>]")


class OneLineNode(template.Node):
    """What stands inside, without the line breaks of the template; those of the values stay."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.is_inside_a_tag = False
        for text in nodelist.get_nodes_by_type(TextNode):
            text.s = _BREAK_OR_EDGE_OF_A_TAG.sub(self._joined, text.s)
        _leave_out_empty_texts(nodelist)

    def _joined(self, found: re.Match[str]) -> str:
        """A break between attributes is a blank, any other is nothing."""
        if found[0] in "<>":
            self.is_inside_a_tag = found[0] == "<"
            return found[0]
        return " " if self.is_inside_a_tag else ""

    def render(self, context: template.Context) -> str:
        return self.nodelist.render(context)


def _leave_out_empty_texts(nodelist: NodeList) -> None:
    """What no longer says anything is not drawn either: in a table of 271 cells it is half of the nodes."""
    nodelist[:] = [node for node in nodelist if not (isinstance(node, TextNode) and not node.s)]
    for node in nodelist:
        branches = [inside for _, inside in getattr(node, "conditions_nodelists", ())]
        for inside in (*branches, *(getattr(node, name, None) for name in node.child_nodelists)):
            if inside is not None:
                _leave_out_empty_texts(inside)


@register.tag
def oneline(parser: Parser, token: Token) -> OneLineNode:
    """``{% oneline %}…{% endoneline %}``: Chinese has no blanks between words, a wrapped sentence must gain none."""
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    return OneLineNode(nodelist)
