"""Enters and checks the addresses at which published reports stand on the county's website; nothing fetches them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from reports.lifecycle.publishing.listing import ListedPublication, listed, publications_of
from reports.lifecycle.refusals import Refused
from reports.models.locking import lock
from reports.models.organs import Organ, User
from reports.models.published_addresses import LONGEST_ADDRESS, PublishedAddress
from reports.models.sealing import sealing

NO_ADDRESS = "请填写以 http:// 或 https:// 开头的网址"
NOT_VALID = "网址不完整，或含有空格等不能用的字符，请从浏览器地址栏重新复制"
TOO_LONG = f"网址不超过 {LONGEST_ADDRESS} 个字符"
_valid = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class NewAddress:
    """An address for a publication, by its key; ``seen`` is ``ListedPublication.seen`` as it was read."""

    publication: int
    url: str
    seen: str


def refusal_of(url: str) -> str:
    """Why this is no address of a web page, in a sentence; empty where it is one."""
    if len(url) > LONGEST_ADDRESS:
        return TOO_LONG
    try:
        _valid(url)
    except ValidationError:
        return NOT_VALID if url.lower().startswith(("http://", "https://")) else NO_ADDRESS
    return ""


@transaction.atomic
@sealing()
def enter_addresses(office: Organ, year: int, by: User, addresses: Iterable[NewAddress]) -> int:
    """Enter those that are other than they were, an empty one to take one back; how many there were.

    All or none: ``Refused`` where one is no address, or somebody has entered another one meanwhile.
    """
    entered = 0
    rows = _locked(office, year)
    for each in addresses:
        row = rows.get(each.publication)
        if row is None:
            raise Refused("选择中有不在本页的单位，请重新打开本页后再填。")
        if each.url == row.url:
            continue
        if each.url and (refusal := refusal_of(each.url)):
            raise Refused(f"{row.organ}：{refusal}。")
        if each.seen != row.seen:
            raise Refused(f"{row.organ}的网址已由{row.address.entered_by}改为“{row.url}”，请重新查看后再填。")
        PublishedAddress.objects.create(publication=row.publication, url=each.url, entered_by=by)
        entered += 1
    return entered


@transaction.atomic
def check_address(office: Organ, year: int, by: User, publication: int, seen: str) -> PublishedAddress:
    """Note that a person has opened the address and found the report there (人工核对); ``Refused`` for another one."""
    row = _locked(office, year).get(publication)
    if row is None or not row.url:
        raise Refused("还没有填写网址，不能核对。")
    if row.is_checked:
        return row.address
    if row.seen != seen:
        raise Refused(f"{row.organ}的网址已改为“{row.url}”，请重新查看后再核对。")
    about = {"entered_by": row.address.entered_by, "at": row.address.at, "checked_by": by}
    return PublishedAddress.objects.create(
        publication=row.publication, url=row.url, checked_on=timezone.localdate(), **about
    )


def _locked(office: Organ, year: int) -> dict[int, ListedPublication]:
    """What may be entered, by the key of the publication, under the lock of the office."""
    lock(Organ.objects.filter(pk=office.pk)).get()
    return {row.publication.pk: row for row in listed(publications_of(office, year), year)}
