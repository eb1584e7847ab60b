"""The house itself: production refuses to start half configured, and the tools of the tests do what they say."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.template import engines

from tests.support.strict_templates import StrictInvalid, UndefinedVariable

COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "cls.example.org",
    "SITE_URL": "https://cls.example.org",
    "DATABASE_URL": "postgres://cls:secret@127.0.0.1/cls",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://cls:secret@mail.example.org:587",
}


def load_settings(module, environment, show="'loaded'"):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import {module} as s; print({show})"],
        cwd=settings.BASE_DIR,
        env={**kept, **environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", COMPLETE)
def test_production_without_a_variable_is_refused_in_a_sentence_that_names_it(missing):
    given = {name: value for name, value in COMPLETE.items() if name != missing}
    done = load_settings("cls_platform.settings.base", given)
    assert done.returncode == 1
    assert f"La variable d’environnement {missing} manque" in done.stderr.strip().splitlines()[-1]


def test_production_starts_when_all_is_given():
    done = load_settings("cls_platform.settings.base", COMPLETE, show="s.DEBUG, s.CELERY_BROKER_URL, s.DEMO_MODE")
    assert done.stdout.strip() == "False redis://127.0.0.1:6379/0 False", done.stderr


@pytest.mark.parametrize(
    "given, broker",
    [({}, "filesystem://localhost"), ({"REDIS_URL": "redis://127.0.0.1:6379/3"}, "redis://127.0.0.1:6379/3")],
)
def test_development_needs_nothing_and_uses_redis_only_when_given(given, broker):
    show = "s.CELERY_BROKER_URL, __import__('os').environ.get('REDIS_URL')"
    done = load_settings("cls_platform.settings.dev", given, show=show)
    assert done.stdout.strip() == f"{broker} {given.get('REDIS_URL')}", done.stderr


HEAVY = {"altair", "docx", "pandas", "pptx", "vl_convert", "weasyprint"}


def test_a_server_starts_without_the_libraries_that_only_some_jobs_need():
    load = "import sys, django; django.setup(); import cls_platform.urls, cls_platform.celery; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", load], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(done.stdout.split()) == set()


@pytest.fixture
def render(tmp_path, settings):
    """Renders a template as if it were one of ours."""
    ours = settings.BASE_DIR / "templates"

    def render(source, **context):
        from django.template import Context, Origin, Template

        engine = engines["django"].engine
        origin = Origin(name=str(ours / "example.html"), template_name="example.html")
        return Template(source, origin=origin, engine=engine).render(Context(context))

    return render


@pytest.mark.parametrize(
    "source", ["{{ nobody }}", "{{ thing.nobody|default:'x' }}", "{% if 1 %}{{ nobody }}{% endif %}"]
)
def test_an_undefined_variable_of_ours_fails(render, source):
    with pytest.raises(UndefinedVariable, match="example.html.*nobody"):
        render(source, thing={})


def test_what_is_defined_or_only_asked_about_passes(render):
    assert render("{{ a }}{% if nobody %}x{% endif %}{{ none|default_if_none:'–' }}", a="", none=None) == "–"


def test_templates_of_others_keep_their_habits():
    assert engines["django"].from_string("[{{ nobody|default:'x' }}]").render({}) == "[x]"
    assert isinstance(engines["django"].engine.string_if_invalid, StrictInvalid)


def test_media_of_the_tests_are_not_those_of_the_site(media_root, settings):
    assert media_root == settings.MEDIA_ROOT
    assert settings.BASE_DIR not in media_root.parents
