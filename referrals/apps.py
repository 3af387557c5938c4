from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from referrals import clocks
        from referrals.policies import front_door_sees_undecided
        from staff.policies import add_visibility_rule

        clocks.register()
        add_visibility_rule(front_door_sees_undecided)
