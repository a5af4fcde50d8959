"""The API: the rooms' doors under one roof, with the console, the documentation and the pages of problems."""

import gc
import json
import logging
import os
import sys
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine, event

from caudal.commons.access.tokens import Signer
from caudal.interfaces.api import (
    alerts,
    approvals,
    audit,
    banks,
    bookings,
    books,
    budgets,
    ceilings,
    clients,
    closing,
    collateral,
    contact,
    dashboards,
    days,
    describing,
    events,
    favours,
    health,
    imports,
    lending,
    lines,
    loan_papers,
    loans,
    managing,
    messages,
    overcharges,
    pages,
    pawn,
    pawn_guides,
    pawn_lots,
    pawn_prints,
    pawn_vault,
    payable_batches,
    payable_cfdi,
    payables,
    payments,
    payments_listed,
    policies,
    portfolio,
    portfolio_book,
    portfolio_loans,
    products,
    profile,
    receivable_proof,
    receivables,
    reconciling,
    refunds,
    refusing,
    reminders,
    remittances,
    reports,
    roscas,
    serving,
    sessions,
    statements,
    static,
    summary,
    suppliers,
    till_shifts,
    tills,
    users,
    webhooks,
)
from caudal.interfaces.api.door import Plan
from caudal.interfaces.api.frame import Frame
from caudal.interfaces.api.words import OPERATIONS, WRITING
from caudal.kernel.db import connect
from caudal.kernel.logs import Lines
from caudal.kernel.settings import Settings, settings

ROUTERS: tuple[APIRouter, ...] = (
    payments_listed.router,
    payments.router,
    sessions.router,
    users.router,
    audit.router,
    events.router,
    messages.router,
    webhooks.router,
    books.router,
    statements.router,
    budgets.router,
    closing.router,
    clients.router,
    profile.router,
    receivables.router,
    receivable_proof.router,
    bookings.router,
    refunds.router,
    policies.router,
    days.router,
    summary.router,
    dashboards.router,
    approvals.router,
    payable_batches.router,
    payable_cfdi.router,
    payables.router,
    suppliers.router,
    reminders.router,
    till_shifts.router,
    tills.router,
    banks.router,
    reconciling.router,
    imports.router,
    loans.router,
    products.router,
    ceilings.router,
    overcharges.router,
    lending.router,
    serving.router,
    managing.router,
    favours.router,
    collateral.router,
    remittances.router,
    lines.router,
    loan_papers.router,
    portfolio.router,
    portfolio_loans.router,
    portfolio_book.router,
    roscas.router,
    pawn.router,
    pawn_vault.router,
    pawn_lots.router,
    pawn_prints.router,
    pawn_guides.router,
    alerts.router,
    contact.router,
    reports.router,
)
"""One per room, under /v1; the busiest first, because addresses are tried in order."""

_READS = {"GET", "HEAD"}
_PATIENCE = (
    "set lock_timeout = '8s'; set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '60s'"
)


def from_settings() -> Frame:
    """The application of this process, for ``uvicorn --factory``."""
    config = settings()
    _speak(config)
    engine = connect(config.database_url, pool_size=config.api_threads)
    app = create(config, engine)
    _settle()
    return app


def create(config: Settings, engine: Engine) -> Frame:
    """The application over `engine`, which it owns and disposes of at the end."""
    app = build()
    app.state.engine, app.state.settings = engine, config
    app.state.signer = Signer.of(config)
    app.state.threads = config.api_threads
    event.listen(engine, "connect", _be_patient)
    return Frame(app, https=config.public_url.startswith("https://"))


def description() -> dict[str, Any]:
    """The OpenAPI 3.1 description. Touches neither the database nor the data folder."""
    return describing.describe(build())


def build() -> FastAPI:
    """Routes and refusals, without a database."""
    app = FastAPI(
        title="Caudal",
        version=health.version(),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_life,
        redirect_slashes=False,
    )
    refusing.install(app)
    app.include_router(health.router)
    app.include_router(pages.router)
    for router in ROUTERS:
        for route in routes([router]):
            _complete(route)
        app.include_router(router, prefix="/v1")
    app.state.described = lru_cache(maxsize=1)(
        lambda: json.dumps(describing.describe(app), ensure_ascii=False).encode()
    )
    app.router.default = static.Console()
    return app


def routes(routers: Iterable[APIRouter] = ROUTERS) -> Iterator[APIRoute]:
    """The routes of the rooms."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route


def _complete(route: APIRoute) -> None:
    """Tell the door of a route what the route itself knows."""
    plan: Plan | None = getattr(route.endpoint, "plan", None)
    if plan is None:
        raise TypeError(f"{route.path}: la ruta no pasa por la puerta (@door)")
    plan.operation = route.operation_id or route.unique_id
    plan.status = route.status_code or 200
    plan.writes = not (route.methods or set()) <= _READS
    if plan.writes:
        WRITING.add(plan.operation)
    OPERATIONS[plan.operation] = (route.endpoint.__doc__ or plan.operation).strip().split("\n")[0].rstrip(".")


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncGenerator[None]:
    threads: int = getattr(app.state, "threads", 4)
    to_thread.current_default_thread_limiter().total_tokens = threads
    yield
    app.state.engine.dispose()


def _settle() -> None:
    """What was made at start stays for ever: the collector needn't look at it again in the middle of a payment."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _be_patient(raw: Any, _record: object) -> None:
    """How long a request may wait: a lock is given up before the caller gives up on us."""
    before, raw.autocommit = raw.autocommit, True
    raw.execute(_PATIENCE)
    raw.autocommit = before


def _speak(config: Settings) -> None:
    """Log lines to the standard error, where the parent of this process collects them."""
    house = logging.getLogger("caudal")
    house.setLevel(config.log_level.upper())
    if not house.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Lines(f"%(asctime)s %(levelname)s [{os.getpid()}] %(name)s: %(message)s"))
        house.addHandler(handler)
        house.propagate = False
