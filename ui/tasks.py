"""Housekeeping."""

from celery import shared_task

from ui import services


@shared_task
def forget_old_tokens() -> int:
    """Drop the tokens of forms that were handled over two weeks ago."""
    return services.forget_old_tokens()
