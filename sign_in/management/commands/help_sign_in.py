"""`manage.py help_sign_in USERNAME --unlock --reset-second-factor --unbind --sign-out`, for whoever has the machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sign_in import queries, services
from staff.models import User


class Command(BaseCommand):
    help = "Help somebody who cannot sign in; without an option, say how the account stands."
    acts = {
        "unlock": services.unlock_account,
        "reset_second_factor": services.reset_second_factor,
        "unbind": services.unbind_council_identity,
        "sign_out": services.sign_out_everywhere,
    }

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        for name in self.acts:
            parser.add_argument(f"--{name.replace('_', '-')}", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        for name, act in self.acts.items():
            if options[name]:
                act(user=user, by=None, job="help_sign_in")
        ways = queries.ways_in_of(user)
        self.stdout.write(f"{user.get_username()}: {'open' if user.is_active else 'closed'}")
        self.stdout.write(f"  locked until: {ways.locked_until or 'not locked'}")
        self.stdout.write(f"  authenticator app: {'yes' if ways.app else 'no'}; recovery codes left: {ways.codes_left}")
        self.stdout.write(f"  council sign-on: {'bound' if ways.council else 'not bound'}")
