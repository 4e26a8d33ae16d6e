"""AWS with rights that are refused: a proxy before its double, which answers some calls itself.

Answers are as each service's reference gives them: XML from S3 and nothing to HEAD, else JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from xml.sax.saxutils import escape

from aiohttp import web

from tests.servers.aws_passing import pass_on, serve_proxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What one call is answered with."""

    code: str
    words: str = ""
    status: int = 403
    region: str = ""


class RefusingAws:
    """Passes calls on to `upstream`, but for those in `refused`; `counts` names all that came.

    `pages` are the origins for which the bucket has a rule: as with S3, their preflights are
    allowed and they may read what is answered, other pages may not.
    """

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self.url = ""
        self.refused: dict[str, Refusal] = {}
        self.counts: Counter[str] = Counter()
        self.pages: set[str] = set()

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[RefusingAws]:
        async with serve_proxy(self._answer) as (self._session, self.url):
            yield self

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if request.method == "OPTIONS":
            self.counts["preflight"] += 1
            answer: web.StreamResponse = web.Response(status=200 if origin in self.pages else 403)
        else:
            answer = await self._pass_on(request)
        for name in [name for name in answer.headers if name.lower().startswith("access-control")]:
            del answer.headers[name]
        if origin in self.pages:
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Allow-Methods"] = "PUT"
            answer.headers["Access-Control-Expose-Headers"] = "ETag"
        return answer

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        target = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
        operation = target or _name_s3(request)
        self.counts[operation] += 1
        if "partNumber" in request.query:
            self.counts["UploadPart"] += 1
            operation = "UploadPart" if "UploadPart" in self.refused else operation
        if refusal := self.refused.get(operation) or self.refused.get("*"):
            await request.read()
            return _refuse_json(refusal) if target else _refuse_xml(request, refusal)
        return await pass_on(self._session, self._upstream, request, await request.read())


def _name_s3(request: web.Request) -> str:
    is_object = "/" in request.path.strip("/")
    match request.method:
        case "HEAD":
            return "HeadObject" if is_object else "HeadBucket"
        case "GET" if "cors" in request.query:
            return "GetBucketCors"
        case "POST" if not is_object and "uploads" not in request.query:
            return "AssumeRoleWithWebIdentity"
        case method:
            return {"PUT": "PutObject", "GET": "GetObject", "DELETE": "DeleteObject"}.get(
                method, ""
            )


def _refuse_json(refusal: Refusal) -> web.Response:
    told = {"__type": f"com.amazonaws#{refusal.code}", "message": refusal.words}
    return web.json_response(
        told, status=400, headers={"x-amzn-ErrorType": refusal.code, "x-amzn-RequestId": "one"}
    )


def _refuse_xml(request: web.Request, refusal: Refusal) -> web.Response:
    headers = {"x-amz-bucket-region": refusal.region} if refusal.region else {}
    if request.method == "HEAD":
        return web.Response(status=refusal.status, headers=headers)
    region = f"<Region>{refusal.region}</Region>" if refusal.region else ""
    body = (
        f"<Error><Code>{refusal.code}</Code><Message>{escape(refusal.words)}</Message>{region}"
        "<RequestId>one</RequestId></Error>"
    )
    return web.Response(
        status=refusal.status, text=body, content_type="application/xml", headers=headers
    )
