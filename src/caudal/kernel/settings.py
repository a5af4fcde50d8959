"""Every setting of the product, typed, each with a sentence. Read from ``CAUDAL_*`` environment variables."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be set from outside. Names in the environment carry the prefix ``CAUDAL_``."""

    model_config = SettingsConfigDict(env_prefix="CAUDAL_", frozen=True, extra="ignore")

    database_url: str = Field("", description="PostgreSQL ≥ 18 propio; vacío: el que viene incluido.")
    data_dir: Path = Field(Path(".caudal"), description="Carpeta de datos: base, secretos, bitácoras.")
    host: str = Field("127.0.0.1", description="Dirección en la que escucha la consola y la API.")
    port: int = Field(8000, description="Puerto de la consola y la API.")
    api_processes: int = Field(2, ge=1, le=16, description="Procesos de la API.")
    api_threads: int = Field(4, ge=1, le=64, description="Hilos de trabajo por proceso de la API.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Clave que firma las sesiones; vacía: archivo propio."
    )
    clock: AwareDatetime | None = Field(
        None, description="Instante de arranque simulado (demostración, pruebas)."
    )
    access_minutes: int = Field(10, ge=1, le=60, description="Vida de la credencial de acceso, en minutos.")
    refresh_days: int = Field(30, ge=1, le=90, description="Vida de la sesión sin usarla, en días.")
    log_level: str = Field("INFO", description="Detalle de la bitácora técnica.")
    public_url: str = Field("", description="Dirección pública, para enlaces y cookies seguras.")
    whatsapp_base_url: str = Field(
        "https://graph.facebook.com", description="Servidor de la API de WhatsApp."
    )
    whatsapp_version: str = Field("v23.0", description="Versión de la API de WhatsApp.")
    whatsapp_phone_id: str = Field("", description="Identificador del número emisor; vacío: modo prueba.")
    whatsapp_token: SecretStr = Field(SecretStr(""), description="Credencial de la API de WhatsApp.")
    whatsapp_app_secret: SecretStr = Field(
        SecretStr(""), description="Secreto que firma los avisos de WhatsApp."
    )
    whatsapp_verify_token: SecretStr = Field(
        SecretStr(""), description="Palabra con que WhatsApp verifica la dirección."
    )
    whatsapp_timeout_seconds: int = Field(10, ge=1, le=60, description="Espera por la respuesta de WhatsApp.")
    whatsapp_evidence_minutes: int = Field(
        10, ge=1, le=1440, description="Espera de un aviso antes de repetir un envío de resultado dudoso."
    )

    smtp_host: str = Field("", description="Servidor de correo para avisos y reportes; vacío: nada se envía.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Puerto del servidor de correo.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="Cómo se cifra el correo: starttls, tls desde el principio, o none."
    )
    smtp_user: str = Field("", description="Usuario del servidor de correo; vacío: sin usuario.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Contraseña del servidor de correo.")
    smtp_from: str = Field("Caudal <avisos@localhost>", description="De quién son los correos.")
    smtp_ca_file: str = Field("", description="Certificados en que confiar; vacío: los del sistema.")
    smtp_timeout_seconds: int = Field(15, ge=1, le=120, description="Espera por el servidor de correo.")
    twilio_base_url: str = Field("https://api.twilio.com", description="Servidor de la API de SMS.")
    twilio_account_sid: str = Field("", description="Cuenta de Twilio; vacía: no se envían SMS.")
    twilio_auth_token: SecretStr = Field(SecretStr(""), description="Credencial de la cuenta de Twilio.")
    twilio_from: str = Field("", description="Número que envía, en E.164, o servicio de mensajería (MG…).")
    twilio_timeout_seconds: int = Field(10, ge=1, le=60, description="Espera por la respuesta de Twilio.")

    @property
    def mail_configured(self) -> bool:
        """Whether there is a mail server; otherwise notices by e-mail are kept without being sent."""
        return bool(self.smtp_host)

    @property
    def sms_configured(self) -> bool:
        """Whether there is an account to send SMS from; otherwise they are kept without being sent."""
        return bool(self.twilio_account_sid and self.twilio_from)

    @property
    def whatsapp_configured(self) -> bool:
        """Whether a real WhatsApp number is set; otherwise messages stay in the test inbox."""
        return bool(self.whatsapp_phone_id)

    @property
    def simulated_start(self) -> datetime | None:
        return self.clock


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()  # pyright: ignore[reportCallIssue] - every field has a default
