"""Long texts: the little HTML that the PDF can print, and nothing else."""

import html as html_module
import re

import nh3

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "a"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)
_BOLD_AND_ITALIC = [(r"<(/?)b(?=[\s>/])", r"<\1strong"), (r"<(/?)i(?=[\s>/])", r"<\1em")]
_BREAKS = re.compile(r"<br\s*/?>|</(?:p|li|h3|h4)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_TITLE = re.compile(r"(</?h)([34])")


def sanitize(html: str) -> str:
    """Only p, br, strong, em, ul, ol, li, h3, h4 and a with a web or mail address; empty when nothing is said."""
    text = html or ""
    for pattern, replacement in _BOLD_AND_ITALIC:
        text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    clean = _CLEANER.clean(text).strip()
    return "" if is_empty(clean) else clean


def to_text(html: str) -> str:
    """The words alone, a line per paragraph."""
    spaced = _BREAKS.sub("\n", html or "")
    words = html_module.unescape(_TAG.sub("", spaced))
    return re.sub(r"\n{2,}", "\n", words).strip()


def is_empty(html: str) -> bool:
    return not to_text(html).replace("\u00a0", " ").strip()


def below(html: str, level: int) -> str:
    """The same text, its own titles beginning at this level of the page where it stands."""
    return _TITLE.sub(lambda found: f"{found[1]}{int(found[2]) + level - 3}", html)


def from_text(text: str) -> str:
    """Plain text to paragraphs: an empty line parts them, a line break stays one."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n"))]
    escaped = (html_module.escape(part, quote=False).replace("\n", "<br>") for part in paragraphs if part)
    return "".join(f"<p>{part}</p>" for part in escaped)
