"""How a file that is sent, a load or an undo can fail: the part of the tree in `errors` that only /api/data needs."""

from __future__ import annotations

from backend.errors import BadQuestion, Refused, Unavailable


class FileUnusable(BadQuestion):
    code = "FILE_REFUSED"
    default_hint = "The loader's own code and sentence say why."


class CrossSite(Refused):
    code = "CROSS_SITE"
    status = 403
    default_hint = "Open the dashboard at this server's own address, or use a program that is no browser."


class UploadsOff(Refused):
    code = "UPLOADS_OFF"
    status = 403
    default_hint = "Load files with `python -m ingestion load`, or `make ingest FILE=sales.csv`."


class DiskSpace(Refused):
    code = "DISK_SPACE"
    status = 507
    default_hint = "Free some space on the server, then send the file again."


class UnknownUpload(Refused):
    code = "UNKNOWN_UPLOAD"
    status = 404
    default_hint = "Uploads are kept for a day and until they are loaded. Send the file again: POST /api/data/check."


class UnknownLoad(Refused):
    code = "UNKNOWN_LOAD"
    status = 404
    default_hint = "All loads are listed at /api/data/loads."


class NoQuarantine(Refused):
    code = "NO_QUARANTINE"
    status = 404
    default_hint = "Every line of that load was taken, or its quarantine file was removed from the store."


class LoaderBusy(Refused):
    code = "LOADER_BUSY"
    status = 409
    default_hint = "Wait until it has ended, then load again."


class LoadEnded(Refused):
    code = "LOAD_ENDED"
    status = 409
    default_hint = "A load that is published can be undone: POST /api/data/undo."


class NotNewest(Refused):
    code = "NOT_NEWEST"
    status = 409
    default_hint = "Only the newest load can be undone, one after the other."


class LoaderFailed(Unavailable):
    code = "LOADER_FAILED"
    status = 500
    default_hint = "Nothing visible changed. Try again; the server's memory and disk may be short."


class LoadTimeout(Unavailable):
    code = "LOAD_TIMEOUT"
    status = 504
    default_hint = "Check so large a file with `python -m ingestion check`, or raise SALES_UPLOAD_TIMEOUT_SECONDS."
