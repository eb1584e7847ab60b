"""The jobs of fiches, thin: the work is in the services."""

from core.jobs import job

from .services import news


@job(news.KIND, label="Demande de nouvelles")
def news_mails(context):
    news.send_news_mails(context.params["links"], message=context.params["message"], progress=context.progress)
