"""REST endpoints of the taxonomy."""

from skills.api.views import FrameworkViewSet, ScaleViewSet, SkillViewSet

__all__ = ["FrameworkViewSet", "ScaleViewSet", "SkillViewSet"]
