from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from audit import as_known
        from casework.family_copy import add_secrets
        from referrals import attack_day, clocks, merging, trails
        from referrals.hidden_referrers import hidden_referrers
        from referrals.policies import front_door_sees_undecided
        from staff.policies import add_visibility_rule

        as_known.has_a_past("referrals")
        clocks.register()
        merging.register()
        trails.register()
        attack_day.register()
        add_secrets(hidden_referrers)
        add_visibility_rule(front_door_sees_undecided)
