from django.db import migrations
from django.utils import timezone

ANSWERABLE = ["waiting", "answered", "refused"]


def keep_the_mails(apps, _editor):
    """What left under the old shape: the last mail of a link."""
    NewsLink, NewsMail = apps.get_model("actions", "NewsLink"), apps.get_model("actions", "NewsMail")
    for link in NewsLink.objects.filter(sent_at__isnull=False):
        mail = NewsMail.objects.create(link=link, sent_at=link.sent_at)
        link.requests.update(mail=mail)


def keep_one_link(apps, _editor):
    """The link that lasts longest stays, with what its twins asked that it does not ask itself."""
    NewsLink = apps.get_model("actions", "NewsLink")
    kept = {}
    for link in NewsLink.objects.filter(revoked_at__isnull=True).order_by("-expires_at", "-pk"):
        stays = kept.setdefault(link.email, link)
        if stays == link:
            continue
        asked = stays.requests.filter(state__in=ANSWERABLE).values_list("action_id", flat=True)
        link.requests.filter(state__in=ANSWERABLE).exclude(action_id__in=list(asked)).update(link=stays)
        link.requests.filter(state__in=ANSWERABLE).update(state="withdrawn")
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])


class Migration(migrations.Migration):
    dependencies = [("actions", "0012_news_mails")]

    operations = [
        migrations.RunPython(keep_the_mails, migrations.RunPython.noop),
        migrations.RunPython(keep_one_link, migrations.RunPython.noop),
    ]
