"""What was published, for programs that follow it: an Atom feed (RFC 4287) and a map of the pages (sitemaps.org)."""

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from reports.models import Organ, Publication
from reports.presenters.publications import PublishedReport, listed, organs_that_published
from reports.web.public_answers import kept, of_the_column

MOST_ENTRIES = 50


class Published(Feed):
    """The reports that were published last, the newest first."""

    feed_type = Atom1Feed
    language = "zh-CN"

    def title(self) -> str:
        return settings.PUBLIC_COLUMN_NAME

    def link(self) -> str:
        return reverse("column")

    def feed_url(self) -> str:
        return reverse("column_feed")

    def items(self) -> list[PublishedReport]:
        return listed(Publication.objects.newest().asked_for().order_by("-at")[:MOST_ENTRIES])

    def item_title(self, item: PublishedReport) -> str:
        return f"{item.title}{'（更正）' if item.is_corrected else ''}{'（演示数据）' if item.is_demonstration else ''}"

    def item_description(self, item: PublishedReport) -> str:
        return f"{item.organ}{'更正并' if item.is_corrected else ''}公布了 {item.year} 年度报告。"

    def item_link(self, item: PublishedReport) -> str:
        return item.revision_url

    def item_author_name(self, item: PublishedReport) -> str:
        return item.organ

    def item_pubdate(self, item: PublishedReport) -> datetime:
        return item.at

    item_updateddate = item_pubdate


class ReportsOnTheMap(Sitemap):
    """The page of each published report."""

    limit = 1000

    def items(self):
        return Publication.objects.newest().asked_for()

    def location(self, item: Publication) -> str:
        return reverse("published", args=[item.report.organ.slug, item.report.year])

    def lastmod(self, item: Publication) -> datetime:
        return item.at


class OrgansOnTheMap(Sitemap):
    """The page of each organ that has published, after the column's own."""

    limit = 1000

    def items(self):
        return organs_that_published()

    def location(self, item: Organ) -> str:
        return reverse("column_organ", args=[item.slug])

    def lastmod(self, item: Organ) -> datetime:
        return item.newest


SECTION = "column_sitemap_section"
MAP = {"organs": OrgansOnTheMap, "reports": ReportsOnTheMap}


@require_safe
@of_the_column
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications as an Atom feed."""
    return kept(request, f"feed:{_at(request)}", lambda: Published()(request))


@require_safe
@of_the_column
def site_map(request: HttpRequest) -> HttpResponse:
    """Where the parts of the map are."""
    return kept(request, f"map:{_at(request)}", lambda: index(request, MAP, sitemap_url_name=SECTION).render())


@require_safe
@of_the_column
def site_map_section(request: HttpRequest, section: str) -> HttpResponse:
    """A part of the map, a thousand pages at once; 404 where there is none."""
    page = request.GET.get("p", "1")
    return kept(request, f"map:{_at(request)}:{section}:{page[:9]}", lambda: sitemap(request, MAP, section).render())


def _at(request: HttpRequest) -> str:
    """Under which address the server is asked, which what is made of it names."""
    return f"{request.scheme}:{request.get_host()}"
