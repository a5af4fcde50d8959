"""A house that is at work upgrades from any version: what is of its owner already is so while each step is applied."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from caudal import migrations
from caudal.kernel.db import normalised
from caudal.migrations.chain import level


def test_each_step_applies_over_a_house_left_at_the_one_before(database_url: str) -> None:
    name = "actualizada"
    with psycopg.connect(database_url, autocommit=True) as root:
        root.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
        root.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    known = str(conninfo_to_dict(database_url)["dbname"])
    url = database_url.replace(f"/{known}", f"/{name}", 1)
    engine = create_engine(normalised(url), poolclass=NullPool)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.connect() as connection, psycopg.connect(url, autocommit=True) as raw:
        config.attributes["connection"] = connection
        migrations.run(raw, migrations.text("roles"))
        steps = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
        for step in reversed(steps):
            command.upgrade(config, step)
            connection.commit()
            migrations.run(raw, migrations.text("grants"))
    engine.dispose()
    migrations.upgrade(url)
    with psycopg.connect(url) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == (level(),)
    with psycopg.connect(database_url, autocommit=True) as root:
        root.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
