"""People, roles, branches and integrators' keys."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from caudal.commons.access import commands, queries
from caudal.commons.access.commands import NewBranch, NewKey, NewUser, UserChanges
from caudal.commons.access.queries import BranchState, KeyRecord
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import SIGNED_IN, door
from caudal.interfaces.api.sessions import UserOut, user_out
from caudal.interfaces.api.shapes import Ask, BranchId, Listed, Out

router = APIRouter(tags=["users"])

Name = Annotated[str, Field(min_length=1, max_length=80)]
Password = Annotated[str, Field(min_length=1, max_length=200)]


class NewUserAsk(Ask):
    username: str = Field(min_length=1, max_length=40)
    name: Name
    role: str = Field(max_length=40)
    branches: list[BranchId] = Field(min_length=1, max_length=500)
    password: Password


class UserChangesAsk(Ask):
    """Lo que no se manda no cambia."""

    name: Name | None = None
    role: str | None = Field(None, max_length=40)
    branches: list[BranchId] | None = Field(None, min_length=1, max_length=500)
    active: bool | None = None
    password: Password | None = None


class PasswordAsk(Ask):
    current_password: Password
    new_password: Password


class PermissionOut(Out):
    code: str
    label: str


class RoleOut(Out):
    code: str
    name: str
    permissions: list[PermissionOut]


class BranchStateOut(Out):
    id: int
    name: str
    country: str
    currency: str
    time_zone: str
    active: bool
    business_date: date
    last_closed: date | None


class NewBranchAsk(Ask):
    name: Name
    country: str = Field(min_length=2, max_length=2)
    currency: str = Field(min_length=3, max_length=3)
    time_zone: str = Field(max_length=60)


class NewKeyAsk(Ask):
    name: Name
    permissions: list[str] = Field(max_length=100)
    expires_at: AwareDatetime | None = None


class KeyOut(Out):
    """A key as lists show it: everything but the key."""

    id: UUID
    name: str
    prefix: str
    permissions: list[str]
    user_id: int
    user: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


class NewKeyOut(KeyOut):
    """A key just made: `key` is shown this once."""

    key: str


@router.get("/users", operation_id="users.list")
@door("users.read")
def users(act: Act) -> Listed[UserOut]:
    """Los usuarios, primero los activos."""
    return Listed[UserOut](items=[user_out(user) for user in queries.users(act)])


@router.get("/users/{user_id}", operation_id="users.read")
@door("users.read")
def user(act: Act, user_id: int) -> UserOut:
    """Un usuario."""
    return user_out(queries.user(act, user_id))


@router.post("/users", status_code=201, operation_id="users.create")
@door("users.write", key="none")
def create(act: Act, ask: NewUserAsk) -> UserOut:
    """Crea un usuario."""
    asked = NewUser(ask.username, ask.name, ask.role, tuple(ask.branches), ask.password)
    return user_out(commands.create_user(act, asked))


@router.patch("/users/{user_id}", operation_id="users.change")
@door("users.write", key="none")
def change(act: Act, user_id: int, ask: UserChangesAsk) -> UserOut:
    """Cambia nombre, rol, sucursales o contraseña de un usuario, o le cierra la puerta; vale de inmediato."""
    branches = None if ask.branches is None else tuple(ask.branches)
    asked = UserChanges(ask.name, ask.role, branches, ask.active, ask.password)
    return user_out(commands.change_user(act, user_id, asked))


@router.post("/me/password", status_code=204, operation_id="users.change_password")
@door(SIGNED_IN, key="none")
def change_password(act: Act, ask: PasswordAsk) -> None:
    """Cambia la propia contraseña y cierra todas las sesiones propias."""
    commands.change_password(act, ask.current_password, ask.new_password)


@router.get("/roles", operation_id="users.roles")
@door("users.read")
def roles(act: Act) -> Listed[RoleOut]:
    """Los roles y lo que puede cada uno."""
    found = [
        RoleOut(
            code=role.code,
            name=role.name,
            permissions=[PermissionOut(code=code, label=label) for code, label in role.permissions],
        )
        for role in queries.roles(act)
    ]
    return Listed[RoleOut](items=found)


@router.get("/branches", operation_id="branches.list")
@door(SIGNED_IN)
def branches(act: Act) -> Listed[BranchStateOut]:
    """Las sucursales con su fecha de trabajo; las propias, o todas para quien administra usuarios o sucursales."""
    every = act.actor.may("users.read") or act.actor.may("branches.write")
    found = [b for b in queries.branches(act) if every or b.id in act.actor.branches]
    return Listed[BranchStateOut](items=[_branch(branch) for branch in found])


@router.post("/branches", status_code=201, operation_id="branches.create")
@door("branches.write")
def create_branch(act: Act, ask: NewBranchAsk) -> BranchStateOut:
    """Crea una sucursal; quien la crea y las dueñas trabajan en ella desde ya."""
    asked = NewBranch(ask.name, ask.country.upper(), ask.currency.upper(), ask.time_zone)
    return _branch(commands.create_branch(act, asked))


@router.get("/api-keys", operation_id="apikeys.list")
@door("apikeys.write")
def keys(act: Act) -> Listed[KeyOut]:
    """Las llaves de integración, primero las vigentes."""
    return Listed[KeyOut](items=[_key(found) for found in queries.api_keys(act)])


@router.post("/api-keys", status_code=201, operation_id="apikeys.create")
@door("apikeys.write", key="none")
def create_key(act: Act, ask: NewKeyAsk) -> NewKeyOut:
    """Crea una llave que actúa como quien la crea, con parte de sus permisos; se muestra una sola vez."""
    found, secret = commands.create_api_key(act, NewKey(ask.name, tuple(ask.permissions), ask.expires_at))
    return NewKeyOut(**_key(found).model_dump(), key=secret)


@router.delete("/api-keys/{key_id}", status_code=204, operation_id="apikeys.revoke")
@door("apikeys.write")
def revoke_key(act: Act, key_id: UUID) -> None:
    """Revoca una llave; vale de inmediato."""
    commands.revoke_api_key(act, key_id)


def _branch(branch: BranchState) -> BranchStateOut:
    whole = asdict(branch)
    del whole["company_id"]
    return BranchStateOut(**whole)


def _key(found: KeyRecord) -> KeyOut:
    return KeyOut(
        id=found.id,
        name=found.name,
        prefix=found.prefix,
        permissions=list(found.permissions),
        user_id=found.user_id,
        user=found.user_name,
        expires_at=found.expires_at,
        last_used_at=found.last_used_at,
        revoked_at=found.revoked_at,
        created_at=found.created_at,
    )
