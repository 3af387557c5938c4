"""What is answered where no view answers: a page for people, a sentence in JSON for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_program(request):
        return JsonResponse({"detail": "There is no such thing, or it is not for you to know."}, status=404)
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_program(request):
        return JsonResponse({"non_field_errors": ["This request cannot be read."]}, status=400)
    return defaults.bad_request(request, exception)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_program(request):
        return JsonResponse({"detail": str(exception) or "You may not do this."}, status=403)
    return defaults.permission_denied(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    if _is_program(request):
        detail = "Something went wrong here, and was written down. Nothing was recorded. Try again in a few minutes."
        return JsonResponse({"detail": detail}, status=500)
    return defaults.server_error(request)


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
