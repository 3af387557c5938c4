from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "safeguarding"

    def ready(self) -> None:
        from audit import as_known
        from safeguarding import attack_day, clocks, merging, obstacles, reach, trails

        as_known.has_a_past("safeguarding")
        clocks.register()
        reach.register()
        obstacles.register()
        trails.register()
        merging.register()
        attack_day.register()
