"""Electronic invoices as suppliers send them: invented companies, real structure."""

from uuid import UUID

UUID_88 = UUID("6f9b4b5e-8d0a-4c6e-9a5f-0c1d2e3f4a5b")
_NAMES = (
    'xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:implocal="http://www.sat.gob.mx/implocal"'
    ' xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital"'
)
IVA = (
    '<cfdi:Traslado Base="6034.48" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="965.52"/>'
)


def cfdi(
    *, subtotal: str = "6034.48", total: str = "7000.00", taxes: str = IVA, withheld: str = "", local: str = "",
    stamp: str = str(UUID_88).upper(), rfc: str = "TMA950101AB1", to: str = "CDE010203XY9", **more: str,
) -> bytes:  # fmt: skip
    """An invoice of Tours Maya, 7,000 with its tax, changed in what is said."""
    said = {"Version": "4.0", "Serie": "F", "Folio": "88", "Fecha": "2026-10-05T09:30:00", "Moneda": "MXN",
            "TipoDeComprobante": "I", "SubTotal": subtotal, "Total": total, **more}  # fmt: skip
    attributes = " ".join(f'{name}="{value}"' for name, value in said.items())
    whole = (
        f"<cfdi:Impuestos><cfdi:Retenciones>{withheld}</cfdi:Retenciones><cfdi:Traslados>{taxes}</cfdi:Traslados>"
        "</cfdi:Impuestos>"
    )
    stamped = f'<tfd:TimbreFiscalDigital Version="1.1" UUID="{stamp}"/>' if stamp else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><cfdi:Comprobante {_NAMES} {attributes}>'
        f'<cfdi:Emisor Rfc="{rfc}" Nombre="TOURS MAYA" RegimenFiscal="601"/>'
        f'<cfdi:Receptor Rfc="{to}" Nombre="CAUDAL" UsoCFDI="G03"/>'
        f'<cfdi:Conceptos><cfdi:Concepto Importe="1"><cfdi:Impuestos><cfdi:Traslados>{taxes}</cfdi:Traslados>'
        f"</cfdi:Impuestos></cfdi:Concepto></cfdi:Conceptos>{whole}"
        f"<cfdi:Complemento>{local}{stamped}</cfdi:Complemento></cfdi:Comprobante>"
    ).encode()
