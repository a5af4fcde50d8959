"""Who may come in and what they may do: people, roles, permissions, branches, sessions and integrators' keys.

Owns users, roles, branches, sessions and keys. Posts nothing. Roles and their permissions are data (``sql/roles.sql``)
and every request reads them again, so a change holds from the next request on.

- ``rules`` the catalogue of permissions and what a password must be (pure); ``passwords`` and ``tokens`` the secrets.
- ``entrance`` one question that turns a bearer into an actor; ``signing`` sessions; ``commands`` the rest.
- ``queries`` people, roles, branches and keys; ``acts_book`` reads the book of acts.
"""
