"""What a file is by its content, where that can be told, whatever it is called."""

import re
from io import BytesIO
from zipfile import ZipFile

from reports.formats.office import OLE, WITH_PASSWORD, ZIP
from reports.official.interchange import NotUnderstood

PDF, RTF = b"%PDF-", b"{\\rtf"
_LOOKED_AT = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)\b", re.IGNORECASE)
_HEADER = re.compile(rb"[\w-]{1,40}:", re.ASCII)
_PAGE_IN_MAIL = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_OFFICE_XML = (b"urn:schemas-microsoft-com:office:spreadsheet", b"schemas.microsoft.com/office/word/2003")
_FOLDERS = {"word": "docx", "xl": "xlsx", "ofd.xml": "ofd"}  # or files, in which the content of a package lies
# By the names of its streams, which its directory has in UTF-16; a workbook may hold documents, and stands first.
_ENCRYPTED, _STREAMS = "EncryptedPackage", {"Workbook": "xls", "Book\0": "xls", "WordDocument": "doc"}
_SAVE_AS = "请用 Word、Excel 或 WPS 另存为 .docx 或 .xlsx 后再上传"


def extension_by_content(content: bytes) -> str:
    """The extension that a file with this content should have; empty where the content does not tell.

    ``NotUnderstood``, with a sentence, for what is known and no reader takes, whatever it is called.
    """
    if content.startswith(ZIP):
        return _of_package(content)
    if content.startswith(OLE):
        return _of_compound(content)
    begin = content[:_LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if begin.startswith(PDF):
        return "pdf"
    if begin.startswith(RTF):
        raise NotUnderstood(f"这是 RTF 文件，{_SAVE_AS}")
    return _of_markup(begin)


def _of_package(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            folders = {name.casefold().partition("/")[0] for name in archive.namelist()}
    except Exception:  # a damaged archive fails in a dozen ways, and the gate says so
        return ""
    return next((extension for folder, extension in _FOLDERS.items() if folder in folders), "")


def _of_compound(content: bytes) -> str:
    if _ENCRYPTED.encode("utf-16-le") in content:
        raise NotUnderstood(WITH_PASSWORD)
    return next((each for stream, each in _STREAMS.items() if stream.encode("utf-16-le") in content), "")


def _of_markup(begin: bytes) -> str:
    if begin.startswith(b"<"):
        if any(each in begin for each in _OFFICE_XML) and b"<html" not in begin.lower():
            raise NotUnderstood(f"这是旧版 XML 格式的文件，{_SAVE_AS}")
        return "html" if _PAGE.search(begin) else ""
    return "mht" if _HEADER.match(begin) and _PAGE_IN_MAIL.search(begin) else ""


def refuse_binary(content: bytes) -> None:
    """Refuse, as the check of a format of text, what is an office file by its content."""
    if content.startswith((OLE, ZIP)):
        raise NotUnderstood("文件的扩展名与内容不符，请改为原来的扩展名后再试")
