"""What a file may bring: the fields of each kind, how people title them and what they look like."""

from dataclasses import dataclass

from caudal.kernel.problems import Invalid

KINDS = {"debts": "Deudas", "clients": "Clientes"}


@dataclass(frozen=True, slots=True)
class Field:
    """One datum of a row. ``looks`` is the kind of content its column has, or nothing in particular."""

    key: str
    label: str
    required: bool
    help: str
    titles: tuple[str, ...]
    looks: str = ""
    longest: int = 200


_PERSON = (
    Field("document_kind", "Tipo de documento", False,
          "CC, CE, NIT, RFC, CURP, INE, CED, RNC, PAS u OTRO; si no viene, se deduce del número",
          ("tipo documento", "tipo de documento", "tipo doc", "tipo de identificacion", "tipo id",
           "tipo identificacion", "document type", "id type", "clase de documento", "tdoc"), "kind"),
    Field("document", "Número de documento", False,
          "Identifica al cliente: el mismo documento es la misma persona",
          ("documento", "numero de documento", "no documento", "num documento", "cedula", "cc", "nit", "rfc", "curp",
           "rnc", "identificacion", "numero de identificacion", "no identificacion", "dni", "ine", "id fiscal",
           "cedula o rnc", "cedula rnc", "cedula nit", "nit cc", "cc nit", "document", "document number", "tax id",
           "id number", "nro documento", "nro de documento", "cedula cliente", "documento cliente"), "document", 40),
    Field("document_country", "País del documento", False, "CO, MX, DO…; si no viene, el país del archivo",
          ("pais documento", "pais del documento", "pais", "country", "nacionalidad", "pais expedicion",
           "document country"), "country"),
    Field("phone", "Teléfono", False, "Celular con WhatsApp; varios separados por /",
          ("telefono", "telefonos", "tel", "celular", "cel", "movil", "whatsapp", "telefono celular", "telefono movil",
           "numero de telefono", "numero celular", "numero de celular", "no telefono", "phone", "phone number",
           "mobile", "contacto", "telefono cliente", "celular cliente", "tel cel", "wsp", "wa"), "phone", 80),
    Field("email", "Correo electrónico", False, "",
          ("correo", "email", "e mail", "mail", "correo electronico", "correo e", "correo cliente", "email address"),
          "email"),
)  # fmt: skip
_CLIENT_TITLES = (
    "cliente", "nombre", "nombre completo", "nombre cliente", "nombre del cliente", "nombres y apellidos",
    "nombre y apellido", "nombres", "apellidos y nombres", "razon social", "deudor", "titular", "client", "customer",
    "customer name", "client name", "name", "full name", "nombre o razon social", "nombre deudor", "socio", "paciente",
    "alumno", "comprador",
)  # fmt: skip
_BRANCH = Field("branch", "Sucursal", False, "Nombre o número de la sucursal; si no viene, la suya",
                ("sucursal", "oficina", "agencia", "sede", "tienda", "branch", "office", "punto de venta", "plaza"),
                "", 80)  # fmt: skip
_ZONE = Field("zone", "Zona", False, "Ruta, barrio o zona de cobro",
              ("zona", "ruta", "sector", "barrio", "zone", "route", "colonia", "localidad", "zona de cobro"),
              "", 80)  # fmt: skip

_DEBTS = (
    Field("client", "Cliente", True, "Nombre completo o razón social", _CLIENT_TITLES, "name"),
    *_PERSON,
    Field("concept", "Concepto", True, "Qué se vendió o prestó: «Factura 120», «Mercancía de enero»",
          ("concepto", "descripcion", "detalle", "producto", "servicio", "articulo", "motivo", "concept", "description",
           "item", "glosa", "observacion concepto", "concepto deuda", "tipo de deuda", "mercancia"), "text"),
    Field("amount", "Monto", True, "Cuánto se debía al principio, o el saldo si no hay abonos; mayor que cero",
          ("monto", "importe", "valor", "total", "deuda", "adeudo", "valor deuda", "monto total", "importe total",
           "valor total", "monto original", "capital", "amount", "invoice amount", "total amount", "saldo",
           "saldo pendiente", "saldo actual", "por cobrar", "valor factura", "debe", "cargo", "balance",
           "monto deuda", "monto de la deuda", "valor pendiente", "saldo inicial", "importe original"), "money", 40),
    Field("currency", "Moneda", False, "MXN, COP, DOP, USD…; si no viene, la del archivo",
          ("moneda", "divisa", "currency", "mon", "tipo de moneda", "currency code"), "currency", 40),
    Field("issued_on", "Fecha de la deuda", False, "Cuándo se vendió o prestó; si no viene, hoy o el vencimiento",
          ("fecha", "fecha emision", "fecha de emision", "fecha factura", "fecha de factura", "emision", "fecha venta",
           "fecha de venta", "fecha deuda", "fecha de la deuda", "fecha credito", "fecha desembolso", "fecha inicio",
           "fecha documento", "issue date", "invoice date", "date", "issued on", "fecha prestamo", "otorgado",
           "fecha de compra", "fecha compra", "fecha expedicion"), "date", 40),
    Field("due_on", "Fecha de vencimiento", True, "Último día para pagar sin atraso",
          ("vencimiento", "fecha vencimiento", "fecha de vencimiento", "vence", "vence el", "fecha vence",
           "fecha limite", "fecha limite de pago", "fecha de pago", "fecha pago", "due date", "due on", "due",
           "fecha limite pago", "fec venc", "f vencimiento", "fecha venc", "fecha maxima de pago",
           "proximo pago"), "date", 40),
    Field("paid", "Abonado hasta hoy", False, "Lo que ya pagó; entra el saldo: monto menos abonado",
          ("abono", "abonos", "abonado", "pagado", "pagos", "total abonado", "total pagado", "monto pagado",
           "valor pagado", "abono a la fecha", "paid", "amount paid", "pagado a la fecha", "haber", "a cuenta",
           "anticipo", "importe pagado", "abonado hasta hoy"), "money", 40),
    Field("balance", "Saldo, para comprobar", False, "Si viene, cada fila debe cumplir monto − abonado = saldo",
          ("saldo", "saldo pendiente", "saldo actual", "por cobrar", "balance", "restante", "resta", "adeuda",
           "saldo deudor", "pendiente", "valor pendiente", "saldo final", "saldo para comprobar"), "money", 40),
    Field("reference", "Folio o referencia", False, "Su propio número: factura, pagaré, boleta; no se repite",
          ("folio", "referencia", "factura", "numero de factura", "no factura", "num factura", "pagare", "remision",
           "nota", "boleta", "invoice", "invoice number", "reference", "ref", "no folio", "numero", "no", "id",
           "codigo", "numero de credito", "no credito", "contrato", "no contrato", "nro factura", "comprobante",
           "consecutivo", "folio o referencia", "external ref", "credito"), "reference", 80),
    _ZONE,
    _BRANCH,
)  # fmt: skip

_CLIENTS = (
    Field("name", "Nombre", True, "Nombre completo o razón social", _CLIENT_TITLES, "name"),
    *_PERSON,
    Field("address", "Dirección", False, "",
          ("direccion", "domicilio", "calle", "address", "direccion cliente", "direccion residencia",
           "domicilio fiscal"), "text", 300),
    _ZONE,
    Field("consent_whatsapp", "Autoriza WhatsApp", False, "Sí o no: si el cliente aceptó recibir mensajes",
          ("autoriza whatsapp", "acepta whatsapp", "consentimiento", "consentimiento whatsapp", "autorizacion",
           "permite whatsapp", "acepta mensajes", "habeas data", "whatsapp consent", "opt in",
           "autoriza mensajes"), "yesno", 20),
    _BRANCH,
    Field("notes", "Notas", False, "",
          ("notas", "nota", "observaciones", "observacion", "comentarios", "comentario", "notes", "remarks"),
          "text", 1000),
)  # fmt: skip

_BY_KIND = {"debts": _DEBTS, "clients": _CLIENTS}


def fields(kind: str) -> tuple[Field, ...]:
    """The fields of ``debts`` or ``clients``, in the order a person should see them.

    Raises:
        Invalid: there is no such kind of import.
    """
    try:
        return _BY_KIND[kind]
    except KeyError:
        detail = f"«{kind}» no se importa; se importan deudas (debts) y clientes (clients)"
        raise Invalid(detail, errors=[{"pointer": "/kind", "detail": detail}]) from None


def field(kind: str, key: str) -> Field:
    """One field of a kind, by its key.

    >>> field("debts", "due_on").required
    True
    """
    return next(each for each in fields(kind) if each.key == key)
