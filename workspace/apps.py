from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        from audit import as_known
        from people.merging import register_after
        from ui.today import tell_the_time_by
        from workspace.merge_drafts import bring_drafts

        tell_the_time_by(as_known.now)
        register_after(merge=bring_drafts)
